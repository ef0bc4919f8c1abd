/** The main thread's handle on the sync worker: a fresh thread for every cycle, so that its memory is given back. */
import { Worker } from 'node:worker_threads';
import { AppError, type ErrorRow, toFault } from '../../base/errors.ts';
import { ERRORS, type ErrorCode, fail } from '../core/errors.ts';
import type { SyncRunner } from '../core/ports/sync-runner.ts';
import type { CycleReport } from '../core/sync-cycle.ts';
import type { ScimTransport } from '../uplink/scim/index.ts';
import type { SyncJob } from './job.ts';
import type { FromWorker, ToWorker } from './messages.ts';

export type SyncRunnerOptions = {
  /** The job of this moment, without the cycle's options. @throws AppError SYNC_NO_SOURCE, NOT_LINKED */
  readonly job: () => Omit<SyncJob, 'options'>;
  /**
   * Sends for `scim.kind: 'main'`: adds token and proof, goes through the proxy. Asked at the start of a run and
   * bound to the link of that moment: what is left of a run never reaches another account.
   */
  readonly transport?: () => ScimTransport;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  /** sync.db was damaged: the file that it was kept aside as. */
  readonly onSetAside: (file: string) => void;
};

/** Beside this file: `.ts` in the tree, `.js` once built. */
const ENTRY = new URL(`./worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
/** Limits of the worker's heap: 50,000 people fit in less than half of it. Its young generation is not the daemon's small one. */
const MEMORY = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 24 };

function errorOf({ code, sentence, remedy }: { code: string; sentence: string; remedy: string }): AppError {
  const rows: Readonly<Record<string, ErrorRow>> = ERRORS;
  return code in rows ? fail(code as ErrorCode, { sentence, remedy }) : fail('SYNC_WORKER', { sentence });
}

/** Carries requests of the worker out, here where the key is. */
function forward(worker: Worker, transport: ScimTransport | undefined) {
  const running = new Map<number, AbortController>();
  const say = (message: ToWorker) => worker.postMessage(message);
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

export function createSyncRunner(options: SyncRunnerOptions): SyncRunner {
  return {
    run: (cycle, { signal, progress }) =>
      new Promise<CycleReport>((resolve, reject) => {
        const job: SyncJob = { ...options.job(), options: cycle };
        if (signal.aborted) throw fail('SYNC_ABORTED');
        const worker = new Worker(ENTRY, { resourceLimits: MEMORY });
        const requests = forward(worker, options.transport?.());
        const say = (message: ToWorker) => worker.postMessage(message);
        const stop = () => say({ type: 'abort' });
        signal.addEventListener('abort', stop, { once: true });
        worker.on('message', (message: FromWorker) => {
          if (message.type === 'progress') progress(message.progress);
          else if (message.type === 'log') options.log(message.message, message.facts);
          else if (message.type === 'setAside') options.onSetAside(message.file);
          else if (message.type === 'request') void requests.request(message);
          else if (message.type === 'cancel') requests.cancel(message.id);
          else if (message.type === 'done') resolve(message.report);
          else reject(errorOf(message.fault));
        });
        worker.on('error', (error) => reject(fail('SYNC_WORKER', { cause: error })));
        worker.on('exit', () => {
          signal.removeEventListener('abort', stop);
          requests.cancelAll();
          // does nothing after an answer
          reject(fail('SYNC_WORKER'));
        });
        say({ type: 'run', job });
      }),
  };
}
