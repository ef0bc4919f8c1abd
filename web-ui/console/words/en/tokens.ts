/** Claim tokens and registered keys (contract: Claiming). */
export const tokens = {
  'tokens.title': 'Claim tokens',
  'tokens.what': 'claim tokens',
  'tokens.reading': 'Reading the claim tokens',
  'tokens.open': 'Claim tokens and registered keys',
  'tokens.head':
    '{n, plural, =0 {No gateway is expected.} one {One gateway may link itself to this account.} other {# gateways may link themselves to this account.}}',
  'tokens.lead':
    'A gateway can be linked without a person beside it: by a claim token, or by the fingerprint of its key. Each works once and for 24 hours, and never for a gateway that was linked before.',
  'tokens.waiting': 'Not used yet',
  'tokens.none': 'None waits to be used',
  'tokens.noneText': 'Make a token below, or register the fingerprint of one gateway.',
  'tokens.token': 'Claim token',
  'tokens.col.what': 'What',
  'tokens.col.by': 'Made by',
  'tokens.col.at': 'Made',
  'tokens.col.ends': 'Ends',
  'tokens.revoke': 'Revoke',
  'tokens.revokeOf': 'Revoke<sr> the one of {when}</sr>',
  'tokens.revokeAsk': 'Revoke it?',
  'tokens.revoked': 'It is revoked.',
  'tokens.revokeText':
    'Whoever has it can link no gateway by it any more. A gateway that was linked by it stays linked.',
  'tokens.make': 'Make a claim token',
  'tokens.makeText':
    'For a gateway that is installed from afar or by a script. On the gateway: <c>cloudlink link --token -</c>, and the token on standard input.',
  'tokens.made': 'The new token',
  'tokens.once': 'Shown only now. Whoever has it can link one gateway to this account.',
  'tokens.copy': 'Copy the token',
  'tokens.done': 'I have copied it',
  'tokens.register': 'Register the key of one gateway',
  'tokens.registerText':
    'For a gateway in your hands: only the one with this key is linked. On the gateway: <c>cloudlink link --registered</c>.',
  'tokens.key': 'Fingerprint of the gateway’s key',
  'tokens.keyHelp':
    '43 characters, as the gateway’s page and <c>cloudlink status</c> show them. Blanks between the groups do not matter.',
  'tokens.keyNeeded': 'Enter the fingerprint.',
  'tokens.keyWrong': 'A fingerprint has 43 letters, digits, - and _.',
  'tokens.registerDo': 'Register',
  'tokens.registered': 'The key is registered.',
} as const;
