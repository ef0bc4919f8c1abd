/** A real cloud with a customer, and a gateway process that a person links to it. */
import { EventEmitter, once } from 'node:events';
import { get } from 'node:http';
import type { Test } from 'tap';
import { systemClock } from '../../src/base/runtime/clock.ts';
import type { LinkState, Overview } from '../../src/contract/local-api.ts';
import { type Console, startCloudBy } from '../cloud/harness.ts';
import type { Daemon } from './daemon.ts';

/** A gateway's own API, and its bell. */
type Local = Pick<Daemon, 'local' | 'until'>;

/** `settings` of the cloud; `publicUrl` names what stands between it and the gateway. */
export async function cloudOf(t: Test, settings: Record<string, unknown> = {}) {
  const cloud = await startCloudBy(systemClock, t, { launchDomain: 'localhost', ...settings });
  await cloud.partner('ann@partner.example');
  const { number } = await cloud.customer('bob@customer.example');
  return {
    url: cloud.url,
    number,
    console: await cloud.signIn('bob@customer.example'),
    /** Signs the partner in, who makes rollouts. */
    partner: () => cloud.signIn('ann@partner.example'),
  };
}

export const overviewIs = (daemon: Local, wanted: (overview: Overview) => boolean): Promise<Overview> =>
  daemon.until(async () => {
    const overview = await daemon.local<Overview>('GET', '/api/overview');
    return wanted(overview) ? overview : undefined;
  });

/**
 * Rings at each change that the cloud tells the pages of `person`. What waits begins to wait and then reads, so that
 * nothing is missed.
 */
export function bellOf(t: Test, url: string, { cookie }: Console): { next(): Promise<unknown> } {
  const bell = new EventEmitter();
  const told = get(`${url}/api/live`, { headers: { cookie } }, (response) =>
    response.on('data', () => bell.emit('ring')).on('error', () => undefined),
  );
  told.on('error', (error) => t.fail(`the cloud tells no changes: ${error.message}`));
  t.teardown(() => told.destroy());
  return { next: () => once(bell, 'ring') };
}

/** The person's part: types the code, compares, gives the set-up code. */
export async function approve(daemon: Local, console: Console, account: string, code: string): Promise<void> {
  const { setupCode } = await daemon.local<{ setupCode: string }>('GET', '/api/setup-code');
  await console.post(`/api/claims/${code}/approve`, { account, setupCode });
}

/** Claims the gateway the way a person does; resolves when it is online. */
export async function link(daemon: Local, console: Console, account: string): Promise<void> {
  await daemon.local('POST', '/api/link');
  const code = await daemon.until(async () => (await daemon.local<LinkState>('GET', '/api/link')).userCode);
  await approve(daemon, console, account, code);
  await overviewIs(daemon, ({ cloud }) => cloud.online);
}
