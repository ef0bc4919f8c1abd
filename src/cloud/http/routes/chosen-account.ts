import { fail } from '../../core/errors.ts';
import type { Account } from '../../core/model.ts';
import type { AccountStore } from '../../core/ports/stores.ts';
import type { Current } from '../../features/people/sign-in.ts';

/**
 * The chosen account, or a customer's own.
 * @throws AppError BAD_INPUT, ACCOUNT_UNKNOWN (also where it is another tenant's), ACCOUNT_DEACTIVATED
 */
export async function chosenAccount(
  accounts: AccountStore,
  { me, account }: Current,
  number: string | undefined,
): Promise<Account> {
  if (number === undefined && account.kind === 'customer') return account;
  if (number === undefined) {
    const sentence = 'Choose an account: people belong to one.';
    throw fail('BAD_INPUT', { sentence, fields: [{ field: 'account', sentence }] });
  }
  const found = await accounts.byNumber(me, number);
  if (!found) throw fail('ACCOUNT_UNKNOWN');
  if (found.state === 'deactivated') throw fail('ACCOUNT_DEACTIVATED');
  return found;
}
