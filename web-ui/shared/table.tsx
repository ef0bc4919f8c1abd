/**
 * Tables. On phones a row becomes a record: every cell says its column. The roles keep it a table for assistive
 * technology whatever the style sheet does.
 */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { FailureBanner } from './banner.tsx';
import { Button } from './button.tsx';
import { count } from './format.ts';
import { Icon } from './icons.tsx';
import type { Paged } from './load.ts';
import { t } from './shared-words.ts';

/** Said aloud, because `display: block` on phones takes an element's own role away. */
const ROLE = {
  table: { role: 'table' },
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  column: { role: 'columnheader' },
  header: { role: 'rowheader' },
  cell: { role: 'cell' },
} as const;

export type Column<T> = {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: T) => ComponentChildren;
  /** The column that names the row. Exactly one. */
  readonly header?: boolean;
  /** Numbers: right-aligned, tabular figures. */
  readonly numeric?: boolean;
  /** Buttons: right-aligned; on phones without a label. */
  readonly action?: boolean;
};

export type TableProps<T> = {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
  /** `cards` becomes records on phones (default); `plain` stays a table, for two or three short columns. */
  readonly phones?: 'cards' | 'plain';
  readonly class?: string | undefined;
  /** Scrolls by itself with a sticky head, for long lists. */
  readonly tall?: boolean | undefined;
};

function Cell<T>({ column, row }: { column: Column<T>; row: T }) {
  const content = column.cell(row);
  if (column.header) {
    return (
      <th {...ROLE.header} scope="row">
        {content}
      </th>
    );
  }
  const name = column.numeric ? 'n' : column.action ? 'act' : undefined;
  return (
    <td {...ROLE.cell} class={name} data-l={column.action ? undefined : column.title}>
      <div>{content}</div>
    </td>
  );
}

export function Table<T>(props: TableProps<T>) {
  const { caption, columns, rows, rowKey, phones = 'cards', class: extra, tall } = props;
  const id = useId();
  const scroller = tall ? { tabIndex: 0, role: 'region' as const, 'aria-labelledby': id } : {};
  return (
    <div class={tall ? 'table-wrap tall' : 'table-wrap'} {...scroller}>
      <table class={['table', phones, extra].filter(Boolean).join(' ')} {...ROLE.table}>
        <caption class="sr" id={id}>
          {caption}
        </caption>
        <thead {...ROLE.group}>
          <tr {...ROLE.row}>
            {columns.map((c) => (
              <th key={c.key} {...ROLE.column} scope="col" class={c.numeric ? 'n' : undefined}>
                {c.action ? <span class="sr">{c.title}</span> : c.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...ROLE.group}>
          {rows.map((row) => (
            <tr {...ROLE.row} key={rowKey(row)}>
              {columns.map((c) => (
                <Cell key={c.key} column={c} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export type PagedTableProps<T> = Omit<TableProps<T>, 'rows'> & {
  readonly list: Paged<T>;
  /** What stands in place of an empty table. */
  readonly empty: ComponentChildren;
  /** Heading level of a failure: 2 where no section stands around the table. Default 3. */
  readonly level?: 2 | 3;
};

/** A table of a list that is read page by page, with its count, `Load more` and its failure in place. */
export function PagedTable<T>({ list, empty, level = 3, ...table }: PagedTableProps<T>) {
  const { items, total, more, loading, failure, loadMore, reload } = list;
  if (failure && items.length === 0)
    return <FailureBanner failure={failure} onRetry={reload} level={level} />;
  if (!loading && items.length === 0) return <>{empty}</>;
  return (
    <>
      <Table {...table} rows={items} tall={table.tall ?? items.length > 50} />
      {failure && <FailureBanner failure={failure} onRetry={more ? loadMore : reload} level={level} />}
      <div class="table-foot">
        <span role="status">
          {loading && items.length === 0
            ? t('list.reading')
            : t('list.shown', { shown: items.length, total })}
        </span>
        {more && (
          <Button look="quiet" small busy={loading} busyWord={t('list.reading')} onClick={loadMore}>
            {t('list.more')}
          </Button>
        )}
      </div>
    </>
  );
}

/** A search field that acts while one types. */
export function Search({
  label,
  value,
  onInput,
}: {
  label: string;
  value: string;
  onInput: (text: string) => void;
}) {
  const id = useId();
  return (
    <div class="search">
      <label class="sr" for={id}>
        {label}
      </label>
      <Icon name="search" />
      <input
        class="input s"
        id={id}
        type="search"
        placeholder={label}
        value={value}
        onInput={(e) => onInput(e.currentTarget.value)}
      />
    </div>
  );
}

export type Tab<K extends string> = {
  readonly key: K;
  readonly title: string;
  readonly count?: number | undefined;
};

/** Tabs over one list: they filter, so they are buttons with a pressed one, not pages. */
export function Tabs<K extends string>({
  label,
  tabs,
  current,
  onPick,
}: {
  label: string;
  tabs: readonly Tab<K>[];
  current: K;
  onPick: (key: K) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's part
    <div class="tabs" role="group" aria-label={label}>
      {tabs.map((tab) => (
        <button
          key={tab.key}
          type="button"
          aria-pressed={tab.key === current ? 'true' : 'false'}
          onClick={() => onPick(tab.key)}
        >
          {tab.title}
          {tab.count !== undefined && (
            <>
              {' '}
              <span class="count">{count(tab.count)}</span>
            </>
          )}
        </button>
      ))}
    </div>
  );
}
