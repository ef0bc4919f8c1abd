/** The detained updates: any number of rows, what may be done with them, and what was decided before. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Decision, Detained, DetainedDone, DetainedVerb, Verb } from '../../../src/contract/sync-api.ts';
import {
  Age,
  Banner,
  Button,
  type Column,
  ConfirmDialog,
  Empty,
  FailureBanner,
  Head,
  Link,
  navigate,
  PagedTable,
  Said,
  Search,
  said,
  Tabs,
  toast,
  useDoing,
  usePaged,
  useRoute,
  useTitle,
} from '../../shared/index.ts';
import { useInside } from '../inside.ts';
import { SyncNav } from '../parts/sync-nav.tsx';
import { t as main } from '../words.ts';
import { sync } from './api.ts';
import { DetainedPanel } from './detained-panel.tsx';
import { useFocusAfter } from './focus.ts';
import { ACTIONS, Action, FieldChanges, Filter, isNothing, useSources } from './parts.tsx';
import { t } from './words.ts';

const PAGE = 50;
/** From this width on a row stands beside the list (setup.css). */
const WIDE = '(min-width: 1024px)';
const NONE = 'queue-none';
const linkOf = ({ id }: { readonly id: string }) => `row-${id}`;
const revokeOf = ({ id }: { readonly id: string }) => `revoke-${id}`;
const VERBS: readonly Verb[] = ['apply', 'recreate', 'cancel', 'ignore', 'leave'];
/** What lasts can be taken back: the others are carried out. */
const LASTING: readonly Verb[] = ['cancel', 'ignore', 'leave', 'modify'];
const AS_MANY = 1000;

type Counts = {
  readonly codes: readonly { readonly code: string; readonly sentence: string; readonly count: number }[];
  readonly actions: readonly { readonly action: Detained['action']; readonly count: number }[];
};
const NO_COUNTS: Counts = { codes: [], actions: [] };

export function DetainedPage() {
  useTitle(t('detained.title'), main('brand'));
  const { overview } = useInside();
  const wanted = useRoute().query.get('tab') === 'decided' ? 'decided' : 'rows';
  const [tab, setTab] = useState<'rows' | 'decided'>(wanted);
  const [counts, setCounts] = useState<Counts>();
  const all = counts?.actions.reduce((sum, { count }) => sum + count, 0) ?? overview.sync.plan?.detained ?? 0;
  const tabs = [
    { key: 'rows' as const, title: t('detained.rows'), count: all },
    { key: 'decided' as const, title: t('detained.decided') },
  ];
  return (
    <>
      <Head
        sentences={all === 0 ? [t('detained.nobody')] : [t('detained.head', { n: all }), t('detained.calm')]}
        lead={t('detained.lead')}
      />
      <SyncNav />
      <div class="section gap-s">
        <Tabs label={t('detained.title')} tabs={tabs} current={tab} onPick={setTab} />
        {tab === 'rows' ? <Queue counts={counts ?? NO_COUNTS} onCounts={setCounts} /> : <Decisions />}
      </div>
    </>
  );
}

type Chosen = 'all' | ReadonlySet<string>;
const NOTHING: ReadonlySet<string> = new Set();

function useQueue(onCounts: (counts: Counts) => void) {
  const [filter, setFilter] = useState({ action: '', code: '', source: '', q: '' });
  const [chosen, setChosen] = useState<Chosen>(NOTHING);
  const list = usePaged<Detained>(JSON.stringify(filter), async (after, signal) => {
    const page = await sync.detained({ ...filter, after, limit: PAGE }, signal);
    onCounts(page);
    return page;
  });
  const narrow = (key: keyof typeof filter) => (value: string) => {
    setFilter((before) => ({ ...before, [key]: value }));
    setChosen(NOTHING);
  };
  // a run that has ended made another list; what somebody is choosing from stays as it is
  const { lastRunAt } = useInside().overview.sync;
  const seen = useRef(lastRunAt);
  useEffect(() => {
    if (seen.current === lastRunAt || chosen === 'all' || chosen.size > 0) return;
    seen.current = lastRunAt;
    list.reload();
  }, [lastRunAt, chosen, list.reload]);
  const isChosen = (id: string) => chosen === 'all' || chosen.has(id);
  const toggle = (id: string) => {
    const next = new Set(chosen === 'all' ? list.items.map((row) => row.id) : chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const focusNext = useFocusAfter(list, { keyOf: ({ id }) => id, idOf: linkOf, none: NONE });
  /** @param about the row that is done; the focus goes to the one that takes its place */
  const reload = (about?: string) => {
    setChosen(NOTHING);
    focusNext(about ?? '', true);
    list.reload();
  };
  const back = useDoing(async (order: string) => {
    await sync.revokeOrder(order);
    reload();
  });
  const takeBack = (order: string) => void back.run(order);
  return {
    filter,
    narrow,
    list,
    chosen,
    setChosen,
    isChosen,
    toggle,
    reload,
    takeBack,
    backFailure: back.failure,
  };
}

type QueueState = ReturnType<typeof useQueue>;

function Queue({ counts, onCounts }: { counts: Counts; onCounts: (counts: Counts) => void }) {
  const queue = useQueue(onCounts);
  const sources = useSources();
  const { mayChange } = useInside();
  const { query } = useRoute();
  const picked = query.get('row') ?? undefined;
  const { list, filter, narrow } = queue;
  const filtered = Object.values(filter).some(Boolean);
  const shown = picked ?? list.items[0]?.id;
  const gone = (verb: Verb, answer: DetainedDone) => {
    sayDone(verb, answer, queue.takeBack);
    const at = list.items.findIndex(({ id }) => id === shown);
    const next = list.items[at + 1] ?? list.items[at - 1];
    const beside = next && matchMedia(WIDE).matches ? `?row=${encodeURIComponent(next.id)}` : '';
    navigate(`/sync/detained${beside}`, { replace: true });
    queue.reload(shown);
  };
  return (
    <>
      <div class="toolbar filters" hidden={isNothing(list, filtered)}>
        <Search label={t('detained.search')} value={filter.q} onInput={narrow('q')} />
        <Filter
          id="by-action"
          label={t('detained.anyAction')}
          value={filter.action}
          options={ACTIONS.map((action) => ({ value: action, title: t(`action.${action}`) }))}
          onInput={narrow('action')}
        />
        <Filter
          id="by-code"
          label={t('detained.anyCode')}
          value={filter.code}
          options={counts.codes.map(({ code, sentence, count }) => ({
            value: code,
            title: t('detained.code', { sentence: said(sentence), n: count }),
          }))}
          onInput={narrow('code')}
        />
        <Filter
          id="by-source"
          label={t('part.anySource')}
          value={filter.source}
          options={sources.options}
          onInput={narrow('source')}
        />
      </div>
      {queue.backFailure && <FailureBanner failure={queue.backFailure} focus />}
      {mayChange && list.items.length > 0 && <Bulk queue={queue} />}
      <div class={duoOf(shown, picked)}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the links in it take the keys, which bubble here */}
        <div class="queue-list" onKeyDown={walkRows}>
          <PagedTable
            caption={t('detained.caption')}
            class="inset queue"
            level={2}
            list={list}
            rowKey={({ id }) => id}
            isOn={({ id }) => id === shown}
            tall={false}
            columns={[
              ...(mayChange ? [pickColumn<Detained>({ ...queue, items: list.items })] : []),
              {
                key: 'who',
                title: t('detained.who'),
                header: true,
                cell: (row) => <Who row={row} on={row.id === shown} />,
              },
              {
                key: 'kind',
                title: t('detained.kind'),
                cell: ({ action, since }) => (
                  <>
                    <Action action={action} />
                    <span class="sub nowrap">
                      <Age at={since} />
                    </span>
                  </>
                ),
              },
            ]}
            empty={
              <Empty icon="held" title={t(filtered ? 'part.nobody' : 'detained.empty')} level={2}>
                <p class="small" id={NONE} tabIndex={-1}>
                  {t(filtered ? 'part.filterLess' : 'detained.emptyText')}
                </p>
              </Empty>
            }
          />
        </div>
        {shown !== undefined && (
          <DetainedPanel key={shown} id={shown} nameOf={sources.nameOf} onDone={gone} />
        )}
      </div>
    </>
  );
}

/** The list beside a row, on narrow screens one or the other; without a row the list alone. */
function duoOf(shown: string | undefined, picked: string | undefined): string {
  if (shown === undefined) return 'section';
  return picked === undefined ? 'duo queue-duo' : 'duo queue-duo picked';
}

/** Arrow keys go from row to row. */
function walkRows(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  if (!(event.target instanceof HTMLAnchorElement)) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('tbody th a')];
  const next = links[links.indexOf(event.target) + (event.key === 'ArrowDown' ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

type Picking<T> = {
  readonly items: readonly T[];
  readonly isChosen: (id: string) => boolean;
  readonly toggle: (id: string) => void;
  readonly setChosen: (chosen: ReadonlySet<string>) => void;
};

/** A tick box for each row, and one for all that are shown. */
function pickColumn<T extends { readonly id: string; readonly name: string }>(
  picking: Picking<T>,
): Column<T> {
  const { items, isChosen, toggle, setChosen } = picking;
  const every = items.length > 0 && items.every(({ id }) => isChosen(id));
  return {
    key: 'pick',
    title: t('detained.pick'),
    head: (
      <label class="pick">
        <input
          type="checkbox"
          aria-label={t('detained.pickShown')}
          checked={every}
          onChange={() => setChosen(every ? NOTHING : new Set(items.map(({ id }) => id)))}
        />
      </label>
    ),
    cell: ({ id, name }) => (
      <label class="pick">
        <input
          type="checkbox"
          aria-label={t('detained.pickOne', { name })}
          checked={isChosen(id)}
          onChange={() => toggle(id)}
        />
      </label>
    ),
  };
}

function Who({ row, on }: { row: Detained; on: boolean }) {
  return (
    <>
      <Link
        id={linkOf(row)}
        href={`/sync/detained?row=${encodeURIComponent(row.id)}`}
        aria-current={on ? 'true' : undefined}
      >
        {row.name}
      </Link>
      <span class="sub">
        <Said text={row.sentence} code={row.code} />
      </span>
      {row.retryAt !== undefined && (
        <span class="sub">
          {t('detained.again')} <Age at={row.retryAt} form="in" />
        </span>
      )}
    </>
  );
}

/** The verb for rows: which, how many, and what the gateway did. */
function useVerb(queue: QueueState) {
  const [done, setDone] = useState<DetainedDone>();
  const { chosen, filter, list } = queue;
  const doing = useDoing(async (verb: Verb) => {
    const some = Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
    const body: DetainedVerb =
      chosen === 'all'
        ? { verb, all: { ...some, count: list.total } }
        : { verb, ids: [...chosen].slice(0, AS_MANY) };
    const answer = await sync.verb(body);
    setDone(answer.failed.length > 0 ? answer : undefined);
    sayDone(verb, answer, queue.takeBack);
    queue.reload();
  });
  return { doing, done };
}

/** Says what was done, with the way back where there is one. */
function sayDone(
  verb: Verb,
  { done, started, orderId, approved }: DetainedDone,
  takeBack: (order: string) => void,
): void {
  if (done === 0) return;
  const text = `${t(`done.${verb}`, { n: done })}${started ? ` ${t('done.started')}` : ''}`;
  if (approved) toast(t('done.approved', { names: approved.join(', ') }));
  toast(text, orderId !== undefined && LASTING.includes(verb) ? () => takeBack(orderId) : undefined);
}

const REMOVES: readonly Detained['action'][] = ['delete', 'disable'];

function Bulk({ queue }: { queue: QueueState }) {
  const { list, chosen, setChosen } = queue;
  const { doing, done } = useVerb(queue);
  const [asking, setAsking] = useState(false);
  const rows = chosen === 'all' ? list.items : list.items.filter(({ id }) => chosen.has(id));
  const n = chosen === 'all' ? list.total : chosen.size;
  const able = VERBS.filter((verb) => rows.some(({ verbs }) => verbs.includes(verb)));
  // "all" may hold rows that nobody has looked at
  const takesAway = chosen === 'all' || rows.some(({ action }) => REMOVES.includes(action));
  const start = (verb: Verb) => (verb === 'apply' && takesAway ? setAsking(true) : void doing.run(verb));
  return (
    <>
      {n > 0 && (
        <fieldset class="toolbar quiet-set" aria-label={t('bulk.label')}>
          <b role="status">{t(chosen === 'all' ? 'bulk.all' : 'bulk.some', { n })}</b>
          {chosen !== 'all' && list.total > n && (
            <Button small look="quiet" onClick={() => setChosen('all')}>
              {t('bulk.takeAll', { n: list.total })}
            </Button>
          )}
          {able.map((verb) => (
            <Button key={verb} small busy={doing.busy} onClick={() => start(verb)}>
              {t(`verb.${verb}`)}
            </Button>
          ))}
          <Button small look="quiet" onClick={() => setChosen(NOTHING)}>
            {t('bulk.none')}
          </Button>
        </fieldset>
      )}
      {doing.failure && <FailureBanner failure={doing.failure} focus />}
      {done && <NotDone done={done} />}
      <ConfirmDialog
        open={asking}
        danger
        title={t('bulk.ask', { n })}
        yes={t('verb.apply')}
        onClose={() => setAsking(false)}
        onYes={() => doing.run('apply')}
      >
        <p class="small">{t('bulk.askText')}</p>
      </ConfirmDialog>
    </>
  );
}

function NotDone({ done }: { done: DetainedDone }) {
  return (
    <Banner kind="warn" role="alert" title={t('bulk.failed', { n: done.failed.length })}>
      <ul class="prose-list small">
        {done.failed.slice(0, 10).map(({ id, name, code, sentence }) => (
          <li key={id}>
            {name}: <Said text={sentence} code={code} />
          </li>
        ))}
      </ul>
    </Banner>
  );
}

function Decisions() {
  const { mayChange } = useInside();
  const [q, setQ] = useState('');
  const [chosen, setChosen] = useState(NOTHING);
  const { nameOf } = useSources();
  const list = usePaged<Decision>(q, (after, signal) => sync.decisions({ q, after, limit: PAGE }, signal));
  const focusNext = useFocusAfter(list, { keyOf: ({ id }) => id, idOf: revokeOf, none: NONE });
  const revoke = useDoing(async (ids: readonly string[], words: string) => {
    await sync.revoke(ids);
    toast(words);
    setChosen(NOTHING);
    focusNext(ids[0] ?? '', true);
    list.reload();
  });
  const picking: Picking<Decision> = {
    items: list.items,
    isChosen: (id) => chosen.has(id),
    toggle(id) {
      const next = new Set(chosen);
      if (!next.delete(id)) next.add(id);
      setChosen(next);
    },
    setChosen,
  };
  return (
    <>
      <div class="toolbar" hidden={isNothing(list, q !== '')}>
        <Search
          label={t('part.search')}
          value={q}
          onInput={(text) => {
            setQ(text);
            setChosen(NOTHING);
          }}
        />
        {chosen.size > 0 && (
          <Button
            small
            busy={revoke.busy}
            onClick={() => void revoke.run([...chosen], t('decided.revokedMany', { n: chosen.size }))}
          >
            {t('decided.revokeMany', { n: chosen.size })}
          </Button>
        )}
      </div>
      {revoke.failure && <FailureBanner failure={revoke.failure} focus />}
      <PagedTable
        caption={t('detained.decided')}
        level={2}
        list={list}
        rowKey={({ id }) => id}
        columns={[
          ...(mayChange ? [pickColumn(picking)] : []),
          { key: 'name', title: t('part.person'), header: true, cell: ({ name }) => name },
          { key: 'kind', title: t('decided.kind'), cell: ({ kind }) => t(`decided.${kind}`) },
          {
            key: 'values',
            title: t('decided.values'),
            cell: ({ values }) => <FieldChanges fields={values} />,
          },
          { key: 'source', title: t('part.source'), cell: ({ source }) => nameOf(source) },
          {
            key: 'by',
            title: t('decided.by'),
            cell: ({ by, at }) => (
              <>
                {by}, <Age at={at} />
              </>
            ),
          },
          {
            key: 'act',
            title: t('part.actions'),
            action: true,
            cell: (one) =>
              mayChange && (
                <Button
                  small
                  id={revokeOf(one)}
                  onClick={() => void revoke.run([one.id], t('decided.revoked', { name: one.name }))}
                >
                  {t('decided.revoke')}
                  <span class="sr"> {one.name}</span>
                </Button>
              ),
          },
        ]}
        empty={
          <Empty icon="held" title={t('decided.empty')} level={2}>
            <p class="small" id={NONE} tabIndex={-1}>
              {t('decided.emptyText')}
            </p>
          </Empty>
        }
      />
    </>
  );
}
