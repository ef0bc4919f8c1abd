import type { ErrorTable } from '../../base/errors.ts';

/** What may be wrong with a release, and with putting it in place. */
export const UPDATE_ERRORS = {
  UPDATE_NOT_HERE: {
    status: 409,
    retryable: false,
    sentence: 'This installation does not update itself.',
    remedy: 'Install the new version on the host, as it was installed the first time.',
  },
  UPDATE_NO_ROOT: {
    status: 409,
    retryable: false,
    sentence: 'There are no release keys on this gateway, so no release can be trusted.',
    remedy: 'Put root.json of the release repository where update.root says, and restart the gateway.',
  },
  UPDATE_UNSIGNED: {
    status: 502,
    retryable: false,
    sentence: 'The list of releases is not signed by the keys that this gateway trusts.',
    remedy:
      'Nothing was installed. Check which cloud this gateway asks, and tell whoever makes the releases.',
  },
  UPDATE_EXPIRED: {
    status: 502,
    retryable: true,
    sentence:
      'The list of releases has run out: nobody has renewed it in time, or an old one is shown again and again.',
    remedy:
      'Check the clock of this gateway. If it is right, install by an update file, or ask whoever makes the releases.',
  },
  UPDATE_ROLLED_BACK: {
    status: 502,
    retryable: true,
    sentence: 'The cloud shows a list of releases that is older than the one seen before.',
    remedy:
      'Nothing was installed. Wait until the cloud is in order again, and check which cloud this gateway asks.',
  },
  UPDATE_NONE: {
    status: 409,
    retryable: false,
    sentence: 'There is no newer version for this gateway.',
    remedy: 'There is nothing to do.',
  },
  UPDATE_UNKNOWN: {
    status: 404,
    retryable: false,
    sentence: 'There is no such version for this gateway.',
    remedy: 'Look for updates again, and choose one of those that are shown.',
  },
  UPDATE_OLDER: {
    status: 409,
    retryable: false,
    sentence: 'This version is not newer than what runs, or older than what may still be installed.',
    remedy: 'Choose a newer version.',
  },
  UPDATE_HARDWARE: {
    status: 409,
    retryable: false,
    sentence: 'This release is made for other hardware.',
    remedy: 'Take the release that is made for this kind of gateway.',
  },
  UPDATE_RUNNING: {
    status: 409,
    retryable: true,
    sentence: 'An update goes on already.',
    remedy: 'Wait for its end, or cancel it while it is not installing yet.',
  },
  UPDATE_NOT_RUNNING: {
    status: 409,
    retryable: false,
    sentence: 'There is no update that could be postponed or cancelled now.',
    remedy: 'Look at how the update stands.',
  },
  UPDATE_TAMPERED: {
    status: 502,
    retryable: true,
    sentence: 'The release is not what its signed description says: its length or its hash is another one.',
    remedy:
      'Nothing was installed and the file was deleted. Try again; if it happens again, check which proxy stands in between.',
  },
  UPDATE_DOWNLOAD: {
    status: 502,
    retryable: true,
    sentence: 'The release could not be downloaded.',
    remedy: 'What has come is kept, and the next try goes on from there. Check the way to the cloud.',
  },
  UPDATE_NO_SPACE: {
    status: 507,
    retryable: true,
    sentence: 'There is not enough space on the disk for this update.',
    remedy: 'Free space on the data volume and try again; nothing was changed.',
  },
  UPDATE_FILE_BAD: {
    status: 400,
    retryable: false,
    sentence: 'This is not an update file, or a part of it is missing.',
    remedy: 'Copy the file again from where it was made, and upload it once more.',
  },
  UPDATE_OFFSET: {
    status: 409,
    retryable: true,
    sentence: 'This piece of the update file does not follow on what is here.',
    remedy: 'Ask how much is here, and go on from there.',
  },
  UPDATE_BAD_RELEASE: {
    status: 500,
    retryable: false,
    sentence: 'The release could not be put in place.',
    remedy: 'The version before runs on. Report this release to whoever makes it.',
  },
  UPDATE_NOT_STARTED: {
    status: 500,
    retryable: false,
    sentence: 'The new version was not started.',
    remedy: 'The version before runs on. Check that the service starts the gateway by its launcher.',
  },
  UPDATE_CRASHED: {
    status: 500,
    retryable: false,
    sentence: 'The new version ended again and again right after its start.',
    remedy: 'The version before runs again. Report this release, with its log, to whoever makes it.',
  },
  UPDATE_HUNG: {
    status: 500,
    retryable: false,
    sentence: 'The new version was started and did not come to life in time.',
    remedy: 'The version before runs again. Report this release, with its log, to whoever makes it.',
  },
  UPDATE_WORSE: {
    status: 500,
    retryable: false,
    sentence: 'With the new version something worked no longer that had worked before.',
    remedy:
      'The version before runs again. Look at what it was, and report it to whoever makes the releases.',
  },
} as const satisfies ErrorTable;
