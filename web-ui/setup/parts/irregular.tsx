/** Irregular e-mail addresses (row A6, D9): a warning that does not block, and both lists. */
import { useState } from 'preact/hooks';
import type { IrregularUser, SyncView } from '../../../src/contract/local-api.ts';
import { Banner, PagedTable, plural, Search, usePaged } from '../../shared/index.ts';
import { gateway } from '../gateway.ts';

const notGiven = <span class="quiet">not given</span>;

function sentence({ withoutEmail, sharedEmail }: SyncView): string {
  const parts = [
    withoutEmail > 0 && `${plural(withoutEmail, 'user has', 'users have')} no e-mail address`,
    sharedEmail > 0 && `${plural(sharedEmail, 'user shares', 'users share')} one with somebody else`,
  ].filter(Boolean);
  return `${parts.join(', and ')}. They stay in the cloud as they are now, and cannot register until the PBX is corrected. The others are not held up.`;
}

export function Irregularities({ sync }: { sync: SyncView }) {
  const { withoutEmail, sharedEmail } = sync;
  if (withoutEmail + sharedEmail === 0) return null;
  return (
    <section class="section gap-s" aria-labelledby="irregular">
      <Banner
        kind="warn"
        title={<span id="irregular">There are irregularities with email addresses on the PBX</span>}
      >
        <p>{sentence(sync)}</p>
      </Banner>
      <div class="lists">
        {withoutEmail > 0 && (
          <IrregularList list="none" words="View list of users without email address" total={withoutEmail} />
        )}
        {sharedEmail > 0 && (
          <IrregularList
            list="shared"
            words="View list of users that do not have a unique email address"
            total={sharedEmail}
          />
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
      <summary>
        {props.words} ({props.total})
      </summary>
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
    title: 'Shared address',
    cell: (u: IrregularUser) => u.email ?? notGiven,
  };
  return (
    <div class="stack">
      {total > SEARCH_FROM && (
        <div class="toolbar">
          <Search label="Search" value={q} onInput={setQ} />
        </div>
      )}
      <PagedTable
        caption={words}
        phones="plain"
        list={users}
        rowKey={(u) => `${u.name} ${u.extension ?? ''} ${u.email ?? ''}`}
        columns={[
          { key: 'name', title: 'User', header: true, cell: (u) => u.name },
          { key: 'extension', title: 'Extension', cell: (u) => u.extension ?? notGiven },
          list === 'shared'
            ? address
            : { key: 'department', title: 'Department', cell: (u) => u.department ?? notGiven },
        ]}
        empty={<p class="small quiet">Nobody matches.</p>}
      />
    </div>
  );
}
