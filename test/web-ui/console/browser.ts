/** The console in Chromium: who is signed in, on which page, in which state. */
import type { BrowserContext, Page } from 'playwright-core';
import { ask, judge, SETUP_CODE } from '../../cloud/harness.ts';
import { DANA, LARGE_PARTNER, NEW_PARTNER, PRIYA, SAM, type World } from './world.ts';

/** Gives a browser the session of somebody. */
export async function signInAs(
  context: BrowserContext,
  world: Pick<World, 'cloud'>,
  email: string | undefined,
): Promise<void> {
  await context.clearCookies();
  if (email === undefined) return;
  const { cookie } = await world.cloud.signIn(email);
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

/** The network goes while the page is open; the page finds out by itself. */
async function cutOff(page: Page): Promise<void> {
  await page.getByText('Ballad Industries').first().waitFor();
  await page.route(/\/api\//, (route) => route.abort('internetdisconnected'));
  await page.context().setOffline(true);
  await page.getByText('No contact with the console').waitFor();
  await page.context().setOffline(false);
}

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
async function withTokens(world: World): Promise<string> {
  const { number } = world.accounts.corvid;
  const path = `/api/accounts/${number}/claim-tokens`;
  const { body } = await world.dana.get(path);
  if ((body.tokens as unknown as unknown[]).length === 0) {
    await world.dana.post(path, {});
    await world.dana.post(path, { fingerprint: world.cloud.gateway().key.jkt });
  }
  return `/claim-tokens?account=${number}`;
}

/** Every page in every state that is worth a look. */
export const VIEWS: readonly View[] = [
  { name: 'sign-in', who: undefined, path: at('/'), text: 'Sign in to the console.' },
  { name: 'invite-none', who: undefined, path: at('/invite'), text: 'needs the whole link' },
  { name: 'invite-spent', who: undefined, path: at('/invite#token=unknown'), text: 'used already' },
  { name: 'dashboard', who: DANA, path: at('/'), text: 'The PBX does not answer' },
  { name: 'dashboard-empty', who: NEW_PARTNER, path: at('/'), text: 'Begin with an account' },
  { name: 'dashboard-large', who: LARGE_PARTNER, path: at('/'), text: '120 accounts' },
  { name: 'dashboard-account', who: PRIYA, path: at('/'), text: 'MiCollab does not answer' },
  { name: 'dashboard-no-gateway', who: SAM, path: at('/'), text: 'Begin with a gateway' },
  {
    name: 'dashboard-error',
    who: DANA,
    path: at('/'),
    text: 'answered',
    fault: ['fails', /\/api\/overview/],
  },
  {
    name: 'dashboard-loading',
    who: DANA,
    path: at('/'),
    text: 'Reading what needs',
    fault: ['hangs', /\/api\/overview/],
  },
  { name: 'offline', who: DANA, path: at('/accounts'), text: 'No contact with the console', after: cutOff },
  { name: 'accounts', who: DANA, path: at('/accounts'), text: 'Ballad Industries' },
  {
    name: 'accounts-deactivated',
    who: DANA,
    path: at('/accounts?state=deactivated'),
    text: 'Old Mill Hotels',
  },
  { name: 'accounts-empty', who: NEW_PARTNER, path: at('/accounts'), text: 'No account yet' },
  { name: 'accounts-large', who: LARGE_PARTNER, path: at('/accounts'), text: 'Niederlassung 001' },
  {
    name: 'accounts-error',
    who: DANA,
    path: at('/accounts'),
    text: 'answered',
    fault: ['fails', /\/api\/accounts\?(?!limit)/],
  },
  { name: 'account-new', who: DANA, path: at('/accounts/new'), text: 'First administrator' },
  {
    name: 'account',
    who: DANA,
    path: ({ accounts }) => `/accounts/${accounts.ballad.number}`,
    text: 'Generate keys',
  },
  {
    name: 'account-own',
    who: PRIYA,
    path: ({ accounts }) => `/accounts/${accounts.ballad.number}`,
    text: 'Generate keys',
  },
  {
    name: 'account-unknown',
    who: DANA,
    path: at('/accounts/999999999'),
    text: 'no account with this number',
  },
  { name: 'integrations-choose', who: DANA, path: at('/integrations'), text: 'Choose the account' },
  { name: 'integrations', who: PRIYA, path: at('/integrations'), text: 'Onboarding Complete' },
  { name: 'integrations-none', who: SAM, path: at('/integrations'), text: 'No gateway detected' },
  {
    name: 'scoped',
    who: DANA,
    path: ({ accounts }) => `/integrations?account=${accounts.halden.number}`,
    text: 'Configure gateway',
  },
  { name: 'gateways', who: DANA, path: at('/gateways'), text: 'cloudlink-gbg' },
  { name: 'gateways-empty', who: SAM, path: at('/gateways'), text: 'No gateway detected' },
  {
    name: 'gateways-error',
    who: DANA,
    path: at('/gateways'),
    text: 'answered',
    fault: ['fails', /\/api\/gateways/],
  },
  { name: 'tokens-choose', who: DANA, path: at('/claim-tokens'), text: 'Choose the account' },
  { name: 'tokens-none', who: SAM, path: at('/claim-tokens'), text: 'No gateway is expected.' },
  { name: 'tokens', who: DANA, path: withTokens, text: 'Revoke' },
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
    name: 'gateway',
    who: DANA,
    path: ({ gateways }) => `/gateways/${gateways.ballad}`,
    text: 'HELPER_MISSING',
  },
  {
    name: 'gateway-offline',
    who: DANA,
    path: ({ gateways }) => `/gateways/${gateways.corvid}`,
    text: 'Offline since',
  },
  {
    name: 'gateway-silent',
    who: DANA,
    path: ({ gateways }) => `/gateways/${gateways.halden}`,
    text: 'has not said anything',
  },
  {
    name: 'gateway-loading',
    who: DANA,
    path: ({ gateways }) => `/gateways/${gateways.ballad}`,
    text: 'Reading the gateway',
    fault: ['hangs', /\/api\/gateways\/[^/]+$/],
  },
  { name: 'link', who: DANA, path: at('/link'), text: 'Where do I find the code?' },
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
  { name: 'not-found', who: DANA, path: at('/nowhere'), text: 'There is no such page.' },
];

/** Puts the view's fault in place for a page. */
export async function withFault(context: BrowserContext, { fault }: View): Promise<void> {
  await context.unrouteAll();
  if (!fault) return;
  const [what, address] = fault;
  await context.route(address, (route) => {
    if (what === 'fails')
      return route.fulfill({ status: 502, contentType: 'text/html', body: 'bad gateway' });
    return undefined; // never answered
  });
}
