/** Field rules of one person (spec: Field rules). Uniqueness is unique.ts. Pure. */
import { USER_FIELDS } from '../../../contract/scim.ts';
import type { ValidationProfile } from '../../../contract/sync-api.ts';
import type { Phone } from '../../core/ports/phone.ts';
import type { Desired, Issue } from '../../core/ports/sync-store.ts';
import { loginOf } from './keys.ts';

/** 002: 09, 0A, 0D, 20–D7FF, E000–FFFD, 10000–10FFFF. */
export function isAllowed(codePoint: number): boolean {
  return (
    codePoint === 0x09 ||
    codePoint === 0x0a ||
    codePoint === 0x0d ||
    (codePoint >= 0x20 && codePoint <= 0xd7ff) ||
    (codePoint >= 0xe000 && codePoint <= 0xfffd) ||
    (codePoint >= 0x10000 && codePoint <= 0x10ffff)
  );
}

/** Those of {@link isAllowed}: most texts are done with this one look. */
const ALL_ALLOWED = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u;

/** Position in code points, from 0; -1 when all are allowed. */
export function badCharacter(text: string): number {
  if (ALL_ALLOWED.test(text)) return -1;
  let position = 0;
  for (const character of text) {
    if (!isAllowed(character.codePointAt(0) ?? 0)) return position;
    position++;
  }
  return -1;
}

const LOCAL = /^[^\s@<>()[\],;:\\"]{1,64}$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/** An address that mail can be sent to over the Internet: a local part and a domain of two labels or more. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const labels = text.slice(at + 1).split('.');
  if (at < 1 || text.length > 254 || local.startsWith('.') || local.endsWith('.') || local.includes('..'))
    return false;
  return LOCAL.test(local) && labels.length >= 2 && labels.every((label) => LABEL.test(label));
}

export const E164 = /^\+[1-9]\d{1,14}$/;

function characters({ user }: Desired): Issue[] {
  return USER_FIELDS.flatMap((field) => {
    const position = badCharacter(user[field] ?? '');
    if (position === -1) return [];
    const sentence = `The character at position ${position} of ${field} is not allowed.`;
    return [{ code: 'BAD_CHAR', field, position, sentence }];
  });
}

/** The MiCollab profile wants a last name; the cloud any name at all (S4; 03-sync). */
function names({ user }: Desired, profile: ValidationProfile): Issue[] {
  if (profile === 'micollab') {
    if ((user.familyName ?? '').trim() !== '') return [];
    const words = user.displayName?.trim().split(/\s+/u) ?? [];
    const proposal = words.length > 1 ? words.at(-1) : undefined;
    const sentence = 'There is no last name; MiCollab needs one.';
    return [{ code: 'LASTNAME_MISSING', field: 'familyName', sentence, ...(proposal ? { proposal } : {}) }];
  }
  return user.displayName || user.givenName || user.familyName
    ? []
    : [{ code: 'NAME_MISSING', field: 'displayName' }];
}

/** S4: two to 21 characters. */
const LOGIN = { least: 2, most: 21 } as const;

/** Printable ASCII but `@`, comma and space. */
const isLoginSign = (sign: string) => /^[!-+\--?A-~]$/.test(sign);

/** Accents off, other signs out, cut to length: an offer, never taken by itself. */
function loginProposal(login: string): string | undefined {
  const plain = login.normalize('NFD').replace(/\p{M}/gu, '');
  const made = [...plain].filter(isLoginSign).join('').slice(0, LOGIN.most);
  return made.length >= LOGIN.least ? made : undefined;
}

function login({ user }: Desired, profile: ValidationProfile): Issue[] {
  if (profile !== 'micollab' || user.userName === '') return [];
  const value = loginOf(user.userName);
  const signs = [...value];
  const issue = (code: string, sentence: string): Issue => {
    const proposal = loginProposal(value);
    return { code, field: 'userName', value, sentence, ...(proposal ? { proposal } : {}) };
  };
  const bad = signs.findIndex((sign) => !isLoginSign(sign));
  if (bad !== -1)
    return [
      {
        ...issue('LOGIN_CHAR', `The character at position ${bad} of the login “${value}” is not allowed.`),
        position: bad,
      },
    ];
  if (signs.length < LOGIN.least)
    return [issue('LOGIN_TOO_SHORT', `The login “${value}” has fewer than ${LOGIN.least} characters.`)];
  if (signs.length > LOGIN.most)
    return [issue('LOGIN_TOO_LONG', `The login “${value}” has more than ${LOGIN.most} characters.`)];
  return [];
}

function email({ user }: Desired): Issue[] {
  if (user.email === undefined) return [{ code: 'NO_EMAIL', field: 'email' }];
  if (isEmail(user.email)) return [];
  const sentence = `“${user.email}” is not a valid e-mail address.`;
  return [{ code: 'BAD_EMAIL', field: 'email', value: user.email, sentence }];
}

function numbers({ user }: Desired, phone: Phone, country: string | undefined): Issue[] {
  return (['phone', 'mobile'] as const).flatMap((field) => {
    const value = user[field];
    if (value === undefined) return [];
    if (value === user.extension) {
      const sentence = `“${value}” is the extension, not a number that can be called from outside.`;
      return [{ code: 'NOT_E164', field, value, sentence }];
    }
    if (E164.test(value)) return [];
    const proposal = phone.e164(value, country);
    const sentence = `“${value}” is not in international form${proposal ? `; ${proposal} would be` : ''}.`;
    return [{ code: 'NOT_E164', field, value, sentence, ...(proposal ? { proposal } : {}) }];
  });
}

export type ValidateOptions = {
  readonly phone: Phone;
  /** ISO country of national numbers. */
  readonly country: string | undefined;
  /** Absent: `cloud`. */
  readonly profile?: ValidationProfile | undefined;
};

/** Everything that is wrong with one person, in the order pages show it. */
export function validate(desired: Desired, { phone, country, profile = 'cloud' }: ValidateOptions): Issue[] {
  const missing = desired.user.userName === '' ? [{ code: 'USERNAME_MISSING', field: 'userName' }] : [];
  return [
    ...characters(desired),
    ...names(desired, profile),
    ...missing,
    ...login(desired, profile),
    ...email(desired),
    ...numbers(desired, phone, country),
  ];
}
