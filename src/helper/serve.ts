/** Lines of JSON in, lines of JSON out, one after the other, over one connection. */
import type { Duplex } from 'node:stream';
import { Value } from 'typebox/value';
import { toFault } from '../base/errors.ts';
import { logLine } from '../base/logs.ts';
import { HELPER_MAX_BYTES, type HelperAnswer, HelperRequest } from '../contract/helper.ts';
import { fail } from './errors.ts';

/** Carries out one request; throws AppError to refuse. */
export type Perform = (request: HelperRequest) => Promise<string>;

function parse(line: string): HelperRequest {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw fail('REQUEST_BAD', { cause });
  }
  if (!Value.Check(HelperRequest, value)) throw fail('REQUEST_BAD');
  return value;
}

/** Splits a stream into lines. @throws AppError REQUEST_LONG as soon as a line grows over the limit */
async function* lines(stream: Duplex): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  // kept open on an error, so that the refusal can still be sent
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      if (end > HELPER_MAX_BYTES) throw fail('REQUEST_LONG');
      yield rest.subarray(0, end).toString('utf8');
      rest = rest.subarray(end + 1);
    }
    if (rest.length > HELPER_MAX_BYTES) throw fail('REQUEST_LONG');
  }
}

async function answer(line: string, perform: Perform): Promise<HelperAnswer> {
  try {
    return { ok: true, sentence: await perform(parse(line)) };
  } catch (error) {
    return { ok: false, error: toFault(error) };
  }
}

const send = (stream: Duplex, message: HelperAnswer) => void stream.write(`${JSON.stringify(message)}\n`);

/** Serves one connection to its end. Never throws for what the peer did. */
export async function serveConnection(
  stream: Duplex,
  perform: Perform,
  say: (line: string) => void,
): Promise<void> {
  try {
    for await (const line of lines(stream)) send(stream, await answer(line, perform));
  } catch (error) {
    const fault = toFault(error);
    say(logLine('helper.connection.ended', `${fault.code} ${fault.sentence}`));
    if (stream.writable) send(stream, { ok: false, error: fault });
  }
  stream.end();
}

/** Answers everything with one refusal and ends. */
export function refuseConnection(stream: Duplex): void {
  send(stream, { ok: false, error: toFault(fail('PEER_REFUSED')) });
  stream.end();
}
