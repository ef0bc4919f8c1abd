/** An upload that says how far it is, which fetch cannot. */
import type { Problem } from '../../../src/contract/common.ts';
import type { ImportView } from '../../../src/contract/sync-api.ts';
import { ApiError, ofProblem, withQuery } from '../../shared/index.ts';
import { t } from './words.ts';

function broken(): ApiError {
  return new ApiError({
    code: 'UNREACHABLE',
    sentence: t('upload.broken'),
    remedy: t('upload.again'),
    status: 0,
    fields: {},
    own: true,
  });
}

function settle(request: XMLHttpRequest): ImportView {
  let body: unknown;
  try {
    body = JSON.parse(request.responseText);
  } catch {
    throw broken(); // a proxy's page
  }
  if (request.status < 300) return body as ImportView;
  throw new ApiError(ofProblem({ ...(body as Problem), status: request.status }));
}

/**
 * Sends a file.
 *
 * @param csrf token of `GET /api/me`
 * @param onProgress part that is sent, 0 to 1
 */
export function upload(
  file: File,
  csrf: string | undefined,
  onProgress: (part: number) => void,
): Promise<ImportView> {
  const request = new XMLHttpRequest();
  request.open('POST', withQuery('/api/imports', { name: file.name }));
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.setRequestHeader('accept', 'application/json');
  if (csrf !== undefined) request.setRequestHeader('x-csrf-token', csrf);
  request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
  return new Promise((resolve, reject) => {
    request.onerror = () => reject(broken());
    request.onload = () => {
      try {
        resolve(settle(request));
      } catch (thrown) {
        reject(thrown);
      }
    };
    request.send(file);
  });
}
