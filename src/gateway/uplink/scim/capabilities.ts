/**
 * What the server can do (C1). ServiceProviderConfig only says what is worth trying; each capability counts once it was
 * seen to work: bulk by its first answer, If-Match by refusing a wrong version, PATCH by what came back.
 */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Clock } from '../../../base/clock.ts';
import { type CanonicalUser, USER_FIELDS } from '../../../contract/scim.ts';
import { fail } from '../../core/errors.ts';
import { type Answer, isOk, type ScimHttp } from './http.ts';
import { attribute } from './resource.ts';

const Standing = Type.Enum(['unknown', 'proven', 'absent']);

export const ScimCapabilities = Type.Object({
  /** When ServiceProviderConfig was read: milliseconds since 1970. */
  checkedAt: Type.Integer(),
  bulk: Standing,
  /** Operations and bytes of one bulk request that the server takes. */
  bulkOperations: Type.Integer({ minimum: 1 }),
  bulkBytes: Type.Integer({ minimum: 1024 }),
  etag: Standing,
  patch: Standing,
  /** Longest value of a field that was seen to come back whole, where that is longer than {@link SURELY_KEPT}. */
  kept: Type.Record(Type.String(), Type.Integer({ minimum: 1 })),
});
export type ScimCapabilities = Static<typeof ScimCapabilities>;

/** Code points that every server is taken to keep. Longer values are looked at once a field and length (servers cut them). */
export const SURELY_KEPT = 40;

/** Keeps what was proven from one run to the next; the caller's, a peer each. */
export type CapabilityStore = {
  load(): unknown;
  save(capabilities: ScimCapabilities): void;
};

/** Bulk of 100 was fastest on the servers that were measured; 1,000 was three times slower. */
const BULK_OPERATIONS = 100;
const BULK_BYTES = 1024 * 1024;
/** What was found out holds for a day; then the server may have been updated. */
const FRESH_MS = 24 * 60 * 60_000;

export type Capabilities = {
  readonly now: ScimCapabilities;
  learn(what: Partial<ScimCapabilities>): void;
  /** Has this user a value so long that nobody knows whether the server keeps the whole of it? */
  mayBeCut(user: CanonicalUser): boolean;
  /** This user came back as sent. */
  noteKept(user: CanonicalUser): void;
  /** @throws AppError SCIM_ANSWER_BAD when this is no SCIM server */
  discover(signal: AbortSignal): Promise<void>;
};

function firstOf(config: unknown, checkedAt: number): ScimCapabilities {
  const standing = (name: string) =>
    attribute(attribute(config, name), 'supported') === false ? ('absent' as const) : ('unknown' as const);
  const most = (name: string, least: number, ours: number) => {
    const value = attribute(attribute(config, 'bulk'), name);
    return typeof value === 'number' && value >= least ? Math.min(Math.floor(value), ours) : ours;
  };
  return {
    checkedAt,
    bulk: standing('bulk'),
    bulkOperations: most('maxOperations', 1, BULK_OPERATIONS),
    bulkBytes: most('maxPayloadSize', 1024, BULK_BYTES),
    etag: standing('etag'),
    patch: standing('patch'),
    kept: {},
  };
}

const notScim = (answer: Answer) =>
  fail('SCIM_ANSWER_BAD', { facts: { status: answer.status, json: !answer.garbage } });

export function createCapabilities(options: {
  readonly http: ScimHttp;
  readonly clock: Clock;
  readonly store?: CapabilityStore;
}): Capabilities {
  const { http, clock, store } = options;
  let now = firstOf(undefined, 0);

  function learn(what: Partial<ScimCapabilities>): void {
    const next = { ...now, ...what };
    if (Value.Equal(next, now)) return;
    now = next;
    store?.save(now);
  }

  const longer = (user: CanonicalUser) =>
    USER_FIELDS.flatMap((field): [string, number][] => {
      const { length } = user[field] ?? '';
      return length > Math.max(SURELY_KEPT, now.kept[field] ?? 0) ? [[field, length]] : [];
    });

  /** Some servers have no ServiceProviderConfig; one page of one user tells whether this is SCIM at all. */
  async function configOf(signal: AbortSignal): Promise<unknown> {
    const config = await http.send({ method: 'GET', path: '/ServiceProviderConfig' }, signal);
    if (isOk(config) && config.body !== undefined) return config.body;
    if (config.status !== 404 && config.status !== 501) throw notScim(config);
    const page = await http.send({ method: 'GET', path: '/Users?startIndex=1&count=1' }, signal);
    if (!isOk(page) || attribute(page.body, 'totalResults') === undefined) throw notScim(page);
    return undefined;
  }

  return {
    get now() {
      return now;
    },
    learn,
    mayBeCut: (user) => longer(user).length > 0,
    noteKept(user) {
      const found = longer(user);
      if (found.length > 0) learn({ kept: { ...now.kept, ...Object.fromEntries(found) } });
    },
    async discover(signal) {
      const saved = store?.load();
      if (Value.Check(ScimCapabilities, saved) && clock.now() - saved.checkedAt < FRESH_MS) now = saved;
      else learn(firstOf(await configOf(signal), clock.now()));
    },
  };
}
