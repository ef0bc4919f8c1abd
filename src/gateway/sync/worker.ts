/** Entry of the worker thread: one job, one answer, end. Parsing, SQLite and hashing happen here, beside the main loop. */
import { parentPort } from 'node:worker_threads';
import { AppError, toFault } from '../../base/errors.ts';
import { ERRORS, type ErrorCode, fail } from '../core/errors.ts';
import type { ScimResponse, ScimTransport } from '../uplink/scim/index.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { runCycle } from './run-cycle.ts';

const port = parentPort;
if (!port) throw new TypeError('this file is a worker’s entry');
const say = (message: FromWorker) => port.postMessage(message);

const abort = new AbortController();
const waiting = new Map<number, { resolve(response: ScimResponse): void; reject(error: unknown): void }>();
let serial = 0;

/** The main thread sends: it holds the device key, the proxy and the certificates. */
const transport: ScimTransport = ({ signal, ...request }) =>
  new Promise((resolve, reject) => {
    const id = ++serial;
    waiting.set(id, { resolve, reject });
    signal.addEventListener(
      'abort',
      () => {
        if (waiting.delete(id)) say({ type: 'cancel', id });
        reject(signal.reason);
      },
      { once: true },
    );
    say({ type: 'request', id, request });
  });

function faultOf(fault: { code: string; sentence: string; remedy: string }): AppError {
  const code = (fault.code in ERRORS ? fault.code : 'SCIM_UNREACHABLE') as ErrorCode;
  return fail(code, { sentence: fault.sentence, remedy: fault.remedy });
}

/** Facts that survive the way to the other thread. */
function plain(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isPlain = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
  return Object.fromEntries(Object.entries(facts).map(([k, v]) => [k, isPlain(v) ? v : String(v)]));
}

async function run(message: Extract<ToWorker, { type: 'run' }>): Promise<void> {
  const context = {
    signal: abort.signal,
    transport,
    log: (text: string, facts = {}) => say({ type: 'log', message: text, facts: plain(facts) }),
    progress: (progress: Extract<FromWorker, { type: 'progress' }>['progress']) =>
      say({ type: 'progress', progress }),
    onSetAside: (file: string) => say({ type: 'setAside', file }),
  };
  try {
    say({ type: 'done', report: await runCycle(message.job, context) });
  } catch (thrown) {
    if (!(thrown instanceof AppError))
      context.log('the sync worker failed', {
        error: thrown instanceof Error ? (thrown.stack ?? '') : thrown,
      });
    say({ type: 'failed', fault: toFault(thrown) });
  } finally {
    port?.close();
  }
}

port.on('message', (message: ToWorker) => {
  if (message.type === 'run') void run(message);
  else if (message.type === 'abort') abort.abort();
  else {
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === 'response') asked?.resolve(message.response);
    else asked?.reject(faultOf(message.fault));
  }
});
