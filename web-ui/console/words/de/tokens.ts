/** Claim tokens and registered keys (contract: Claiming). */
export const tokens = {
  'tokens.title': 'Claim-Token',
  'tokens.what': 'Claim-Token',
  'tokens.reading': 'Claim-Token werden gelesen',
  'tokens.open': 'Claim-Token und registrierte Schlüssel',
  'tokens.head':
    '{n, plural, =0 {Es wird kein Gateway erwartet.} one {Ein Gateway darf sich selbst mit diesem Konto verknüpfen.} other {# Gateways dürfen sich selbst mit diesem Konto verknüpfen.}}',
  'tokens.lead':
    'Ein Gateway lässt sich verknüpfen, ohne dass jemand davorsteht: durch ein Claim-Token oder den Fingerabdruck seines Schlüssels. Beides gilt einmal und 24 Stunden lang, nie aber für ein Gateway, das schon einmal verknüpft war.',
  'tokens.waiting': 'Noch nicht verwendet',
  'tokens.none': 'Keines wartet auf Verwendung',
  'tokens.noneText': 'Erstellen Sie unten ein Token oder registrieren Sie den Fingerabdruck eines Gateways.',
  'tokens.token': 'Claim-Token',
  'tokens.col.what': 'Was',
  'tokens.col.by': 'Erstellt von',
  'tokens.col.at': 'Erstellt',
  'tokens.col.ends': 'Endet',
  'tokens.revoke': 'Widerrufen',
  'tokens.revokeOf': 'Widerrufen<sr>: das von {when}</sr>',
  'tokens.revokeAsk': 'Widerrufen?',
  'tokens.revoked': 'Es ist widerrufen.',
  'tokens.revokeText':
    'Wer es hat, kann damit kein Gateway mehr verknüpfen. Ein Gateway, das damit verknüpft wurde, bleibt verknüpft.',
  'tokens.make': 'Claim-Token erstellen',
  'tokens.makeText':
    'Für ein Gateway, das aus der Ferne oder durch ein Skript eingerichtet wird. Auf dem Gateway: <c>cloudlink link --token -</c>, das Token über die Standardeingabe.',
  'tokens.made': 'Das neue Token',
  'tokens.once': 'Wird nur jetzt angezeigt. Wer es hat, kann ein Gateway mit diesem Konto verknüpfen.',
  'tokens.copy': 'Token kopieren',
  'tokens.done': 'Ich habe es kopiert',
  'tokens.register': 'Schlüssel eines Gateways registrieren',
  'tokens.registerText':
    'Für ein Gateway, das Sie in der Hand haben: Nur das mit diesem Schlüssel wird verknüpft. Auf dem Gateway: <c>cloudlink link --registered</c>.',
  'tokens.key': 'Fingerabdruck des Gateway-Schlüssels',
  'tokens.keyHelp':
    '43 Zeichen, wie die Seite des Gateways und <c>cloudlink status</c> sie zeigen. Leerzeichen zwischen den Gruppen spielen keine Rolle.',
  'tokens.keyNeeded': 'Geben Sie den Fingerabdruck ein.',
  'tokens.keyWrong': 'Ein Fingerabdruck hat 43 Buchstaben, Ziffern, - und _.',
  'tokens.registerDo': 'Registrieren',
  'tokens.registered': 'Der Schlüssel ist registriert.',
};
