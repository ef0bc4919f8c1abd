import type { Db } from '../../base/runtime/sqlite.ts';
import type { DataCount, FlowCount, OutflowDayTotal, OutflowStore } from '../core/ports/outflow.ts';

type Row = {
  kind: 'flow' | 'data';
  use: string;
  host: string;
  port: number;
  via: string;
  place: FlowCount['place'];
  connections: number;
  failed: number;
  up: number;
  down: number;
  last_at: number;
};

const flowOf = ({ kind: _, via, last_at: lastAt, use, ...row }: Row): FlowCount => ({
  ...row,
  use: use as FlowCount['use'],
  ...(via === '' ? {} : { via }),
  lastAt,
});

const dataOf = ({ use, connections, up, last_at: lastAt }: Row): DataCount => ({
  data: use as DataCount['data'],
  count: connections,
  up,
  lastAt,
});

const nowhere = { host: '', port: 0, via: '', place: 'outside', failed: 0, down: 0 } as const;

/** Sums of what left the building, by day of the site. */
export function createOutflowStore(db: Db): OutflowStore {
  const put = db.prepare(`
    INSERT INTO outflow (day, kind, use, host, port, via, place, connections, failed, up, down, last_at)
    VALUES (@day, @kind, @use, @host, @port, @via, @place, @connections, @failed, @up, @down, @lastAt)
    ON CONFLICT DO UPDATE SET connections = connections + excluded.connections, failed = failed + excluded.failed,
      up = up + excluded.up, down = down + excluded.down, last_at = max(last_at, excluded.last_at)`);
  const ofDay = db.prepare<[string], Row>(
    `SELECT kind, use, host, port, via, place, connections, failed, up, down, last_at FROM outflow WHERE day = ?`,
  );
  const totals = db.prepare<[], OutflowDayTotal>(
    `SELECT day, sum(connections * (place = 'outside')) AS connections, sum(up * (place = 'outside')) AS up,
       sum(down * (place = 'outside')) AS down
     FROM outflow WHERE kind = 'flow' GROUP BY day ORDER BY day DESC`,
  );
  const prune = db.prepare('DELETE FROM outflow WHERE day < ?');

  return {
    add: db.transaction((day: string, flows: readonly FlowCount[], data: readonly DataCount[]) => {
      for (const flow of flows) put.run({ day, kind: 'flow', via: '', ...flow });
      for (const { data: use, count: connections, up, lastAt } of data)
        put.run({ day, kind: 'data', use, ...nowhere, connections, up, lastAt });
    }),
    of(day) {
      const rows = ofDay.all(day);
      return {
        flows: rows.filter((row) => row.kind === 'flow').map(flowOf),
        data: rows.filter((row) => row.kind === 'data').map(dataOf),
      };
    },
    days: () => totals.all(),
    prune: (before) => prune.run(before).changes,
  };
}
