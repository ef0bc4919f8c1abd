/** Choosing one of a partner's accounts, in a dialog or on a page that cannot do without one. */
import { useState } from 'preact/hooks';
import type { AccountView } from '../../../src/contract/console-api.ts';
import {
  accountNumber,
  Button,
  Dialog,
  FailureBanner,
  Head,
  Link,
  Loading,
  navigate,
  type PageOf,
  Search,
  usePaged,
  useRoute,
  withQuery,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { t } from '../words.ts';

/** The same page about another account; `undefined` leads to all of them. */
function useSameFor(): (account: string | undefined) => string {
  const { path } = useRoute();
  return (account) => withQuery(path, { account });
}

function Choice({ account, onPick }: { account: AccountView; onPick: (number: string) => void }) {
  const off = account.state === 'deactivated';
  return (
    <li>
      <button
        class="pick-account"
        type="button"
        aria-disabled={off ? 'true' : undefined}
        onClick={() => !off && onPick(account.number)}
      >
        <span>
          {account.name}
          {off && <small>{t('scope.deactivated')}</small>}
        </span>
        <span class="num">{accountNumber(account.number)}</span>
      </button>
    </li>
  );
}

/** The list with its search. */
export function AccountList({ onPick, level = 3 }: { onPick: (number: string) => void; level?: 2 | 3 }) {
  const [q, setQ] = useState('');
  const list = usePaged(q, (after, signal) =>
    api.get<PageOf<AccountView>>(withQuery('/api/accounts', { q, after, limit: 20 }), signal),
  );
  return (
    <div class="stack">
      <div class="toolbar">
        <Search label={t('scope.search')} value={q} onInput={setQ} />
      </div>
      {list.failure && <FailureBanner failure={list.failure} onRetry={list.reload} level={level} />}
      {list.loading && list.items.length === 0 && <Loading>{t('nav.accounts')}</Loading>}
      {!list.loading && !list.failure && list.items.length === 0 && <p role="status">{t('scope.none')}</p>}
      <ul class="pick-list" aria-label={t('scope.list')}>
        {list.items.map((account) => (
          <Choice key={account.number} account={account} onPick={onPick} />
        ))}
      </ul>
      {list.more && (
        <Button small busy={list.loading} onClick={list.loadMore}>
          {t('scope.more')}
        </Button>
      )}
    </div>
  );
}

/** Goes on with another account, on the page where one is. */
export function AccountDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const same = useSameFor();
  const pick = (number: string) => {
    onClose();
    navigate(same(number));
  };
  return (
    <Dialog open={open} onClose={onClose} title={t('scope.title')}>
      <AccountList onPick={pick} />
      <div class="row end">
        <Button onClick={onClose}>{t('scope.cancel')}</Button>
      </div>
    </Dialog>
  );
}

/** In place of a page that is about one account, while a partner looks at all. */
export function ChooseAccount({ what }: { what: string }) {
  const same = useSameFor();
  return (
    <>
      <Head sentences={[t('scope.needed', { what })]} lead={t('scope.neededWhy')} />
      <AccountList level={2} onPick={(number) => navigate(same(number))} />
    </>
  );
}

/** Back to all accounts. */
export function AllAccountsLink() {
  const same = useSameFor();
  return <Link href={same(undefined)}>{t('scope.showAll')}</Link>;
}
