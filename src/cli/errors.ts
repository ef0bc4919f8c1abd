import { AppError, type ErrorTable, thrower } from '../base/errors.ts';
import type { Fault } from '../contract/common.ts';

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
  SECRET_UNREADABLE: {
    status: 400,
    retryable: false,
    sentence: 'A secret could not be read.',
    remedy: 'Check where it stands and who may read it; nothing was changed.',
  },
  SETUP_FILE: {
    status: 400,
    retryable: false,
    sentence: 'The set-up file cannot be used; nothing was changed.',
    remedy: 'Correct what is named; see cloudlink setup --schema and cloudlink setup --example.',
  },
  INPUT_FILE: {
    status: 400,
    retryable: false,
    sentence: 'A file could not be read.',
    remedy: 'Check its name and who may read it; nothing was changed.',
  },
  OUTPUT_FILE: {
    status: 400,
    retryable: true,
    sentence: 'The file could not be written.',
    remedy: 'Check its folder, who may write there, and that the disk has room.',
  },
  SETUP_OTHER_ACCOUNT: {
    status: 409,
    retryable: false,
    sentence: 'This gateway is linked to another account than the set-up file names.',
    remedy: 'Correct link.account in the file, or unlink the gateway first: cloudlink unlink.',
  },
  SETUP_TARGET: {
    status: 409,
    retryable: false,
    sentence: 'A tunnel of the set-up file does not fit what the gateway has.',
    remedy: 'Compare with cloudlink tunnels.',
  },
  NO_UNDO: {
    status: 409,
    retryable: false,
    sentence: 'There is no run that can be undone.',
    remedy: 'Only the last run that changed anybody can be, and once. See: cloudlink sync runs',
  },
  PBX_TEST_FAILED: {
    status: 409,
    retryable: true,
    sentence: 'The test of the PBX connection failed.',
    remedy: 'Correct the settings of the PBX link and run the command again.',
  },
} as const satisfies ErrorTable;
export const fail = thrower(ERRORS);

/** What the gateway says of something that it did by itself, thrown here. */
export const ofFault = ({ code, sentence, remedy }: Fault): AppError =>
  new AppError(code, { status: 409, retryable: true, sentence, remedy });
