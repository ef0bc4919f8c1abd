/** What the helper answers when it does not do something. */
import { type ErrorTable, thrower } from '../base/errors.ts';

export const ERRORS = {
  PEER_REFUSED: {
    status: 403,
    retryable: false,
    sentence: 'The caller is not the gateway daemon.',
    remedy: 'Only root and members of the cloudlink group may ask the helper.',
  },
  REQUEST_BAD: {
    status: 400,
    retryable: false,
    sentence: 'The request is not a line of JSON in the helper’s form.',
    remedy: 'Install a daemon and a helper of the same version.',
  },
  REQUEST_LONG: {
    status: 413,
    retryable: false,
    sentence: 'The request is longer than the helper takes.',
    remedy: 'Install a daemon and a helper of the same version.',
  },
  VERB_UNKNOWN: {
    status: 400,
    retryable: false,
    sentence: 'The helper has no such verb.',
    remedy: 'Install a daemon and a helper of the same version.',
  },
  ARGS_BAD: {
    status: 400,
    retryable: false,
    sentence: 'The arguments of the verb are not valid.',
    remedy: 'Correct the named value.',
  },
  CLOCK_ABSURD: {
    status: 400,
    retryable: false,
    sentence: 'The time asked for lies before this program was made or after the year 2100.',
    remedy: 'Check where that time comes from.',
  },
  NO_TRIAL: {
    status: 409,
    retryable: false,
    sentence: 'No network settings are on trial.',
    remedy: 'Apply them again; a trial ends by itself after two minutes.',
  },
  ADDRESS_TAKEN: {
    status: 409,
    retryable: false,
    sentence: 'Another device of this network has that address.',
    remedy: 'Choose another address, or give the other device another one.',
  },
  STEP_FAILED: {
    status: 500,
    retryable: true,
    sentence: 'A program of this host failed.',
    remedy: 'Read the reason; the journal of this host says more.',
  },
} as const satisfies ErrorTable;

/** `throw fail('NO_TRIAL')` */
export const fail = thrower(ERRORS);
