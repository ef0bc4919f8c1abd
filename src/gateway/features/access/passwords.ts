/**
 * Which passwords are taken (NIST SP 800-63B §3.1.1.2): length, and nothing that is guessed first. No rules of
 * composition, no expiry.
 */

/** Words that a guesser tries first at this door. */
const EXPECTED = [
  'cloudlink',
  'gateway',
  'mitel',
  'password',
  'passwort',
  'administrator',
  'admin',
  'welcome',
];
/** What has to remain, in different characters, once name and expected words are taken out. */
const LEAST_LEFT = 4;

/** `aaaa…`, `1234…`, `zyxw…`: each character is the same step from the one before. */
function isRun(text: string): boolean {
  const codes = [...text].map((c) => c.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, i) => code - (codes[i] ?? 0)));
  // 9 → 0 in 1234567890
  steps.delete(-9);
  return [...steps].every((step) => Math.abs(step) <= 1) && steps.size <= 1;
}

/** Why a password is refused, as a sentence; undefined when it may be taken. Neither name nor password stands in it. */
export function passwordRefusal(password: string, name: string): string | undefined {
  const folded = password.normalize('NFKC').toLowerCase();
  const own = name.normalize('NFKC').toLowerCase();
  if (folded === own) return 'The password must not be the name.';
  if (isRun(folded)) return 'This password is one of the first that somebody would try.';
  const names = own.split(/\s+/).filter((part) => part.length >= 3);
  const words = [...(own.length >= 3 ? [own] : []), ...names, ...EXPECTED];
  const left = words.reduce((text, word) => text.replaceAll(word, ''), folded);
  if (new Set(left).size >= LEAST_LEFT) return undefined;
  const hasName = [own, ...names].some((part) => part.length >= 3 && folded.includes(part));
  return hasName
    ? 'The password is hardly more than the name.'
    : 'This password is one of the first that somebody would try.';
}
