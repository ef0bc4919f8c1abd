/** What whole-way.test.ts runs: a real cloud and a real gateway as processes, slapd, Chromium. */
import type { Page } from 'playwright-core';
import { test } from 'tap';
import { approve } from '../../scripts/demo-parts/consent.ts';
import { STEPS } from '../../scripts/demo-parts/steps.ts';
import { MARK, startWebApp } from '../../scripts/demo-parts/web-app.ts';
import { createWorld, type World } from '../../scripts/demo-parts/world.ts';
import type { Overview } from '../../src/contract/local-api.ts';
import type { OutflowView } from '../../src/contract/outflow.ts';
import { startSlapd } from '../peers/slapd.ts';
import { launchChromium, listen, violations } from '../web-ui/browser.ts';
import { pictures } from './pictures.ts';

const SITE_ADDRESS = process.argv[2] ?? '';
const PEOPLE = 250;
const step = (name: string) => (world: World) => STEPS.find((s) => s.name === name)?.run(world);
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor();

async function signIn(page: Page, { email, password }: World): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await button(page, 'Sign in').click();
}

/** From the signpost on the LAN to the gateway's own pages over the launch session. */
async function claim(page: Page, world: World): Promise<void> {
  await page.goto(`http://127.0.0.1:${world.gatewayPorts.http}/`);
  await button(page, 'Link to CloudLink').click();
  await heading(page, 'Sign in to the console.');
  await signIn(page, world);
  await heading(page, /A gateway asks to join/);
  const { setupCode } = await world.local<{ setupCode: string }>('GET', '/api/setup-code');
  await page.getByLabel('Set-up code').fill(setupCode);
  await button(page, /Approve for Ballad Industries/).click();
  await page.waitForURL(/launch\.localhost/, { timeout: 90_000 });
}

async function setUp(
  page: Page,
  directory: Awaited<ReturnType<typeof startSlapd>>,
  picture: (name: string) => Promise<void>,
): Promise<void> {
  await page.goto(new URL('/setup/gateway', page.url()).href);
  await heading(page, 'Gateway Information');
  await page.getByLabel('Site Name').fill('Head office');
  await page.getByLabel('City').fill('Ottawa');
  await page.getByLabel('Country').selectOption('CA');
  await page.getByLabel('Province/State').fill('Ontario');
  await page.getByLabel('Postal code').fill('K1P 1A1');
  await page.getByLabel('Time zone').selectOption('America/Toronto');
  await picture('gateway');
  await button(page, 'Next').click();
  await page.waitForURL(/setup\/pbx/);
  await page.getByLabel('PBX Type').selectOption('ldap');
  await page.getByLabel('PBX Name').fill('Corporate directory');
  await page.locator('#host').fill(SITE_ADDRESS);
  await page.locator('#security').selectOption('none');
  await page.locator('#port').fill(String(directory.port));
  await page.locator('#bindDn').fill(directory.bindDn);
  await page.locator('#bindPassword').fill(directory.password);
  await page.locator('#baseDn').fill(directory.baseDn);
  await picture('pbx');
  await button(page, 'Next').click();
  await page.waitForURL(/setup\/connect/);
  await button(page, 'Connect').click();
  await heading(page, /250 users read, nothing sent yet/);
  await picture('connected');
  await button(page, 'Sync Now').click();
  await heading(page, /250 users in the cloud/);
  await page.getByRole('link', { name: 'Next' }).click();
  await heading(page, 'Deployment');
  await picture('deployment');
  await button(page, 'Complete').click();
}

test('claim, set up, sync, launch', { timeout: 280_000 }, async (t) => {
  const world = createWorld();
  const directory = await startSlapd({ people: PEOPLE, alsoAt: SITE_ADDRESS });
  const app = await startWebApp();
  const browser = await launchChromium();
  t.teardown(async () => {
    await browser.close();
    await world.gateway?.stop();
    await world.cloud?.stop();
    await app.close();
    await directory.close();
  });
  await step('cloud')(world);
  await step('gateway')(world);
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const wrong = listen(page, /401|status of 40[14]/);

  const firstVisit = performance.now();
  await claim(page, world);
  t.pass('claimed; the browser came to the gateway’s own pages by the launch session');
  t.same(await violations(page), []);
  const picture = pictures(t, page, 'standalone');
  await setUp(page, directory, picture);
  await heading(page, /Ballad Industries|users in sync/);
  // read by bench/page.ts
  t.comment(`onboarded within ${Math.round(performance.now() - firstVisit)} ms`);
  t.pass('set up through the launch session');
  await picture('dashboard');
  t.same(await violations(page), []);

  // targets are added on site only: this is the administrator at the gateway's own command
  await world.local('POST', '/api/tunnels', {
    component: 'Demo PBX',
    tunnel: 'administration web interface',
    protocol: 'http',
    host: '127.0.0.1',
    port: app.port,
  });

  await page.goto(`${world.cloudUrl}/users?account=${world.accountNumber}`);
  await page.getByText('Given0 Family0').first().waitFor();
  t.pass('the people stand in the console');
  await page.goto(`${world.cloudUrl}/gateways`);
  await page
    .getByRole('link', { name: /cloudlink/ })
    .first()
    .click();
  const row = page.getByRole('row', { name: /Demo PBX/ });
  await row.getByRole('button', { name: 'Start' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^(Yes|Start)/ })
    .click();
  await row.getByRole('button', { name: 'Launch' }).click({ timeout: 90_000 });
  const why = page.getByRole('dialog');
  await why.getByLabel('Reason').fill('Look why 3104 does not ring');
  await why.getByLabel('Ticket number').fill('INC-4711');
  const popup = context.waitForEvent('page');
  await why.getByRole('button', { name: 'Launch' }).click();
  const launched = await popup;
  await why.getByText('Waiting for consent at the site').waitFor();
  t.same(await violations(page), []);
  // the customer, on site
  const { accessRequests: [asked] = [] } = await world.local<Overview>('GET', '/api/overview');
  t.match(asked, { personName: 'Dana Whitfield', reason: 'Look why 3104 does not ring', ticket: 'INC-4711' });
  const { answeredBy } = await approve(world, asked?.sessionId ?? '');
  t.equal(answeredBy, 'Command line', 'approved on site, by the gateway’s own command');
  await launched.getByText(MARK).first().waitFor({ timeout: 60_000 });
  t.match(launched.url(), /^http:\/\/[\w-]+\.launch\.localhost:\d+\/admin/);
  t.notMatch(launched.url(), /token/);

  const session = page.getByRole('row', { name: /Dana Whitfield.*Demo PBX/ });
  await session.getByRole('button', { name: /End now/ }).click();
  await session.waitFor({ state: 'detached' });
  t.equal((await launched.reload())?.status(), 403, 'ended in the console, ended in the browser');
  const { destinations, data } = await world.local<OutflowView>('GET', '/api/outflow');
  const uses = new Set(destinations.map(({ use }) => use));
  const kinds = new Set(data.map((one) => one.data));
  t.notOk(uses.has('undeclared') || kinds.has('undeclared'), 'everything that left was declared');
  for (const use of ['cloud', 'channel', 'tunnel', 'directory', 'target'] as const) t.ok(uses.has(use), use);
  for (const kind of ['users', 'status', 'events', 'inventory', 'syncResults', 'sessions'] as const)
    t.ok(kinds.has(kind), kind);
  t.comment(JSON.stringify({ destinations, data }));
  t.same(wrong, [], 'no error in the browser');
});
