/** An update file in pieces: what has come is kept, and a broken upload goes on where it was. */
import type { UpdateUploaded } from '../../../src/contract/update.ts';
import { ApiError, ofProblem } from '../../shared/index.ts';

/** At most what the gateway takes at once (contract/update.ts). */
const PIECE_BYTES = 4 * 1024 * 1024;

/**
 * @param csrf token of `GET /api/me`
 * @param from bytes that are there already
 * @param onProgress bytes that are there
 */
export async function uploadUpdate(
  file: File,
  { csrf, from, onProgress }: { csrf: string | undefined; from: number; onProgress: (bytes: number) => void },
): Promise<void> {
  for (let start = from; start < file.size; ) {
    const end = Math.min(start + PIECE_BYTES, file.size);
    const response = await fetch('/api/update/file', {
      method: 'PUT',
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        'content-type': 'application/octet-stream',
        'content-range': `bytes ${start}-${end - 1}/${file.size}`,
        ...(csrf === undefined ? {} : { 'x-csrf-token': csrf }),
      },
      body: file.slice(start, end),
    });
    const body: unknown = await response.json();
    if (!response.ok)
      throw new ApiError(
        ofProblem({ ...(body as Parameters<typeof ofProblem>[0]), status: response.status }),
      );
    const { offset } = body as UpdateUploaded;
    // a gateway that takes nothing must not keep this page busy for ever
    if (offset <= start) throw new Error('the upload does not go on');
    start = offset;
    onProgress(offset);
  }
}
