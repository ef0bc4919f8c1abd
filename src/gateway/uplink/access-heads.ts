import { AccessHeads } from '../../contract/access-log.ts';
import { CLOUD_PATH } from '../../contract/claim.ts';
import type { CloudHttp } from '../core/ports/cloud.ts';

/** What this gateway said of its access log and the cloud kept; counts above `after`. @throws AppError of CloudHttp */
export async function accessHeads(http: CloudHttp, after: number, signal: AbortSignal): Promise<AccessHeads> {
  const { body } = await http.request({
    method: 'GET',
    path: `${CLOUD_PATH.accessHeads}?after=${after}`,
    answer: AccessHeads,
    auth: 'device',
    signal,
  });
  return body;
}
