/** The gateway's handle on the sync worker: a fresh process for every cycle, so that its memory is given back. */
import type { Clock } from '../../base/clock.ts';
import { AppError, type ErrorRow, toFault } from '../../base/errors.ts';
import { ERRORS, type ErrorCode, fail } from '../core/errors.ts';
import type { FlowCount } from '../core/ports/outflow.ts';
import type { SyncRunner } from '../core/ports/sync-runner.ts';
import type { StageProgress } from '../core/sync-cycle.ts';
import type { ScimTransport } from '../uplink/scim/index.ts';
import type { SyncJob } from './job.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { type ProcessOptions, type SyncProcess, startSyncProcess } from './process.ts';

export type SyncRunnerOptions = {
  /** The job of this moment, without the cycle's options. @throws AppError SYNC_NO_SOURCE, NOT_LINKED */
  readonly job: () => Omit<SyncJob, 'options'>;
  /**
   * Sends for `scim.kind: 'main'`: adds token and proof, goes through the proxy. Asked at the start of a run and
   * bound to the link of that moment: what is left of a run never reaches another account.
   */
  readonly transport?: () => ScimTransport;
  /** The environment of the process that a cycle runs in. */
  readonly env: Readonly<Record<string, string>>;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  /** sync.db was damaged: the file that it was kept aside as. */
  readonly onSetAside: (file: string) => void;
  /** Connections that the process of a run made. */
  readonly onOutflow?: (counts: readonly FlowCount[]) => void;
};

function errorOf({ code, sentence, remedy }: { code: string; sentence: string; remedy: string }): AppError {
  const rows: Readonly<Record<string, ErrorRow>> = ERRORS;
  return code in rows ? fail(code as ErrorCode, { sentence, remedy }) : fail('SYNC_WORKER', { sentence });
}

/** Carries requests of the worker out, here where the key is. */
function forward(say: SyncProcess['say'], transport: ScimTransport | undefined) {
  const running = new Map<number, AbortController>();
  return {
    async request({ id, request }: Extract<FromWorker, { type: 'request' }>): Promise<void> {
      const abort = new AbortController();
      running.set(id, abort);
      try {
        if (!transport) throw fail('NOT_LINKED');
        const response = await transport({ ...request, signal: abort.signal });
        say({ type: 'response', id, response });
      } catch (thrown) {
        const fault = thrown instanceof AppError ? thrown : fail('SCIM_UNREACHABLE', { cause: thrown });
        say({ type: 'noResponse', id, fault: toFault(fault) });
      } finally {
        running.delete(id);
      }
    },
    cancel: (id: number) => running.get(id)?.abort(),
    cancelAll: () => {
      for (const abort of running.values()) abort.abort();
    },
  };
}

type Ended = Extract<FromWorker, { type: 'done' | 'checked' }>;

export function createSyncRunner(options: SyncRunnerOptions): SyncRunner {
  const { env, clock, log } = options;

  /** One process, one order, one answer. */
  function carryOut(order: ToWorker, signal: AbortSignal, progress: (progress: StageProgress) => void) {
    return new Promise<Ended>((resolve, reject) => {
      if (signal.aborted) throw fail('SYNC_ABORTED');
      let hasAnswered = false;
      const answered = (settle: () => void) => {
        hasAnswered = true;
        settle();
        worker.mustEnd();
      };
      const onMessage = (message: FromWorker) => {
        if (message.type === 'progress') progress(message.progress);
        else if (message.type === 'log') log(message.message, message.facts);
        else if (message.type === 'setAside') options.onSetAside(message.file);
        else if (message.type === 'outflow') options.onOutflow?.(message.counts);
        else if (message.type === 'request') void requests.request(message);
        else if (message.type === 'cancel') requests.cancel(message.id);
        else if (message.type === 'failed') answered(() => reject(errorOf(message.fault)));
        else answered(() => resolve(message));
      };
      const onEnd = (why: Readonly<Record<string, unknown>>) => {
        signal.removeEventListener('abort', stop);
        requests.cancelAll();
        if (hasAnswered) return;
        log('the sync process ended without an answer', why);
        reject(fail(signal.aborted ? 'SYNC_ABORTED' : 'SYNC_WORKER'));
      };
      const worker = start({ env, clock, log, onMessage, onEnd });
      const requests = forward(worker.say, options.transport?.());
      const stop = () => {
        worker.say({ type: 'abort' });
        worker.mustEnd();
      };
      signal.addEventListener('abort', stop, { once: true });
      worker.say(order);
    });
  }

  return {
    async run(cycle, { signal, progress }) {
      const job: SyncJob = { ...options.job(), options: cycle };
      const ended = await carryOut({ type: 'run', job }, signal, progress);
      if (ended.type !== 'done') throw fail('SYNC_WORKER');
      return ended.report;
    },
    async check(budget, signal) {
      const { folder, scim, remote, sources: all } = options.job();
      // no secret of a source is needed
      const sources = all.map(({ id, type, frozen }) => ({ id, type, ...(frozen ? { frozen } : {}) }));
      const job = { folder, scim, remote, sources, budget };
      const ended = await carryOut({ type: 'check', job }, signal, () => undefined);
      if (ended.type !== 'checked') throw fail('SYNC_WORKER');
      return ended.report;
    },
  };
}

function start(options: ProcessOptions): SyncProcess {
  try {
    return startSyncProcess(options);
  } catch (cause) {
    throw fail('SYNC_WORKER', { cause });
  }
}
