/** The rows of an uploaded file: those in error first, each corrected where it stands and checked again at once. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ImportRowDone, ImportRowEdit, ImportView } from '../../../src/contract/sync-api.ts';
import {
  Button,
  type Column,
  FailureBanner,
  PagedTable,
  Said,
  Search,
  State,
  said,
  Tabs,
  TextField,
  toast,
  useDoing,
  usePaged,
} from '../../shared/index.ts';
import { useInside } from '../inside.ts';
import { type Row, sync } from './api.ts';
import { useFocusAfter } from './focus.ts';
import { Value } from './parts.tsx';
import { t } from './words.ts';

const PAGE = 25;
/** After a change as many rows are read again as stand there, up to this. */
const AS_MANY = 500;
/** Columns beside each other; the form of a row has all that are read. */
const SIDE_BY_SIDE = 5;

/** Who a record of LDIF is, where nothing else was chosen. */
const IDENTITIES = ['entryuuid', 'objectguid'];

/** Those that mean something: who a row is, then what becomes a field. */
function columnsOf({ columns, map, anchor }: ImportView): readonly string[] {
  const isIdentity = (name: string) =>
    anchor === undefined ? IDENTITIES.includes(name.toLowerCase()) : name === anchor;
  const read = columns.filter((name) => isIdentity(name) || map[name] !== undefined);
  if (read.length === 0) return columns;
  return [...read.filter(isIdentity), ...read.filter((name) => !isIdentity(name))];
}

type Issue = Row['errors'][number];

/** The column that a reason is about; a reason without one is about the row. */
const columnWith = ({ field }: Issue, { map }: ImportView, names: readonly string[]) =>
  field === undefined ? undefined : names.find((name) => map[name] === field);

/** Short values stay in one piece; an address gets the room for its parts. */
function classOf(text: string): string | undefined {
  if (text.includes('@')) return 'address';
  return text.length <= 20 ? 'nowrap' : undefined;
}

const buttonOf = (row: number) => `mend-${row}`;

type ListProps = { readonly view: ImportView; readonly onChange: (view: ImportView) => void };

export function ImportRows({ view, onChange }: ListProps) {
  const { mayChange } = useInside();
  const [only, setOnly] = useState<'errors' | 'all'>(view.errors > 0 ? 'errors' : 'all');
  const [q, setQ] = useState('');
  const [editing, setEditing] = useState<number>();
  const shown = useRef(0);
  // other choices make other rows
  const key = JSON.stringify([
    view.id,
    view.map,
    view.fills,
    view.encoding,
    view.sheet,
    view.anchor,
    only,
    q,
  ]);
  const list = usePaged<Row>(key, (after, signal) => {
    const limit = after === undefined ? Math.min(AS_MANY, Math.max(PAGE, shown.current)) : PAGE;
    return sync.rows(view.id, { only: only === 'errors' ? 'errors' : undefined, q, after, limit }, signal);
  });
  shown.current = list.items.length;
  const focusNext = useFocusAfter(list, {
    keyOf: ({ row }) => String(row),
    idOf: ({ row }) => buttonOf(row),
    none: NONE,
  });
  const changed = (row: Row, next: ImportView) => {
    // who stays in the list keeps the focus; else it goes to the row that takes the place
    focusNext(String(row.row), true);
    setEditing(undefined);
    onChange(next);
    list.reload();
  };
  const undo = useDoing(async (row: number, edit: ImportRowEdit) => {
    const back = await sync.editRow(view.id, row, edit);
    changed(back.row, back.view);
  });
  const narrow =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      shown.current = 0;
      setEditing(undefined);
      set(value);
    };
  const names = columnsOf(view);
  const may = mayChange && view.takenBy === undefined;
  return (
    <>
      <Tabs
        label={t('rows.title')}
        tabs={[
          { key: 'errors' as const, title: t('rows.errors'), count: view.errors },
          { key: 'all' as const, title: t('rows.all'), count: view.rows },
        ]}
        current={only}
        onPick={narrow(setOnly)}
      />
      <div class="toolbar">
        <Search label={t('part.search')} value={q} onInput={narrow(setQ)} />
      </div>
      {undo.failure && <FailureBanner failure={undo.failure} level={3} focus />}
      <PagedTable
        caption={t('rows.title')}
        list={list}
        tall={false}
        rowKey={({ row }) => String(row)}
        isOn={({ row }) => row === editing}
        columns={[
          { key: 'row', title: t('rows.row'), header: true, cell: (row) => <RowName row={row} /> },
          ...names.slice(0, SIDE_BY_SIDE).map(
            (name, i): Column<Row> => ({
              key: name,
              title: name,
              drop: i > 2 ? 1 : undefined,
              cell: ({ values: { [name]: text = '' } }) => (
                <span class={classOf(text)}>
                  <Value text={text} />
                </span>
              ),
            }),
          ),
          {
            key: 'errors',
            title: t('rows.wrong'),
            cell: (row) => (
              <>
                {row.row !== editing && <Wrong row={row} mendable={may} />}
                {may && row.row !== editing && (
                  <Acts
                    row={row}
                    view={view}
                    onEdit={() => setEditing(row.row)}
                    onChanged={changed}
                    onUndo={undo.run}
                  />
                )}
                {may && row.row === editing && (
                  <Mend
                    row={row}
                    view={view}
                    names={names}
                    onClose={() => {
                      focusNext(String(row.row), false);
                      setEditing(undefined);
                    }}
                    onChanged={changed}
                    onUndo={undo.run}
                  />
                )}
              </>
            ),
          },
        ]}
        empty={
          <p class="small quiet" id={NONE} tabIndex={-1}>
            {t(only === 'errors' && !q ? 'rows.noErrors' : 'part.nobody')}
          </p>
        }
      />
    </>
  );
}

/** Takes the focus when no row is left. */
const NONE = 'rows-none';

function RowName({ row: { row, edited, leftOut } }: { row: Row }) {
  return (
    <>
      <span class="nowrap">{t('rows.n', { n: row })}</span>
      {edited && !leftOut && <span class="sub">{t('rows.edited')}</span>}
    </>
  );
}

/** What to do is said where it cannot be done here. */
function Wrong({ row: { errors, leftOut }, mendable = false }: { row: Row; mendable?: boolean }) {
  if (leftOut) return <State kind="off" word={t('rows.leftOut')} />;
  return (
    <>
      {errors.map(({ code, sentence, remedy, field }) => (
        <div key={`${code} ${field ?? ''}`}>
          <b>
            <Said text={sentence} code={code} />
          </b>{' '}
          {!mendable && <Said text={remedy} />} <code>{code}</code>
        </div>
      ))}
    </>
  );
}

type OneProps = {
  readonly row: Row;
  readonly view: ImportView;
  readonly onChanged: (row: Row, view: ImportView) => void;
  readonly onUndo: (row: number, edit: ImportRowEdit) => unknown;
};

function Acts({ row, view, onEdit, onChanged, onUndo }: OneProps & { onEdit: () => void }) {
  const leave = useDoing(async (leftOut: boolean) => {
    const done = await sync.editRow(view.id, row.row, { leftOut });
    if (leftOut) toast(t('rows.isLeftOut', { n: row.row }), () => void onUndo(row.row, { leftOut: false }));
    onChanged(done.row, done.view);
  });
  const name = <span class="sr"> {t('rows.n', { n: row.row })}</span>;
  return (
    <>
      {leave.failure && <FailureBanner failure={leave.failure} level={3} focus />}
      <div class="row row-acts">
        {row.leftOut ? (
          <Button small id={buttonOf(row.row)} busy={leave.busy} onClick={() => void leave.run(false)}>
            {t('rows.putBack')}
            {name}
          </Button>
        ) : (
          <>
            <Button small id={buttonOf(row.row)} onClick={onEdit}>
              {t('rows.mend')}
              {name}
            </Button>
            {row.errors.length > 0 && (
              <Button small look="quiet" busy={leave.busy} onClick={() => void leave.run(true)}>
                {t('rows.leave')}
                {name}
              </Button>
            )}
          </>
        )}
      </div>
    </>
  );
}

/** The cells of one row. What is typed stays while the gateway finds it wrong. */
function Mend({
  row: given,
  view,
  names,
  onClose,
  onChanged,
  onUndo,
}: OneProps & { names: readonly string[]; onClose: () => void }) {
  const [saved, setSaved] = useState<ImportRowDone>();
  const row = saved?.row ?? given;
  // what was saved is there, though it is wrong
  const close = () => (saved ? onChanged(saved.row, saved.view) : onClose());
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const form = useRef<HTMLFormElement>(null);
  const reasons = new Map(row.errors.map((issue) => [columnWith(issue, view, names), issue]));
  const focusWrong = () =>
    (
      form.current?.querySelector<HTMLElement>('[aria-invalid]') ?? form.current?.querySelector('input')
    )?.focus();
  useEffect(focusWrong, [row]);
  const save = useDoing(async () => {
    const values = Object.fromEntries(
      Object.entries(typed).filter(([name, text]) => text !== (row.values[name] ?? '')),
    );
    if (Object.keys(values).length === 0) return row.errors.length > 0 ? focusWrong() : close();
    const done = await sync.editRow(view.id, row.row, { values });
    if (done.row.errors.length > 0) {
      setSaved(done);
      return;
    }
    // back to what the file says, or to what somebody had corrected before
    const before = given.edited
      ? Object.fromEntries(Object.keys(values).map((name) => [name, given.values[name] ?? '']))
      : {};
    toast(t('rows.good', { n: row.row }), () => void onUndo(row.row, { values: before }));
    onChanged(done.row, done.view);
  });
  const ofRow = row.errors.filter((issue) => columnWith(issue, view, names) === undefined);
  return (
    <form
      ref={form}
      class="stack mend"
      noValidate
      aria-label={t('rows.form', { n: row.row })}
      onSubmit={(event) => {
        event.preventDefault();
        void save.run();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      {save.failure && <FailureBanner failure={save.failure} level={3} focus />}
      {ofRow.length > 0 && (
        <div role="alert">
          <Wrong row={{ ...row, errors: ofRow }} mendable />
        </div>
      )}
      {names.map((name, i) => {
        const issue = reasons.get(name);
        return (
          <TextField
            key={name}
            id={`cell-${row.row}-${i}`}
            label={name}
            error={issue && said(issue.sentence)}
            value={typed[name] ?? row.values[name] ?? ''}
            maxLength={1024}
            onInput={(text) => setTyped((before) => ({ ...before, [name]: text }))}
          />
        );
      })}
      <div class="row">
        <Button small type="submit" look="primary" busy={save.busy} busyWord={t('rows.checking')}>
          {t('rows.save')}
        </Button>
        <Button small look="quiet" onClick={close}>
          {t('rows.cancel')}
        </Button>
      </div>
    </form>
  );
}
