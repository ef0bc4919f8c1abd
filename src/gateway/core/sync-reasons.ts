import type { Verb } from '../../contract/sync-api.ts';
import type { PlanAction } from './ports/sync-store.ts';

/** Every reason code of user synchronisation: does it detain the person, and what do pages say. */
export type Reason = {
  /** `detained`: nothing of this person is sent, the last good state stays. `finding`: listed, the rest goes on. */
  readonly effect: 'detained' | 'finding';
  readonly sentence: string;
  /** What to do, for the person at the page. */
  readonly remedy: string;
};

const REMEDY = {
  source: 'Correct it at the source; the next sync takes it over. Or set another value here (Modify).',
  finding: 'Nothing is held back. Correct it at the source when you can.',
  group:
    'Put the numbers into one group on the PBX, or give them names that differ; the next sync takes it over.',
  unique: 'Give one of them another value at the source, or modify or ignore this row.',
  gone: 'Create the user again, or leave this person without an account.',
  remote: 'Look at this user in the cloud, then apply, modify or ignore this row.',
  wait: 'It is tried again by itself. Apply tries it now.',
  decide: 'Look at what would happen, then apply or cancel it.',
  read: 'Make the source readable to its end; the next sync goes on by itself.',
} as const;

export const REASONS = {
  // the row itself
  DUP_ID: {
    effect: 'detained',
    sentence: 'The identity is there more than once in the source.',
    remedy: REMEDY.source,
  },
  BAD_CHAR: { effect: 'detained', sentence: 'A character is not allowed.', remedy: REMEDY.source },
  NAME_MISSING: {
    effect: 'detained',
    sentence: 'There is no display name, given name or family name.',
    remedy: REMEDY.source,
  },
  USERNAME_MISSING: {
    effect: 'detained',
    sentence: 'No user name can be made from this row.',
    remedy: REMEDY.source,
  },
  BAD_EMAIL: { effect: 'detained', sentence: 'The e-mail address is not valid.', remedy: REMEDY.source },
  NOT_E164: {
    effect: 'detained',
    sentence: 'The number is not in international form (+ and up to 15 digits).',
    remedy: REMEDY.source,
  },
  // the MiCollab profile (S4)
  LOGIN_TOO_SHORT: {
    effect: 'detained',
    sentence: 'The login has fewer than two characters.',
    remedy: REMEDY.source,
  },
  LOGIN_TOO_LONG: {
    effect: 'detained',
    sentence: 'The login has more than 21 characters.',
    remedy: REMEDY.source,
  },
  LOGIN_CHAR: {
    effect: 'detained',
    sentence: 'The login has a character that is not allowed.',
    remedy: REMEDY.source,
  },
  NEEDS_MANUAL_SERVICE_REMOVAL: {
    effect: 'finding',
    sentence:
      'A service cannot be removed by blanking its field; the value stays until the service is removed by hand.',
    remedy: REMEDY.finding,
  },
  NO_EMAIL: { effect: 'finding', sentence: 'There is no e-mail address.', remedy: REMEDY.finding },
  EMAIL_NOT_UPN: {
    effect: 'finding',
    sentence:
      'The e-mail address of the telephone system is neither that of the directory nor its user principal name.',
    remedy: REMEDY.finding,
  },
  OVERWRITTEN: {
    effect: 'finding',
    sentence: 'Somebody changed this user in the cloud; the source’s values were written again.',
    remedy: REMEDY.finding,
  },
  IGNORED_FIELD: {
    effect: 'finding',
    sentence: 'The directory’s value is not taken over for an existing user.',
    remedy: REMEDY.finding,
  },
  // numbers of a PBX that make people (row D5)
  ROW_UNREADABLE: {
    effect: 'detained',
    sentence: 'A number of this person could not be read.',
    remedy: REMEDY.source,
  },
  LASTNAME_MISSING: {
    effect: 'detained',
    sentence: 'There is neither a first nor a last name.',
    remedy: REMEDY.source,
  },
  MULTI_DEVICE_NO_GROUP: {
    effect: 'detained',
    sentence: 'Several numbers of one kind have this name, and no group says which belong together.',
    remedy: REMEDY.group,
  },
  NAME_COLLISION: {
    effect: 'detained',
    sentence: 'Numbers have the same name and different e-mail addresses.',
    remedy: REMEDY.group,
  },
  IN_TWO_GROUPS: { effect: 'detained', sentence: 'A number is in two groups.', remedy: REMEDY.group },
  PILOT_MISSING: {
    effect: 'detained',
    sentence: 'The pilot of the group is not among the numbers.',
    remedy: REMEDY.source,
  },
  SPLIT: {
    effect: 'detained',
    sentence: 'One of this person’s numbers has another name now.',
    remedy: REMEDY.group,
  },
  MERGE: {
    effect: 'detained',
    sentence: 'Two people that exist already would become one.',
    remedy: REMEDY.group,
  },
  NEAR_MATCH: {
    effect: 'finding',
    sentence: 'Another number has the same name but for case, spaces or accents.',
    remedy: REMEDY.finding,
  },
  BOTH_SOFTPHONES: {
    effect: 'finding',
    sentence: 'There are a MiNet softphone and a UC endpoint.',
    remedy: REMEDY.finding,
  },
  MEMBER_MISSING: {
    effect: 'finding',
    sentence: 'The group names a number that the PBX does not have.',
    remedy: REMEDY.finding,
  },
  NUMBER_KEPT: {
    effect: 'finding',
    sentence: 'A number that the PBX does not have any more is kept, because something refers to it.',
    remedy: REMEDY.finding,
  },
  // among people
  DUP_LOGIN: {
    effect: 'detained',
    sentence: 'The login belongs to more than one person.',
    remedy: REMEDY.unique,
  },
  DUP_USERNAME: {
    effect: 'detained',
    sentence: 'The user name belongs to more than one person.',
    remedy: REMEDY.unique,
  },
  DUP_EMAIL: {
    effect: 'detained',
    sentence: 'The e-mail address belongs to more than one person.',
    remedy: REMEDY.unique,
  },
  DUP_EXTENSION: {
    effect: 'detained',
    sentence: 'The extension belongs to more than one person.',
    remedy: REMEDY.unique,
  },
  DUP_PHONE: {
    effect: 'detained',
    sentence: 'The telephone number belongs to more than one person.',
    remedy: REMEDY.unique,
  },
  DUP_MOBILE: {
    effect: 'detained',
    sentence: 'The mobile number belongs to more than one person.',
    remedy: REMEDY.unique,
  },
  REUSED_KEY: {
    effect: 'detained',
    sentence: 'A person that left the source still has this user name or e-mail address at the remote.',
    remedy: REMEDY.unique,
  },
  // at the remote
  REMOTE_DELETED: {
    effect: 'detained',
    sentence: 'The user was deleted at the remote (No account).',
    remedy: REMEDY.gone,
  },
  REMOTE_CONFLICT: {
    effect: 'detained',
    sentence: 'The user name belongs to somebody else at the remote.',
    remedy: REMEDY.remote,
  },
  REFUSED: { effect: 'detained', sentence: 'The remote refused this user.', remedy: REMEDY.remote },
  RETRY: { effect: 'detained', sentence: 'The last attempt failed; it is tried again.', remedy: REMEDY.wait },
  NOT_CONVERGED: {
    effect: 'detained',
    sentence: 'The remote keeps other values than those that were sent.',
    remedy: REMEDY.remote,
  },
  SWAP: {
    effect: 'detained',
    sentence: 'People exchange a value that the remote takes only once.',
    remedy: REMEDY.wait,
  },
  GAVE_UP: {
    effect: 'detained',
    sentence: 'It failed for 28 days; it waits for a change.',
    remedy: REMEDY.remote,
  },
  // let go by a person only
  DEFERRED: {
    effect: 'detained',
    sentence: 'All operations of this synchroniser wait for a person.',
    remedy: REMEDY.decide,
  },
  // removals
  GUARD: { effect: 'detained', sentence: 'Too many people would be removed at once.', remedy: REMEDY.decide },
  SOURCE_INCOMPLETE: {
    effect: 'detained',
    sentence: 'The source could not be read to its end; nobody is removed.',
    remedy: REMEDY.read,
  },
  ADOPTED: {
    effect: 'detained',
    sentence: 'The account was there before; it is not removed without a confirmation.',
    remedy: REMEDY.decide,
  },
} as const satisfies Record<string, Reason>;

export type ReasonCode = keyof typeof REASONS;

/** Of what holds nothing back. */
export const FINDING_CODES: readonly string[] = Object.entries(REASONS)
  .filter(([, { effect }]) => effect === 'finding')
  .map(([code]) => code);

const isCode = (code: string): code is ReasonCode => code in REASONS;

/** An unknown code (a source's own row fault) detains. */
export function detains(code: string): boolean {
  return isCode(code) ? REASONS[code].effect === 'detained' : true;
}
/** An unknown code is a source's own row fault. */
export function remedyOf(code: string): string {
  return isCode(code) ? REASONS[code].remedy : REMEDY.source;
}
export function sentenceOf(code: string): string {
  return isCode(code) ? REASONS[code].sentence : 'The row cannot be read.';
}

const OF_THE_REMOTE: ReadonlySet<string> = new Set([
  'RETRY',
  'REFUSED',
  'NOT_CONVERGED',
  'GAVE_UP',
  'SWAP',
  'REMOTE_CONFLICT',
]);

/** What a person may do with a row of the queue. */
export function verbsOf(code: string, action: PlanAction): readonly Verb[] {
  if (code === 'REMOTE_DELETED') return ['recreate', 'leave', 'ignore'];
  if (code === 'SOURCE_INCOMPLETE') return [];
  const isRemoval = action === 'delete' || action === 'disable';
  const own: Verb[] = isRemoval ? ['cancel', 'ignore'] : ['modify', 'cancel', 'ignore'];
  const goes = code === 'DEFERRED' || code === 'GUARD' || code === 'ADOPTED' || OF_THE_REMOTE.has(code);
  return goes ? ['apply', ...own] : own;
}
