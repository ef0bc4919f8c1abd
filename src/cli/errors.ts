import { type ErrorTable, thrower } from '../base/errors.ts';

export const ERRORS = {
  DAEMON_UNREACHABLE: {
    status: 503,
    retryable: true,
    sentence: 'The gateway program does not answer on its control socket.',
    remedy:
      'Check that cloudlinkd runs (systemctl status cloudlinkd) and that you are root or in the group cloudlink; name another socket with --socket.',
  },
  REFUSED: { status: 400, retryable: false, sentence: 'The gateway refused.', remedy: 'Read the reason.' },
  USAGE: {
    status: 400,
    retryable: false,
    sentence: 'The arguments are not right.',
    remedy: 'See cloudlink --help.',
  },
} as const satisfies ErrorTable;
export const fail = thrower(ERRORS);
