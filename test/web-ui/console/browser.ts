/** The console in Chromium: who is signed in, on which page, in which state. */
import type { BrowserContext, Page } from 'playwright-core';
import { ask, judge, SETUP_CODE } from '../../cloud/harness.ts';
import { send } from '../../helpers/dpop-client.ts';
import { DANA, LARGE_PARTNER, NEW_PARTNER, PRIYA, SAM, type World } from './world.ts';

/** Sessions of each world. */
const signedIn = new WeakMap<World['cloud'], Map<string, string>>();

/** Signs somebody in, once as long as the session lasts: who signs in too often is made to wait. */
async function cookieOf(cloud: World['cloud'], email: string): Promise<string> {
  const known = signedIn.get(cloud) ?? new Map<string, string>();
  signedIn.set(cloud, known);
  const kept = known.get(email);
  if (kept !== undefined) {
    const me = await send(cloud.url, { method: 'GET', path: '/api/me', headers: { cookie: kept } });
    if (me.body.signedIn === true) return kept;
  }
  const { cookie } = await cloud.signIn(email);
  known.set(email, cookie);
  return cookie;
}

/** Gives a browser the session of somebody. */
export async function signInAs(
  context: BrowserContext,
  world: Pick<World, 'cloud'>,
  email: string | undefined,
): Promise<void> {
  await context.clearCookies();
  if (email === undefined) return;
  const cookie = await cookieOf(world.cloud, email);
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url: world.cloud.url, httpOnly: true, sameSite: 'Strict' }]);
}

export type View = {
  readonly name: string;
  readonly who: string | undefined;
  readonly path: (world: World) => string | Promise<string>;
  /** What stands there when the page is complete. */
  readonly text: string;
  /** What happens to the page once it is open. */
  readonly after?: (page: Page) => Promise<unknown>;
  /** What the network does to the page: an address that fails, or never answers. */
  readonly fault?: readonly ['fails' | 'hangs', RegExp];
};

const at = (path: string) => () => path;

/** A gateway that asks for the first time. */
async function asks(world: World, name: string) {
  const gateway = world.cloud.gateway();
  const { body, status } = await ask(gateway, { name });
  if (status !== 200) throw new Error(`the request was refused: ${JSON.stringify(body)}`);
  const code = String(body.user_code);
  return { gateway, deviceCode: String(body.device_code), code, page: `/link?code=${code}` };
}

const requestOf = (name: string) => async (world: World) => (await asks(world, name)).page;

async function wrongCode(world: World): Promise<string> {
  const { gateway, deviceCode, code, page } = await asks(world, 'cloudlink-5.local');
  const judged = judge(gateway, deviceCode);
  const approval = { account: world.accounts.fenwick.number, setupCode: '0000-0000-0000' };
  await world.dana.post(`/api/claims/${code}/approve`, approval);
  await judged;
  return page;
}

async function denied(world: World): Promise<string> {
  const { code, page } = await asks(world, 'cloudlink-6.local');
  await world.dana.post(`/api/claims/${code}/deny`);
  return page;
}

async function linked(world: World): Promise<string> {
  const { gateway, deviceCode, code, page } = await asks(world, 'cloudlink-7.local');
  const judged = judge(gateway, deviceCode);
  const approval = { account: world.accounts.halden.number, setupCode: SETUP_CODE };
  await world.dana.post(`/api/claims/${code}/approve`, approval);
  await judged;
  return page;
}

/** A token and a registered key that wait, once. */
export async function withTokens(world: World): Promise<string> {
  const { number } = world.accounts.corvid;
  const path = `/api/accounts/${number}/claim-tokens`;
  const { body } = await world.dana.get(path);
  if ((body.tokens as unknown as unknown[]).length === 0) {
    await world.dana.post(path, {});
    await world.dana.post(path, { fingerprint: world.cloud.gateway().key.jkt });
  }
  return `/claim-tokens?account=${number}`;
}

/** Further views that are worth a look, beside the six states (states.ts). */
export const VIEWS: readonly View[] = [
  { name: 'invite-none', who: undefined, path: at('/invite'), text: 'needs the whole link' },
  { name: 'dashboard-account', who: PRIYA, path: at('/'), text: 'MiCollab does not answer' },
  { name: 'dashboard-no-gateway', who: SAM, path: at('/'), text: 'Begin with a gateway' },
  {
    name: 'accounts-deactivated',
    who: DANA,
    path: at('/accounts?state=deactivated'),
    text: 'Old Mill Hotels',
  },
  {
    name: 'account-own',
    who: PRIYA,
    path: ({ accounts }) => `/accounts/${accounts.ballad.number}`,
    text: 'Generate keys',
  },
  { name: 'integrations-choose', who: DANA, path: at('/integrations'), text: 'Choose the account' },
  {
    name: 'scoped',
    who: DANA,
    path: ({ accounts }) => `/integrations?account=${accounts.halden.number}`,
    text: 'Configure gateway',
  },
  { name: 'tokens-choose', who: DANA, path: at('/claim-tokens'), text: 'Choose the account' },
  {
    name: 'tokens-made',
    who: DANA,
    path: withTokens,
    text: 'Shown only now.',
    after: (page) => page.getByRole('button', { name: 'Make a claim token' }).click(),
  },
  {
    name: 'tokens-wrong',
    who: PRIYA,
    path: at('/claim-tokens'),
    text: 'Enter the fingerprint.',
    after: (page) => page.getByRole('button', { name: 'Register' }).click(),
  },
  {
    name: 'tokens-failure',
    who: PRIYA,
    path: at('/claim-tokens'),
    text: 'Try again',
    fault: ['fails', /\/api\/.*\/claim-tokens$/],
  },
  {
    name: 'gateway-offline',
    who: DANA,
    path: ({ gateways }) => `/gateways/${gateways.corvid}`,
    text: 'Offline since',
  },
  {
    name: 'link-unknown',
    who: DANA,
    path: at('/link?code=BBBB-BBBB'),
    text: 'There is no request with this code.',
  },
  {
    name: 'approve',
    who: DANA,
    path: requestOf('cloudlink.local'),
    text: 'Approve only a gateway that you can see',
  },
  {
    name: 'approve-one-account',
    who: PRIYA,
    path: requestOf('cloudlink-2.local'),
    text: 'Approve for Ballad Industries',
  },
  { name: 'approve-many', who: LARGE_PARTNER, path: requestOf('cloudlink-3.local'), text: 'of 120 accounts' },
  {
    name: 'approve-no-account',
    who: NEW_PARTNER,
    path: requestOf('cloudlink-4.local'),
    text: 'no customer account',
  },
  { name: 'approve-wrong-code', who: DANA, path: wrongCode, text: '4 tries are left' },
  { name: 'approve-denied', who: DANA, path: denied, text: 'This gateway was refused.' },
  { name: 'linked', who: DANA, path: linked, text: 'What happens now' },
];

/** Puts the view's fault in place for a page. */
export async function withFault(
  context: BrowserContext,
  { fault }: { readonly fault?: View['fault'] | undefined },
): Promise<void> {
  await context.unrouteAll();
  if (!fault) return;
  const [what, address] = fault;
  await context.route(address, (route) => {
    if (what === 'fails')
      return route.fulfill({ status: 502, contentType: 'text/html', body: 'bad gateway' });
    return undefined; // never answered
  });
}
