/** Collects the sources of a bundle: each by itself, redacted, and no longer than there is room for. */
import type { Clock } from '../../../base/clock.ts';
import { toAppError } from '../../../base/errors.ts';
import {
  NOT_RECORDED,
  SUPPORT_MAX_BYTES,
  SUPPORT_SOURCE_NAMES,
  SUPPORT_SOURCES,
  type SupportManifest,
  type SupportRemoved,
  type SupportRule,
  type SupportSource,
  type SupportSourceName,
} from '../../../contract/support.ts';
import { fail } from '../../core/errors.ts';
import type { SupportFile, SupportReaders } from '../../core/ports/support.ts';
import { createRedactor, type Redacted } from './redact.ts';

export type CollectOptions = {
  readonly readers: SupportReaders;
  /** Every value that is known to be a secret. */
  readonly secrets: () => readonly string[];
  readonly clock: Clock;
  readonly version: string;
  readonly by: SupportManifest['by'];
  /** Lets other work run: a long log takes a while. */
  readonly breathe: () => Promise<void>;
  /** Room over all; a test's own. */
  readonly maxBytes?: number;
};

export type Collected = { readonly manifest: SupportManifest; readonly files: readonly SupportFile[] };

/** A source that takes longer is left out. Milliseconds. */
export const SOURCE_MS = 60_000;
/** Characters that are redacted in one go. */
const PIECE = 256 * 1024;

const encoder = new TextEncoder();
const bytesOf = (text: string) => encoder.encode(text).byteLength;

/** Keys in their order, and never twice the same line for the same fact. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((row) => `${JSON.stringify(row)}\n`).join('');
  return `${JSON.stringify(value, null, 2)}\n`;
}

function add(sums: Partial<Record<SupportRule, number>>, more: SupportRemoved): void {
  for (const [rule, n] of Object.entries(more) as [SupportRule, number][]) sums[rule] = (sums[rule] ?? 0) + n;
}

/** Whole lines, about a piece each; a private key is never torn apart. */
function* pieces(text: string): Generator<string> {
  let from = 0;
  while (from < text.length) {
    let end = text.indexOf('\n', from + PIECE);
    const begin = end < 0 ? -1 : text.lastIndexOf('-----BEGIN ', end);
    if (begin >= from && text.lastIndexOf('-----END ', end) < begin) {
      const close = text.indexOf('-----END ', end);
      end = close < 0 ? -1 : text.indexOf('\n', close);
    }
    const to = end < 0 ? text.length : end + 1;
    yield text.slice(from, to);
    from = to;
  }
}

async function redactAll(
  text: string,
  redact: (text: string) => Redacted,
  breathe: () => Promise<void>,
): Promise<Redacted> {
  const parts: string[] = [];
  const removed: Partial<Record<SupportRule, number>> = {};
  for (const piece of pieces(text)) {
    const found = redact(piece);
    parts.push(found.text);
    add(removed, found.removed);
    await breathe();
  }
  return { text: parts.join(''), removed };
}

/** Whole lines of one end, at most `room` bytes. */
export function cut(text: string, room: number, keeps: 'start' | 'end'): string {
  const bytes = encoder.encode(text);
  if (bytes.byteLength <= room) return text;
  const decoder = new TextDecoder();
  if (keeps === 'start') {
    const kept = bytes.subarray(0, room);
    return decoder.decode(kept.subarray(0, kept.lastIndexOf(0x0a) + 1));
  }
  // the line may begin exactly here
  const at = bytes.byteLength - room;
  const begin = bytes[at - 1] === 0x0a ? at : bytes.indexOf(0x0a, at) + 1;
  return begin === 0 ? '' : decoder.decode(bytes.subarray(begin));
}

/** @throws AppError SUPPORT_SLOW, and whatever the reader throws */
async function readInTime(read: SupportReaders[SupportSourceName], clock: Clock): Promise<unknown> {
  const end = new AbortController();
  let cancel: () => void = () => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    cancel = clock.after(SOURCE_MS, () => {
      const error = fail('SUPPORT_SLOW');
      end.abort(error);
      reject(error);
    });
  });
  try {
    return await Promise.race([Promise.resolve().then(() => read(end.signal)), late]);
  } finally {
    cancel();
  }
}

export async function collect(options: CollectOptions): Promise<Collected> {
  const { readers, clock, version, by, breathe } = options;
  const madeAt = clock.now();
  const redact = createRedactor(options.secrets());
  const files: SupportFile[] = [];
  const sources: SupportSource[] = [];
  const removed: Partial<Record<SupportRule, number>> = {};
  let room = options.maxBytes ?? SUPPORT_MAX_BYTES;
  for (const name of SUPPORT_SOURCE_NAMES) {
    const { file, maxBytes, keeps } = SUPPORT_SOURCES[name];
    try {
      // redacted first: half a secret is none that could be recognised
      const found = await redactAll(textOf(await readInTime(readers[name], clock)), redact, breathe);
      const text = cut(found.text, Math.min(room, maxBytes), keeps);
      const bytes = bytesOf(text);
      room -= bytes;
      files.push({ name: file, text });
      sources.push({ name, file, bytes, cutBytes: bytesOf(found.text) - bytes, removed: found.removed });
      add(removed, found.removed);
    } catch (thrown) {
      const { code, message, cause } = toAppError(thrown);
      // what a library says may hold what it was given
      const why = cause instanceof Error ? `${message} ${cause.message}` : message;
      const said = redact(why.slice(0, 500));
      sources.push({
        name,
        file,
        bytes: 0,
        cutBytes: 0,
        removed: said.removed,
        error: { code, sentence: said.text },
      });
      add(removed, said.removed);
    }
  }
  const bytes = sources.reduce((sum, source) => sum + source.bytes, 0);
  const notRecorded = [...NOT_RECORDED];
  return { manifest: { format: 1, madeAt, version, by, bytes, sources, removed, notRecorded }, files };
}
