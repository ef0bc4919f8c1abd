/**
 * Entry of the sync process: one job, one answer, end. Parsing, SQLite and hashing happen here, beside the gateway.
 * It lives no longer than the gateway, and ends at any moment without harm: what is half done is looked up by the next.
 */
import { AppError, toFault } from '../../base/errors.ts';
import { systemClock } from '../../base/runtime/clock.ts';
import { ERRORS, type ErrorCode, fail } from '../core/errors.ts';
import type { StageProgress } from '../core/sync-cycle.ts';
import { createOutflowMeter } from '../platform/outflow-meter.ts';
import type { ScimResponse, ScimTransport } from '../uplink/scim/index.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { runCheck, runCycle } from './run-cycle.ts';

/** @param sent called when it is on its way, or cannot be */
function say(message: FromWorker, sent: () => void = () => undefined): void {
  if (process.connected) process.send?.(message, sent);
  else sent();
}
/** Nothing that is still open holds it: a connection that nobody closes would keep the process for ever. */
type Answered = Extract<FromWorker, { type: 'done' | 'checked' | 'failed' }>;
const answer = (message: Answered) => {
  tellOutflow();
  say(message, () => process.exit());
};

/** Whoever kills this process loses the counts of so long. Milliseconds. */
const OUTFLOW_MS = 5_000;
const meter = createOutflowMeter({ now: systemClock.now });
meter.start();
const tellOutflow = () => {
  const counts = meter.take();
  if (counts.length > 0) say({ type: 'outflow', counts });
};
setInterval(tellOutflow, OUTFLOW_MS).unref();

const abort = new AbortController();
const waiting = new Map<number, { resolve(response: ScimResponse): void; reject(error: unknown): void }>();
let serial = 0;

/** The gateway's process sends: it holds the device key, the proxy and the certificates. */
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

/** Facts that survive the way to the other process. */
function plain(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isPlain = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
  return Object.fromEntries(Object.entries(facts).map(([k, v]) => [k, isPlain(v) ? v : String(v)]));
}

const log = (text: string, facts: Readonly<Record<string, unknown>> = {}) =>
  say({ type: 'log', message: text, facts: plain(facts) });

/** The stack alone: what else an error carries may be a secret. */
function failed(thrown: unknown): void {
  if (!(thrown instanceof AppError))
    log('the sync worker failed', { error: thrown instanceof Error ? (thrown.stack ?? '') : String(thrown) });
  answer({ type: 'failed', fault: toFault(thrown) });
}

const context = {
  signal: abort.signal,
  transport,
  log,
  progress: (progress: StageProgress) => say({ type: 'progress', progress }),
  onSetAside: (file: string) => say({ type: 'setAside', file }),
};

async function run(work: () => Promise<Answered>): Promise<void> {
  try {
    answer(await work());
  } catch (thrown) {
    failed(thrown);
  }
}

process.on('uncaughtException', failed);
// the gateway is gone, and with it whoever sends the requests
process.on('disconnect', () => process.exit(1));
// a terminal or a service manager tells all processes at once; the gateway says the same by the channel
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => abort.abort());
process.on('message', (message: ToWorker) => {
  if (message.type === 'run')
    void run(async () => ({ type: 'done', report: await runCycle(message.job, context) }));
  else if (message.type === 'check')
    void run(async () => ({ type: 'checked', report: await runCheck(message.job, context) }));
  else if (message.type === 'abort') abort.abort();
  else {
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === 'response') asked?.resolve(message.response);
    else asked?.reject(faultOf(message.fault));
  }
});
