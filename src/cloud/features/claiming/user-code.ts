import type { Crypto } from '../../core/ports/crypto.ts';

/** Consonants that are not mistaken for one another and make no words (RFC 8628 §6.1). */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';

/** Eight letters, 34 bits: `KTRH-PWVX`. Tried by signed-in people only, at a limited rate, for 15 minutes. */
export function makeUserCode(crypto: Crypto): string {
  const letter = () => LETTERS[crypto.randomInt(LETTERS.length)];
  const code = Array.from({ length: 8 }, letter).join('');
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** What a person typed, as it is stored; undefined when it cannot be a code. */
export function readUserCode(typed: string): string | undefined {
  const letters = typed.toUpperCase().replace(/[^A-Z]/g, '');
  return letters.length === 8 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : undefined;
}
