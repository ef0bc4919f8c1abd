/** One rollout: its rings, what it waits for, and how far every gateway is. */
import { useState } from 'preact/hooks';
import type { RolloutGateway, RolloutGatewayState, RolloutView } from '../../../src/contract/rollouts.ts';
import type { UpdateState } from '../../../src/contract/update.ts';
import {
  age,
  Banner,
  Button,
  ConfirmDialog,
  clockTime,
  Empty,
  Facts,
  Head,
  Link,
  now,
  PagedTable,
  type PageOf,
  Said,
  Section,
  State,
  type StateKind,
  type Step,
  Steps,
  Tabs,
  useLoad,
  usePaged,
  useTitle,
  withQuery,
} from '../../shared/index.ts';
import { updateState } from '../../shared/updates/schedule.tsx';
import { api } from '../api.ts';
import type { PageProps } from '../frame.tsx';
import { useChanged, useInside } from '../inside.ts';
import { Crumbs } from '../parts/list-page.tsx';
import { LoadedPage } from '../parts/loaded.tsx';
import { totalOf, whenWords } from '../parts/rollout-words.tsx';
import { t } from '../words.ts';

type Kind = 'approve' | 'resume' | 'abort';

export function RolloutPage({ params }: PageProps) {
  const path = `/api/rollouts/${encodeURIComponent(params.id ?? '')}`;
  const loaded = useLoad(path, (p, signal) => api.get<RolloutView>(p, signal));
  useChanged(['rollout'], loaded.reload);
  useTitle(loaded.data?.version ?? t('ro.what'), t('brand'));
  return (
    <LoadedPage loaded={loaded} title={t('ro.what')} reading={t('ro.reading')}>
      {(rollout) => <Detail rollout={rollout} path={path} reload={loaded.reload} />}
    </LoadedPage>
  );
}

function Detail({ rollout, path, reload }: { rollout: RolloutView; path: string; reload: () => void }) {
  const [asking, setAsking] = useState<Kind>();
  const { version, state, ring, rings } = rollout;
  const { href } = useInside();
  const { done, failed, n } = totalOf(rollout);
  const step = async (kind: Kind) => {
    await api.post<RolloutView>(`${path}/${kind}`, { revision: rollout.revision });
    reload();
  };
  return (
    <>
      <Head
        live
        above={
          <Crumbs
            parts={[
              <Link key="list" href={href('/updates')}>
                {t('up.title')}
              </Link>,
              version,
            ]}
          />
        }
        sentences={[t(`ro.head.${state}`, { version, ring: ring + 1, rings: rings.length })]}
        lead={t('ro.counts', { done, n, failed })}
      />
      <Decision rollout={rollout} onAsk={setAsking} />
      <Section title={t('ro.rings')}>
        <Steps steps={rings.map((_, i) => stepOf(rollout, i))} />
      </Section>
      <Gateways rollout={rollout} path={path} />
      <About rollout={rollout} />
      {rollout.endedAt === undefined && (
        <p class="row">
          <Button look="danger" onClick={() => setAsking('abort')}>
            {t('ro.abort')}
          </Button>
        </p>
      )}
      {asking && (
        <Ask
          kind={asking}
          rollout={rollout}
          onClose={() => setAsking(undefined)}
          onYes={() => step(asking)}
        />
      )}
    </>
  );
}

/** What a person may decide now. */
function Decision({ rollout, onAsk }: { rollout: RolloutView; onAsk: (kind: Kind) => void }) {
  const { state, ring, rings, nextAt } = rollout;
  const next = rings[ring + 1]?.name ?? '';
  if (state === 'stopped')
    return (
      <Banner
        kind="bad"
        title={t('ro.stopped.title')}
        action={
          <Button small onClick={() => onAsk('resume')}>
            {t('ro.resume')}
          </Button>
        }
      >
        <p>{t('ro.stopped.body')}</p>
      </Banner>
    );
  if (state !== 'waiting') return null;
  return (
    <Banner
      title={t('ro.waiting.title', { name: rings[ring]?.name ?? '' })}
      action={
        <Button small onClick={() => onAsk('approve')}>
          {t('ro.approve')}
        </Button>
      }
    >
      <p>
        {nextAt === undefined
          ? t('ro.waiting.person', { next })
          : t('ro.waiting.time', { next, when: age(nextAt, now(), 'in') })}
      </p>
    </Banner>
  );
}

function Ask(props: { kind: Kind; rollout: RolloutView; onClose: () => void; onYes: () => Promise<void> }) {
  const { kind, rollout, onClose, onYes } = props;
  const { version, ring, rings } = rollout;
  const next = rings[ring + 1];
  const words = {
    approve: [
      t('ro.approveAsk', { next: next?.name ?? '' }),
      t('ro.approveWhat', { n: next?.counts.waiting ?? 0 }),
    ],
    resume: [t('ro.resumeAsk', { name: rings[ring]?.name ?? '' }), t('ro.resumeWhat')],
    abort: [t('ro.abortAsk', { version }), t('ro.abortWhat')],
  }[kind];
  return (
    <ConfirmDialog
      open
      title={words[0] ?? ''}
      yes={t(`ro.${kind}`)}
      danger={kind === 'abort'}
      onClose={onClose}
      onYes={onYes}
    >
      <p class="small">{words[1]}</p>
    </ConfirmDialog>
  );
}

function stepOf({ rings, ring, state }: RolloutView, i: number): Step {
  const { name, counts } = rings[i] as RolloutView['rings'][number];
  const { done, failed, waiting, ordered, skipped } = counts;
  const n = done + failed + waiting + ordered + skipped;
  const begun = i <= ring;
  const open = waiting + ordered > 0;
  const shape = !begun
    ? 'todo'
    : i === ring && state === 'stopped'
      ? 'bad'
      : open
        ? state === 'aborted'
          ? 'off'
          : 'busy'
        : failed > 0
          ? 'warn'
          : 'ok';
  const notes = [
    ordered > 0 && t('ro.ring.ordered', { n: ordered }),
    begun && waiting > 0 && t('ro.ring.absent', { n: waiting }),
    !begun && t('ro.ring.todo'),
  ].filter((note) => note !== false);
  return {
    key: String(i),
    shape,
    title: name,
    strong: i === ring,
    aside: t('ro.counts', { done, n, failed }),
    ...(notes.length > 0 && { note: notes.join(' · ') }),
    ...(begun && n > 0 && { progress: { done: done + failed + skipped, total: n, label: name } }),
  };
}

const KIND: Record<RolloutGatewayState, StateKind> = {
  waiting: 'stale',
  ordered: 'busy',
  done: 'ok',
  failed: 'bad',
  skipped: 'off',
};
const TABS = ['all', 'failed', 'ordered', 'waiting', 'done', 'skipped'] as const;

function Gateways({ rollout, path }: { rollout: RolloutView; path: string }) {
  const [tab, setTab] = useState<(typeof TABS)[number]>('all');
  const { href } = useInside();
  const list = usePaged(`${path} ${tab}`, (after, signal) =>
    api.get<PageOf<RolloutGateway>>(
      withQuery(`${path}/gateways`, { after, state: tab === 'all' ? undefined : tab }),
      signal,
    ),
  );
  useChanged(['rollout', 'gateway'], list.reload);
  return (
    <Section title={t('ro.gateways')}>
      <Tabs
        label={t('ro.gw.states')}
        current={tab}
        tabs={TABS.map((key) => ({ key, title: t(`ro.gw.${key}`) }))}
        onPick={setTab}
      />
      <PagedTable
        caption={t('ro.gateways')}
        list={list}
        rowKey={({ gatewayId }) => gatewayId}
        empty={
          <Empty icon="gateway" title={t('ro.gw.none')}>
            <p>{t('ro.gw.noneWhy')}</p>
          </Empty>
        }
        columns={[
          {
            key: 'name',
            title: t('ro.gw.name'),
            header: true,
            cell: ({ gatewayId, name, account }) => (
              <>
                <Link href={href(`/gateways/${gatewayId}`)}>{name}</Link>
                <p class="small quiet">{account.name}</p>
              </>
            ),
          },
          { key: 'ring', title: t('ro.gw.ring'), cell: ({ ring }) => rollout.rings[ring]?.name ?? '' },
          { key: 'state', title: t('up.col.state'), cell: (row) => <GatewayState row={row} /> },
          { key: 'version', title: t('ro.gw.runs'), cell: ({ version }) => version },
        ]}
      />
    </Section>
  );
}

function GatewayState({ row }: { row: RolloutGateway }) {
  const { state, step, endedAt, orderedAt, online, reason } = row;
  const own = step === undefined ? undefined : updateState(step as UpdateState);
  return (
    <div class="result">
      <State
        kind={own?.kind ?? KIND[state]}
        word={own?.word ?? t(`ro.gw.${state}`)}
        at={endedAt ?? orderedAt}
        {...(!online && endedAt === undefined && { note: t('ro.gw.offline') })}
      />
      {reason && (
        <>
          <p class="small">
            <Said text={reason.sentence} />
          </p>
          <p class="small quiet">
            <Said text={reason.remedy} />
          </p>
        </>
      )}
    </div>
  );
}

function About({ rollout }: { rollout: RolloutView }) {
  const { when, maxFailedPercent, account, createdAt, createdBy, endedAt, endedBy } = rollout;
  const by = (at: number, who: string) => t('ro.startedBy', { when: clockTime(at, now()), who });
  return (
    <Section title={t('ro.facts')}>
      <Facts
        rows={[
          [t('ro.when'), whenWords(when)],
          [t('ro.threshold'), t('ro.thresholdWords', { n: maxFailedPercent })],
          [t('ro.scope'), account ? t('ro.scopeOne', { name: account.name }) : t('ro.scopeAll')],
          [t('ro.started'), by(createdAt, createdBy)],
          endedAt !== undefined && [
            t('ro.ended'),
            endedBy === undefined ? clockTime(endedAt, now()) : by(endedAt, endedBy),
          ],
        ]}
      />
    </Section>
  );
}
