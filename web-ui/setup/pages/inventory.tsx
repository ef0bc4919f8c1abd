/** Inventory: what this gateway reports about its host and the linked systems. */
import { dayInZone, type Platform, swaStatus } from '../../../src/contract/inventory.ts';
import type { InventoryView } from '../../../src/contract/local-api.ts';
import {
  Button,
  bytes,
  Empty,
  Facts,
  FailureBanner,
  Head,
  Loading,
  memory,
  now,
  plural,
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

export function InventoryPage() {
  useTitle('Inventory', 'CloudLink gateway');
  const inventory = useLoad('/api/inventory', (_, signal) => gateway.inventory(signal));
  const { data } = inventory;
  return (
    <>
      <InventoryHead view={data} onNew={inventory.set} />
      {inventory.failure && <FailureBanner failure={inventory.failure} onRetry={inventory.reload} />}
      {!data && inventory.loading && <Loading>Reading the inventory</Loading>}
      {data && !data.report && <NoReport />}
      {data?.report?.platforms.map((platform) => (
        <PlatformSection key={platform.host} platform={platform} zone={data.report?.zone ?? 'UTC'} />
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
    ? `${plural(platforms.length, 'platform')}, ${plural(applications, 'application')}.`
    : 'Inventory';
  return (
    <Head sentences={[sentence]} lead="Reported every hour. An unchanged report costs one small request.">
      {view?.report && (
        <p class="row wide-gap wide-p">
          <State kind="ok" word="Collected" at={view.report.collectedAt} staleAfter={7_200_000} />
          {view.lastAt !== undefined ? (
            <State
              kind="ok"
              word={view.lastWasSame ? 'Sent, nothing had changed' : 'Sent'}
              at={view.lastAt}
            />
          ) : (
            <State kind="off" word="Not sent yet" />
          )}
        </p>
      )}
      {report.failure && <FailureBanner failure={report.failure} />}
      {mayChange && (
        <p>
          <Button icon="refresh" busy={report.busy} busyWord="Reporting…" onClick={() => void report.run()}>
            Report now
          </Button>
        </p>
      )}
    </Head>
  );
}

function NoReport() {
  return (
    <Empty icon="stack" title="Nothing has been collected yet" level={2}>
      <p class="small">
        The first report is made within an hour after the start. Report now makes it at once.
      </p>
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

const TYPE_WORD = { msl: 'MSL', linux: 'Linux', windows: 'Windows' } as const;

function PlatformSection({ platform: p, zone }: { platform: Platform; zone: string }) {
  const swa = swaStatus(p.licence, dayInZone(now(), zone));
  return (
    <Section
      title={p.platformName || p.host}
      aside={p.collectedBy === 'self' ? 'This host' : 'Read through the PBX link'}
    >
      <div class="facts-grid plain">
        <Facts
          rows={[
            ['Host', p.host],
            ['Platform type', TYPE_WORD[p.platformType]],
            ['Version', p.version],
            ['Platform ID', p.platformId],
            p.processor !== undefined && ['Processor', p.processor],
            p.memoryBytes !== undefined && ['Memory', memory(p.memoryBytes)],
          ]}
        />
        <Facts
          rows={[
            ['Licence', p.licence.number ?? 'none'],
            ['Licence type', p.licence.type],
            ['Expires', p.licence.expiresOn || 'not given'],
            ['SWA Status', <State key="swa" kind={SWA_LOOK[swa] ?? 'unknown'} word={swa} />],
          ]}
        />
      </div>
      <h3>Applications</h3>
      {p.applications.length === 0 ? (
        <p class="small quiet">None known.</p>
      ) : (
        <Table
          caption={`Applications on ${p.host}`}
          phones="plain"
          rows={p.applications}
          rowKey={(a) => `${a.type} ${a.version}`}
          columns={[
            { key: 'type', title: 'Application', header: true, cell: (a) => a.type },
            { key: 'version', title: 'Version', cell: (a) => a.version },
            { key: 'interfaces', title: 'Web interfaces', numeric: true, cell: (a) => a.interfaces.length },
          ]}
        />
      )}
      {p.partitions.length > 0 && (
        <details class="fold">
          <summary>Partitions ({p.partitions.length})</summary>
          <Table
            caption={`Partitions of ${p.host}`}
            rows={p.partitions}
            rowKey={(part) => `${part.id} ${part.basePath}`}
            columns={[
              { key: 'path', title: 'Path', header: true, cell: (part) => part.basePath },
              { key: 'id', title: 'Device', cell: (part) => part.id },
              { key: 'fs', title: 'File system', cell: (part) => part.fileSystemType },
              { key: 'size', title: 'Size', numeric: true, cell: (part) => bytes(part.capacityBytes) },
            ]}
          />
        </details>
      )}
    </Section>
  );
}
