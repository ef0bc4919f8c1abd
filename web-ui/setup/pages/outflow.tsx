/** What leaves this building (row G10): every destination and every kind of data, as it was counted. */
import { useState } from 'preact/hooks';
import {
  OUTFLOW_NEVER,
  OUTFLOW_USES,
  type OutflowDatum,
  type OutflowDestination,
  type OutflowNever,
  type OutflowView,
} from '../../../src/contract/outflow.ts';
import {
  Age,
  Banner,
  bytes,
  type Column,
  clockTime,
  count,
  dayWords,
  Empty,
  FailureBanner,
  Head,
  Loading,
  now,
  Section,
  SelectField,
  State,
  Table,
  useLoad,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { t } from '../words.ts';

/** Uses that stay on site; decides for a destination that was never reached. */
const ON_SITE: readonly OutflowDestination['use'][] = ['pbx', 'directory', 'target', 'mdns', 'own'];

const isInside = ({ place, use }: OutflowDestination) =>
  place === 'unknown' ? ON_SITE.includes(use) : place !== 'outside';

const isUndeclared = (row: OutflowDestination | OutflowDatum) =>
  ('use' in row ? row.use : row.data) === 'undeclared';

export function OutflowPage() {
  useTitle(t('flow.title'), t('brand'));
  const [day, setDay] = useState('');
  const read = useLoad(`/api/outflow?day=${day}`, (_, signal) => gateway.outflow(day, signal));
  const view = read.data;
  return (
    <>
      <Head sentences={view ? sentences(view) : [t('flow.title')]} lead={t('flow.lead')} />
      {read.failure && <FailureBanner failure={read.failure} onRetry={read.reload} />}
      {!view && read.loading && <Loading>{t('flow.reading')}</Loading>}
      {view && <Counts view={view} day={day} onDay={setDay} />}
    </>
  );
}

const place = ({ host, port }: OutflowDestination) =>
  port === 0 ? host : `${host.includes(':') ? `[${host}]` : host}:${port}`;
const placesOf = (rows: readonly OutflowDestination[]) => new Set(rows.map(place)).size;

function sentences({ destinations }: OutflowView): string[] {
  const outside = destinations.filter((row) => row.use !== 'names' && !isInside(row) && row.connections > 0);
  const unknown = placesOf(destinations.filter(isUndeclared));
  return [
    t('flow.head', { n: placesOf(outside) }),
    ...(unknown > 0 ? [t('flow.headUndeclared', { n: unknown })] : []),
  ];
}

type CountsProps = {
  readonly view: OutflowView;
  readonly day: string;
  readonly onDay: (day: string) => void;
};

function Counts({ view, day, onDay }: CountsProps) {
  const flows = view.destinations.filter(({ use }) => use !== 'names');
  const names = view.destinations.filter(({ use }) => use === 'names');
  const options = [
    { value: '', title: t('flow.sinceStart', { when: clockTime(view.since, now()) }) },
    ...view.days.map((one) => ({ value: one.day, title: dayWords(one.day) ?? one.day })),
  ];
  return (
    <>
      {[...view.destinations, ...view.data].some(isUndeclared) && (
        <Banner kind="bad" title={t('flow.undeclaredTitle')}>
          <p>{t('flow.undeclaredText')}</p>
        </Banner>
      )}
      <div class="form">
        <SelectField id="period" label={t('flow.period')} {...{ value: day, options, onInput: onDay }} />
      </div>
      <Destinations title={t('flow.outside')} rows={undeclaredFirst(flows.filter((row) => !isInside(row)))} />
      <Data rows={view.data} />
      <Never />
      <Destinations title={t('flow.inside')} note={t('flow.insideNote')} rows={flows.filter(isInside)} />
      {names.length > 0 && <Names rows={names} />}
      {view.days.length > 0 && <Days days={view.days} />}
    </>
  );
}

const lastColumn = <T extends { readonly lastAt: number }>(): Column<T> => ({
  key: 'last',
  title: t('flow.last'),
  cell: ({ lastAt }) => (
    <span class="nowrap">
      <Age at={lastAt} />
    </span>
  ),
});

function Use({ use }: { use: OutflowDestination['use'] }) {
  if (use === 'undeclared') return <State kind="bad" word={t('flow.undeclared')} />;
  return (
    <>
      {t(`flow.use.${use}`)}
      <span class="sub">{OUTFLOW_USES[use].protocol}</span>
    </>
  );
}

function Way({ row }: { row: OutflowDestination }) {
  const way = row.via === undefined ? t('flow.direct') : t('flow.via', { proxy: row.via });
  return (
    <>
      <span class="wrap-anywhere">{place(row)}</span>
      <span class="sub wrap-anywhere">
        {row.place === 'machine' ? t('flow.machine') : row.place === 'unknown' ? t('flow.notReached') : way}
      </span>
    </>
  );
}

const undeclaredFirst = (rows: readonly OutflowDestination[]) =>
  [...rows].sort((a, b) => Number(isUndeclared(b)) - Number(isUndeclared(a)));

/** More destinations than these scroll by themselves: what stands below is not far away. */
const SCROLLS = 50;

function Destinations({
  title,
  note,
  rows,
}: {
  title: string;
  note?: string;
  rows: readonly OutflowDestination[];
}) {
  return (
    <Section title={title} aside={note}>
      {rows.length === 0 ? (
        <Empty icon="eye" title={t('flow.none')}>
          <p class="small">{t('flow.noneText')}</p>
        </Empty>
      ) : (
        <Table
          caption={t('flow.to')}
          rows={rows}
          tall={rows.length > SCROLLS}
          rowKey={(row) => [row.use, place(row), row.via, row.place].join(' ')}
          columns={[
            { key: 'for', title: t('flow.for'), header: true, cell: ({ use }) => <Use use={use} /> },
            { key: 'to', title: t('flow.to'), cell: (row) => <Way row={row} /> },
            {
              key: 'opened',
              title: t('flow.opened'),
              numeric: true,
              cell: (row) => (
                <>
                  {count(row.connections)}
                  {row.failed > 0 && <span class="sub">{t('flow.failed', { n: row.failed })}</span>}
                </>
              ),
            },
            { key: 'up', title: t('flow.up'), numeric: true, cell: ({ up }) => bytes(up) },
            { key: 'down', title: t('flow.down'), numeric: true, cell: ({ down }) => bytes(down) },
            lastColumn(),
          ]}
        />
      )}
    </Section>
  );
}

function Datum({ row: { data } }: { row: OutflowDatum }) {
  const isUnknown = data === 'undeclared';
  return (
    <>
      {isUnknown ? <State kind="bad" word={t('flow.undeclared')} /> : t(`flow.data.${data}`)}
      <span class="sub">{isUnknown ? t('flow.undeclaredHolds') : t(`flow.holds.${data}`)}</span>
    </>
  );
}

function Data({ rows }: { rows: readonly OutflowDatum[] }) {
  return (
    <Section title={t('flow.data')} aside={t('flow.dataNote')}>
      {rows.length === 0 ? (
        <Empty icon="eye" title={t('flow.noData')} />
      ) : (
        <Table
          caption={t('flow.data')}
          rows={rows}
          rowKey={({ data }) => data}
          columns={[
            { key: 'kind', title: t('flow.kind'), header: true, cell: (row) => <Datum row={row} /> },
            { key: 'times', title: t('flow.times'), numeric: true, cell: (row) => count(row.count) },
            { key: 'up', title: t('flow.up'), numeric: true, cell: ({ up }) => bytes(up) },
            lastColumn(),
          ]}
        />
      )}
    </Section>
  );
}

function Never() {
  return (
    <Section title={t('flow.never')}>
      <ul class="prose-list">
        {(Object.keys(OUTFLOW_NEVER) as OutflowNever[]).map((key) => (
          <li key={key}>{t(`flow.never.${key}`)}</li>
        ))}
      </ul>
    </Section>
  );
}

function Names({ rows }: { rows: readonly OutflowDestination[] }) {
  return (
    <Section title={t('flow.names')} aside={t('flow.namesNote')}>
      <Table
        caption={t('flow.names')}
        rows={rows}
        rowKey={({ host }) => host}
        columns={[
          {
            key: 'name',
            title: t('flow.name'),
            header: true,
            cell: ({ host }) => <span class="wrap-anywhere">{host}</span>,
          },
          { key: 'times', title: t('flow.times'), numeric: true, cell: (row) => count(row.connections) },
          lastColumn(),
        ]}
      />
    </Section>
  );
}

function Days({ days }: { days: OutflowView['days'] }) {
  return (
    <Section title={t('flow.days')} aside={t('flow.daysNote')}>
      <Table
        caption={t('flow.daysNote')}
        rows={days}
        rowKey={({ day }) => day}
        tall
        columns={[
          { key: 'day', title: t('flow.day'), header: true, cell: ({ day }) => dayWords(day) ?? day },
          {
            key: 'opened',
            title: t('flow.opened'),
            numeric: true,
            cell: ({ connections }) => count(connections),
          },
          { key: 'up', title: t('flow.up'), numeric: true, cell: ({ up }) => bytes(up) },
          { key: 'down', title: t('flow.down'), numeric: true, cell: ({ down }) => bytes(down) },
        ]}
      />
    </Section>
  );
}
