/** The cloud's API (src/contract/console-api.ts), for reading and changing. */
import type { ConsoleMe } from '../../src/contract/console-api.ts';
import { createApi, syncClock } from '../shared/index.ts';

let signedOut: () => void = () => undefined;

export const api = createApi({ peer: 'console', onSignedOut: () => signedOut() });

/** Called when the cloud no longer knows this browser's session. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

/** Who is there; every answer brings the token that changes carry. */
export async function keepCsrf(answer: Promise<ConsoleMe>): Promise<ConsoleMe> {
  const me = await answer;
  api.setCsrf(me.csrf);
  syncClock(me.time);
  return me;
}

export const askMe = (signal?: AbortSignal) => keepCsrf(api.get<ConsoleMe>('/api/me', signal));
