/** The SCIM client behind the port (03-sync: "rules learnt on real servers", C1–C10). */
import type { Clock, Random } from '../../../base/clock.ts';
import { AppError } from '../../../base/errors.ts';
import { fail } from '../../core/errors.ts';
import type { RemoteOp, RemoteOutcome, RemoteUser, ScimPort } from '../../core/ports/scim.ts';
import { createBulk } from './bulk.ts';
import { type CapabilityStore, createCapabilities } from './capabilities.ts';
import { createScimHttp, type ScimTransport } from './http.ts';
import { createLookup } from './lookup.ts';
import { unknown, unsent, withOutcomes } from './outcomes.ts';
import { userPages } from './pages.ts';
import { differences, type Resource, remoteUserOf } from './resource.ts';
import { createSingle } from './single.ts';

export { type CapabilityStore, ScimCapabilities } from './capabilities.ts';
export type { ScimRequest, ScimResponse, ScimTransport } from './http.ts';
export { type BearerTransport, bearerTransport } from './transport.ts';

export type ScimClientOptions = {
  readonly baseUrl: string;
  /** Sends one request with its credentials: {@link bearerTransport}, or the daemon's own with DPoP. */
  readonly request: ScimTransport;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  readonly capabilities?: CapabilityStore;
};

export type ScimClient = ScimPort & {
  /** Everybody, page by page (C9), for the slow check of the shadow; not for a cycle (C8). */
  pages(signal: AbortSignal): AsyncGenerator<readonly RemoteUser[]>;
};

export function createScimClient(options: ScimClientOptions): ScimClient {
  const { clock, log } = options;
  const http = createScimHttp(options);
  const lookup = createLookup(http);
  const store = options.capabilities;
  const capabilities = createCapabilities({ http, clock, ...(store ? { store } : {}) });
  const single = createSingle({ http, capabilities, lookup });
  const bulk = createBulk({ http, capabilities, lookup, single });
  const shown = (resource: Resource) => remoteUserOf(resource, capabilities.now.etag === 'proven');

  function one(op: RemoteOp, signal: AbortSignal): Promise<RemoteOutcome> {
    if (op.kind === 'create') return single.create(op, signal);
    return op.kind === 'update' ? single.update(op, signal) : single.remove(op, signal);
  }

  type Run = { readonly outcomes: Map<string, RemoteOutcome>; readonly begun: Set<string> };

  async function runBatch(batch: readonly RemoteOp[], run: Run, signal: AbortSignal): Promise<void> {
    const tell = (outcome: RemoteOutcome) => void run.outcomes.set(outcome.opId, outcome);
    if (batch.length > 1 && capabilities.now.bulk !== 'absent') {
      for (const op of batch) run.begun.add(op.opId);
      if (await bulk.run(batch, tell, signal)) return;
      log('the SCIM server has no bulk; sending single requests');
      run.begun.clear();
    }
    for (const op of batch.filter((op) => !run.outcomes.has(op.opId))) {
      run.begun.add(op.opId);
      tell(await one(op, signal));
    }
  }

  /** The error that ends the job, with an outcome for every operation. */
  function stopped(thrown: unknown, ops: readonly RemoteOp[], run: Run, signal: AbortSignal): unknown {
    const aborted = signal.aborted && !(thrown instanceof AppError);
    const error = aborted
      ? fail('SCIM_UNREACHABLE', { sentence: 'The sync was stopped.', cause: thrown })
      : thrown;
    if (!(error instanceof AppError)) return thrown;
    const outcomes = ops.map(
      (op) => run.outcomes.get(op.opId) ?? (run.begun.has(op.opId) ? unknown(op, error) : unsent(op, error)),
    );
    return withOutcomes(error, outcomes);
  }

  return {
    open: (signal) => capabilities.discover(signal),
    async apply(ops, signal) {
      const run: Run = { outcomes: new Map(), begun: new Set() };
      try {
        for (let at = 0; at < ops.length; ) {
          const batch = ops.slice(at, at + capabilities.now.bulkOperations);
          await runBatch(batch, run, signal);
          at += batch.length;
        }
      } catch (thrown) {
        throw stopped(thrown, ops, run, signal);
      }
      return ops.map((op) => {
        const outcome = run.outcomes.get(op.opId);
        if (!outcome) throw new TypeError(`no outcome for operation ${op.opId}`);
        return outcome;
      });
    },
    async find(by, signal) {
      const found =
        (by.remoteId === undefined ? undefined : await lookup.byId(by.remoteId, signal)) ??
        (by.userName === undefined ? undefined : await lookup.byUserName(by.userName, signal)) ??
        (by.externalId === undefined ? undefined : await lookup.byExternalId(by.externalId, signal));
      return found && shown(found);
    },
    async compare(remoteId, expected, signal) {
      const found = await lookup.byId(remoteId, signal);
      if (!found) return undefined;
      const fields = differences(found.raw, expected).filter((field) => field !== 'externalId');
      return { found: shown(found), fields };
    },
    total: (signal) => lookup.total(signal),
    async *pages(signal) {
      for await (const page of userPages(http, signal)) yield page.map(shown);
    },
    get requests() {
      return http.requests;
    },
  };
}
