/** Every error that the gateway can show. Code → status, retryable, sentence, remedy. */
import { COMMON_ERRORS, type ErrorTable, thrower } from '../../base/errors.ts';
import { CONSENT_ERRORS } from '../../contract/consent-words.ts';
import { UPDATE_ERRORS } from './update-errors.ts';

export const ERRORS = {
  ...COMMON_ERRORS,
  // configuration and storage
  STORE_NEWER: {
    status: 500,
    retryable: false,
    sentence: 'The data folder was written by a newer version of this program.',
    remedy: 'Install that version again, or start with an empty data folder.',
  },
  STORE_CORRUPT: {
    status: 500,
    retryable: false,
    sentence: 'The database was damaged and has been kept aside.',
    remedy: 'Restore a backup or link the gateway again; the damaged file is beside the new one.',
  },
  SYNC_STORE_CORRUPT: {
    status: 500,
    retryable: false,
    sentence: 'The database of the user synchronisation was damaged and has been kept aside.',
    remedy:
      'Start a sync by hand: it compares everything anew, and that approves its plan. Check the disk; the damaged file is beside the new one.',
  },
  ADDRESS_UNUSABLE: {
    status: 500,
    retryable: false,
    sentence: 'The gateway cannot listen where it is told to.',
    remedy: 'End the program that has the port, or set another one (http.port, http.httpsPort, http.host).',
  },
  // requests to this gateway
  NOT_ALLOWED: {
    status: 403,
    retryable: false,
    sentence: 'This is not allowed here.',
    remedy: 'Ask an administrator of this gateway.',
  },
  NOT_OVER_TUNNEL: {
    status: 403,
    retryable: false,
    sentence: 'This cannot be changed from a remote session.',
    remedy: 'Do it on the local network, on the gateway’s own page.',
  },
  NOT_OVER_HTTP: {
    status: 403,
    retryable: false,
    sentence: 'Secrets are not accepted over plain HTTP.',
    remedy: 'Open the page by https://.',
  },
  NOT_A_PERSON: {
    status: 403,
    retryable: false,
    sentence: 'Only a person who has signed in with a password can do this.',
    remedy: 'On the command line use cloudlink people.',
  },
  PERSON_UNKNOWN: {
    status: 404,
    retryable: false,
    sentence: 'There is no such person on this gateway.',
    remedy: 'Load the list of people again.',
  },
  PERSON_EXISTS: {
    status: 409,
    retryable: false,
    sentence: 'Somebody on this gateway has this name already.',
    remedy: 'Choose another name; small and capital letters count as the same.',
  },
  LAST_ADMIN: {
    status: 409,
    retryable: false,
    sentence: 'This is the last administrator of this gateway.',
    remedy: 'Make somebody else an administrator first.',
  },
  HOST_NOT_KNOWN: {
    status: 421,
    retryable: false,
    sentence: 'This gateway is not known under that name.',
    remedy: 'Open the page by the gateway’s name or address.',
  },
  CHANGED_MEANWHILE: {
    status: 412,
    retryable: false,
    sentence: 'Somebody else changed this after your page had read it. Nothing was overwritten.',
    remedy: 'Look at what stands there now, and choose which one shall hold.',
  },
  // support bundles
  SUPPORT_UNKNOWN: {
    status: 404,
    retryable: false,
    sentence: 'There is no such support bundle on this gateway.',
    remedy: 'Load the list of bundles again; old ones are deleted by themselves.',
  },
  SUPPORT_SLOW: {
    status: 504,
    retryable: true,
    sentence: 'It took too long to read.',
    remedy: 'Make another bundle later; the other parts are in this one.',
  },
  SUPPORT_NEEDS_DAEMON: {
    status: 503,
    retryable: true,
    sentence: 'Only the running gateway knows this.',
    remedy: 'Start the gateway and make another bundle.',
  },
  // backups
  BACKUP_WRONG_KEY: {
    status: 422,
    retryable: false,
    sentence: 'The passphrase or key does not open this backup.',
    remedy:
      'Check it for a slip of the finger, or take another copy: the beginning of the file may be damaged. Nothing was changed.',
  },
  BACKUP_DAMAGED: {
    status: 422,
    retryable: false,
    sentence: 'The backup is damaged or not whole.',
    remedy: 'Copy the file again from where it is kept, or take another backup. Nothing was changed.',
  },
  BACKUP_FOREIGN: {
    status: 422,
    retryable: false,
    sentence: 'This file is no backup of a gateway.',
    remedy: 'Choose a file whose name ends in .cloudlink-backup. Nothing was changed.',
  },
  BACKUP_NEWER: {
    status: 422,
    retryable: false,
    sentence: 'The backup was made by a newer version of this program.',
    remedy: 'Update this gateway first, then restore. Nothing was changed.',
  },
  BACKUP_NO_SPACE: {
    status: 507,
    retryable: true,
    sentence: 'There is not enough space on the disk.',
    remedy: 'Free space on the data volume and try again. Nothing was changed.',
  },
  BACKUP_FOLDER: {
    status: 422,
    retryable: true,
    sentence: 'The folder for backups is not there or cannot be written.',
    remedy: 'Plug the disk in, or choose another folder.',
  },
  BACKUP_RECIPIENT: {
    status: 422,
    retryable: false,
    sentence: 'This is no public key of the age format.',
    remedy: 'Give the line that begins with age1, as age-keygen prints it.',
  },
  BACKUP_NO_KEY: {
    status: 422,
    retryable: false,
    sentence: 'A backup needs a passphrase of at least 12 characters, or a public key.',
    remedy: 'Choose one; it opens the backup again, and this gateway cannot tell it to you later.',
  },
  BACKUP_RUNNING: {
    status: 409,
    retryable: true,
    sentence: 'A backup or a restore is running already.',
    remedy: 'Wait until it has ended.',
  },
  BACKUP_FAILED: {
    status: 500,
    retryable: true,
    sentence: 'The backup program ended before it was done.',
    remedy: 'Try again; if it happens again, collect the logs.',
  },
  BACKUP_DAEMON_RUNS: {
    status: 409,
    retryable: true,
    sentence: 'The gateway runs, and its data cannot be replaced meanwhile.',
    remedy: 'Stop the gateway, or restore on its page.',
  },
  // updates
  ...UPDATE_ERRORS,
  // factory reset
  RESET_ORDER_INVALID: {
    status: 403,
    retryable: false,
    sentence: 'The order to reset is not signed for this gateway.',
    remedy: 'Nothing was erased. Order it again from the gateway’s page in the console.',
  },
  RESET_CANCELLED: {
    status: 409,
    retryable: false,
    sentence: 'Somebody at the gateway cancelled the reset.',
    remedy: 'Nothing was erased. Talk to the people on the site before you order it again.',
  },
  RESET_NOT_ANNOUNCED: {
    status: 409,
    retryable: false,
    sentence: 'No reset is announced.',
    remedy: 'Load the page again to see how it stands.',
  },
  // consent to remote sessions
  ...CONSENT_ERRORS,
  CONSENT_NEEDED: {
    status: 403,
    retryable: false,
    sentence: 'Somebody on site must be asked before the log is read from afar.',
    remedy: 'Press Collect logs in the console, on the page of this gateway: that asks them.',
  },
  CONSENT_OWN: {
    status: 403,
    retryable: false,
    sentence: 'Nobody approves their own session.',
    remedy: 'Let another administrator on site approve it.',
  },
  CONSENT_OVER: {
    status: 409,
    retryable: false,
    sentence: 'This question has been answered already, or has ended.',
    remedy: 'Look at the list of sessions.',
  },
  // identity and cloud
  CLOUD_UNREACHABLE: {
    status: 502,
    retryable: true,
    sentence: 'The cloud cannot be reached.',
    remedy: 'Check the way to the Internet, the name server and the proxy; the gateway keeps trying.',
  },
  CLOUD_REFUSED: {
    status: 502,
    retryable: false,
    sentence: 'The cloud refused the request.',
    remedy: 'Read the reason; if the gateway was unlinked, link it again.',
  },
  CLOUD_ANSWER_BAD: {
    status: 502,
    retryable: true,
    sentence: 'The cloud gave an answer that is not in the contract.',
    remedy: 'Check that the cloud address is right and that no proxy rewrites the answer.',
  },
  CLOUD_TLS: {
    status: 502,
    retryable: true,
    sentence: 'The certificate of the cloud is not trusted.',
    remedy:
      'If a proxy inspects TLS here, add its certificate authority; otherwise check the cloud address and the clock.',
  },
  PROXY_AUTH: {
    status: 502,
    retryable: false,
    sentence: 'The HTTP proxy wants a user and a password.',
    remedy: 'Enter the proxy’s credentials on the page of the network.',
  },
  PROXY_UNREACHABLE: {
    status: 502,
    retryable: true,
    sentence: 'The HTTP proxy cannot be reached.',
    remedy: 'Check the proxy’s address and port.',
  },
  WEBSOCKET_BLOCKED: {
    status: 502,
    retryable: true,
    sentence: 'WebSockets do not get through to the cloud.',
    remedy: 'Allow WebSocket upgrades at the proxy or firewall; until then commands come by long polling.',
  },
  NOT_LINKED: {
    status: 409,
    retryable: false,
    sentence: 'This gateway is not linked to an account.',
    remedy: 'Link it first: open its page, or run cloudlink link.',
  },
  ALREADY_LINKED: {
    status: 409,
    retryable: false,
    sentence: 'This gateway is already linked to an account.',
    remedy: 'Unlink it first if it shall join another account.',
  },
  LINK_EXPIRED: {
    status: 410,
    retryable: true,
    sentence: 'The link request has expired.',
    remedy: 'Get a new code.',
  },
  LINK_DENIED: {
    status: 403,
    retryable: true,
    sentence: 'The link request was refused at the cloud.',
    remedy: 'Get a new code if this was a mistake.',
  },
  CLAIM_TOKEN_WRONG: {
    status: 403,
    retryable: false,
    sentence: 'The cloud does not take this claim token, or does not know this gateway’s fingerprint.',
    remedy: 'Make a new claim token in the console; one is good for a day and for one gateway.',
  },
  CLAIM_NEEDS_PRESENCE: {
    status: 409,
    retryable: false,
    sentence: 'This gateway was linked before; to link it again somebody must stand in front of it.',
    remedy: 'Start the link without a token, and type the set-up code at the cloud.',
  },
  SETUP_CODE_ATTEMPTS: {
    status: 403,
    retryable: true,
    sentence: 'The set-up code was wrong five times; the attempt is over.',
    remedy: 'Read the code on the label or by cloudlink setup-code, and start again.',
  },
  SETUP_CODE_WRONG: {
    status: 403,
    retryable: true,
    sentence: 'The set-up code is not right.',
    remedy: 'Read it on the label, on the console, or by cloudlink setup-code.',
  },
  SETUP_CODE_USED: {
    status: 409,
    retryable: false,
    sentence: 'The set-up code was used already.',
    remedy:
      'If it made an administrator, sign in as that one; if it linked this gateway, open these pages from the cloud, or run cloudlink people add on the gateway.',
  },
  ACCOUNT_DEACTIVATED: {
    status: 409,
    retryable: true,
    sentence: 'The account is deactivated.',
    remedy: 'Ask your partner to reactivate it; the gateway then resumes by itself.',
  },
  CLOCK_WRONG: {
    status: 500,
    retryable: true,
    sentence: 'The clock of this gateway is wrong.',
    remedy: 'Check the time server; certificates cannot be verified until then.',
  },
  KEY_UNREADABLE: {
    status: 500,
    retryable: false,
    sentence: 'The device key cannot be read.',
    remedy: 'Check the data folder; without its key the gateway must be linked again.',
  },
  KEY_REFUSED: {
    status: 409,
    retryable: false,
    sentence: 'The cloud does not take the next device key; the one in use stays.',
    remedy: 'Start the change of the key again.',
  },
  // the gateway's name on the LAN
  MDNS_FAILED: {
    status: 500,
    retryable: true,
    sentence: 'The gateway’s name cannot be made known on the network.',
    remedy:
      'Open the pages by address. Check that no other program keeps UDP port 5353 for itself, and that the firewall of this host lets it through.',
  },
  // commands
  COMMAND_UNKNOWN: {
    status: 400,
    retryable: false,
    sentence: 'This version of the gateway does not know that command.',
    remedy: 'Update the gateway.',
  },
  COMMAND_UNSUPPORTED: {
    status: 501,
    retryable: false,
    sentence: 'This gateway cannot carry out that command.',
    remedy: 'Do it on the gateway’s host, or update the gateway to a version that can.',
  },
  SETTING_LOCAL: {
    status: 403,
    retryable: false,
    sentence: 'This setting can be changed on the gateway’s site only.',
    remedy: 'Change it on the gateway’s own page or in its configuration file.',
  },
  COMMAND_EXPIRED: {
    status: 410,
    retryable: false,
    sentence: 'The command came after its time.',
    remedy: 'Send it again if it is still wanted.',
  },
  COMMAND_BAD: {
    status: 400,
    retryable: false,
    sentence: 'The command’s arguments are not valid.',
    remedy: 'Send it again with the right arguments.',
  },
  COMMAND_INTERRUPTED: {
    status: 500,
    retryable: true,
    sentence: 'The power went while the command ran; whether it happened is not known.',
    remedy: 'Look at the gateway and send the command again if needed.',
  },
  HELPER_UNAVAILABLE: {
    status: 503,
    retryable: false,
    sentence: 'The privileged helper is not installed here.',
    remedy: 'Install the systemd units, or do this on the host.',
  },
  HELPER_REFUSED: {
    status: 403,
    retryable: false,
    sentence: 'The privileged helper refused.',
    remedy: 'Read the reason; this host does not allow it.',
  },
  REBOOT_SMBC: {
    status: 409,
    retryable: false,
    sentence: 'This gateway is a part of the SMB Controller and does not reboot it: calls would be cut.',
    remedy: 'Restart the gateway program instead, or reboot the SMB Controller on its own pages.',
  },
  REBOOT_CONTAINER: {
    status: 409,
    retryable: false,
    sentence: 'This gateway runs in a container, which has no machine of its own to reboot.',
    remedy: 'Restart the gateway program instead, or reboot the host that the container runs on.',
  },
  // the network of this host
  NETWORK_KIND: {
    status: 409,
    retryable: false,
    sentence: 'The platform that this gateway runs on sets its own network.',
    remedy: 'Change addresses and time servers in the administration of that platform.',
  },
  NETWORK_NO_NETWORKD: {
    status: 409,
    retryable: false,
    sentence: 'systemd-networkd does not run on this host.',
    remedy:
      'Change addresses and time servers with the tools of this host, or let systemd-networkd manage its ports.',
  },
  NETWORK_TRIAL_RUNNING: {
    status: 409,
    retryable: true,
    sentence: 'Network settings are on trial already.',
    remedy: 'Keep them or undo them first; they end by themselves after two minutes.',
  },
  NETWORK_NO_TRIAL: {
    status: 409,
    retryable: false,
    sentence: 'No network settings are on trial.',
    remedy: 'Apply them again; a trial ends by itself after two minutes.',
  },
  NETWORK_NOT_IN_FORCE: {
    status: 409,
    retryable: true,
    sentence: 'The new settings are not in force yet.',
    remedy: 'Open the page at the new address and try again.',
  },
  NETWORK_ADDRESS_TAKEN: {
    status: 409,
    retryable: false,
    sentence: 'Another device of this network has that address.',
    remedy: 'Choose another address, or give the other device another one.',
  },
  KEEP_CODE_WRONG: {
    status: 403,
    retryable: false,
    sentence: 'This link keeps no network settings any more.',
    remedy: 'Sign in and keep them there, while they are on trial.',
  },
  // PBX and sync
  PBX_UNREACHABLE: {
    status: 502,
    retryable: true,
    sentence: 'The PBX or directory cannot be reached.',
    remedy: 'Check its address and port, and that it is running.',
  },
  PBX_CREDENTIALS: {
    status: 502,
    retryable: false,
    sentence: 'The PBX or directory refused the user name or password.',
    remedy: 'Enter the right credentials and test again.',
  },
  PBX_PERMISSION: {
    status: 502,
    retryable: false,
    sentence: 'The PBX or directory does not let this user read what is needed.',
    remedy: 'Give the user the right to read, and test again.',
  },
  PBX_ANSWER_BAD: {
    status: 502,
    retryable: true,
    sentence: 'The PBX or directory gave an answer that makes no sense.',
    remedy: 'Check that the type and port are right.',
  },
  PBX_TLS: {
    status: 502,
    retryable: false,
    sentence: 'The certificate of the PBX or directory is not trusted.',
    remedy: 'Add its certificate authority, or correct the name.',
  },
  PBX_PRODUCT: {
    status: 502,
    retryable: false,
    sentence: 'This is another product than the one that was chosen.',
    remedy: 'Check the address, and that its interface for CloudLink is switched on.',
  },
  PBX_VERSION: {
    status: 502,
    retryable: false,
    sentence: 'The PBX is too old for this gateway.',
    remedy: 'Update the PBX, or import its users by a file.',
  },
  PBX_CLOCK: {
    status: 502,
    retryable: true,
    sentence: 'The clock of the PBX differs from the gateway’s.',
    remedy: 'Give both the same time server.',
  },
  MICOLLAB_NOT_LAN: {
    status: 502,
    retryable: false,
    sentence: 'The name of MiCollab does not lead to its LAN address.',
    remedy:
      'Enter a name that the LAN’s name server resolves to MiCollab’s LAN address, or that address itself.',
  },
  SOURCE_INCOMPLETE: {
    status: 502,
    retryable: true,
    sentence: 'The source could not be read to its end; nobody was removed.',
    remedy: 'Read the reason; the next cycle tries again.',
  },
  SOURCE_FILE: {
    status: 400,
    retryable: false,
    sentence: 'The file cannot be read as it is.',
    remedy: 'Correct the named line or column and try again.',
  },
  SCIM_UNREACHABLE: {
    status: 502,
    retryable: true,
    sentence: 'The user directory of the cloud cannot be reached.',
    remedy: 'Nothing is lost; the next cycle tries again.',
  },
  SCIM_AUTH: {
    status: 502,
    retryable: false,
    sentence: 'The user directory of the cloud refused the token.',
    remedy: 'Enter the token that was made last; making a new one voids the older.',
  },
  SCIM_ANSWER_BAD: {
    status: 502,
    retryable: true,
    sentence: 'The user directory of the cloud gave an answer that is not SCIM.',
    remedy: 'Check the address; it must be the SCIM base URL.',
  },
  SCIM_TLS: {
    status: 502,
    retryable: false,
    sentence: 'The certificate of the user directory is not trusted.',
    remedy: 'Add its certificate authority, or correct the address.',
  },
  SCIM_REFUSED: {
    status: 502,
    retryable: false,
    sentence: 'The user directory of the cloud refused this person.',
    remedy: 'Read the reason and correct the person at the source.',
  },
  REMOTE_CONFLICT: {
    status: 409,
    retryable: false,
    sentence: 'Somebody of that name exists at the cloud already and is not from this source.',
    remedy: 'Delete or rename that user at the cloud, or change the person at the source.',
  },
  REMOTE_DELETED: {
    status: 409,
    retryable: false,
    sentence: 'The user is not at the cloud any more, and this gateway did not delete it.',
    remedy: 'Choose: create the user again, or leave it so.',
  },
  NOT_CONVERGED: {
    status: 502,
    retryable: true,
    sentence: 'The user directory of the cloud did not keep what was sent.',
    remedy: 'Look at the named fields at the cloud; the next cycle tries again.',
  },
  SYNC_NO_SOURCE: {
    status: 409,
    retryable: false,
    sentence: 'There is nothing to read users from.',
    remedy:
      'Save a PBX link, add a synchroniser, or upload a file of users and take it over; then sync again.',
  },
  SYNCHRONISERS_FULL: {
    status: 409,
    retryable: false,
    sentence: 'There are as many synchronisers as this gateway takes.',
    remedy: 'Delete one that is not needed any more.',
  },
  SYNCHRONISER_LEAVING: {
    status: 409,
    retryable: false,
    sentence: 'This synchroniser is being deleted.',
    remedy: 'Take the deletion back first.',
  },
  SYNCHRONISER_AWAITED: {
    status: 409,
    retryable: false,
    sentence: 'The people of another synchroniser are moving to this one.',
    remedy: 'Wait for the next sync, or take that deletion back.',
  },
  LINK_IS_GONE: {
    status: 409,
    retryable: false,
    sentence: 'The PBX link and its secrets are removed already.',
    remedy: 'Save the PBX link again; its people then stay.',
  },
  SYNC_LOCKED: {
    status: 409,
    retryable: true,
    sentence: 'Another synchronisation is using this state folder.',
    remedy: 'Wait until it has ended, or use another folder.',
  },
  SYNC_ABORTED: {
    status: 409,
    retryable: true,
    sentence: 'The synchronisation was stopped before its end.',
    remedy: 'Start it again; it goes on where it stopped.',
  },
  SYNC_FAILED: {
    status: 502,
    retryable: true,
    sentence: 'The synchronisation failed.',
    remedy: 'Read the reason; the next cycle goes on where this one stopped.',
  },
  SYNC_WORKER: {
    status: 500,
    retryable: true,
    sentence: 'The synchronisation ended unexpectedly.',
    remedy: 'Start it again; if it happens again, collect the logs and report the time of this message.',
  },
  PLAN_STALE: {
    status: 409,
    retryable: false,
    sentence: 'The plan has changed since it was shown.',
    remedy: 'Look at the new plan and confirm that.',
  },
  // import of files
  IMPORT_UNKNOWN: {
    status: 404,
    retryable: false,
    sentence: 'There is no such uploaded file.',
    remedy: 'Look at the list of imports; uploads are deleted after a week.',
  },
  IMPORT_TOO_LARGE: {
    status: 413,
    retryable: false,
    sentence: 'The file is larger than 256 MiB.',
    remedy: 'Split it, or take out what is not needed.',
  },
  IMPORT_TOO_MANY: {
    status: 409,
    retryable: false,
    sentence: 'There are 20 uploaded files already.',
    remedy: 'Delete one that is not needed any more.',
  },
  IMPORT_TAKEN: {
    status: 409,
    retryable: false,
    sentence: 'This file was taken over already.',
    remedy: 'Change its synchroniser, or upload the file again.',
  },
  IMPORT_UNREADABLE: {
    status: 409,
    retryable: false,
    sentence: 'The file cannot be taken over as it is read now.',
    remedy: 'Choose how it shall be read, or correct the file.',
  },
  IMPORT_ERRORS: {
    status: 409,
    retryable: false,
    sentence: 'The file has rows in error.',
    remedy: 'Correct them, or take the others over without them.',
  },
  IMPORT_OTHER_TYPE: {
    status: 409,
    retryable: false,
    sentence: 'This synchroniser does not read a file of this type.',
    remedy: 'Choose another synchroniser, or make a new one of the file.',
  },
  IMPORT_ROW_UNKNOWN: {
    status: 404,
    retryable: false,
    sentence: 'The file has no such row.',
    remedy: 'Look at its rows again.',
  },
  IMPORT_COLUMN: {
    status: 400,
    retryable: false,
    sentence: 'The file has no such column.',
    remedy: 'Use the names that stand over its rows.',
  },
  IMPORT_EDITS: {
    status: 409,
    retryable: false,
    sentence: 'A thousand rows of this file are corrected here already.',
    remedy: 'Correct the others in the file, and upload it again.',
  },
  IMPORT_READER: {
    status: 500,
    retryable: true,
    sentence: 'Reading the file ended unexpectedly.',
    remedy: 'Try again; if it happens again, collect the logs and report the time of this message.',
  },
  // tunnels
  TARGET_UNKNOWN: {
    status: 404,
    retryable: false,
    sentence: 'There is no such target on this gateway.',
    remedy: 'Look at the list of tunnels.',
  },
  TARGET_UNREACHABLE: {
    status: 502,
    retryable: true,
    sentence: 'The target does not answer the gateway.',
    remedy: 'Check that its web server runs.',
  },
  TARGET_CERTIFICATE: {
    status: 502,
    retryable: false,
    sentence: 'The target’s certificate is not the one that was confirmed.',
    remedy: 'Look at the new fingerprint and confirm it on the gateway’s page if it is right.',
  },
  TUNNEL_STOPPED: {
    status: 409,
    retryable: false,
    sentence: 'The tunnel is not started.',
    remedy: 'Start the tunnel on the gateway’s page first.',
  },
  TARGET_NOT_CONFIRMED: {
    status: 409,
    retryable: false,
    sentence: 'Nobody has confirmed this target yet.',
    remedy: 'Look at its address and certificate on the gateway’s page, and confirm them if they are right.',
  },
  TARGET_BUILT_IN: {
    status: 409,
    retryable: false,
    sentence: 'This target is part of the gateway and cannot be removed.',
    remedy: 'Stop its tunnel if it shall not be reached.',
  },
  BROKER_REFUSED: {
    status: 502,
    retryable: true,
    sentence: 'The cloud does not take this tunnel.',
    remedy: 'Check at the cloud that the gateway is linked; the gateway tries again by itself.',
  },
  ACCESS_LOG_FAILED: {
    status: 503,
    retryable: true,
    sentence: 'The request could not be written to the access log, so it was not let in.',
    remedy: 'Free space on the data volume of the gateway, or look at its log, and try again.',
  },
  SESSION_UNKNOWN: {
    status: 403,
    retryable: false,
    sentence: 'There is no such session, or it has ended.',
    remedy: 'Press Launch again.',
  },
  SYNC_ENDLESS: {
    status: 500,
    retryable: false,
    sentence: 'The same rows of the synchronisers were worked through again and again without an end.',
    remedy:
      'Nothing was sent. Collect the logs and report the time of this message; if one synchroniser was added last, delete it meanwhile.',
  },
  SAFE_MODE: {
    status: 409,
    retryable: true,
    sentence: 'The gateway runs in safe mode: only pages, tunnels and logs work now.',
    remedy: 'Start everything again on the page of alarms, or wait: it does so by itself.',
  },
  ALARM_OVER: {
    status: 409,
    retryable: false,
    sentence: 'This alarm does not stand any more, or nothing can be done about it with one click.',
    remedy: 'Look at the list of alarms again.',
  },
} as const satisfies ErrorTable;

export type ErrorCode = keyof typeof ERRORS;
/** `throw fail('CLOUD_UNREACHABLE', { cause })` */
export const fail = thrower(ERRORS);

/** A damaged database was kept aside as `file`. */
export const setAside = (code: 'STORE_CORRUPT' | 'SYNC_STORE_CORRUPT', file: string) =>
  fail(code, { sentence: `${ERRORS[code].sentence} It is ${file}.` });
