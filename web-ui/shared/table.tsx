/**
 * Tables. On phones a row becomes a record: every cell says its column. The roles keep it a table for assistive
 * technology whatever the style sheet does.
 */
import type { ComponentChildren, RefObject } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
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
  /** The head is a button that orders by this column. */
  readonly sortable?: boolean;
  /** What stands in the head in place of the title: a tick box for all rows. */
  readonly head?: ComponentChildren;
  /** Left out, 1 first, where the columns do not fit side by side; the details of the row have it. */
  readonly drop?: 1 | 2 | 3 | undefined;
};

/** What a table is ordered by. */
export type Sort = { readonly key: string; readonly order: 'asc' | 'desc' };

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
  /** Many columns: scrolls sideways where they do not fit. */
  readonly wide?: boolean | undefined;
  readonly sort?: Sort | undefined;
  readonly onSort?: ((sort: Sort) => void) | undefined;
  /** The row whose details are shown, or which is ticked. */
  readonly isOn?: ((row: T) => boolean) | undefined;
};

function cellClass<T>({ numeric, action, drop }: Column<T>): string | undefined {
  return [numeric ? 'n' : action && 'act', drop && `drop-${drop}`].filter(Boolean).join(' ') || undefined;
}

const ARIA_SORT = { asc: 'ascending', desc: 'descending' } as const;

/** Ordered by this column already, a click turns the order round. */
function HeadCell<T>({
  column,
  sort,
  onSort,
}: Pick<TableProps<T>, 'sort' | 'onSort'> & { column: Column<T> }) {
  const { key, title, head, action, sortable } = column;
  const now = sort?.key === key ? sort.order : undefined;
  const turned = now === 'asc' ? 'desc' : 'asc';
  const content = head ?? (action ? <span class="sr">{title}</span> : title);
  return (
    <th
      {...ROLE.column}
      scope="col"
      class={cellClass({ ...column, action: false })}
      aria-sort={now && ARIA_SORT[now]}
    >
      {sortable && onSort ? (
        <button type="button" onClick={() => onSort({ key, order: now ? turned : 'asc' })}>
          {content}
          {now && <Icon name={now === 'asc' ? 'sortUp' : 'sort'} />}
        </button>
      ) : (
        content
      )}
    </th>
  );
}

function Cell<T>({ column, row }: { column: Column<T>; row: T }) {
  const content = column.cell(row);
  if (column.header) {
    return (
      <th {...ROLE.header} scope="row">
        {content}
      </th>
    );
  }
  const label = column.action || column.head !== undefined ? undefined : column.title;
  return (
    <td {...ROLE.cell} class={cellClass(column)} data-l={label}>
      <div>{content}</div>
    </td>
  );
}

const DROPS = ['tight-1', 'tight-2', 'tight-3'];

/** Leaves out as few columns as make the rest fit, whatever the font, the language and the window. */
function useFit(wrap: RefObject<HTMLDivElement | null>, columns: string): void {
  useLayoutEffect(() => {
    const box = wrap.current;
    const table = box?.querySelector('table');
    if (!box || !table) return;
    const fit = () => {
      box.classList.remove(...DROPS);
      for (const drop of DROPS) {
        if (table.offsetWidth <= box.clientWidth) return;
        box.classList.add(drop);
      }
    };
    const observer = new ResizeObserver(fit);
    observer.observe(box);
    return () => observer.disconnect();
  }, [columns]);
}

export function Table<T>(props: TableProps<T>) {
  const { caption, columns, rows, rowKey, phones = 'cards', class: extra, tall, wide, isOn } = props;
  const id = useId();
  const wrap = useRef<HTMLDivElement>(null);
  useFit(wrap, `${columns.map(({ key }) => key).join()} ${rows.length}`);
  const scroller = tall || wide ? { tabIndex: 0, role: 'region' as const, 'aria-labelledby': id } : {};
  return (
    <div
      ref={wrap}
      class={['table-wrap', tall && 'tall', wide && 'wide'].filter(Boolean).join(' ')}
      {...scroller}
    >
      <table class={['table', phones, extra].filter(Boolean).join(' ')} {...ROLE.table}>
        <caption class="sr" id={id}>
          {caption}
        </caption>
        <thead {...ROLE.group}>
          <tr {...ROLE.row}>
            {columns.map((c) => (
              <HeadCell key={c.key} column={c} sort={props.sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody {...ROLE.group}>
          {rows.map((row) => (
            <tr {...ROLE.row} key={rowKey(row)} class={isOn?.(row) ? 'on' : undefined}>
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
  /** Title of a failure in place of its own sentence. */
  readonly failureTitle?: string | undefined;
  /** Words after the count, and what stands at the other end of the foot. */
  readonly note?: ComponentChildren;
  readonly foot?: ComponentChildren;
};

/** A table of a list that is read page by page, with its count, `Load more` and its failure in place. */
export function PagedTable<T>(props: PagedTableProps<T>) {
  const { list, empty, level = 3, failureTitle, note, foot, ...table } = props;
  const { items, total, more, loading, failure, loadMore, reload } = list;
  const broken = failure && (
    <FailureBanner failure={failure} title={failureTitle} onRetry={more ? loadMore : reload} level={level} />
  );
  if (broken && items.length === 0) return broken;
  if (!loading && items.length === 0) return <>{empty}</>;
  return (
    <>
      <Table {...table} rows={items} tall={table.tall ?? items.length > 50} />
      {broken}
      <div class="table-foot">
        <span role="status">
          {loading && items.length === 0
            ? t('list.reading')
            : t('list.shown', { shown: items.length, total })}
          {items.length > 0 && note}
        </span>
        {more && (
          <Button look="quiet" small busy={loading} busyWord={t('list.reading')} onClick={loadMore}>
            {t('list.more')}
          </Button>
        )}
        {items.length > 0 && foot}
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
