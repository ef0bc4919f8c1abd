/**
 * The sync process as the gateway sees it: started with a channel for messages and nothing else, and gone at the end,
 * by force if it must be. A process and not a thread, because a thread leaves its memory in the C library's heap
 * (docs/decisions/sync-engine.md).
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Clock } from '../../base/clock.ts';
import type { FromWorker, ToWorker } from './messages.ts';

export type ProcessOptions = {
  /** All of its environment. What is secret comes in the job, by the channel. */
  readonly env: Readonly<Record<string, string>>;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  readonly onMessage: (message: FromWorker) => void;
  /** It is gone, and all that it said was heard; or it never started. */
  readonly onEnd: (why: Readonly<Record<string, unknown>>) => void;
};

export type SyncProcess = {
  say(message: ToWorker): void;
  /** Gives it {@link END_MS} to end, then kills it: what it has written down is whole at any moment. */
  mustEnd(): void;
};

/** Beside this file: `.ts` in the tree, `.js` once built. */
const ENTRY = new URL(`./worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
/** Heap, MB: 50,000 people fit in less than half of it. Its nursery is not the daemon's small one. */
const LIMITS = ['--max-old-space-size=256', '--max-semi-space-size=8'];
/** Less than the five seconds in which the gateway itself must stop. */
const END_MS = 3_000;
/** What Node says when it gives up is some thirty lines. */
const STDERR = { lines: 100, characters: 500 };

/** What it writes beside its messages: Node's own last words. */
function logStderr({ stderr }: ChildProcess, log: ProcessOptions['log']): void {
  if (!stderr) return;
  let lines = 0;
  createInterface({ input: stderr }).on('line', (text) => {
    if (++lines <= STDERR.lines) log('the sync process says', { text: text.slice(0, STDERR.characters) });
  });
}

/** @throws Error when the system cannot start it and says so at once */
export function startSyncProcess({ env, clock, log, onMessage, onEnd }: ProcessOptions): SyncProcess {
  const child = fork(ENTRY, [], {
    execArgv: LIMITS,
    env,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  logStderr(child, log);
  let isEnding = false;
  let cancelKill: () => void = () => undefined;
  const ended = (why: Readonly<Record<string, unknown>>) => {
    cancelKill();
    onEnd(why);
  };
  child.on('message', onMessage);
  // 'close' comes after the last message; a process that did not start has only an error
  child.once('close', (code, signal) => ended({ code, signal }));
  child.on('error', (error) => ended({ err: error }));
  return {
    say: (message) => {
      // one that is gone meanwhile is told by its end
      if (child.connected) child.send(message, () => undefined);
    },
    mustEnd: () => {
      if (isEnding) return;
      isEnding = true;
      cancelKill = clock.after(END_MS, () => {
        log('the sync process did not end and is killed', { pid: child.pid });
        child.kill('SIGKILL');
      });
    },
  };
}
