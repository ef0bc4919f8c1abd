/** Irregular e-mail addresses (row A6, D9): a warning that does not block, and both lists. */
import { useState } from 'preact/hooks';
import type { IrregularUser, SyncView } from '../../../src/contract/local-api.ts';
import { Banner, PagedTable, Search, usePaged } from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { t } from '../words.ts';

function NotGiven() {
  return <span class="quiet">{t('irregular.notGiven')}</span>;
}

function sentence({ withoutEmail: none, sharedEmail: shared }: SyncView): string {
  if (shared === 0) return t('irregular.none', { none });
  return none === 0 ? t('irregular.shared', { shared }) : t('irregular.both', { none, shared });
}

export function Irregularities({ sync }: { sync: SyncView }) {
  const { withoutEmail, sharedEmail } = sync;
  if (withoutEmail + sharedEmail === 0) return null;
  return (
    <section class="section gap-s" aria-labelledby="irregular">
      <Banner kind="warn" title={<span id="irregular">{t('irregular.title')}</span>}>
        <p>{sentence(sync)}</p>
      </Banner>
      <div class="lists">
        {withoutEmail > 0 && (
          <IrregularList list="none" words={t('irregular.listNone')} total={withoutEmail} />
        )}
        {sharedEmail > 0 && (
          <IrregularList list="shared" words={t('irregular.listShared')} total={sharedEmail} />
        )}
      </div>
    </section>
  );
}

/** Up to ten rows stand open and need no search field. */
const SEARCH_FROM = 10;

type ListProps = { readonly list: 'none' | 'shared'; readonly words: string; readonly total: number };

function IrregularList(props: ListProps) {
  const [open, setOpen] = useState(props.total <= SEARCH_FROM);
  return (
    <details class="fold" open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{t('irregular.list', { list: props.words, n: props.total })}</summary>
      {open && <OpenList {...props} />}
    </details>
  );
}

function OpenList({ list, words, total }: ListProps) {
  const [q, setQ] = useState('');
  const users = usePaged<IrregularUser>(`${list} ${q}`, (after, signal) =>
    gateway.irregular({ list, q, after, limit: 50 }, signal),
  );
  const address = {
    key: 'email',
    title: t('irregular.shares'),
    cell: (u: IrregularUser) =>
      u.email === undefined ? <NotGiven /> : <span class="wrap-anywhere">{u.email}</span>,
  };
  return (
    <div class="stack">
      {total > SEARCH_FROM && (
        <div class="toolbar">
          <Search label={t('irregular.search')} value={q} onInput={setQ} />
        </div>
      )}
      <PagedTable
        caption={words}
        list={users}
        rowKey={(u) => `${u.name} ${u.extension ?? ''} ${u.email ?? ''}`}
        columns={[
          { key: 'name', title: t('irregular.user'), header: true, cell: (u) => u.name },
          { key: 'extension', title: t('irregular.extension'), cell: (u) => u.extension ?? <NotGiven /> },
          list === 'shared'
            ? address
            : {
                key: 'department',
                title: t('irregular.department'),
                cell: (u) => u.department ?? <NotGiven />,
              },
        ]}
        empty={<p class="small quiet">{t('irregular.nobody')}</p>}
        foot={
          <a href={gateway.irregularCsv({ list, q: q.trim() || undefined })} download>
            {t(q.trim() === '' ? 'irregular.download' : 'irregular.downloadFound')}
          </a>
        }
      />
    </div>
  );
}
