/** One platform (S3:2507-2529): its account, its properties, its partitions and applications. */
import type { PlatformView } from '../../../src/contract/console-api.ts';
import {
  accountNumber,
  clockTime,
  type Fact,
  Facts,
  FailureBanner,
  Head,
  Link,
  Loading,
  memory,
  now,
  Section,
  Table,
  useLoad,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { useChanged, useInside } from '../inside.ts';
import { t } from '../words.ts';
import { Crumbs, Gone, sameSearch } from './list-page.tsx';
import { Portal } from './portal.tsx';
import { Reported } from './reported.tsx';
import { licenceWord, Swa } from './swa.tsx';

export function PlatformDetail({ id }: { id: string }) {
  const url = `/api/inventory/platforms/${encodeURIComponent(id)}`;
  const platform = useLoad(url, (path, signal) => api.get<PlatformView>(path, signal));
  useChanged(['inventory', 'gateway'], platform.reload);
  const back = sameSearch('/platforms');
  const { data, failure } = platform;
  return (
    <>
      <Head
        above={<Crumbs parts={[t('nav.inventory'), <Link href={back}>{t('nav.platforms')}</Link>]} />}
        sentences={[
          data
            ? t('platform.title', { host: data.host, account: data.account.name })
            : t(failure ? 'nav.platforms' : 'platforms.reading'),
        ]}
      >
        {data && data.portal.state !== 'none' && (
          <p class="row">
            <Portal gatewayId={data.gatewayId} host={data.host} portal={data.portal} />
          </p>
        )}
      </Head>
      {failure?.status === 404 ? (
        <Gone title={t('platform.unknown')} back={back} />
      ) : (
        failure && <FailureBanner failure={failure} onRetry={platform.reload} />
      )}
      {!data && !failure && <Loading>{t('platforms.reading')}</Loading>}
      {data && failure?.status !== 404 && <Parts platform={data} />}
    </>
  );
}

function Parts({ platform }: { platform: PlatformView }) {
  return (
    <>
      <Properties platform={platform} />
      <Applications platform={platform} />
      <Partitions platform={platform} />
    </>
  );
}

function Properties({ platform: p }: { platform: PlatformView }) {
  const { href } = useInside();
  const unreported = <span class="quiet">{t('platform.unreported')}</span>;
  const left: Fact[] = [
    [t('platform.accountName'), p.account.name],
    [t('platform.accountNumber'), <span class="num">{accountNumber(p.account.number)}</span>],
    [t('platforms.col.host'), p.host],
    [t('platforms.col.platformType'), p.platformType],
    [t('platforms.col.platformName'), p.platformName || unreported],
    [t('platforms.col.systemFamily'), p.systemFamily],
    [t('platforms.col.version'), p.version || unreported],
  ];
  const right: Fact[] = [
    [t('platforms.col.licence'), <LicenceWords platform={p} />],
    [t('platforms.col.swaStatus'), <Swa platform={p} />],
    [t('platform.memory'), p.memoryBytes === undefined ? unreported : memory(p.memoryBytes)],
    [t('platform.processor'), p.processor ?? unreported],
    [t('platforms.col.platformId'), <code class="wrap-anywhere">{p.platformId}</code>],
    [t('platform.reported'), <Reported of={p} />],
    [t('platform.gateway'), <Link href={href(`/gateways/${p.gatewayId}`)}>{t('platform.gatewayOpen')}</Link>],
  ];
  return (
    <Section title={t('platform.properties')}>
      <div class="facts-grid top">
        <Facts rows={left} />
        <Facts rows={right} />
      </div>
    </Section>
  );
}

function LicenceWords({ platform: { licence } }: { platform: PlatformView }) {
  return (
    <>
      {licence.number} {licenceWord(licence.type)}
      {licence.enteredAt !== undefined && (
        <span class="sub">{t('platform.byHand', { when: clockTime(licence.enteredAt, now()) })}</span>
      )}
    </>
  );
}

function Applications({ platform }: { platform: PlatformView }) {
  return (
    <Section title={t('platform.applications')}>
      {platform.applications.length === 0 ? (
        <p class="quiet">{t('platform.applicationsNone')}</p>
      ) : (
        <Table
          caption={t('platform.applications')}
          rows={platform.applications}
          rowKey={({ type, version }) => `${type} ${version}`}
          columns={[
            { key: 'type', title: t('apps.col.type'), header: true, cell: (a) => a.type },
            { key: 'version', title: t('apps.col.version'), cell: (a) => a.version },
            {
              key: 'interfaces',
              title: t('app.interfaces'),
              cell: (a) => a.interfaces.join(', ') || <span class="quiet">{t('app.interfacesNone')}</span>,
            },
          ]}
        />
      )}
    </Section>
  );
}

function Partitions({ platform }: { platform: PlatformView }) {
  return (
    <Section title={t('platform.partitions')}>
      {platform.partitions.length === 0 ? (
        <p class="quiet">{t('platform.partitionsNone')}</p>
      ) : (
        <Table
          caption={t('platform.partitions')}
          rows={platform.partitions}
          rowKey={({ id, basePath }) => `${id} ${basePath}`}
          columns={[
            { key: 'path', title: t('platform.p.basePath'), header: true, cell: (p) => p.basePath },
            { key: 'id', title: t('platform.p.id'), cell: (p) => p.id },
            { key: 'type', title: t('platform.p.type'), cell: (p) => p.fileSystemType },
            {
              key: 'capacity',
              title: t('platform.p.capacity'),
              numeric: true,
              cell: (p) => memory(p.capacityBytes),
            },
          ]}
        />
      )}
    </Section>
  );
}
