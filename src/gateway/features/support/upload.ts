/**
 * Sends a support bundle to the cloud in pieces (contract: Store and forward). Where it stopped is asked, never
 * remembered: a cut connection, a restart of either side and a power cut are all the same.
 */
import { Type } from 'typebox';
import { backoffMs } from '../../../base/backoff.ts';
import type { Clock, Random } from '../../../base/clock.ts';
import { toAppError } from '../../../base/errors.ts';
import { CLOUD_PATH } from '../../../contract/claim.ts';
import {
  SUPPORT_PIECE_BYTES,
  type SupportBundle,
  SupportUploaded,
  UPLOAD_OFFSET,
} from '../../../contract/support.ts';
import { fail } from '../../core/errors.ts';
import type { CloudHttp } from '../../core/ports/cloud.ts';
import type { SupportFiles } from '../../core/ports/support.ts';

const RETRY = { firstMs: 2_000, maxMs: 60_000 };
/** Failures one after the other, without a single piece in between: about an hour. */
const TRIES = 60;
/** Times that a bundle is sent whole and found spoilt. */
const SPOILT = 3;

export type UploadOptions = {
  readonly http: CloudHttp;
  readonly files: Pick<SupportFiles, 'piece'>;
  readonly clock: Clock;
  readonly random: Random;
};

export type UploadCall = {
  readonly signal: AbortSignal;
  readonly progress: (percent: number, sentence: string) => void;
};

export function createSupportUpload({ http, files, clock, random }: UploadOptions) {
  const pathOf = ({ id }: SupportBundle) => `${CLOUD_PATH.support}/${id}`;

  async function received(bundle: SupportBundle, signal: AbortSignal): Promise<number> {
    const { status, headers } = await http.request({
      method: 'HEAD',
      path: pathOf(bundle),
      answer: Type.Unknown(),
      accept: [404],
      auth: 'device',
      signal,
    });
    const offset = status === 404 ? 0 : Number(headers?.[UPLOAD_OFFSET]);
    if (!Number.isInteger(offset) || offset < 0 || offset > bundle.size) throw fail('CLOUD_ANSWER_BAD');
    return offset;
  }

  async function send(bundle: SupportBundle, start: number, signal: AbortSignal): Promise<number> {
    const bytes = await files.piece(bundle.id, start, SUPPORT_PIECE_BYTES);
    const { name, sha256, manifest, size } = bundle;
    const query = `name=${encodeURIComponent(name)}&sha256=${sha256}&madeAt=${manifest.madeAt}`;
    const { body } = await http.request({
      method: 'PUT',
      path: `${pathOf(bundle)}?${query}`,
      headers: { 'content-range': `bytes ${start}-${start + bytes.byteLength - 1}/${size}` },
      bytes,
      answer: SupportUploaded,
      auth: 'device',
      signal,
    });
    return body.offset;
  }

  /** The cloud has another piece than we thought, or nothing any more: it is asked again. */
  const isSaid = (error: unknown, code: string) => {
    const { code: own, facts } = toAppError(error);
    return own === 'CLOUD_REFUSED' && facts.code === code;
  };

  return async (bundle: SupportBundle, { signal, progress }: UploadCall): Promise<void> => {
    let tries = 0;
    let spoilt = 0;
    let offset: number | undefined;
    while (offset !== bundle.size) {
      signal.throwIfAborted();
      try {
        offset ??= await received(bundle, signal);
        if (offset < bundle.size) offset = await send(bundle, offset, signal);
        tries = 0;
        progress((100 * offset) / bundle.size, `Sent ${offset} of ${bundle.size} bytes.`);
      } catch (error) {
        signal.throwIfAborted();
        // a file that is not what it was when it was made never arrives whole
        if (isSaid(error, 'SUPPORT_DIGEST') && ++spoilt >= SPOILT) throw error;
        const again =
          toAppError(error).retryable || isSaid(error, 'SUPPORT_OFFSET') || isSaid(error, 'SUPPORT_DIGEST');
        if (!again || ++tries >= TRIES) throw error;
        offset = undefined;
        await clock.sleep(backoffMs(tries, random, RETRY), signal);
      }
    }
  };
}
