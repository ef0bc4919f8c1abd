/** The last lines of this program's own log: from systemd's journal where it keeps them, else from memory. */
import { execFile } from 'node:child_process';
import { Writable } from 'node:stream';
import { promisify } from 'node:util';

const run = promisify(execFile);
const JOURNALCTL = '/usr/bin/journalctl';
const JOURNAL_TIMEOUT_MS = 15_000;
const MAX_BYTES = 32 * 1024 * 1024;

/** Keeps the newest lines that are written to it, so that a log can be shown where there is no journal. */
export type LogRing = Writable & { tail(lines: number): string[] };

/** @param capacity lines kept, the oldest go first */
export function createLogRing(capacity = 2000): LogRing {
  const kept: string[] = [];
  let rest = '';
  const ring = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      kept.push(...lines);
      if (kept.length > capacity) kept.splice(0, kept.length - capacity);
      done();
    },
  });
  return Object.assign(ring, { tail: (lines: number) => (lines > 0 ? kept.slice(-lines) : []) });
}

/**
 * Newest `lines` of one unit, oldest first, as the program wrote them.
 *
 * @throws Error when there is no journal, or it may not be read
 */
export async function journalTail(lines: number, unit = 'cloudlinkd.service'): Promise<string[]> {
  const args = [`--unit=${unit}`, `--lines=${lines}`, '--output=cat', '--no-pager', '--quiet'];
  const { stdout } = await run(JOURNALCTL, args, { timeout: JOURNAL_TIMEOUT_MS, maxBuffer: MAX_BYTES });
  return stdout.split('\n').filter((line) => line !== '');
}

export type LogTailOptions = {
  readonly ring: LogRing;
  /** Unit name when systemd keeps this program's output (JOURNAL_STREAM is set), else undefined. */
  readonly unit: string | undefined;
  /** Told when the journal could not be read; the ring answers then. */
  readonly onError: (error: unknown) => void;
};

/** @returns a function that gives the last lines, oldest first; at most what is kept */
export function createLogTail(options: LogTailOptions): (lines: number) => Promise<string[]> {
  const { ring, unit, onError } = options;
  return async (lines) => {
    if (unit === undefined) return ring.tail(lines);
    try {
      const found = await journalTail(lines, unit);
      // an unprivileged daemon outside the systemd-journal group reads an empty journal, without an error
      return found.length > 0 ? found : ring.tail(lines);
    } catch (error) {
      onError(error);
      return ring.tail(lines);
    }
  };
}
