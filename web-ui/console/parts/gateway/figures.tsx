import type { GatewayView } from '../../../../src/contract/console-api.ts';
import type { FigureSeries, GatewayFigures } from '../../../../src/contract/metrics.ts';
import {
  Age,
  bytes,
  count,
  FailureBanner,
  memory,
  Section,
  State,
  seconds,
  Table,
  useLoad,
} from '../../../shared/index.ts';
import { api } from '../../api.ts';
import { useChanged } from '../../inside.ts';
import { t } from '../../words.ts';

type Row = {
  readonly says: Parameters<typeof t>[0];
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly show: (value: number) => string;
};

/** What a person makes something of, in words; the API has the rest. */
const ROWS: readonly Row[] = [
  { says: 'g.fig.memory', name: 'memory_bytes', show: memory },
  { says: 'g.fig.processor', name: 'processor_seconds_total', show: seconds },
  { says: 'g.fig.delay', name: 'loop_delay_seconds', labels: { quantile: '0.99' }, show: seconds },
  { says: 'g.fig.users', name: 'sync_users', show: count },
  { says: 'g.fig.detained', name: 'sync_users_detained', show: count },
  { says: 'g.fig.syncTime', name: 'sync_last_duration_seconds', show: seconds },
  { says: 'g.fig.tunnels', name: 'tunnels', labels: { state: 'started' }, show: count },
  { says: 'g.fig.waiting', name: 'outbox_waiting', show: count },
  {
    says: 'g.fig.sent',
    name: 'network_bytes_total',
    labels: { use: 'cloud', direction: 'up' },
    show: bytes,
  },
  {
    says: 'g.fig.received',
    name: 'network_bytes_total',
    labels: { use: 'cloud', direction: 'down' },
    show: bytes,
  },
];

const fits = (row: Row, { name, labels }: FigureSeries) =>
  name === `cloudlink_${row.name}` &&
  Object.entries(row.labels ?? {}).every(([label, value]) => labels[label] === value);

/** Of the last day, from the roll-ups that come each five minutes. */
export function Figures({ gateway }: { gateway: GatewayView }) {
  const loaded = useLoad(`/api/gateways/${encodeURIComponent(gateway.id)}/metrics`, (path, signal) =>
    api.get<GatewayFigures>(path, signal),
  );
  useChanged(['gateway'], loaded.reload);
  const { series = [], to } = loaded.data ?? {};
  const rows = ROWS.flatMap((row) => {
    const found = series.find((one) => fits(row, one));
    return found ? [{ ...row, found }] : [];
  });
  return (
    <Section title={t('g.fig')} aside={t('g.fig.note')}>
      {loaded.failure && <FailureBanner failure={loaded.failure} onRetry={loaded.reload} level={3} />}
      {loaded.data && rows.length === 0 && (
        <p class="ruled">
          <State kind="off" word={t('g.fig.none')} note={t('g.fig.noneNote')} />
        </p>
      )}
      {rows.length > 0 && (
        <>
          <Table
            caption={t('g.fig')}
            rows={rows}
            rowKey={({ says }) => says}
            columns={[
              { key: 'what', title: t('g.fig.what'), header: true, cell: ({ says }) => t(says) },
              ...(['last', 'least', 'most'] as const).map((key) => ({
                key,
                title: t(`g.fig.${key}`),
                numeric: true,
                cell: ({ show, found }: (typeof rows)[number]) => show(found[key]),
              })),
            ]}
          />
          {to !== undefined && (
            <p class="small quiet">
              {t('g.fig.age')} <Age at={to} />
            </p>
          )}
        </>
      )}
    </Section>
  );
}
