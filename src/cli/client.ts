/** The daemon's own HTTP API over its control socket. */

import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { AppError } from '../base/errors.ts';
import { request as httpRequest } from '../base/runtime/node-http.ts';
import { Problem } from '../contract/common.ts';
import { fail } from './errors.ts';

export type Client = {
  get<T extends TSchema>(path: string, answer: T): Promise<Static<T>>;
  /** An answer that is plain text. */
  text(path: string): Promise<string>;
  /** A long text, some whole lines at a time, without the last one's end. */
  stream(path: string, take: (lines: string) => void): Promise<void>;
  send<T extends TSchema>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    answer: T,
    body?: unknown,
  ): Promise<Static<T>>;
  /** Sends a file as it is. */
  upload<T extends TSchema>(path: string, file: string, answer: T): Promise<Static<T>>;
  /** One piece of a long file, as it is. */
  piece<T extends TSchema>(
    path: string,
    bytes: Uint8Array,
    at: { readonly start: number; readonly total: number },
    answer: T,
  ): Promise<Static<T>>;
  /** An answer of bytes, into a file that only its owner may read. @returns how many bytes */
  download(path: string, file: string): Promise<number>;
};

type Answer = { readonly status: number; readonly text: string };

type Body = {
  readonly type: string;
  readonly length: number;
  readonly pieces: AsyncIterable<Uint8Array> | string;
  readonly headers?: Readonly<Record<string, string>>;
};

const jsonOf = (value: unknown): Body => {
  const pieces = JSON.stringify(value);
  return { type: 'application/json', length: Buffer.byteLength(pieces), pieces };
};

/** @throws AppError INPUT_FILE */
async function fileOf(path: string): Promise<Body> {
  try {
    const { size } = await stat(path);
    const pieces = createReadStream(path);
    await new Promise((resolve, reject) => pieces.once('open', resolve).once('error', reject));
    return { type: 'application/octet-stream', length: size, pieces };
  } catch (cause) {
    throw fail('INPUT_FILE', { sentence: `The file ${path} cannot be read.`, cause });
  }
}

/** @param take given the pieces of a good answer as they come; its text is empty then */
function call(
  socketPath: string,
  method: string,
  path: string,
  { body, take }: { readonly body?: Body | undefined; readonly take?: (piece: Buffer) => void } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        socketPath,
        method,
        path,
        headers: {
          host: 'localhost',
          ...(body === undefined ? {} : { 'content-type': body.type, 'content-length': body.length }),
          ...body?.headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        const isGood = (response.statusCode ?? 0) < 400;
        response.on('data', (chunk: Buffer) => (take && isGood ? take(chunk) : chunks.push(chunk)));
        response.on('aborted', () => reject(fail('DAEMON_UNREACHABLE')));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        );
        response.on('error', reject);
      },
    );
    request.on('error', (cause) => reject(fail('DAEMON_UNREACHABLE', { cause })));
    if (body === undefined || typeof body.pieces === 'string') request.end(body?.pieces);
    else
      Readable.from(body.pieces)
        .on('error', (error) => request.destroy(error))
        .pipe(request);
  });
}

function parse(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch (cause) {
    throw fail('REFUSED', { sentence: 'The gateway gave an answer that is no JSON.', cause });
  }
}

/** The daemon's problem as an error here, with its own code, sentence and remedy. */
export function ofProblem(value: unknown, status: number): AppError {
  if (!Value.Check(Problem, value)) return fail('REFUSED', { sentence: `The gateway answered ${status}.` });
  const fields = (value.errors ?? []).map((e) => e.sentence).join(' ');
  return new AppError(
    value.code,
    { status, retryable: false, sentence: value.title, remedy: value.remedy },
    { sentence: fields === '' ? value.title : `${value.title} ${fields}` },
  );
}

export function createClient(socketPath: string): Client {
  const ask = async <T extends TSchema>(
    method: string,
    path: string,
    answer: T,
    body?: Body,
  ): Promise<Static<T>> => {
    const { status, text } = await call(socketPath, method, path, { body });
    const value = parse(text);
    if (status >= 400) throw ofProblem(value, status);
    if (!Value.Check(answer, value))
      throw fail('REFUSED', { sentence: 'The gateway’s answer does not fit this version of the command.' });
    return value as Static<T>;
  };
  return {
    get: (path, answer) => ask('GET', path, answer),
    send: (method, path, answer, body) =>
      ask(method, path, answer, body === undefined ? undefined : jsonOf(body)),
    piece: (path, bytes, { start, total }, answer) =>
      ask('PUT', path, answer, {
        type: 'application/octet-stream',
        length: bytes.byteLength,
        headers: { 'content-range': `bytes ${start}-${start + bytes.byteLength - 1}/${total}` },
        pieces: Readable.from([bytes]),
      }),
    upload: async (path, file, answer) => ask('POST', path, answer, await fileOf(file)),
    async download(path, file) {
      let size = 0;
      // begun with the first piece: a refusal makes no file
      let out: WriteStream | undefined;
      const written = Promise.withResolvers<void>();
      written.promise.catch(() => undefined);
      const { status, text } = await call(socketPath, 'GET', path, {
        take(piece) {
          out ??= createWriteStream(file, { mode: 0o600 })
            .on('error', (cause) =>
              written.reject(
                fail('OUTPUT_FILE', { cause, sentence: `${file} could not be written: ${cause.message}.` }),
              ),
            )
            .on('finish', () => written.resolve());
          size += piece.length;
          out.write(piece);
        },
      });
      if (status >= 400) throw ofProblem(parse(text), status);
      if (out) {
        out.end();
        await written.promise;
      }
      return size;
    },
    async text(path) {
      const { status, text } = await call(socketPath, 'GET', path);
      if (status >= 400) throw ofProblem(parse(text), status);
      return text;
    },
    async stream(path, take) {
      const decoder = new StringDecoder('utf8');
      let rest = '';
      const { status, text } = await call(socketPath, 'GET', path, {
        take(piece) {
          const lines = rest + decoder.write(piece);
          const end = lines.lastIndexOf('\n');
          if (end >= 0) take(lines.slice(0, end));
          rest = lines.slice(end + 1);
        },
      });
      if (status >= 400) throw ofProblem(parse(text), status);
      if (rest !== '') take(rest);
    },
  };
}
