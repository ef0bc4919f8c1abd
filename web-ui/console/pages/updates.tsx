/** Releases that the cloud distributes, and their rollouts. */
import type { ReleasesView, ReleaseView, RolloutView } from '../../../src/contract/rollouts.ts';
import {
  Age,
  age,
  Banner,
  ButtonLink,
  date,
  Empty,
  FailureBanner,
  Head,
  Link,
  now,
  PagedTable,
  type PageOf,
  Section,
  State,
  Table,
  useLoad,
  usePaged,
  useTitle,
  withQuery,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { useChanged, useInside } from '../inside.ts';
import { LoadedPage } from '../parts/loaded.tsx';
import { RolloutStateWord, totalOf } from '../parts/rollout-words.tsx';
import { rich, t } from '../words.ts';

/** Time to ask the makers for fresh metadata. */
const SOON_MS = 3 * 86_400_000;

export function UpdatesPage() {
  useTitle(t('up.title'), t('brand'));
  const { partner } = useInside();
  const loaded = useLoad('/api/releases', (path, signal) => api.get<ReleasesView>(path, signal));
  return (
    <LoadedPage loaded={loaded} title={t('up.title')} reading={t('up.reading')}>
      {(view) => (partner ? <WithRollouts view={view} /> : <Releases view={view} running={[]} />)}
    </LoadedPage>
  );
}

function WithRollouts({ view }: { view: ReleasesView }) {
  const list = usePaged('/api/rollouts', (after, signal) =>
    api.get<PageOf<RolloutView>>(withQuery('/api/rollouts', { after, limit: 20 }), signal),
  );
  useChanged(['rollout'], list.reload);
  return (
    <>
      <Releases view={view} running={list.items.filter(({ endedAt }) => endedAt === undefined)} />
      <Section title={t('up.rollouts')}>
        <PagedTable
          caption={t('up.rollouts')}
          list={list}
          tall={false}
          rowKey={({ id }) => id}
          empty={
            <Empty icon="history" title={t('up.noRollouts')}>
              <p>{t('up.noRolloutsWhy')}</p>
            </Empty>
          }
          columns={[
            {
              key: 'version',
              title: t('up.col.version'),
              header: true,
              cell: ({ id, version }) => <Link href={`/updates/${id}`}>{version}</Link>,
            },
            {
              key: 'state',
              title: t('up.col.state'),
              cell: (rollout) => <RolloutStateWord rollout={rollout} />,
            },
            { key: 'progress', title: t('up.col.progress'), cell: (rollout) => progressOf(rollout) },
            { key: 'by', title: t('up.col.by'), cell: ({ createdBy }) => createdBy },
            { key: 'at', title: t('up.col.at'), cell: ({ createdAt }) => <Age at={createdAt} /> },
          ]}
        />
      </Section>
    </>
  );
}

function progressOf(rollout: RolloutView): string {
  const { done, failed, n } = totalOf(rollout);
  return t('ro.counts', { done, n, failed });
}

function Releases({ view, running }: { view: ReleasesView; running: readonly RolloutView[] }) {
  const { releases, metadata, problem } = view;
  const { partner } = useInside();
  const going = running.map(({ version, state }) =>
    t(state === 'running' ? 'up.running' : 'up.attention', { version }),
  );
  return (
    <>
      <Head sentences={[t('up.head', { n: releases.length }), ...going]} lead={t('up.lead')} />
      {problem && <FailureBanner failure={{ ...problem, status: 0, fields: {} }} />}
      {metadata && <Expiry at={Math.min(...Object.values(metadata))} />}
      <Section title={t('up.releases')}>
        {releases.length === 0 ? (
          <Empty icon="download" title={t('up.noReleases')}>
            <p>{t('up.noReleasesWhy')}</p>
          </Empty>
        ) : (
          <Table
            caption={t('up.releases')}
            rows={releases}
            rowKey={({ version }) => version}
            columns={[
              {
                key: 'version',
                title: t('up.col.version'),
                header: true,
                cell: ({ version, notes }) => (
                  <>
                    {version}
                    {notes !== undefined && <p class="small quiet">{notes}</p>}
                  </>
                ),
              },
              {
                key: 'released',
                title: t('up.col.released'),
                cell: ({ releasedAt }) => (releasedAt === undefined ? '' : date(releasedAt)),
              },
              {
                key: 'hardware',
                title: t('up.col.hardware'),
                cell: ({ files }) => [...new Set(files.flatMap((file) => file.hardware))].join(', '),
              },
              { key: 'floor', title: t('up.col.floor'), cell: ({ floor }) => floor },
              {
                key: 'state',
                title: t('up.col.state'),
                cell: (release) => <Completeness release={release} />,
              },
              ...(partner
                ? [
                    {
                      key: 'act',
                      title: t('up.col.act'),
                      action: true,
                      cell: (release: ReleaseView) => <RollOut release={release} busy={running.length > 0} />,
                    },
                  ]
                : []),
            ]}
          />
        )}
      </Section>
    </>
  );
}

const missingOf = ({ files }: ReleaseView) => files.filter(({ present }) => !present).length;

function Completeness({ release }: { release: ReleaseView }) {
  const n = missingOf(release);
  return n === 0 ? (
    <State kind="ok" word={t('up.complete')} />
  ) : (
    <State kind="warn" word={t('up.missing', { n })} />
  );
}

function RollOut({ release, busy }: { release: ReleaseView; busy: boolean }) {
  const { href } = useInside();
  if (busy || missingOf(release) > 0) return null;
  const { version } = release;
  return (
    <ButtonLink small href={href('/updates/new', { version })}>
      {rich('up.rollOut', { version, sr: (words) => <span class="sr">{words}</span> })}
    </ButtonLink>
  );
}

function Expiry({ at }: { at: number }) {
  const left = at - now();
  if (left > SOON_MS) return null;
  return (
    <Banner kind="warn" title={left <= 0 ? t('up.expired') : t('up.expires', { when: age(at, now(), 'in') })}>
      <p>{t('up.expiresWhy')}</p>
    </Banner>
  );
}
