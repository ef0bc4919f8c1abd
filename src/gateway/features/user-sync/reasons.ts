/** Every reason code of user synchronisation: does it detain the person, and what do pages say. */
export type Reason = {
  /** `detained`: nothing of this person is sent, the last good state stays. `finding`: listed, the rest goes on. */
  readonly effect: 'detained' | 'finding';
  readonly sentence: string;
};

export const REASONS = {
  // the row itself
  ROW_FAULT: { effect: 'detained', sentence: 'The row cannot be read.' },
  DUP_ID: { effect: 'detained', sentence: 'The identity is there more than once in the source.' },
  BAD_CHAR: { effect: 'detained', sentence: 'A character is not allowed.' },
  NAME_MISSING: { effect: 'detained', sentence: 'There is no display name, given name or family name.' },
  USERNAME_MISSING: { effect: 'detained', sentence: 'No user name can be made from this row.' },
  BAD_EMAIL: { effect: 'detained', sentence: 'The e-mail address is not valid.' },
  NOT_E164: {
    effect: 'detained',
    sentence: 'The number is not in international form (+ and up to 15 digits).',
  },
  NO_EMAIL: { effect: 'finding', sentence: 'There is no e-mail address.' },
  IGNORED_FIELD: {
    effect: 'finding',
    sentence: 'The directory’s value is not taken over for an existing user.',
  },
  // numbers of a PBX that make people (row D5)
  ROW_UNREADABLE: { effect: 'detained', sentence: 'A number of this person could not be read.' },
  LASTNAME_MISSING: { effect: 'detained', sentence: 'There is neither a first nor a last name.' },
  MULTI_DEVICE_NO_GROUP: {
    effect: 'detained',
    sentence: 'Several numbers of one kind have this name, and no group says which belong together.',
  },
  NAME_COLLISION: {
    effect: 'detained',
    sentence: 'Numbers have the same name and different e-mail addresses.',
  },
  IN_TWO_GROUPS: { effect: 'detained', sentence: 'A number is in two groups.' },
  PILOT_MISSING: { effect: 'detained', sentence: 'The pilot of the group is not among the numbers.' },
  SPLIT: { effect: 'detained', sentence: 'One of this person’s numbers has another name now.' },
  MERGE: { effect: 'detained', sentence: 'Two people that exist already would become one.' },
  NEAR_MATCH: {
    effect: 'finding',
    sentence: 'Another number has the same name but for case, spaces or accents.',
  },
  BOTH_SOFTPHONES: { effect: 'finding', sentence: 'There are a MiNet softphone and a UC endpoint.' },
  MEMBER_MISSING: { effect: 'finding', sentence: 'The group names a number that the PBX does not have.' },
  NUMBER_KEPT: {
    effect: 'finding',
    sentence: 'A number that the PBX does not have any more is kept, because something refers to it.',
  },
  // among people
  DUP_USERNAME: { effect: 'detained', sentence: 'The user name belongs to more than one person.' },
  DUP_EMAIL: { effect: 'detained', sentence: 'The e-mail address belongs to more than one person.' },
  DUP_EXTENSION: { effect: 'detained', sentence: 'The extension belongs to more than one person.' },
  DUP_PHONE: { effect: 'detained', sentence: 'The telephone number belongs to more than one person.' },
  DUP_MOBILE: { effect: 'detained', sentence: 'The mobile number belongs to more than one person.' },
  REUSED_KEY: {
    effect: 'detained',
    sentence: 'A person that left the source still has this user name or e-mail address at the remote.',
  },
  // at the remote
  REMOTE_DELETED: { effect: 'detained', sentence: 'The user was deleted at the remote (No account).' },
  REMOTE_CONFLICT: { effect: 'detained', sentence: 'The user name belongs to somebody else at the remote.' },
  REFUSED: { effect: 'detained', sentence: 'The remote refused this user.' },
  RETRY: { effect: 'detained', sentence: 'The last attempt failed; it is tried again.' },
  NOT_CONVERGED: { effect: 'detained', sentence: 'The remote keeps other values than those that were sent.' },
  SWAP: { effect: 'detained', sentence: 'People exchange a value that the remote takes only once.' },
  GAVE_UP: { effect: 'detained', sentence: 'It failed for 28 days; it waits for a change.' },
  // let go by a person only
  DEFERRED: { effect: 'detained', sentence: 'All operations of this synchroniser wait for a person.' },
  // removals
  GUARD: { effect: 'detained', sentence: 'Too many people would be removed at once.' },
  SOURCE_INCOMPLETE: {
    effect: 'detained',
    sentence: 'The source could not be read to its end; nobody is removed.',
  },
  ADOPTED: {
    effect: 'detained',
    sentence: 'The account was there before; it is not removed without a confirmation.',
  },
} as const satisfies Record<string, Reason>;

export type ReasonCode = keyof typeof REASONS;

const isCode = (code: string): code is ReasonCode => code in REASONS;

/** An unknown code (a source's own row fault) detains. */
export function detains(code: string): boolean {
  return isCode(code) ? REASONS[code].effect === 'detained' : true;
}
export function sentenceOf(code: string): string {
  return isCode(code) ? REASONS[code].sentence : REASONS.ROW_FAULT.sentence;
}
