import { Type } from 'typebox';
import { toAppError } from '../../base/errors.ts';
import { CLOUD_PATH } from '../../contract/claim.ts';
import { Instant } from '../../contract/common.ts';
import type { CloudHttp } from '../core/ports/cloud.ts';

const Hello = Type.Object({ name: Type.String(), time: Instant });

/** Asks the cloud for its name and time, without identity, the way every request goes. @throws AppError of CloudHttp */
export async function hello(http: CloudHttp, signal?: AbortSignal): Promise<{ name: string; time: number }> {
  const { body } = await http.request({
    method: 'GET',
    path: CLOUD_PATH.hello,
    answer: Hello,
    auth: 'none',
    ...(signal ? { signal } : {}),
  });
  return body;
}

/** Whether a full verification succeeds; the reason does not matter to the one who asks (clock guard). */
export async function cloudAnswers(http: CloudHttp): Promise<boolean> {
  return hello(http).then(
    () => true,
    (error) => toAppError(error).code === 'INTERNAL' && Promise.reject(error),
  );
}
