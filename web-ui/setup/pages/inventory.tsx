/** Inventory: what this gateway reports about its host and the linked systems. */
import { dayInZone, type Platform, type SwaStatus, swaStatus } from '../../../src/contract/inventory.ts';
import type { InventoryView } from '../../../src/contract/local-api.ts';
import {
  Button,
  bytes,
  clockTime,
  dayWords,
  Empty,
  Facts,
  FailureBanner,
  Head,
  Loading,
  memory,
  now,
  Section,
  State,
  type StateKind,
  Table,
  useDoing,
  useLoad,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { EnterLicence, type LicenceEntry, licenceWord } from '../parts/licence.tsx';
import { swaKey } from '../parts/sentences.ts';
import { t } from '../words.ts';

export function InventoryPage() {
  useTitle(t('inventory.title'), t('brand'));
  const inventory = useLoad('/api/inventory', (_, signal) => gateway.inventory(signal));
  const { data } = inventory;
  return (
    <>
      <InventoryHead view={data} onNew={inventory.set} />
      {inventory.failure && <FailureBanner failure={inventory.failure} onRetry={inventory.reload} />}
      {!data && inventory.loading && <Loading>{t('inventory.reading')}</Loading>}
      {data && !data.report && <NoReport />}
      {data?.report?.platforms.map((platform) => (
        <PlatformSection
          key={platform.host}
          platform={platform}
          zone={data.report?.zone ?? 'UTC'}
          entry={
            platform.collectedBy === 'self' ? { entered: data.entered, onNew: inventory.set } : undefined
          }
        />
      ))}
    </>
  );
}

type HeadProps = { readonly view: InventoryView | undefined; readonly onNew: (view: InventoryView) => void };

function InventoryHead({ view, onNew }: HeadProps) {
  const { mayChange } = useInside();
  const report = useDoing(async () => onNew(await gateway.reportInventory()));
  const platforms = view?.report?.platforms ?? [];
  const applications = platforms.reduce((n, p) => n + p.applications.length, 0);
  const sentence = view?.report
    ? t('inventory.head', { platforms: platforms.length, applications })
    : t('inventory.title');
  return (
    <Head sentences={[sentence]} lead={t('inventory.lead')}>
      {view?.report && (
        <p class="row wide-gap wide-p">
          <State
            kind="ok"
            word={t('inventory.collected')}
            at={view.report.collectedAt}
            staleAfter={7_200_000}
          />
          {view.lastAt !== undefined ? (
            <State
              kind="ok"
              word={view.lastWasSame ? t('inventory.sentSame') : t('inventory.sent')}
              at={view.lastAt}
            />
          ) : (
            <State kind="off" word={t('report.never')} />
          )}
        </p>
      )}
      {report.failure && <FailureBanner failure={report.failure} />}
      {mayChange && (
        <p>
          <Button
            icon="refresh"
            busy={report.busy}
            busyWord={t('report.busy')}
            onClick={() => void report.run()}
          >
            {t('report.now')}
          </Button>
        </p>
      )}
    </Head>
  );
}

function NoReport() {
  return (
    <Empty icon="stack" title={t('inventory.empty')} level={2}>
      <p class="small">{t('inventory.emptyText')}</p>
    </Empty>
  );
}

const SWA_LOOK: Readonly<Record<string, StateKind>> = {
  Active: 'ok',
  'Expiring soon': 'warn',
  Expired: 'bad',
  Inactive: 'bad',
  Unknown: 'unknown',
  'Not Indicated': 'off',
};

const swaWord = (status: SwaStatus) => t('inventory.swaWord', { status: swaKey(status) });

const TYPE_WORD = { msl: 'MSL', linux: 'Linux', windows: 'Windows' } as const;

/** One that is no day stands as it was entered. */
const expiryWords = (day = '') => dayWords(day) ?? (day || t('inventory.notGiven'));

type SectionProps = {
  readonly platform: Platform;
  readonly zone: string;
  /** Of this host alone: its licence can be entered by hand. */
  readonly entry: LicenceEntry | undefined;
};

function PlatformSection({ platform: p, zone, entry }: SectionProps) {
  const { mayChange } = useInside();
  const swa = swaStatus(p.licence, dayInZone(now(), zone));
  return (
    <Section
      title={p.platformName || p.host}
      aside={p.collectedBy === 'self' ? t('inventory.self') : t('inventory.through')}
    >
      <div class="facts-grid plain">
        <Facts
          rows={[
            [t('inventory.host'), p.host],
            [t('inventory.type'), TYPE_WORD[p.platformType]],
            [t('inventory.version'), p.version],
            [t('inventory.id'), p.platformId],
            p.processor !== undefined && [t('inventory.processor'), p.processor],
            p.memoryBytes !== undefined && [t('inventory.memory'), memory(p.memoryBytes)],
          ]}
        />
        <Facts
          rows={[
            [t('inventory.licence'), p.licence.number ?? t('inventory.noLicence')],
            [t('inventory.licenceType'), licenceWord(p.licence.type)],
            [t('inventory.expires'), expiryWords(p.licence.expiresOn)],
            [t('inventory.swa'), <State key="swa" kind={SWA_LOOK[swa] ?? 'unknown'} word={swaWord(swa)} />],
            p.licence.enteredAt !== undefined && [
              t('inventory.source'),
              t('inventory.byHand', {
                who: entry?.entered?.by ?? '',
                when: clockTime(p.licence.enteredAt, now()),
              }),
            ],
          ]}
        />
      </div>
      {entry && mayChange && <EnterLicence {...entry} />}
      <h3>{t('inventory.applications')}</h3>
      {p.applications.length === 0 ? (
        <p class="small quiet">{t('inventory.noApplications')}</p>
      ) : (
        <Table
          caption={t('inventory.applicationsOn', { host: p.host })}
          rows={p.applications}
          rowKey={(a) => `${a.type} ${a.version}`}
          columns={[
            { key: 'type', title: t('inventory.application'), header: true, cell: (a) => a.type },
            { key: 'version', title: t('inventory.version'), cell: (a) => a.version },
            {
              key: 'interfaces',
              title: t('inventory.interfaces'),
              numeric: true,
              cell: (a) => a.interfaces.length,
            },
          ]}
        />
      )}
      {p.partitions.length > 0 && (
        <details class="fold">
          <summary>{t('inventory.partitions', { n: p.partitions.length })}</summary>
          <Table
            caption={t('inventory.partitionsOf', { host: p.host })}
            rows={p.partitions}
            rowKey={(part) => `${part.id} ${part.basePath}`}
            columns={[
              { key: 'path', title: t('inventory.path'), header: true, cell: (part) => part.basePath },
              { key: 'id', title: t('inventory.device'), cell: (part) => part.id },
              { key: 'fs', title: t('inventory.fileSystem'), cell: (part) => part.fileSystemType },
              {
                key: 'size',
                title: t('inventory.size'),
                numeric: true,
                cell: (part) => bytes(part.capacityBytes),
              },
            ]}
          />
        </details>
      )}
    </Section>
  );
}
