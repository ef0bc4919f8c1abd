/** Every error that the cloud can answer. Code → status, retryable, sentence, remedy. */
import { COMMON_ERRORS, type ErrorTable, thrower } from '../../base/errors.ts';

export const ERRORS = {
  ...COMMON_ERRORS,
  NOT_ALLOWED: {
    status: 403,
    retryable: false,
    sentence: 'You may not do this.',
    remedy: 'Ask an administrator of the account.',
  },
  SIGN_IN_WRONG: {
    status: 401,
    retryable: false,
    sentence: 'The e-mail address or the password is not right.',
    remedy: 'Check both; after many attempts wait a minute.',
  },
  PARTNER_ACCOUNT: {
    status: 409,
    retryable: false,
    sentence: 'A partner account cannot hold a gateway.',
    remedy: 'Create a customer account first and choose that.',
  },
  ACCOUNT_DEACTIVATED: {
    status: 403,
    retryable: true,
    sentence: 'The account is deactivated.',
    remedy: 'Reactivate it; its gateways then resume by themselves.',
  },
  CLAIM_UNKNOWN: {
    status: 404,
    retryable: false,
    sentence: 'There is no request with this code.',
    remedy: 'Compare the code with the gateway’s page; codes end after 15 minutes.',
  },
  CLAIM_ENDED: {
    status: 410,
    retryable: false,
    sentence: 'This request has ended.',
    remedy: 'Get a new code on the gateway’s page.',
  },
  SETUP_CODE_WRONG: {
    status: 409,
    retryable: true,
    sentence: 'The gateway says that the set-up code is not right.',
    remedy: 'Read it on the label, on the console, or by cloudlink setup-code, and type it again.',
  },
  SETUP_CODE_ATTEMPTS: {
    status: 409,
    retryable: false,
    sentence: 'The set-up code was wrong five times; this request is over.',
    remedy: 'Get a new code on the gateway’s page and start again.',
  },
  GATEWAY_SILENT: {
    status: 504,
    retryable: true,
    sentence: 'The gateway did not answer in time.',
    remedy: 'Check that it is still on and waits for the link, and try again.',
  },
  CLAIM_TOKEN_WRONG: {
    status: 409,
    retryable: false,
    sentence:
      'This claim token, or this gateway’s fingerprint, is not known here, was used, or is older than a day.',
    remedy: 'Make a new claim token in the console.',
  },
  CLAIM_NEEDS_PRESENCE: {
    status: 409,
    retryable: false,
    sentence: 'This gateway was linked before; to link it again somebody must stand in front of it.',
    remedy: 'Link it on its own page, with its set-up code.',
  },
  GATEWAY_OFFLINE: {
    status: 409,
    retryable: true,
    sentence: 'The gateway is offline.',
    remedy: 'What was ordered waits and is carried out when it returns.',
  },
  TUNNEL_STOPPED: {
    status: 409,
    retryable: true,
    sentence: 'The tunnel is not started.',
    remedy: 'An administrator starts it on the gateway’s page or here.',
  },
  TUNNEL_DOWN: {
    status: 502,
    retryable: true,
    sentence: 'The tunnel to the gateway does not answer.',
    remedy: 'Wait a moment and reload; the gateway connects again by itself.',
  },
  TUNNEL_BUSY: {
    status: 503,
    retryable: true,
    sentence: 'Too many connections go through this gateway at the moment.',
    remedy: 'Close some pages and try again.',
  },
  TARGET_UNKNOWN: {
    status: 404,
    retryable: false,
    sentence: 'The gateway has no such target.',
    remedy: 'Look at the list of its tunnels.',
  },
  TARGET_UNREACHABLE: {
    status: 502,
    retryable: true,
    sentence: 'The gateway was reached, but the target does not answer it.',
    remedy: 'Check that the web server of the target runs, and reload.',
  },
  TARGET_CERTIFICATE: {
    status: 502,
    retryable: false,
    sentence: 'The target shows another certificate than the one that was confirmed.',
    remedy: 'On site, look at the new fingerprint on the gateway’s page and confirm it if it is right.',
  },
  LAUNCH_REFUSED: {
    status: 409,
    retryable: true,
    sentence: 'The gateway did not open the session.',
    remedy: 'Read its reason and press Launch again.',
  },
  LAUNCH_ENDED: {
    status: 403,
    retryable: false,
    sentence: 'This session has ended, or this browser did not open it.',
    remedy: 'Press Launch in the console again.',
  },
  LAUNCH_TOKEN: {
    status: 403,
    retryable: false,
    sentence: 'This launch was used already, or is older than a minute.',
    remedy: 'Press Launch in the console again.',
  },
  LAUNCH_FOREIGN: {
    status: 403,
    retryable: false,
    sentence: 'Another web site asked for this page.',
    remedy: 'Go back to the page that you launched.',
  },
  COMMAND_UNKNOWN: {
    status: 400,
    retryable: false,
    sentence: 'There is no such command.',
    remedy: 'Choose one of the list.',
  },
  EMAIL_TAKEN: {
    status: 409,
    retryable: false,
    sentence: 'This e-mail address is in use already.',
    remedy: 'Choose another address, or sign in with this one.',
  },
  ACCOUNT_UNKNOWN: {
    status: 404,
    retryable: false,
    sentence: 'There is no account with this number.',
    remedy: 'Check the 9-digit Account ID.',
  },
  PARTNER_MISSING: {
    status: 409,
    retryable: false,
    sentence: 'There is no partner account yet.',
    remedy: 'Make the first administrator: cloudlink-cloud admin create --email … --name ….',
  },
  INVITE_SPENT: {
    status: 410,
    retryable: false,
    sentence: 'This invitation was used already, or has expired.',
    remedy: 'Ask your administrator for a new one.',
  },
  PASSWORD_WEAK: {
    status: 400,
    retryable: false,
    sentence: 'The password is too short.',
    remedy: 'Use at least 12 characters; a few words are good.',
  },
  REQUEST_FORGED: {
    status: 403,
    retryable: false,
    sentence: 'The request did not come from this console.',
    remedy: 'Reload the page and try again.',
  },
  COMMANDS_FULL: {
    status: 409,
    retryable: true,
    sentence: 'Too many orders wait for this gateway already.',
    remedy: 'Wait until it is online and has carried them out.',
  },
  COMMAND_NOT_HERE: {
    status: 400,
    retryable: false,
    sentence: 'This command cannot be ordered by itself.',
    remedy: 'Use its own page: Launch for sessions, Unlink for unlinking.',
  },
  NOT_LINKED: {
    status: 401,
    retryable: false,
    sentence: 'This gateway is not linked here.',
    remedy: 'Link it again on its own page.',
  },
  TOKEN_INVALID: {
    status: 401,
    retryable: true,
    sentence: 'The access token is unknown or has expired.',
    remedy: 'Ask for a new one.',
  },
  DPOP_NONCE: {
    status: 401,
    retryable: true,
    sentence: 'The proof lacks the current nonce.',
    remedy: 'Send it again with the nonce of this answer.',
  },
  DPOP_INVALID: {
    status: 401,
    retryable: false,
    sentence: 'The proof of possession is not valid.',
    remedy: 'Check the gateway’s clock and its cloud address.',
  },
  KEY_OFFER_BAD: {
    status: 400,
    retryable: false,
    sentence: 'The next device key is not proven.',
    remedy: 'Start the change of the key again on the gateway.',
  },
  KEY_TAKEN: {
    status: 409,
    retryable: false,
    sentence: 'This key is, or was, the key of a gateway already.',
    remedy: 'Start the change again; the gateway makes another key.',
  },
  RETURN_ADDRESS: {
    status: 400,
    retryable: false,
    sentence: 'The return address is not on a private network.',
    remedy: 'Use a private or loopback address, or a .local name.',
  },
  ZONE_UNKNOWN: {
    status: 400,
    retryable: false,
    sentence: 'The time zone of the report is not known.',
    remedy: 'Save the site again with a zone of the list.',
  },
} as const satisfies ErrorTable;

export type ErrorCode = keyof typeof ERRORS;
export const fail = thrower(ERRORS);
