/** The access log between gateway and cloud: heads of the chain, which the cloud keeps so that the customer can compare. */
import { type Static, Type } from 'typebox';
import { Instant } from './common.ts';

/** Lower-case hex SHA-256. */
export const ChainHash = Type.String({ pattern: '^[0-9a-f]{64}$' });

/** What a gateway said of its chain at one instant: how many records there ever were, and the last one's hash. */
export const AccessHead = Type.Object({ count: Type.Integer({ minimum: 1 }), head: ChainHash, at: Instant });
export type AccessHead = Static<typeof AccessHead>;

/** Heads of more records than `after`, the smaller first; `next` is the `after` of the page that follows. */
export const AccessHeads = Type.Object({
  heads: Type.Array(AccessHead, { maxItems: 1000 }),
  next: Type.Optional(Type.Integer({ minimum: 0 })),
});
export type AccessHeads = Static<typeof AccessHeads>;

export const ACCESS_FAULTS = ['CHAIN_BROKEN', 'START_CUT', 'HEAD_DIFFERS', 'TAIL_CUT'] as const;

/** What a verification found. `ok` is the chain's own soundness; what the cloud could not be asked is said beside it. */
export const AccessVerdict = Type.Object({
  at: Instant,
  ok: Type.Boolean(),
  /** Records that were looked at, and the first of them: earlier ones were taken away when they were old. */
  records: Type.Integer({ minimum: 0 }),
  first: Type.Integer({ minimum: 1 }),
  faults: Type.Array(
    Type.Object({
      code: Type.Enum([...ACCESS_FAULTS]),
      /** The record it was noticed at. */
      n: Type.Integer({ minimum: 1 }),
      /** When the cloud was told of this record. */
      toldAt: Type.Optional(Instant),
      sentence: Type.String(),
    }),
  ),
  cloud: Type.Object({
    /** Heads that the cloud holds and that were compared. */
    compared: Type.Integer({ minimum: 0 }),
    /** Of the newest of these. */
    newestAt: Type.Optional(Instant),
    /** Why the cloud was not asked, or did not answer. */
    fault: Type.Optional(Type.String()),
  }),
});
export type AccessVerdict = Static<typeof AccessVerdict>;
