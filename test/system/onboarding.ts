/** What onboarding.test.ts runs: a real cloud, real gateways of three kinds, the MiVoice Business simulator, Chromium. */
import { once } from 'node:events';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Test, test } from 'tap';
import { STEPS, signIn } from '../../scripts/demo-parts/steps.ts';
import { createWorld, until, type World } from '../../scripts/demo-parts/world.ts';
import type { PlatformKind } from '../../src/contract/common.ts';
import type { AccountInput, AccountView, GatewayView } from '../../src/contract/console-api.ts';
import { type MivoiceBusinessSim, startMivoiceBusiness } from '../fakes/mivoice-business.ts';
import { launchChromium, listen, violations } from '../web-ui/browser.ts';
import { type Hands, keyboard, POINTER } from './hands.ts';
import { DESKTOP, PHONE, pictures } from './pictures.ts';

const [, , IPV4 = '', IPV6 = ''] = process.argv;
const PEOPLE = 30;
const MBG_PASSWORD = 'the MBG’s password';
/** Exit status; src/gateway/main.ts. */
const RESTART = 75;
const LIMIT_MS = 280_000;

const step = (name: string) => (world: World) => STEPS.find((s) => s.name === name)?.run(world);

type Run = {
  readonly t: Test;
  readonly world: World;
  readonly page: Page;
  readonly hands: Hands;
  readonly account: string;
  readonly picture: (name: string) => Promise<unknown>;
};

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor();

/** Row A3 as the account's page at the cloud shows it. */
async function statusIs({ t, world }: Run, wanted: string): Promise<void> {
  await until(`integration status ${wanted}`, async () => {
    const { integrationStatus } = await world.api<AccountView>('GET', `/api/accounts/${world.accountNumber}`);
    return integrationStatus === wanted || undefined;
  });
  t.pass(`the cloud says ${wanted}`);
}

/** A customer account whose address the Gateway page is filled with. */
async function makeAccount(world: World, name: string): Promise<void> {
  const { number } = await world.api<AccountView>('POST', '/api/accounts', {
    name,
    address: {
      street: '240 Sparks Street',
      city: 'Ottawa',
      country: 'CA',
      province: 'Ontario',
      postalCode: 'K1P 6C9',
    },
    supportContacts: ['support@demo.example'],
    admin: { name: 'Priya Nair', email: `${name.toLowerCase().replaceAll(' ', '.')}@demo.example` },
  } satisfies AccountInput);
  world.accountNumber = number;
}

async function consoleSignIn(page: Page, hands: Hands, { email, password }: World): Promise<void> {
  await heading(page, 'Sign in to the console.');
  await hands.fill(field(page, 'E-mail address'), email);
  await hands.fill(field(page, 'Password'), password);
  await hands.press(button(page, 'Sign in'));
}

async function claim({ page, hands, world, account, picture }: Run): Promise<void> {
  await page.goto(`http://127.0.0.1:${world.gatewayPorts.http}/`);
  await hands.press(button(page, 'Link to CloudLink'));
  await consoleSignIn(page, hands, world);
  await heading(page, /A gateway asks to join/);
  const { setupCode } = await world.local<{ setupCode: string }>('GET', '/api/setup-code');
  await hands.press(page.getByRole('radio', { name: new RegExp(account) }));
  await hands.fill(field(page, 'Set-up code'), setupCode);
  await picture('approve');
  await hands.press(button(page, new RegExp(`Approve for ${account}`)));
  await page.waitForURL(/launch\.localhost/, { timeout: 90_000 });
  await hands.press(page.getByRole('link', { name: 'Continue set-up: Gateway' }));
}

/** Everything is there from the account: an installer looks it over. */
async function gatewayStep(run: Run, name = `${run.account}, head office`): Promise<void> {
  const { t, page, hands, account, picture } = run;
  await heading(page, 'Gateway Information');
  await page.getByText(`Filled in from the account ${account}.`).waitFor();
  for (const [label, value] of [
    ['Site Name', account],
    ['Address (optional)', '240 Sparks Street'],
    ['City', 'Ottawa'],
    ['Country', 'CA'],
    ['Province/State', 'Ontario'],
    ['Postal code', 'K1P 6C9'],
  ] as const)
    t.equal(await field(page, label).inputValue(), value, `${label} comes from the account`);
  await statusIs(run, 'Configure gateway');
  await hands.fill(field(page, 'Site Name'), name);
  await picture('gateway');
  await hands.press(button(page, 'Next'));
  await page.getByText('Successfully updated site').waitFor();
}

async function pbxStep(run: Run, host: string): Promise<void> {
  const { page, hands, picture } = run;
  await heading(page, 'Configure PBX');
  await statusIs(run, 'Add PBX');
  await hands.choose(field(page, 'PBX Type'), 'MiVoice Business');
  await page.getByText('Please ensure that you are using a Cloudlink gateway blade with the MIVB').waitFor();
  await hands.fill(field(page, 'PBX Name'), 'Ottawa');
  await hands.fill(field(page, 'PBX IP Address or FQDN'), host);
  await hands.fill(field(page, 'MBG IP Address or FQDN'), host);
  await hands.fill(field(page, 'MBG Password'), MBG_PASSWORD);
  await picture('pbx');
  await hands.press(button(page, 'Next'));
  await page.getByText('Successfully created PBX Link').waitFor();
}

/** From `Connect` (or `Sync`) on: the plan is looked at, then sent. */
async function syncUsers(run: Run): Promise<void> {
  const { page, hands, picture } = run;
  await heading(page, new RegExp(`${PEOPLE} users read, nothing sent yet`));
  await page.getByText('Connection successful').waitFor();
  await picture('connected');
  await hands.press(button(page, 'Sync Now'));
  await heading(page, new RegExp(`${PEOPLE} users in the cloud`));
  await statusIs(run, 'Deployment');
  await hands.press(page.getByRole('link', { name: 'Next' }));
}

async function deploymentStep(run: Run): Promise<void> {
  const { page, hands, picture } = run;
  await heading(page, 'Deployment');
  await picture('deployment');
  await hands.press(button(page, 'Complete'));
  await statusIs(run, 'Onboarding Complete');
}

/** Rows A8 and A9, once there is something to see. */
async function besidePages(run: Run): Promise<void> {
  const { t, page, hands, picture } = run;
  await page.goto(new URL('/setup/overview', page.url()).href);
  await heading(page, 'Overview');
  await page.getByText('240 Sparks Street').waitFor();
  await picture('overview');
  t.same(await violations(page), []);
  await hands.press(page.getByRole('link', { name: 'Advanced' }));
  await heading(page, 'Advanced');
  await hands.press(button(page, 'View logs'));
  await page.getByText(/^\d+ of \d+ lines$/).waitFor();
  await picture('advanced');
  t.same(await violations(page), []);
  const ended = once(run.world.gateway?.child ?? process, 'exit');
  await hands.press(button(page, 'Restart'));
  await hands.press(page.getByRole('dialog').getByRole('button', { name: 'Restart' }));
  t.same((await ended)[0], RESTART, 'the program ended so that its service manager starts it again');
}

/** What a PBX can do to an installer, and what the page says then. */
async function badPbx(run: Run, sim: MivoiceBusinessSim): Promise<void> {
  const { page, hands, picture, t } = run;
  sim.state.pbx = 'Another product';
  await hands.press(button(page, 'Connect'));
  const another = page.getByText('is no MiVoice Business, or its interface for CloudLink is off.').first();
  await another.waitFor();
  await picture('wrong-product');
  sim.state.pbx = 'MiVoice Business';
  sim.mischief = [{ path: /\/devices/, how: 'half' }];
  await hands.press(button(page, 'Connect'));
  await page.getByText('The PBX is not connected').first().waitFor();
  await another.waitFor({ state: 'detached' });
  sim.mischief = [];
  await statusIs(run, 'Connect the PBX');
  await page.goBack();
  await heading(page, 'Configure PBX');
  t.equal(await field(page, 'PBX Name').inputValue(), 'Ottawa', 'back: what was saved stands there');
  await page.goForward();
  await heading(page, 'Verify and start your connection to the PBX');
  await page.reload();
  await heading(page, 'Verify and start your connection to the PBX');
}

/** Somebody else saves first: both are shown, nothing is overwritten, and the person chooses. */
async function overtaken(run: Run): Promise<void> {
  const { t, page, hands, world, picture } = run;
  await field(page, 'City').waitFor();
  await hands.fill(field(page, 'City'), 'Gatineau');
  const theirs = {
    name: 'Of somebody else',
    city: 'Kanata',
    country: 'CA',
    province: 'Ontario',
    postalCode: 'K2K 2A1',
    zone: 'America/Toronto',
  };
  await world.local('PUT', '/api/site', theirs);
  await hands.press(button(page, 'Next'));
  await page.getByText('Command line saved this').waitFor();
  t.match(await page.getByRole('row', { name: /City/ }).textContent(), /Kanata.*Gatineau/);
  t.match(await world.local('GET', '/api/site'), theirs, 'theirs stands');
  await picture('overtaken');
  await hands.press(button(page, 'Keep what is saved'));
  t.equal(await field(page, 'City').inputValue(), 'Kanata');
  await world.local('PUT', '/api/site', { ...theirs, name: 'Of somebody else again' });
  await hands.fill(field(page, 'City'), 'Gatineau');
  await hands.press(button(page, 'Next'));
  await page.getByText('Command line saved this').waitFor();
  await hands.press(button(page, 'Use mine'));
  await hands.press(button(page, 'Next'));
  await heading(page, 'Configure PBX');
  t.match(await world.local('GET', '/api/site'), { city: 'Gatineau' });
}

async function virtual(run: Run, sim: MivoiceBusinessSim): Promise<void> {
  await claim(run);
  await gatewayStep(run);
  await heading(run.page, 'Configure PBX');
  await run.page.goBack();
  await overtaken(run);
  // an IPv6 literal, as it stands on the PBX's own page
  await pbxStep(run, IPV6);
  await badPbx(run, sim);
  await run.hands.press(button(run.page, 'Connect'));
  await syncUsers(run);
  await run.hands.press(
    field(run.page, 'Select the check box to go to the Users List page after you press the Complete button'),
  );
  await deploymentStep(run);
  await run.page.waitForURL(`${run.world.cloudUrl}/users?account=${run.world.accountNumber}`);
  run.t.pass('Complete led to the list of users at the console');
}

/** The power goes while somebody types; somebody else goes on, from the cloud's Gateway page (rows A11, C8). */
async function powerCut(run: Run, browser: Browser): Promise<BrowserContext> {
  const { page, world, t, hands } = run;
  await heading(page, 'Configure PBX');
  await hands.choose(field(page, 'PBX Type'), 'MiVoice Business');
  await hands.fill(field(page, 'MBG Password'), 'never kept anywhere');
  const kept = page.waitForResponse(/api\/drafts\/pbx\.mivoice-business/);
  await hands.fill(field(page, 'PBX Name'), 'Typed before the cut');
  t.equal((await kept).status(), 200);
  await world.gateway?.stop('SIGKILL');
  await page.close();
  const context = await browser.newContext({ locale: 'en-GB', viewport: PHONE });
  const other = await context.newPage();
  other.setDefaultTimeout(60_000);
  const { items } = await world.api<{ items: GatewayView[] }>(
    'GET',
    `/api/gateways?account=${world.accountNumber}`,
  );
  await other.goto(`${world.cloudUrl}/gateways/${items[0]?.id}`);
  await consoleSignIn(other, POINTER, world);
  await other.getByText(/Offline since/).waitFor();
  t.pass('the Gateway page says why it cannot be shown');
  await step('gateway')(world);
  await button(other, 'Go on with set-up').click();
  const why = other.getByRole('dialog');
  await why.getByLabel('Reason').fill('The power went while we set it up');
  const popup = context.waitForEvent('page');
  // whoever linked it with the set-up code needs no question for its own pages, for an hour and over a power cut
  await why.getByRole('button', { name: 'Launch' }).click();
  const portal = await popup;
  await portal.waitForURL(/launch\.localhost/);
  await portal.getByRole('link', { name: 'Continue set-up: PBX' }).click();
  await portal.getByText('typed this in another browser').waitFor();
  t.equal(await field(portal, 'PBX Name').inputValue(), 'Typed before the cut');
  t.equal(await field(portal, 'MBG Password').inputValue(), '', 'a secret is in no draft');
  await pictures(t, portal, 'msl')('resumed');
  return context;
}

async function msl(run: Run, browser: Browser): Promise<void> {
  await claim(run);
  await gatewayStep(run, `${run.account} 🏢`);
  // a check that has failed may name it in its remedy
  const network = run.page.getByRole('heading', { name: 'Appliance Ethernet Configuration' });
  run.t.equal(await network.count(), 0, 'no network page');
  const context = await powerCut(run, browser);
  const [, portal] = context.pages();
  if (!portal) throw new Error('the portal is not open');
  const further: Run = {
    ...run,
    page: portal,
    hands: POINTER,
    picture: pictures(run.t, portal, 'msl'),
  };
  await pbxStep(further, IPV4);
  await POINTER.press(button(portal, 'Connect'));
  await syncUsers(further);
  await deploymentStep(further);
  await besidePages(further);
  await context.close();
}

/** Keys alone, from the signpost to the end. */
async function smbc(run: Run): Promise<void> {
  const { t, page, hands, picture } = run;
  await claim(run);
  await gatewayStep(run);
  await heading(page, 'Sync PBX Data');
  await statusIs(run, 'Sync PBX');
  const steps = page.getByRole('navigation', { name: 'Set-up steps' }).getByRole('listitem');
  t.match(await steps.allTextContents(), [/^Gateway/, /^Sync/, /^Deployment/]);
  t.same(await violations(page), []);
  t.equal(await field(page, 'PBX IP Address or FQDN').inputValue(), '127.0.0.1', 'this very controller');
  await hands.fill(field(page, 'PBX Name'), 'Embedded');
  await hands.fill(field(page, 'MBG Password'), MBG_PASSWORD);
  await picture('sync');
  await hands.press(button(page, 'Sync'));
  await syncUsers(run);
  await deploymentStep(run);
}

test('onboarding of the other kinds', { timeout: LIMIT_MS }, async (t) => {
  // mostly they wait for one another's programs, so they go side by side
  t.jobs = 3;
  const first = createWorld();
  await step('cloud')(first);
  await signIn(first);
  const browser = await launchChromium();
  const sims = {
    virtual: await startMivoiceBusiness({ people: PEOPLE, password: MBG_PASSWORD, host: IPV6, port: 443 }),
    msl: await startMivoiceBusiness({ people: PEOPLE, password: MBG_PASSWORD, host: IPV4, port: 443 }),
    smbc: await startMivoiceBusiness({
      people: PEOPLE,
      password: MBG_PASSWORD,
      host: '127.0.0.1',
      port: 443,
    }),
  };
  t.teardown(async () => {
    await browser.close();
    await first.cloud?.stop();
    for (const sim of Object.values(sims)) await sim.close();
  });

  const onboard = (
    kind: PlatformKind,
    account: string,
    size: typeof PHONE,
    way: (run: Run) => Promise<void>,
    handsOf: (page: Page) => Hands = () => POINTER,
  ) =>
    t.test(`${kind}, ${size.width} pixels`, { buffered: true }, async (t) => {
      const { cloudPort, cloudUrl, email, password } = first;
      const world = Object.assign(createWorld(), { cloudPort, cloudUrl, email, password, kind });
      world.console = first.console;
      t.teardown(() => world.gateway?.stop());
      await makeAccount(world, account);
      await step('gateway')(world);
      const context = await browser.newContext({
        locale: 'en-GB',
        timezoneId: 'America/Toronto',
        viewport: size,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      // a PBX that is not there yet is 404; a gateway without power is no answer at all
      const wrong = listen(page, /40[14]|412|50[234]|ERR_/);
      const picture = pictures(t, page, kind);
      try {
        await way({ t, world, page, hands: handsOf(page), account, picture });
      } catch (error) {
        if (!page.isClosed()) await picture('failed');
        throw error;
      }
      t.same(wrong, [], 'no error in the browser');
      await context.close();
    });

  await Promise.all([
    onboard('virtual', 'Virtual Industries', DESKTOP, (run) => virtual(run, sims.virtual)),
    onboard('msl', 'Server Industries', PHONE, (run) => msl(run, browser)),
    onboard('smbc', 'Embedded Industries', DESKTOP, smbc, keyboard),
  ]);
});
