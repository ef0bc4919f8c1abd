/** Figures of a gateway, rolled up each five minutes (issue 6, part 11): numbers and words of our own tables, no names. */
import { type Static, Type } from 'typebox';
import { Instant } from './common.ts';

/** So long a roll-up waits at the gateway at most, and so long the cloud keeps it. Milliseconds. */
export const ROLLUP_KEPT_MS = 3 * 86_400_000;

const Label = Type.String({ maxLength: 64 });
const named = {
  /** As at `/metrics`: `cloudlink_outbox_waiting`, … */
  name: Type.String({ maxLength: 96, pattern: '^[a-z_][a-z0-9_]*$' }),
  labels: Type.Record(Type.String({ maxLength: 32, pattern: '^[a-z_]+$' }), Label),
  /** Of a gauge, `value` is what it was at the end; of a counter, by how much it went up. */
  kind: Type.Enum(['gauge', 'counter']),
};

export const MetricRollup = Type.Object({
  from: Instant,
  to: Instant,
  /** A counter that did not move is left out. */
  series: Type.Array(Type.Object({ ...named, value: Type.Number() }), { maxItems: 100 }),
});
export type MetricRollup = Static<typeof MetricRollup>;
export type RolledSeries = MetricRollup['series'][number];

/** What the roll-ups of some hours say together. */
export const GatewayFigures = Type.Object({
  /** Of the first and the last of them; absent while there is none. */
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  rollups: Type.Integer({ minimum: 0 }),
  series: Type.Array(
    Type.Object({
      ...named,
      /** Of the newest roll-up; 0 for a counter that stood still in it. */
      last: Type.Number(),
      least: Type.Number(),
      most: Type.Number(),
      /** Of a counter: of all of them. */
      total: Type.Optional(Type.Number()),
    }),
  ),
});
export type GatewayFigures = Static<typeof GatewayFigures>;
export type FigureSeries = GatewayFigures['series'][number];
