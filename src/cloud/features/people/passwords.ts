import { fail } from '../../core/errors.ts';

/** NIST SP 800-63B §5.1.1: length counts, composition does not. */
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 256;

/** @throws AppError PASSWORD_WEAK */
export function checkPassword(password: string): void {
  const field = (sentence: string) =>
    fail('PASSWORD_WEAK', { sentence, fields: [{ field: 'password', sentence }] });
  if (password.length < PASSWORD_MIN) throw field(`The password has fewer than ${PASSWORD_MIN} characters.`);
  if (password.length > PASSWORD_MAX) throw field(`The password has more than ${PASSWORD_MAX} characters.`);
  if (new Set(password).size < 4) throw field('The password repeats the same few characters.');
}
