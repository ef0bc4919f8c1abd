/** SCIM to the gateway's own cloud: the device's token and proof on every request, through proxy and customer CA. */
import { fail } from '../../core/errors.ts';
import type { Tokens } from '../tokens.ts';
import type { Wire } from '../wire.ts';
import type { ScimTransport } from './http.ts';

/** A bulk of 100 users may take the cloud a while. */
const TIMEOUT_MS = 120_000;

/** @throws AppError of the wire: CLOUD_UNREACHABLE, CLOUD_TLS, PROXY_AUTH, NOT_LINKED … */
export function createDeviceScim({
  wire,
  tokens,
}: {
  readonly wire: Wire;
  readonly tokens: Tokens;
}): ScimTransport {
  return async ({ method, url, headers, body, signal }) => {
    const base = wire.url('').href.replace(/\/$/, '');
    if (!url.startsWith(`${base}/`))
      throw fail('CLOUD_REFUSED', { sentence: 'A SCIM request for another host was not sent.' });
    const { 'content-type': type = 'application/scim+json', ...more } = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    const send = async () =>
      wire.exchange({
        method,
        path: url.slice(base.length),
        headers: more,
        proof: true,
        accessToken: await tokens.access(),
        signal,
        timeoutMs: TIMEOUT_MS,
        ...(body === undefined ? {} : { body: { type, text: body } }),
      });
    const answer = await send();
    if (answer.status !== 401) return answer;
    // the token ran out or the cloud forgot it: once more with a fresh one
    tokens.forget();
    return send();
  };
}
