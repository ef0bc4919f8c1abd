/** Which columns a table shows, and in which order: chosen by the person, kept on this browser. */
import { useRef, useState } from 'preact/hooks';
import { Button, Icon } from '../../shared/index.ts';
import { t } from '../words.ts';
import { Pop } from './pop.tsx';

export type ColumnDef = {
  readonly key: string;
  readonly title: string;
  /** Shown until somebody chooses otherwise. */
  readonly first?: boolean;
  /** Cannot be hidden. */
  readonly fixed?: boolean;
};

/** Keys in order; those that are not shown are in it too. */
type Choice = { readonly order: readonly string[]; readonly shown: readonly string[] };

function defaults(all: readonly ColumnDef[]): Choice {
  return {
    order: all.map(({ key }) => key),
    shown: all.filter(({ first, fixed }) => first || fixed).map(({ key }) => key),
  };
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** What was kept, for the columns that there are today: unknown ones go, new ones come at their place. */
function kept(name: string, all: readonly ColumnDef[]): Choice {
  const first = defaults(all);
  try {
    const value: unknown = JSON.parse(localStorage.getItem(`columns:${name}`) ?? 'null');
    if (typeof value !== 'object' || value === null) return first;
    const { order, shown } = value as Record<string, unknown>;
    if (!isTexts(order) || !isTexts(shown)) return first;
    const known = order.filter((key) => first.order.includes(key));
    const fresh = first.order.filter((key) => !known.includes(key));
    const fixed = all.filter((c) => c.fixed).map(({ key }) => key);
    return {
      order: [...known, ...fresh],
      shown: [...new Set([...shown, ...fixed, ...fresh.filter((key) => first.shown.includes(key))])],
    };
  } catch {
    return first; // storage is blocked, or holds something else: nothing was chosen
  }
}

function keep(name: string, choice: Choice): void {
  try {
    localStorage.setItem(`columns:${name}`, JSON.stringify(choice));
  } catch {
    console.info('the columns are not kept: this browser blocks storage');
  }
}

export type Columns = {
  readonly all: readonly ColumnDef[];
  readonly choice: Choice;
  readonly choose: (choice: Choice) => void;
  /** Keys of the shown columns, in order. */
  readonly shown: readonly string[];
};

/** @param name of the table, under which the choice is kept */
export function useColumns(name: string, all: readonly ColumnDef[]): Columns {
  const [chosen, setChosen] = useState<Choice>();
  const choice = chosen ?? kept(name, all);
  return {
    all,
    choice,
    choose: (next) => {
      keep(name, next);
      setChosen(next);
    },
    shown: choice.order.filter((key) => choice.shown.includes(key) && all.some((c) => c.key === key)),
  };
}

function moved(order: readonly string[], key: string, to: number): readonly string[] {
  const rest = order.filter((other) => other !== key);
  const place = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, place), key, ...rest.slice(place)];
}

/** `Show/hide columns`: ticks, and a grip that is dragged or moved with the arrow keys. */
export function ColumnChooser({ columns }: { columns: Columns }) {
  return (
    <Pop icon="columns" title={t('columns.title')}>
      {(close) => <Chooser columns={columns} close={close} />}
    </Pop>
  );
}

function Chooser({ columns, close }: { columns: Columns; close: () => void }) {
  const { all, choose } = columns;
  const [draft, setDraft] = useState(columns.choice);
  const [said, setSaid] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const defs = draft.order.flatMap((key) => all.filter((c) => c.key === key));

  const move = (def: ColumnDef, to: number) => {
    const order = moved(draft.order, def.key, to);
    setDraft({ ...draft, order });
    setSaid(t('columns.moved', { column: def.title, place: order.indexOf(def.key) + 1, of: order.length }));
  };
  const tick = (key: string, on: boolean) =>
    setDraft({ ...draft, shown: on ? [...draft.shown, key] : draft.shown.filter((other) => other !== key) });
  /** The row under the pointer is where the column goes. */
  const drag = (def: ColumnDef) => (event: PointerEvent) => {
    if (!(event.buttons & 1)) return;
    const rows = [...(list.current?.children ?? [])];
    const to = rows.findIndex((row) => event.clientY < row.getBoundingClientRect().bottom);
    if (to >= 0 && to !== draft.order.indexOf(def.key)) move(def, to);
  };
  const key = (def: ColumnDef) => (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    move(def, draft.order.indexOf(def.key) + step);
  };
  return (
    <>
      <ul class="cols" ref={list}>
        {defs.map((def) => (
          <li key={def.key}>
            <label class="check small">
              <input
                type="checkbox"
                checked={draft.shown.includes(def.key)}
                disabled={def.fixed}
                onChange={(e) => tick(def.key, e.currentTarget.checked)}
              />
              <span>
                {def.title}
                {def.fixed && <span class="quiet"> {t('columns.always')}</span>}
              </span>
            </label>
            <button
              class="icon-btn mini grip"
              type="button"
              onPointerDown={(e) => e.currentTarget.setPointerCapture(e.pointerId)}
              onPointerMove={drag(def)}
              onKeyDown={key(def)}
            >
              <Icon name="grip" />
              <span class="sr">{t('columns.move', { column: def.title })}</span>
            </button>
          </li>
        ))}
      </ul>
      <span class="sr" role="status">
        {said}
      </span>
      <div class="row end">
        <Button look="quiet" small onClick={() => setDraft(defaults(all))}>
          {t('columns.reset')}
        </Button>
        <Button small onClick={close}>
          {t('columns.cancel')}
        </Button>
        <Button
          look="primary"
          small
          onClick={() => {
            choose(draft);
            close();
          }}
        >
          {t('columns.ok')}
        </Button>
      </div>
    </>
  );
}
