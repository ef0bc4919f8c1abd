/**
 * Bytes of an LDIF file → records, each a list of unfolded lines (RFC 2849). Lines are kept as Latin-1 text, a character
 * a byte: splitting is then cheap, and what the bytes mean is decided value by value.
 */
import type { RowFault } from '../connector.ts';
import { MAX_FIELD_BYTES, MAX_RECORD_BYTES } from '../files/file.ts';

/** Base64 is a third longer than what it stands for. */
const MAX_LINE = Math.ceil((MAX_FIELD_BYTES * 4) / 3) + 1024;

export type Lines =
  /** @property line of the file where the record begins, from 1 */
  | { readonly line: number; readonly lines: readonly LdifLine[] }
  | { readonly line: number; readonly fault: RowFault; readonly sentence: string };

/** @property text undefined: longer than a field may be; only its beginning is there */
export type LdifLine = { readonly line: number; readonly text: string; readonly tooLong: boolean };

/** Collects physical lines into one unfolded line, in pieces: joining as they come would cost the square of their number. */
function folding() {
  let pieces: string[] = [];
  let length = 0;
  let line = 0;
  let open = false;
  return {
    begin(text: string, at: number) {
      pieces = [text];
      length = text.length;
      line = at;
      open = true;
    },
    add(text: string) {
      length += text.length;
      if (length <= MAX_RECORD_BYTES) pieces.push(text);
    },
    isOpen: () => open,
    take(): LdifLine | undefined {
      if (!open) return undefined;
      open = false;
      return { line, text: pieces.join(''), tooLong: length > MAX_LINE };
    },
  };
}

/** What a file has beside its records. */
export type Beside = {
  readonly onComment?: (text: string) => void;
  /** At the end of the file. @param hasNoEnd its last line has something in it, and no end */
  readonly onLastLine?: (hasNoEnd: boolean) => void;
};

/** One record at a time. */
function collecting(onComment: (text: string) => void) {
  const fold = folding();
  let lines: LdifLine[] = [];
  let size = 0;
  let first = 0;

  const flush = () => {
    const done = fold.take();
    // a comment may be folded, too: what continues it belongs to it
    if (done?.text.startsWith('#')) onComment(done.text);
    else if (done) lines.push(done);
  };
  return {
    take(text: string, at: number): void {
      size += text.length + 1;
      if (text.startsWith(' ') && fold.isOpen()) {
        if (size <= MAX_RECORD_BYTES) fold.add(text.slice(1));
        return;
      }
      flush();
      if (first === 0 && !text.startsWith('#')) first = at;
      if (size <= MAX_RECORD_BYTES || lines.length === 0) fold.begin(text, at);
    },
    /** What came since the last blank line; undefined: nothing, or comments alone. */
    end(): Lines | undefined {
      flush();
      const record = { line: first, lines };
      const tooLong = size > MAX_RECORD_BYTES;
      lines = [];
      size = 0;
      first = 0;
      if (record.lines.length === 0) return undefined;
      if (!tooLong) return record;
      const sentence = `The record at line ${record.line} is longer than 1 MiB.`;
      return { line: record.line, fault: 'ROW_TOO_LONG', sentence };
    },
  };
}

/** Physical lines, without their ends (LF or CR LF); one that never ends is cut at the size of a record. */
async function* physicalLines(
  bytes: AsyncIterable<Buffer>,
  onLastLine: (hasNoEnd: boolean) => void,
): AsyncGenerator<string[]> {
  let rest: string[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    const parts = chunk.toString('latin1').split('\n');
    const last = parts.pop() ?? '';
    if (parts.length > 0) {
      parts[0] = rest.join('') + (parts[0] ?? '');
      rest = [];
      length = 0;
      yield parts.map((part) => (part.endsWith('\r') ? part.slice(0, -1) : part));
    }
    length += last.length;
    // one byte over the limit says all that there is to say
    if (length <= MAX_RECORD_BYTES + last.length) rest.push(last);
  }
  const end = rest.join('');
  onLastLine(end !== '' && !end.endsWith('\r'));
  yield [end.endsWith('\r') ? end.slice(0, -1) : end];
}

/** Records in pages, one page a piece of the file. Time is linear in its size. */
export async function* readLines(
  bytes: AsyncIterable<Buffer>,
  { onComment = () => undefined, onLastLine = () => undefined }: Beside = {},
): AsyncGenerator<Lines[]> {
  const record = collecting(onComment);
  let line = 0;
  for await (const page of physicalLines(bytes, onLastLine)) {
    const done: Lines[] = [];
    for (const text of page) {
      line++;
      if (text !== '') record.take(text, line);
      else {
        const ended = record.end();
        if (ended) done.push(ended);
      }
    }
    if (done.length > 0) yield done;
  }
  const last = record.end();
  if (last) yield [last];
}
