/** Metadata of releases, and releases, from the cloud. Both are public files: what is in them is signed. */
import { CLOUD_PATH } from '../../contract/claim.ts';
import { fail } from '../core/errors.ts';
import type { ReleaseWay } from '../core/ports/update.ts';
import { refusal } from './answers.ts';
import type { Wire, WireStream } from './wire.ts';

const TEXT_MAX_BYTES = 64 * 1024;

async function read(wire: Wire, { body }: WireStream, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of body) {
      bytes += part.byteLength;
      if (bytes > maxBytes)
        throw fail('CLOUD_ANSWER_BAD', { sentence: 'The answer of the cloud is too long.' });
      parts.push(part);
    }
  } catch (thrown) {
    throw wire.explain(thrown, undefined);
  }
  return Buffer.concat(parts);
}

const encoded = (path: string) => path.split('/').map(encodeURIComponent).join('/');

/** `bytes 100-199/200`: undefined when it is something else. */
function startOf(range: string | undefined): number | undefined {
  const [, start] = /^bytes (\d+)-\d+\/(?:\d+|\*)$/.exec(range ?? '') ?? [];
  return start === undefined ? undefined : Number(start);
}

export function createReleaseWay(wire: Wire): ReleaseWay {
  const refused = async (answer: WireStream): Promise<unknown> => {
    const text = Buffer.from(await read(wire, answer, TEXT_MAX_BYTES)).toString('utf8');
    return refusal({ status: answer.status, headers: answer.headers, text }, wire.now());
  };

  return {
    async metadata(name, maxBytes, signal) {
      const answer = await wire.stream({ path: `${CLOUD_PATH.updateMetadata}/${encoded(name)}`, signal });
      if (answer.status === 200) return await read(wire, answer, maxBytes);
      if (answer.status !== 404) throw await refused(answer);
      await answer.body.dump();
      return undefined;
    },
    async target(path, { offset, etag }, signal) {
      const isPart = offset > 0 && etag !== undefined;
      const answer = await wire.stream({
        path: `${CLOUD_PATH.updateTargets}/${encoded(path)}`,
        signal,
        // without If-Range, a part of another file would be put behind the one that is here
        headers: isPart ? { range: `bytes=${offset}-`, 'if-range': etag } : {},
      });
      const { status, headers, body } = answer;
      if (status !== 200 && status !== 206) throw await refused(answer);
      const start = status === 206 ? startOf(headers['content-range']) : 0;
      if (start === undefined || (start !== 0 && start !== offset)) {
        await body.dump();
        throw fail('CLOUD_ANSWER_BAD');
      }
      return { offset: start, etag: headers.etag, pieces: explained(body) };
    },
  };

  async function* explained(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    try {
      yield* body;
    } catch (thrown) {
      throw wire.explain(thrown, undefined);
    }
  }
}
