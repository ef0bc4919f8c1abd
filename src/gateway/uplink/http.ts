/** The {@link CloudHttp} port: requests with the device's identity, answers by schema, refusals as rows. */

import { toAppError } from '../../base/errors.ts';
import type { CloudHttp } from '../core/ports/cloud.ts';
import { bodyOf, refusal } from './answers.ts';
import type { Tokens } from './tokens.ts';
import type { Wire, WireAnswer, WireRequest } from './wire.ts';

export type CloudHttpOptions = {
  readonly wire: Wire;
  readonly tokens: Tokens;
  /** The cloud said that the account is deactivated; told each time. */
  readonly onDeactivated?: (retryAfterMs: number | undefined) => void;
};

type Asked = Parameters<CloudHttp['request']>[0];

function bodyPart(asked: Asked): Pick<WireRequest, 'body'> {
  if (asked.form)
    return {
      body: {
        type: 'application/x-www-form-urlencoded',
        text: new URLSearchParams({ ...asked.form }).toString(),
      },
    };
  if (asked.bytes !== undefined) return { body: { type: 'application/octet-stream', text: asked.bytes } };
  if (asked.json !== undefined)
    return { body: { type: 'application/json', text: JSON.stringify(asked.json) } };
  return {};
}

export function createCloudHttp(options: CloudHttpOptions): CloudHttp {
  const { wire, tokens, onDeactivated } = options;

  const send = async (asked: Asked): Promise<WireAnswer> => {
    const { method, path, auth, signal, timeoutMs, headers = {} } = asked;
    const base = { method, path, headers, signal, timeoutMs, ...bodyPart(asked), proof: auth !== 'none' };
    if (auth !== 'device') return wire.exchange(base);
    const accessToken = await tokens.access();
    const answer = await wire.exchange({ ...base, accessToken });
    if (answer.status !== 401) return answer;
    // the token ran out or the cloud forgot it: one more try with a fresh one
    tokens.forget(accessToken);
    return wire.exchange({ ...base, accessToken: await tokens.access() });
  };

  return {
    async request(asked) {
      try {
        const answer = await send(asked);
        const { status } = answer;
        const isAnswer = (status >= 200 && status < 300) || asked.accept?.includes(status);
        const error = isAnswer ? undefined : refusal(answer, wire.now());
        if (error) throw error;
        return { status, body: bodyOf(answer, asked.answer), headers: answer.headers };
      } catch (thrown) {
        if (asked.signal?.aborted) throw thrown;
        const error = toAppError(thrown);
        if (error.code === 'ACCOUNT_DEACTIVATED') onDeactivated?.(error.retryAfterMs);
        throw error;
      }
    },
  };
}
