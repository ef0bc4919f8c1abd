/** The network page as somebody works with it; the data set is a fake that keeps to the contract. */
import type { Page } from 'playwright-core';
import { type Test, t as tap, test } from 'tap';
import { KEEP_CODE, TAKEN } from '../../fakes/network-api.ts';
import { type SceneName, type SetupApi, startSetupApi } from '../../fakes/setup-api.ts';
import { needs } from '../../helpers/needs.ts';
import { buildSetup, launch } from './browser.ts';

tap.setTimeout(180_000);

type Fixture = { readonly api: SetupApi; readonly open: (scene: SceneName, path: string) => Promise<Page> };

const last = (api: SetupApi) => api.changes.at(-1);

/** The form that was sent last. */
const sent = (api: SetupApi) => (last(api)?.body ?? {}) as Readonly<Record<string, unknown>>;

/** Reaches the alert that lists what is wrong. */
const summary = (page: Page) => page.getByRole('alert').first();

const stories: Record<string, (t: Test, f: Fixture) => Promise<void>> = {
  'Static begins with what the port has; what is wrong is said at its field, and nothing is sent': async (
    t,
    { api, open },
  ) => {
    const page = await open('typical', '/setup/network');
    const port = page.getByRole('form', { name: 'Port 1' });
    t.ok(await port.getByRole('radio', { name: /^DHCP/ }).isChecked());
    await port.getByRole('radio', { name: /^Static/ }).check();
    t.equal(await port.getByLabel('IP address').inputValue(), '192.168.10.24');
    t.equal(await port.getByLabel('Subnet mask').inputValue(), '255.255.255.0');
    await port.getByLabel('IP address').fill('192.168.10.255');
    await port.getByLabel('Default gateway').fill('192.168.11.1');
    await port.getByLabel('DNS servers').fill('2001:db8::53');
    const before = api.changes.length;
    await port.getByRole('button', { name: 'Apply' }).click();
    await summary(page).waitFor();
    const said = (await summary(page).innerText()).replaceAll(/\s+/g, ' ');
    t.match(said, /IP address.*broadcast address of the network/);
    t.match(said, /Default gateway.*not in the network/);
    t.match(said, /DNS servers.*IPv6 address/);
    t.equal(api.changes.length, before, 'nothing was sent');
    await page.reload();
    t.equal(
      await port.getByLabel('IP address').inputValue(),
      '192.168.10.255',
      'what was typed survives a reload',
    );
  },

  'an address that somebody has stands at its field': async (t, { open }) => {
    const page = await open('typical', '/setup/network');
    const port = page.getByRole('form', { name: 'Port 1' });
    await port.getByRole('radio', { name: /^Static/ }).check();
    await port.getByLabel('IP address').fill(TAKEN);
    await port.getByRole('button', { name: 'Apply' }).click();
    await summary(page).getByText('52:54:00:aa:bb:cc').waitFor();
    t.equal(await port.getByLabel('IP address').inputValue(), TAKEN);
  },

  'on trial: time left, the link with the code, nothing else to apply; undo': async (t, { api, open }) => {
    const page = await open('typical', '/setup/network');
    const port = page.getByRole('form', { name: 'Port 1' });
    await port.getByRole('radio', { name: /^Static/ }).check();
    await port.getByLabel('IP address').fill('192.168.10.50');
    await port.getByLabel('DNS servers').fill('192.168.10.1, 9.9.9.9');
    await port.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('New settings of eth0 are on trial').waitFor();
    t.match(last(api)?.body, {
      port: 'eth0',
      mode: 'static',
      address: '192.168.10.50',
      mask: '255.255.255.0',
    });
    t.match(await page.getByRole('timer').innerText(), /^Time left: 1:[0-5]\d$/);
    const link = page.getByRole('link', { name: 'Open 192.168.10.50' });
    t.equal(await link.getAttribute('href'), `https://192.168.10.50/setup/network#keep=${KEEP_CODE}`);
    t.equal(
      await page.getByRole('button', { name: 'Keep these settings' }).count(),
      0,
      'not from the old address',
    );
    t.equal(await port.getByRole('button', { name: 'Apply' }).getAttribute('aria-disabled'), 'true');
    const kept = await page.evaluate(() => JSON.stringify(sessionStorage) + JSON.stringify(localStorage));
    t.notOk(kept.includes(KEEP_CODE), 'the code is in no storage of the browser');
    await page.getByRole('button', { name: 'Undo now' }).click();
    await page.getByText('The settings before are back on eth0').waitFor();
  },

  'every other page says that settings are on trial, for how long, and where to decide': async (
    t,
    { open },
  ) => {
    const page = await open('networkTrial', '/sync');
    await page.getByText(/come back by themselves in 1:[0-5]\d unless somebody keeps/).waitFor();
    await page.getByRole('link', { name: 'Keep or take back' }).click();
    await page.getByText('New settings of eth0 are on trial').waitFor();
    t.equal(await page.getByText('Network settings are on trial').count(), 0, 'said once there');
  },

  'DHCP on trial: whoever reaches the gateway keeps it': async (t, { api, open }) => {
    const page = await open('typical', '/network');
    await page.getByRole('form', { name: 'Port 1' }).getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('button', { name: 'Keep these settings' }).click();
    await page.getByText('The network settings of eth0 are kept: DHCP.').waitFor();
    t.equal(last(api)?.request, 'POST /api/network/confirm');
  },

  'the link keeps the settings without a sign-in, and leaves no code behind': async (t, { api, open }) => {
    const page = await open('signedOut', `/setup/network#keep=${KEEP_CODE}`);
    await page.getByRole('button', { name: 'Keep these settings' }).click();
    await page.getByText('The network settings are kept.').waitFor();
    t.same(last(api), { request: 'POST /api/network/keep', body: { code: KEEP_CODE } });
    t.notOk(page.url().includes(KEEP_CODE));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Sign in to this gateway').waitFor();
  },

  'a link that is no good any more says what to do': async (_t, { open }) => {
    const page = await open('signedOut', '/setup/network#keep=an_old_code_of_long_ago');
    await page.getByRole('button', { name: 'Keep these settings' }).click();
    await page.getByText('This link keeps no network settings any more.').waitFor();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Sign in to this gateway').waitFor();
  },

  'the page finds the gateway again after it was lost': async (_t, { api, open }) => {
    const page = await open('networkTrial', '/network');
    await page.getByText('New settings of eth0 are on trial').waitFor();
    await page.route('**/api/network', (route) => route.abort());
    await page.getByText('no longer reaches the gateway').waitFor();
    await page.unroute('**/api/network');
    api.show('networkReverted');
    await page.getByText('was switched off or restarted').waitFor();
  },

  'the proxy: the password is kept while its proxy is, and never in the browser': async (
    t,
    { api, open },
  ) => {
    const page = await open('typical', '/network');
    const form = page.getByRole('form', { name: 'HTTP proxy' });
    await form.getByLabel('Hosts without the proxy').fill('.example.com');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The HTTP proxy is saved and used.').waitFor();
    t.equal(sent(api).password, undefined, 'left out: the stored one stays');
    await form.getByLabel('Proxy host').fill('http://other.example');
    await form.getByRole('button', { name: 'Save' }).click();
    await summary(page).getByText('This is no host name and no IP address.').waitFor();
    await form.getByLabel('Proxy host').fill('other.example');
    await form.getByRole('textbox', { name: /^Password/ }).fill('p:a@s/s "ß');
    await form.getByRole('button', { name: 'Save' }).click();
    while (sent(api).host !== 'other.example') await page.waitForEvent('requestfinished');
    t.match(last(api)?.body, { host: 'other.example', password: 'p:a@s/s "ß' });
    const kept = await page.evaluate(() => JSON.stringify(sessionStorage) + JSON.stringify(localStorage));
    t.notMatch(kept, /p:a@s/);
  },

  'the Gateway step shows the network and leads to it; the platform’s own it leaves alone': async (
    t,
    { open },
  ) => {
    const page = await open('typical', '/setup/gateway');
    await page.getByText('DHCP, 192.168.10.24/24').waitFor();
    await page.getByRole('link', { name: 'Network settings' }).click();
    await page.getByRole('heading', { name: 'Port 1 (eth0)' }).waitFor();
    const other = await open('networkOfPlatform', '/network');
    await other.getByText('sets its own network').waitFor();
    t.equal(await other.locator('h1').innerText(), 'Network', 'what is not there is not its name');
    t.equal(await other.getByRole('form', { name: 'Port 1' }).count(), 0);
    t.equal(await other.getByRole('form', { name: 'HTTP proxy' }).count(), 1, 'the way to the cloud remains');
  },
};

test('the network page', { timeout: 180_000 }, async (t) => {
  if (!needs(t, 'chromium')) return;
  const { webRoot, remove } = await buildSetup();
  const browser = await launch();
  const api = await startSetupApi({ webRoot, scene: 'typical' });
  t.teardown(async () => {
    await browser.close();
    await api.close();
    remove();
  });
  for (const [name, story] of Object.entries(stories))
    await t.test(name, async (t) => {
      const context = await browser.newContext({ locale: 'en-GB' });
      const open = async (scene: SceneName, path: string) => {
        api.show(scene);
        const page = await context.newPage();
        page.setDefaultTimeout(20_000);
        await page.goto(api.url + path);
        return page;
      };
      await story(t, { api, open });
      await context.close();
    });
});
