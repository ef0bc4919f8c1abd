/** The sync runs, one run with its changes, and the undo of the last one. */
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
      {run.undoneBy !== undefined && (
        <Banner title={t('runs.undone')}>
          <p>
            <Link href={addressOf(run.undoneBy)}>{t('runs.undoneBy')}</Link>
          </p>
        </Banner>
      )}
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

/** First says what goes back; doing it counts for that plan only. */
function Undo({ run, onUndone }: { run: SyncRun; onUndone: () => void }) {
  const { refresh } = useInside();
  const [view, setView] = useState<UndoView>();
  const [done, setDone] = useState<UndoView>();
  // the button that began it is gone, and behind an open dialog nothing takes the focus
  useEffect(() => {
    if (done && !view) document.getElementById(SEE)?.focus();
  }, [done, view]);
  const look = useDoing(async () => setView(await sync.undo({ runId: run.id, preview: true })));
  return (
    <>
      {look.failure && <FailureBanner failure={look.failure} level={3} focus />}
      {done ? (
        <Banner kind="ok" role="status" level={3} title={t('undo.done')}>
          <p>{t('undo.sums', { restored: done.restored, removed: done.removed, added: done.added })}</p>
          <Left left={done.left} />
          <p>
            <Button small id={SEE} onClick={onUndone}>
              {t('undo.see')}
            </Button>
          </p>
        </Banner>
      ) : (
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
            setDone(await sync.undo({ runId: run.id, preview: false, planHash: view.planHash }));
            refresh();
          }}
        >
          <p>{t('undo.sums', { restored: view.restored, removed: view.removed, added: view.added })}</p>
          <Left left={view.left} />
          <p class="small quiet">{t('undo.stays')}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function Left({ left }: Pick<UndoView, 'left'>) {
  if (left.length === 0) return null;
  return (
    <>
      <p class="small">{t('undo.left', { n: left.length })}</p>
      <ul class="prose-list small">
        {left.slice(0, 20).map(({ name, sentence }) => (
          <li key={name}>
            {name}: <Said text={sentence} />
          </li>
        ))}
      </ul>
    </>
  );
}
