/** LDAP result codes (RFC 4511 appendix A) as rows of our error table. */
import type { AppError } from '../../../base/errors.ts';
import { type ErrorCode, fail } from '../../core/errors.ts';
import type { LdapResult } from './message.ts';

type Meaning = { readonly code: ErrorCode; readonly sentence: string; readonly remedy?: string };

const ENCRYPT = 'Choose StartTLS or LDAPS; this directory takes no password in clear.';

const MEANINGS: Readonly<Record<number, Meaning>> = {
  3: {
    code: 'SOURCE_INCOMPLETE',
    sentence: 'The directory stopped at its time limit.',
    remedy: 'Raise the limit for this user.',
  },
  4: {
    code: 'SOURCE_INCOMPLETE',
    sentence: 'The directory stopped at its size limit.',
    remedy: 'Raise the limit for this user at the directory.',
  },
  8: { code: 'PBX_PERMISSION', sentence: 'The directory wants an encrypted connection.', remedy: ENCRYPT },
  10: {
    code: 'SOURCE_INCOMPLETE',
    sentence: 'The base is held by another server.',
    remedy: 'Enter the address of that server.',
  },
  11: {
    code: 'SOURCE_INCOMPLETE',
    sentence: 'The directory stopped at an administrative limit.',
    remedy: 'Raise the limit for this user.',
  },
  12: { code: 'PBX_ANSWER_BAD', sentence: 'The directory lacks an extension that is needed.' },
  13: { code: 'PBX_PERMISSION', sentence: 'The directory wants an encrypted connection.', remedy: ENCRYPT },
  32: {
    code: 'PBX_PERMISSION',
    sentence: 'The base DN does not exist, or this user may not see it.',
    remedy: 'Check the base DN.',
  },
  34: {
    code: 'PBX_ANSWER_BAD',
    sentence: 'The directory does not understand this DN.',
    remedy: 'Correct the base DN or the bind DN.',
  },
  48: { code: 'PBX_CREDENTIALS', sentence: 'The directory does not let this user sign in by password.' },
  49: { code: 'PBX_CREDENTIALS', sentence: 'The directory refused the bind DN or the password.' },
  50: { code: 'PBX_PERMISSION', sentence: 'The directory does not let this user read what is needed.' },
  51: { code: 'SOURCE_INCOMPLETE', sentence: 'The directory is busy.' },
  52: { code: 'SOURCE_INCOMPLETE', sentence: 'The directory is not available at the moment.' },
  53: { code: 'PBX_PERMISSION', sentence: 'The directory is unwilling to do this.' },
};

/** The error for a result that is no success. The server's own words are kept, cut to a line. */
export function resultError(result: Pick<LdapResult, 'code' | 'diagnostic'>): AppError {
  const meaning = MEANINGS[result.code] ?? {
    code: 'PBX_ANSWER_BAD' as const,
    sentence: `The directory answered with result ${result.code}.`,
  };
  const said = result.diagnostic
    .replace(/[\0\s]+/g, ' ')
    .trim()
    .slice(0, 200);
  return fail(meaning.code, {
    sentence: said === '' ? meaning.sentence : `${meaning.sentence} It says: ${said}`,
    ...(meaning.remedy === undefined ? {} : { remedy: meaning.remedy }),
    facts: { result: result.code },
  });
}
