/** The sync runs, one run with its changes, and the undo of the last one. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SyncRun, UndoView } from '../../../src/contract/sync-api.ts';
import {
  Age,
  Banner,
  Button,
  ButtonLink,
  ConfirmDialog,
  count,
  duration,
  Empty,
  Facts,
  FailureBanner,
  Head,
  Link,
  Loading,
  matchPath,
  PagedTable,
  Said,
  Search,
  Section,
  State,
  type StateKind,
  type Step,
  Steps,
  Tabs,
  useDoing,
  useLoad,
  usePaged,
  useRoute,
  useTitle,
} from '../../shared/index.ts';
import { useInside } from '../inside.ts';
import { SyncNav } from '../parts/sync-nav.tsx';
import { t as main } from '../words.ts';
import { type Change, sync } from './api.ts';
import { actorWord, FieldChanges } from './parts.tsx';
import { t } from './words.ts';

const LOOK: Record<SyncRun['outcome'], StateKind> = {
  running: 'busy',
  ok: 'ok',
  partial: 'warn',
  failed: 'bad',
  nothing: 'off',
  interrupted: 'stale',
};
const KIND: Record<Change['kind'], StateKind> = {
  added: 'add',
  changed: 'edit',
  removed: 'del',
  disabled: 'off',
  enabled: 'add',
  deleted: 'del',
  freed: 'edit',
  adopted: 'info',
  gone: 'off',
};
const addressOf = (id: string) => `/sync/runs/${encodeURIComponent(id)}`;

function Outcome({ run }: { run: SyncRun }) {
  return <State kind={LOOK[run.outcome]} word={t(`runs.${run.outcome}`)} />;
}

export function RunsPage() {
  useTitle(t('runs.title'), main('brand'));
  const list = usePaged<SyncRun>('/api/sync/runs', (after, signal) =>
    sync.runs({ after, limit: 25 }, signal),
  );
  const last = list.items.find(({ mode, outcome }) => mode === 'run' && outcome !== 'nothing');
  return (
    <>
      <Head sentences={[last ? t(`runs.head.${last.outcome}`) : t('runs.title')]} lead={t('runs.lead')} />
      <SyncNav />
      <div class="section gap-s">
        <PagedTable
          caption={t('runs.title')}
          level={2}
          list={list}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'number',
              title: t('runs.which'),
              header: true,
              cell: (run) => (
                <>
                  <Link href={addressOf(run.id)}>{t(`runs.${run.mode}`, { n: run.number })}</Link>
                  <span class="sub">{actorWord(run.actor)}</span>
                </>
              ),
            },
            { key: 'at', title: t('runs.started'), cell: ({ startedAt }) => <Age at={startedAt} /> },
            { key: 'outcome', title: t('runs.outcome'), cell: (run) => <Outcome run={run} /> },
            {
              key: 'added',
              title: t('runs.added'),
              numeric: true,
              cell: ({ counts }) => count(counts.added),
            },
            {
              key: 'changed',
              title: t('runs.changed'),
              numeric: true,
              cell: ({ counts }) => count(counts.changed),
            },
            {
              key: 'removed',
              title: t('runs.removed'),
              numeric: true,
              cell: ({ counts }) => count(counts.removed),
            },
            {
              key: 'detained',
              title: t('syn.detained'),
              numeric: true,
              drop: 1,
              cell: ({ counts }) => count(counts.detained),
            },
          ]}
          empty={
            <Empty icon="history" title={t('runs.empty')} level={2}>
              <p class="small">{t('runs.emptyText')}</p>
              <p>
                <ButtonLink small href="/sync">
                  {t('runs.toSync')}
                </ButtonLink>
              </p>
            </Empty>
          }
        />
      </div>
    </>
  );
}

export function RunPage() {
  const id = matchPath('/sync/runs/:id', useRoute().path)?.id ?? '';
  const loaded = useLoad(id, sync.run);
  const run = loaded.data;
  useTitle(run ? t(`runs.${run.mode}`, { n: run.number }) : t('runs.title'), main('brand'));
  return (
    <>
      <Head
        sentences={
          run
            ? [`${t(`runs.${run.mode}`, { n: run.number })}: ${t(`runs.${run.outcome}`)}.`]
            : [t('runs.title')]
        }
      />
      <SyncNav />
      {loaded.failure && <FailureBanner failure={loaded.failure} onRetry={loaded.reload} />}
      {!run && loaded.loading && <Loading>{t('runs.reading')}</Loading>}
      {run && <Run key={run.id} run={run} onUndone={loaded.reload} />}
    </>
  );
}

function Run({ run, onUndone }: { run: SyncRun; onUndone: () => void }) {
  const { mayChange } = useInside();
  const { counts, fault } = run;
  return (
    <>
      {fault && <FailureBanner failure={{ ...fault, status: 0, fields: {} }} />}
      {run.undoneBy !== undefined && <UndoOf runId={run.id} other={run.undoneBy} word={t('runs.undoneBy')} />}
      {run.undoes !== undefined && <UndoOf runId={run.undoes} other={run.undoes} word={t('runs.undoes')} />}
      <Section title={t('runs.numbers')}>
        <Facts
          rows={[
            [t('runs.started'), <Age at={run.startedAt} />],
            run.endedAt !== undefined && [t('runs.took'), duration(run.endedAt - run.startedAt)],
            [t('runs.by'), actorWord(run.actor)],
            [t('runs.added'), count(counts.added)],
            [t('runs.changed'), count(counts.changed)],
            [t('runs.removed'), count(counts.removed)],
            [t('runs.unchanged'), count(counts.unchanged)],
            counts.leftAlone !== undefined && [t('runs.leftAlone'), <LeftAlone run={run} />],
            [t('syn.detained'), count(counts.detained)],
            [t('runs.held'), count(counts.held)],
            [t('runs.requests'), count(counts.requests)],
          ]}
        />
        {mayChange && run.canUndo && <Undo run={run} onUndone={onUndone} />}
      </Section>
      <Changes run={run} />
    </>
  );
}

/** Of an undo the list stands above; elsewhere people decided it. */
function LeftAlone({ run: { mode, counts } }: { run: SyncRun }) {
  const n = count(counts.leftAlone ?? 0);
  if (mode === 'undo') return <>{n}</>;
  return (
    <>
      {n} · <Link href="/sync/detained?tab=decided">{t('runs.leftWhy')}</Link>
    </>
  );
}

type Kind = 'all' | Change['kind'];
/** Tabs that always stand; the rarer kinds are in the whole list. */
const TABS: readonly Kind[] = ['all', 'added', 'changed', 'removed', 'disabled'];

function Changes({ run }: { run: SyncRun }) {
  const [kind, setKind] = useState<Kind>('all');
  const [q, setQ] = useState('');
  const list = usePaged<Change>(`${run.id} ${kind} ${q}`, (after, signal) =>
    sync.changes(run.id, { kind: kind === 'all' ? undefined : kind, q, after, limit: 50 }, signal),
  );
  return (
    <Section title={t('changes.title')}>
      <Tabs
        label={t('changes.kinds')}
        tabs={TABS.map((key) => ({ key, title: t(`change.${key}`) }))}
        current={kind}
        onPick={setKind}
      />
      <div class="toolbar">
        <Search label={t('part.search')} value={q} onInput={setQ} />
      </div>
      <PagedTable
        caption={t('changes.title')}
        list={list}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'name',
            title: t('part.person'),
            header: true,
            cell: ({ personId, name }) => (
              <Link href={`/sync/people/${encodeURIComponent(personId)}`}>{name}</Link>
            ),
          },
          {
            key: 'kind',
            title: t('changes.kind'),
            cell: (one) => <State kind={KIND[one.kind]} word={t(`change.${one.kind}`)} />,
          },
          { key: 'fields', title: t('changes.what'), cell: ({ fields }) => <FieldChanges fields={fields} /> },
        ]}
        empty={
          <Empty icon="history" title={t(q ? 'part.nobody' : 'changes.none')}>
            <p class="small">{t(q ? 'part.filterLess' : 'changes.noneText')}</p>
          </Empty>
        }
      />
    </Section>
  );
}

const SEE = 'undo-see';
/** How often an undo that runs is looked at. */
const LOOK_MS = 700;

/** How the undo of a run goes on, to its end. */
function useUndoOf(runId: string | undefined) {
  const loaded = useLoad(runId, sync.undoOf);
  const { data, failure, loading, reload } = loaded;
  const waits = !loading && (failure !== undefined || data?.state === 'running');
  useEffect(() => {
    if (!waits) return;
    const timer = setTimeout(reload, LOOK_MS);
    return () => clearTimeout(timer);
  }, [waits, reload]);
  return loaded;
}

/** First says what goes back; doing it counts for that plan only. */
function Undo({ run, onUndone }: { run: SyncRun; onUndone: () => void }) {
  const [view, setView] = useState<UndoView>();
  const [began, setBegan] = useState(false);
  const look = useDoing(async () => setView(await sync.undo({ runId: run.id, preview: true })));
  return (
    <>
      {look.failure && <FailureBanner failure={look.failure} level={3} focus />}
      {began && <Undoing run={run} onUndone={onUndone} behind={view !== undefined} />}
      {!began && (
        <div class="row">
          <Button busy={look.busy} busyWord={t('undo.looking')} onClick={() => void look.run()}>
            {t('undo.do')}
          </Button>
          <span class="small quiet">{t('undo.help')}</span>
        </div>
      )}
      {view && (
        <ConfirmDialog
          open
          danger
          title={t('undo.ask', { n: run.number })}
          yes={t('undo.yes')}
          onClose={() => setView(undefined)}
          onYes={async () => {
            await sync.undo({ runId: run.id, preview: false, planHash: view.planHash });
            setBegan(true);
          }}
        >
          <Sums view={view} />
          <Left view={view} />
          <p class="small quiet">{t('undo.stays')}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

type UndoingProps = {
  readonly run: SyncRun;
  readonly onUndone: () => void;
  /** A dialog is open before it: nothing here takes the focus. */
  readonly behind: boolean;
};

/** An undo that somebody has just begun, until he has seen how it ended. */
function Undoing({ run, onUndone, behind }: UndoingProps) {
  const { refresh } = useInside();
  const { data } = useUndoOf(run.id);
  const ended = data !== undefined && data.state !== 'running';
  useEffect(() => {
    if (!ended || behind) return;
    refresh();
    // the button that began it is gone
    document.getElementById(SEE)?.focus();
  }, [ended, behind, refresh]);
  return (
    <UndoBanner view={data}>
      {ended && (
        <p>
          <Button small id={SEE} onClick={onUndone}>
            {t('undo.see')}
          </Button>
        </p>
      )}
    </UndoBanner>
  );
}

/** Where an undo stands: it runs, was cut off, or is done, and whom it left. */
function UndoBanner({ view, children }: { view: UndoView | undefined; children?: ComponentChildren }) {
  if (!view || view.state === 'running') {
    return (
      <Banner role="status" level={3} title={t('undo.running')}>
        <Steps steps={[stepOf(view?.progress)]} />
      </Banner>
    );
  }
  if (view.state !== 'done')
    return (
      <Banner kind="warn" role="alert" level={3} title={t(`undo.${view.state}`)}>
        {view.fault && (
          <p>
            <Said text={view.fault.sentence} code={view.fault.code} /> <Said text={view.fault.remedy} />
          </p>
        )}
        {view.state === 'interrupted' && <p>{t('undo.goesOn')}</p>}
        {children}
      </Banner>
    );
  return (
    <Banner kind={view.leftCount > 0 ? 'warn' : 'ok'} role="status" level={3} title={t('undo.done')}>
      <Sums view={view} />
      <Left view={view} />
      {children}
    </Banner>
  );
}

function stepOf(progress: UndoView['progress']): Step {
  const { stage, done = 0, total } = progress ?? {};
  const isSending = stage === 'apply';
  const word = isSending
    ? t('undo.applying', { n: done })
    : t(stage === undefined ? 'undo.begins' : 'undo.rest');
  return {
    key: 'undo',
    shape: 'busy',
    title: word,
    progress: { done, total: isSending ? total : undefined, label: t('undo.running') },
  };
}

/** Of a run that was taken back, or of the run that did it. */
function UndoOf({ runId, other, word }: { runId: string; other: string; word: string }) {
  const { data } = useUndoOf(runId);
  return (
    data && (
      <UndoBanner view={data}>
        <p>
          <Link href={addressOf(other)}>{word}</Link>
        </p>
      </UndoBanner>
    )
  );
}

function Sums({ view: { restored, removed, added } }: { view: UndoView }) {
  const nobody = restored + removed + added === 0;
  return <p>{nobody ? t('undo.nobody') : t('undo.sums', { restored, removed, added })}</p>;
}

/** Who is left as he is, and why. */
function Left({ view: { left, leftCount } }: { view: UndoView }) {
  if (leftCount === 0) return null;
  return (
    <>
      <p class="small">{t('undo.left', { n: leftCount })}</p>
      <ul class="prose-list small">
        {left.map(({ personId, name, code, why }) => (
          <li key={personId ?? name}>
            {personId === undefined ? (
              name
            ) : (
              <Link href={`/sync/people/${encodeURIComponent(personId)}`}>{name}</Link>
            )}
            : {t(`undo.why.${code}`)} {why !== undefined && <Said text={why} />}
          </li>
        ))}
      </ul>
      {leftCount > left.length && <p class="small">{t('undo.more', { n: leftCount - left.length })}</p>}
    </>
  );
}
