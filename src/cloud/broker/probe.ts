/** Is a tunnel up? Answered only by a question that went all the way round (contract: Tunnels). */

import type { Duplex } from 'node:stream';
import type { Clock } from '../../base/clock.ts';
import { Agent, request } from '../../base/runtime/node-http.ts';
import { PROBE_HEADER, PROBE_PATH } from '../../contract/tunnel.ts';

const PROBE_TIMEOUT_MS = 10_000;

type ProbeOptions = {
  readonly randomToken: () => string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

function askOnce(agent: Agent, query: string, nonce: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request(
      { agent, path: `${PROBE_PATH}?${query}`, headers: { Host: 'gateway' }, signal },
      (answer) => {
        answer.resume();
        answer.once('end', () =>
          resolve(answer.statusCode === 204 && answer.headers[PROBE_HEADER] === nonce),
        );
        answer.once('error', () => resolve(false));
      },
    );
    asked.on('error', () => resolve(false));
    asked.end();
  });
}

/**
 * Two questions on one new channel: the second tells the gateway that the first one's answer arrived, so the gateway
 * knows of the way back what we know of it.
 */
export async function probeThrough(connect: () => Promise<Duplex>, options: ProbeOptions): Promise<boolean> {
  const { randomToken, clock, signal } = options;
  const late = new AbortController();
  const cancel = clock.after(PROBE_TIMEOUT_MS, () => late.abort(new Error('late')));
  const agent = Object.assign(new Agent({ keepAlive: true, maxSockets: 1 }), {
    createConnection(_options: unknown, done: (error: Error | null, socket?: Duplex) => void) {
      connect().then((socket) => done(null, socket), done);
      return undefined;
    },
  });
  const either = AbortSignal.any([signal, late.signal]);
  try {
    const [first, second] = [randomToken(), randomToken()];
    if (!(await askOnce(agent, `nonce=${first}`, first, either))) return false;
    return await askOnce(agent, `nonce=${second}&seen=${first}`, second, either);
  } finally {
    cancel();
    agent.destroy();
  }
}
