/** Names in the data folder that belong to backups. They are in no backup themselves. */

/** Work of making and verifying, in the data folder so that it is as closed as the data. */
export const WORK = 'backup-work';
/** Of a restore: what is staged, what is kept aside, and where it stands. */
export const RESTORE_FOLDER = 'restore';
