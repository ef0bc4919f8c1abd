/** What leaves the building, for the fake of the gateway's API. */
import {
  OUTFLOW_DATA,
  type OutflowData,
  type OutflowDestination,
  type OutflowView,
} from '../../src/contract/outflow.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const HOURS = 26;

const none = { failed: 0, connections: 1, up: 0, down: 0 };
const CLOUD = { host: 'cloud.cloudlink.example', port: 443, place: 'outside' } as const;

function rows(time: number): OutflowDestination[] {
  const flow = (
    more: Omit<OutflowDestination, 'lastAt' | keyof typeof none> & Partial<OutflowDestination>,
  ) => ({
    ...none,
    lastAt: time - 12_000,
    ...more,
  });
  return [
    flow({ use: 'channel', ...CLOUD, connections: 3, up: 1_204_000, down: 96_200 }),
    flow({ use: 'tunnel', ...CLOUD, connections: 2, up: 48_310_000, down: 2_920_000 }),
    flow({ use: 'check', host: 'ns1.example.net', port: 53, place: 'unknown', connections: 0, failed: 3 }),
    flow({ use: 'cloud', ...CLOUD, connections: 41, failed: 2, up: 6_410_000, down: 9_880_000 }),
    flow({
      use: 'check',
      ...CLOUD,
      via: 'proxy.ballad.example:3128',
      connections: 26,
      lastAt: time - 14 * MINUTE,
    }),
    flow({ use: 'names', host: 'cloud.cloudlink.example', port: 0, place: 'unknown', connections: 44 }),
    flow({ use: 'names', host: 'mivb.ballad.example', port: 0, place: 'unknown', connections: 80 }),
    flow({
      use: 'pbx',
      host: '192.168.10.20',
      port: 443,
      place: 'site',
      connections: 78,
      up: 410_000,
      down: 7_730_000,
    }),
    flow({
      use: 'target',
      host: '192.168.10.20',
      port: 443,
      place: 'site',
      connections: 312,
      up: 2_120_000,
      down: 47_600_000,
    }),
    flow({ use: 'mdns', host: '224.0.0.251', port: 5353, place: 'site', up: 14_900, down: 88_000 }),
    flow({
      use: 'own',
      host: '127.0.0.1',
      port: 443,
      place: 'machine',
      connections: 312,
      up: 19_600,
      down: 159_000,
    }),
  ];
}

const UP: Readonly<Record<OutflowData, number>> = {
  sessions: 46_100_000,
  users: 4_880_000,
  status: 1_120_000,
  events: 61_400,
  inventory: 18_300,
  syncResults: 24_100,
  findings: 9_200,
  identity: 40_500,
  metrics: 412_000,
  answers: 3_900,
  logs: 88_000,
};

const dayBefore = (time: number, n: number) => new Date(time - n * DAY).toISOString().slice(0, 10);

export type OutflowSize = 'none' | 'some' | 'many';

export function outflowView(time: number, size: OutflowSize, day?: string): OutflowView {
  const base = { at: time, since: time - HOURS * 60 * MINUTE, ...(day === undefined ? {} : { day }) };
  if (size === 'none') return { ...base, destinations: [], data: [], days: [] };
  const many = Array.from({ length: size === 'many' ? 490 : 0 }, (_, n) => ({
    ...none,
    use: 'undeclared' as const,
    host: `host-${n + 1}.example.net`,
    port: 443,
    place: 'outside' as const,
    lastAt: time - n * MINUTE,
  }));
  return {
    ...base,
    destinations: [...rows(time), ...many],
    data: (Object.keys(OUTFLOW_DATA) as OutflowData[])
      .map((data) => ({ data, count: Math.ceil(UP[data] / 1_500), up: UP[data], lastAt: time - 3 * MINUTE }))
      .sort((a, b) => b.up - a.up),
    days: Array.from({ length: size === 'many' ? 90 : 5 }, (_, n) => ({
      day: dayBefore(time, n),
      connections: 72 - (n % 7),
      up: 55_924_000 - n * 310_000,
      down: 12_896_000 - n * 90_000,
    })),
  };
}
