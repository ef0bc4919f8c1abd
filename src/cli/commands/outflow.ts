import {
  OUTFLOW_DATA,
  OUTFLOW_NEVER,
  OUTFLOW_USES,
  type OutflowDestination,
  OutflowView,
  UNDECLARED,
} from '../../contract/outflow.ts';
import { type Context, show } from '../context.ts';
import { age, exact, table } from '../print.ts';

const UNKNOWN = { title: 'Not declared', protocol: 'unknown', holds: 'Unknown' };
const use = (key: OutflowDestination['use']) => (key === UNDECLARED ? UNKNOWN : OUTFLOW_USES[key]);

const PLACES = {
  machine: 'this machine',
  site: 'inside',
  outside: 'outside',
  unknown: 'not known',
} as const;

/** `1.2 MB`, powers of ten. */
function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const n = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${n === 0 ? bytes : (bytes / 1000 ** n).toFixed(1)} ${units[n]}`;
}

const endpoint = ({ host, port }: OutflowDestination) =>
  port === 0 ? host : `${host.includes(':') ? `[${host}]` : host}:${port}`;

function destinations(view: OutflowView, now: number): string {
  if (view.destinations.length === 0) return 'No connection was opened.';
  return table(
    ['For', 'To', 'Where', 'Way', 'Protocol', 'Opened', 'Failed', 'Up', 'Down', 'Last'],
    view.destinations.map((d) => [
      use(d.use).title,
      endpoint(d),
      PLACES[d.place],
      d.via === undefined ? 'direct' : `by ${d.via}`,
      use(d.use).protocol,
      String(d.connections),
      String(d.failed),
      size(d.up),
      size(d.down),
      age(d.lastAt, now),
    ]),
  );
}

function data(view: OutflowView, now: number): string {
  if (view.data.length === 0) return 'No data went to the cloud.';
  return table(
    ['Data', 'Times', 'Up', 'Last', 'What it holds'],
    view.data.map((d) => {
      const { title, holds } = d.data === UNDECLARED ? UNKNOWN : OUTFLOW_DATA[d.data];
      return [title, String(d.count), size(d.up), age(d.lastAt, now), holds];
    }),
  );
}

/** Every destination and every kind of data, counted from the real connections. */
export async function outflow(context: Context, options: { readonly day?: string }): Promise<void> {
  const query = options.day === undefined ? '' : `?day=${encodeURIComponent(options.day)}`;
  const view = await context.client.get(`/api/outflow${query}`, OutflowView);
  show(context, view, (v) =>
    [
      v.day === undefined ? `Since the start of the program, ${exact(v.since)}.` : `On ${v.day}.`,
      '',
      destinations(v, context.now),
      '',
      'To the cloud went:',
      data(v, context.now),
      '',
      'Never leaves:',
      ...Object.values(OUTFLOW_NEVER).map((sentence) => `  ${sentence}`),
      '',
      table(
        ['Day', 'Opened to outside', 'Up', 'Down'],
        v.days.map((d) => [d.day, String(d.connections), size(d.up), size(d.down)]),
      ),
    ].join('\n'),
  );
}
