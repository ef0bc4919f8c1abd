/** What the pages do when somebody works with them. */
import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { type Test, t as tap, test } from 'tap';
import { BEAT_MS } from '../../../src/base/runtime/event-stream.ts';
import { type SceneName, type SetupApi, startSetupApi } from '../../fakes/setup-api.ts';
import { needs } from '../../helpers/needs.ts';
import { buildSetup, LAN_NAME, launch } from './browser.ts';

type Fixture = {
  readonly api: SetupApi;
  readonly open: (scene: SceneName, path: string) => Promise<Page>;
};

function last(api: SetupApi): { request: string; body: unknown } | undefined {
  return api.changes.at(-1);
}

/** Waits until the fake has got a change. */
async function changed(api: SetupApi, page: Page, request: string): Promise<unknown> {
  while (last(api)?.request !== request) await page.waitForEvent('requestfinished');
  return last(api)?.body;
}

const stories: Record<string, (t: Test, f: Fixture) => Promise<void>> = {
  'over plain HTTP from the network there is only the signpost': async (t, { api, open }) => {
    const page = await open('typical', '/');
    await page.goto(`${api.url.replace('127.0.0.1', LAN_NAME)}/sync`);
    await page.getByText('This gateway works and is not linked yet.').waitFor();
    t.equal(await page.locator('input').count(), 0, 'nothing can be typed');
    const way = page.getByRole('link', { name: 'Set this gateway up without a cloud' });
    t.equal(await way.getAttribute('href'), 'https://192.168.10.24:443/');
    await page.getByText('The browser will warn').click();
    await page.getByText('8f3a', { exact: true }).waitFor();
  },

  'Link to CloudLink goes to the cloud with the code': async (t, { open }) => {
    const page = await open('unlinked', '/');
    await page.route('https://console.cloudlink.example/**', (route) => route.fulfill({ body: 'the cloud' }));
    await page.getByRole('button', { name: 'Link to CloudLink' }).click();
    await page.waitForURL('https://console.cloudlink.example/**');
    t.equal(page.url(), 'https://console.cloudlink.example/link?code=KTRH-PWVX');
  },

  'the code can be shown for a phone': async (t, { open }) => {
    const page = await open('unlinked', '/');
    await page.getByRole('button', { name: 'Show a code' }).click();
    await page.getByText('KTRH-PWVX').waitFor();
    t.ok(await page.getByRole('img', { name: /QR code/ }).isVisible());
  },

  'the first administrator: errors are named, linked and described, and what was typed stays': async (
    t,
    { api, open },
  ) => {
    const page = await open('unlinked', '/first-administrator');
    await page.getByLabel('Your name').fill('Priya');
    await page.getByLabel('Set-up code', { exact: true }).fill('k7');
    await page.getByRole('button', { name: 'Make administrator' }).click();
    const summary = page.getByRole('alert');
    await summary.waitFor();
    t.ok(await summary.evaluate((e) => e === document.activeElement), 'the summary has the focus');
    await summary.getByRole('link', { name: /Set-up code/ }).click();
    const code = page.getByLabel('Set-up code', { exact: true });
    t.ok(await code.evaluate((e) => e === document.activeElement), 'its links lead to the fields');
    const described = (await code.getAttribute('aria-describedby')) ?? '';
    t.match(described, /setupCode-e/, 'the error describes the field');
    t.equal(api.changes.length, 0, 'nothing was sent');

    await code.fill('XXXX-XXXX-XXXX');
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await page.getByRole('button', { name: 'Make administrator' }).click();
    await page.getByText('Four tries are left').first().waitFor();
    t.equal(await page.getByLabel('Your name').inputValue(), 'Priya');

    await page.reload();
    t.equal(await page.getByLabel('Your name').inputValue(), 'Priya', 'the name survives a reload');
    t.equal(await page.getByLabel('Password', { exact: true }).inputValue(), '', 'the password is not kept');
    const kept = await page.evaluate(() => JSON.stringify(sessionStorage) + JSON.stringify(localStorage));
    t.notMatch(kept, /correct horse|XXXX/, 'no secret is in the browser’s storage');

    await page.getByLabel('Set-up code', { exact: true }).fill('K7M0-1120-9XYZ');
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await page.getByRole('button', { name: 'Make administrator' }).click();
    await page.getByText('Linked to Ballad Industries.').waitFor();
    t.equal(new URL(page.url()).pathname, '/', 'and leads to the dashboard');
  },

  'signing in opens the page that was asked for': async (t, { api, open }) => {
    const page = await open('signedOut', '/tunnels');
    await page.getByLabel('Name').fill('Priya Nair');
    await page.getByLabel('Password', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Name or password is not right.').waitFor();
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Add a target by hand' }).waitFor();
    t.same(await changed(api, page, 'POST /api/session'), {
      name: 'Priya Nair',
      password: 'correct horse battery',
    });
  },

  'the site: a missing field is asked for, saving leads on': async (t, { api, open }) => {
    const page = await open('empty', '/setup/gateway');
    await page.getByText('Filled in from the account Ballad Industries.').waitFor();
    t.equal(await page.getByLabel('City').inputValue(), 'Ottawa', 'prefilled from the account');
    await page.getByLabel('Site name').fill('Head office');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Enter the province/state.').first().waitFor();
    await page.getByLabel('Province/State').fill('Ontario');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Successfully updated site').waitFor();
    t.match(page.url(), /\/setup\/pbx$/);
    t.match(last(api)?.body, { name: 'Head office', province: 'Ontario', country: 'CA' });
  },

  'what was typed in another browser is found, and two who type at once choose': async (t, { api, open }) => {
    const dana = await open('empty', '/setup/gateway');
    await dana.getByLabel('Site Name').fill('Head office');
    await dana.waitForResponse(/api\/drafts\/site/);
    const context = await dana.context().browser()?.newContext();
    const priya = (await context?.newPage()) as Page;
    await priya.goto(`${api.url}/setup/gateway`);
    await priya.getByText('typed this in another browser').waitFor();
    t.equal(await priya.getByLabel('Site Name').inputValue(), 'Head office', 'a secret-free draft was found');
    await priya.getByLabel('City').fill('Gatineau');
    await priya.waitForResponse(/api\/drafts\/site/);

    api.dropEvents();
    await dana.getByText('types here too, in another browser').waitFor();
    t.equal(await dana.getByLabel('City').inputValue(), 'Ottawa', 'nothing is replaced by itself');
    await dana.getByRole('button', { name: 'Take what was typed there' }).click();
    await dana.getByText('types here too').waitFor({ state: 'detached' });
    t.equal(await dana.getByLabel('City').inputValue(), 'Gatineau');
    await dana.getByRole('button', { name: 'Begin again' }).click();
    t.equal(await dana.getByLabel('City').inputValue(), 'Ottawa');
    t.equal(await dana.getByLabel('Site Name').inputValue(), 'Ballad Industries', 'the account again');
    await context?.close();
  },

  'who was overtaken sees both and chooses; nothing is overwritten': async (t, { api, open }) => {
    const page = await open('empty', '/setup/gateway');
    await page.getByLabel('Site Name').fill('Mine');
    await page.getByLabel('Province/State').fill('Ontario');
    api.show('typical');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Dana Whitfield saved this').waitFor();
    const row = page.getByRole('row', { name: /Site Name/ });
    t.match(await row.textContent(), /Ballad Industries.*Mine/);
    t.ok(await page.getByRole('button', { name: 'Next' }).isDisabled(), 'not before a choice');
    await page.getByRole('button', { name: 'Use mine' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Successfully updated site').waitFor();
    t.match(last(api)?.body, { name: 'Mine', city: 'Ottawa' });
  },

  'fields of 300 characters are said to be too long and stay as they are; an emoji is one': async (
    t,
    { api, open },
  ) => {
    const page = await open('empty', '/setup/gateway');
    const long = 'x'.repeat(300);
    await page.getByLabel('Site Name').fill(long);
    await page.getByLabel('City').fill('🏢'.repeat(128));
    await page.getByLabel('Province/State').fill('Ontario');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('This has 300 characters; at most 128 fit.').first().waitFor();
    t.equal(await page.getByLabel('Site Name').inputValue(), long);
    t.equal(api.changes.length, 0, 'nothing was sent');
    await page.reload();
    t.equal(await page.getByLabel('Site Name').inputValue(), long, 'after a reload, too');
    await page.getByLabel('Site Name').fill('Head office 🏢');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Successfully updated site').waitFor();
  },

  'an SMBC has Sync in place of PBX and Connect': async (t, { api, open }) => {
    const page = await open('smbc', '/setup/sync');
    const steps = page.getByRole('navigation', { name: 'Set-up steps' }).getByRole('listitem');
    await steps.nth(2).waitFor();
    t.match(await steps.allTextContents(), [/^Gateway/, /^Sync/, /^Deployment/]);
    t.equal(await page.getByLabel('PBX IP Address or FQDN').inputValue(), '127.0.0.1', 'its own PBX');
    await page.getByLabel('PBX Name').fill('Embedded');
    await page.getByLabel('MBG Password').fill('a secret of the MBG');
    await page.getByRole('button', { name: 'Sync', exact: true }).click();
    await changed(api, page, 'POST /api/pbx/connect');
    t.match(
      api.changes.map((change) => change.request),
      ['PUT /api/pbx', 'POST /api/pbx/connect'],
    );
    await page.goto(`${api.url}/setup/connect`);
    await page.getByText('There is no such page here.').waitFor();
  },

  'Advanced: logs are read, picked and saved; what a restart stops is said before': async (
    t,
    { api, open },
  ) => {
    const page = await open('typical', '/setup/advanced');
    await page.getByRole('button', { name: 'View logs' }).click();
    await page.getByText('3 of 3 lines').waitFor();
    await page.getByLabel('Lines that contain').fill('micollab');
    await page.getByText('1 of 3 lines').waitFor();
    const file = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download Logs' }).click();
    t.match((await file).suggestedFilename(), /^cloudlink\.local-\d{4}-\d\d-\d\d\.log$/);

    await page.getByRole('button', { name: 'Restart', exact: true }).click();
    const ask = page.getByRole('dialog', { name: 'Restart the gateway’s program?' });
    await ask.getByText('Phones and calls go on').waitFor();
    await ask.getByText('A remote session is open. It ends.').waitFor();
    await ask.getByRole('button', { name: 'Cancel' }).click();
    t.equal(api.changes.length, 0);
    await page.getByRole('button', { name: 'Restart', exact: true }).click();
    await ask.getByRole('button', { name: 'Restart' }).click();
    await page.getByText('The program restarts now.').waitFor();
    await page.getByRole('button', { name: 'Reboot', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reboot' }).click();
    await page.getByText('The privileged helper is not installed here.').waitFor();
  },

  'the PBX form follows the schema, and the gateway’s errors stand at their fields': async (
    t,
    { api, open },
  ) => {
    const page = await open('empty', '/setup/pbx');
    await page.getByLabel('PBX Name').fill('Ottawa');
    await page.getByLabel('PBX IP Address or FQDN').fill('192.168.10.300');
    await page.getByLabel('MBG IP Address or FQDN').fill('mbg.example');
    await page.getByLabel('MBG Password').fill('a secret of the MBG');
    t.equal(await page.getByLabel('MiCollab Password').count(), 0, 'hidden while its condition fails');
    await page.getByLabel('There is a MiCollab').check();
    t.equal(await page.getByLabel('MiCollab Password').count(), 1, 'shown when it holds');
    await page.getByLabel('MiCollab IP Address or FQDN').fill('micollab.example.com');
    await page.getByRole('button', { name: 'Next' }).click();
    await page
      .getByRole('link', { name: 'Enter MiCollab Password, or leave MiCollab IP Address or FQDN empty too.' })
      .waitFor();
    await page
      .getByText('Please ensure that you are using a Cloudlink gateway blade with the MIVB')
      .waitFor();
    await page.getByLabel('There is a MiCollab').uncheck();

    await page.getByLabel('PBX Type').selectOption('ldap');
    await page.getByLabel('Base DN').fill('dc=example');
    await page.getByLabel('PBX Type').selectOption('mivoice-business');
    t.equal(
      await page.getByLabel('PBX Name').inputValue(),
      'Ottawa',
      'another type and back: nothing is lost',
    );

    await page.getByLabel('MBG Password').fill('a secret of the MBG');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('192.168.10.300 cannot exist.').first().waitFor();
    t.same(last(api)?.body, {
      type: 'mivoice-business',
      name: 'Ottawa',
      values: {
        host: '192.168.10.300',
        mbgHost: 'mbg.example',
        mbgPassword: 'a secret of the MBG',
        micollab: false,
      },
    });
    const kept = await page.evaluate(() => JSON.stringify(sessionStorage));
    t.notMatch(kept, /a secret/);
    await page.getByLabel('PBX IP Address or FQDN').fill('192.168.10.30');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Successfully created PBX Link').waitFor();
    t.match(page.url(), /\/setup\/connect$/);
  },

  'settings that need each other: both or none': async (t, { api, open }) => {
    const page = await open('empty', '/setup/pbx');
    await page.getByLabel('PBX Type').selectOption('ldap');
    await page.getByLabel('PBX Name').fill('Directory');
    await page.getByLabel('IP Address or FQDN').fill('192.168.10.31');
    await page.getByLabel('Base DN').fill('dc=example');
    await page.getByLabel('Bind DN').fill('cn=reader');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Enter Password, or leave Bind DN empty too.').first().waitFor();
    t.same(api.changes, [], 'nothing was sent');
    await page.getByLabel('Bind DN').fill('');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Successfully created PBX Link').waitFor();
    const body = last(api)?.body as { values: object };
    t.same(
      Object.keys(body.values),
      ['host', 'encryption', 'port', 'baseDn'],
      'anonymous: neither of the two',
    );
  },

  'a stored password may be left out': async (t, { api, open }) => {
    const page = await open('typical', '/setup/pbx');
    await page.getByRole('button', { name: 'Test' }).click();
    await page.getByRole('heading', { name: 'The test succeeded' }).waitFor();
    t.same(last(api)?.body, {
      type: 'mivoice-business',
      name: 'Ottawa head office',
      values: { host: '192.168.10.30', mbgHost: 'mbg-ott.ballad.example', micollab: false },
    });
  },

  'a connection that fails says at which step and what to do': async (t, { open }) => {
    const page = await open('toConnect', '/setup/connect');
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByRole('heading', { name: 'The PBX is not connected' }).waitFor();
    const step = page.locator('.run li', { hasText: 'The PBX answers' });
    t.match(await step.textContent(), /refuses connections.*What to do:.*SOURCE_UNREACHABLE/);
  },

  'a PBX that answers but cannot be read says so, and the failure stays on the page': async (t, { open }) => {
    const page = await open('connectedOnly', '/setup/connect');
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByRole('heading', { name: 'The users could not be read' }).waitFor();
    await page.getByText('The gateway is busy with something else.').waitFor();
    t.ok(await page.getByText('Its users have not been read yet.').isVisible());
  },

  'the guard: removals are released for exactly the plan that was seen': async (t, { api, open }) => {
    const page = await open('held', '/setup/connect');
    await page.getByText('10 of 38 shown').waitFor();
    await page.getByRole('button', { name: 'Remove these 38 users' }).click();
    const dialog = page.getByRole('dialog');
    // a key pressed before it is open would be nobody's
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    t.equal(api.changes.length, 0, 'Esc keeps them');
    await page.getByRole('button', { name: 'Remove these 38 users' }).click();
    await dialog.getByRole('button', { name: 'Remove 38 users' }).click();
    await dialog.waitFor({ state: 'detached' });
    t.same(last(api), { request: 'POST /api/sync/confirm', body: { planHash: '9c41e07b55aa0f3d' } });
  },

  'the plan can be searched and filtered': async (t, { open }) => {
    const page = await open('held', '/setup/connect');
    await page.getByRole('button', { name: /^Added/ }).click();
    await page.getByText('10 of 11 shown').waitFor();
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByText('11 of 11 shown').waitFor();
    await page.getByRole('searchbox').fill('nobody is called so');
    await page.getByText('Nobody matches').waitFor();
    t.pass();
  },

  'the schedule is checked, kept and saved': async (t, { api, open }) => {
    const page = await open('offline', '/sync');
    const every = page.getByLabel('PBX Sync Schedule (in minutes)');
    await every.fill('3');
    await page.getByRole('button', { name: 'Save schedule' }).click();
    await page.getByText('3 does not fit.').waitFor();
    await every.fill('60');
    await page.reload();
    t.equal(await every.inputValue(), '60');
    await page.getByRole('button', { name: 'Save schedule' }).click();
    await page.getByText('Users are synced every 60 minutes.').waitFor();
    t.same(last(api)?.body, { minutes: 60 });
  },

  'a schedule that somebody else set meanwhile is shown, and chosen from': async (t, { api, open }) => {
    const page = await open('offline', '/sync');
    const every = page.getByLabel('PBX Sync Schedule (in minutes)');
    await every.fill('60');
    api.show('scheduled');
    await page.getByRole('button', { name: 'Save schedule' }).click();
    await page.getByText(/Dana Whitfield set the schedule to 45 minutes/).waitFor();
    t.ok(await page.getByRole('button', { name: 'Save schedule' }).isDisabled(), 'not before a choice');
    await page.getByRole('button', { name: 'Use mine' }).click();
    await page.getByRole('button', { name: 'Save schedule' }).click();
    await page.getByText('Users are synced every 60 minutes.').waitFor();
  },

  'Start asks, and says the answer back': async (t, { api, open }) => {
    const page = await open('typical', '/');
    const row = page.getByRole('row', { name: /MSL REST interface/ });
    await row.getByRole('button', { name: /^Start/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Start the tunnel to MSL MSL REST interface?' });
    await dialog.getByRole('button', { name: 'No' }).click();
    await dialog.waitFor({ state: 'detached' });
    t.equal(api.changes.length, 0);
    await row.getByRole('button', { name: /^Start/ }).click();
    await dialog.getByRole('button', { name: 'Yes' }).click();
    await row.getByRole('button', { name: /^Stop/ }).waitFor();
    t.equal(last(api)?.request, 'POST /api/tunnels/msl-rest/start');
  },

  'a remote session can be ended': async (t, { open }) => {
    const page = await open('typical', '/');
    const banner = page.getByRole('region', { name: 'Remote session in progress' });
    await banner.getByRole('button', { name: 'End now' }).click();
    await banner.waitFor({ state: 'detached' });
    t.pass();
  },

  'who asks to come in stands on every page, and is answered there': async (t, { api, open }) => {
    for (const path of ['/', '/network', '/setup/advanced']) {
      const page = await open('asked', path);
      const asks = page.getByRole('region', { name: 'Somebody asks to come in', exact: true });
      await asks.getByText('Lee Park asks to enter').waitFor();
      await asks.getByText(/Because “Set the sync schedule.*Ticket INC-20423.*lee\.park@meridian/).waitFor();
      await page.getByRole('region', { name: 'Remote session in progress' }).waitFor();
      const verb = path === '/' ? 'Approve' : 'Deny';
      await asks.getByRole('button', { name: `${verb} Lee Park` }).click();
      await page.getByRole('button', { name: `${verb} Lee Park` }).waitFor({ state: 'detached' });
      t.match(last(api)?.request, new RegExp(`^POST /api/access-requests/[\\w-]+/${verb.toLowerCase()}$`));
      await page.getByText('Noor Haddad asks to read the logs of this gateway').waitFor();
    }
    const remote = await open('askedRemote', '/tunnels');
    await remote.getByText('Only an administrator on site can answer.').first().waitFor();
    const name = /^(Approve|Deny|End now|Change)/;
    t.equal(
      await remote.getByRole('button', { name }).count(),
      0,
      'a remote session sees it, and that is all',
    );
  },

  'who is asked is decided for each target': async (t, { api, open }) => {
    const page = await open('asked', '/tunnels');
    const table = page.getByRole('table', { name: 'Who must be asked first' });
    await table.getByText('2 people: dana@ballad.example, lee.park@meridian.example').waitFor();
    await table.getByRole('button', { name: /^Change CloudLink gateway/ }).click();
    const dialog = page.getByRole('dialog', { name: /^Before a session to CloudLink gateway/ });
    await dialog.getByRole('radio', { name: /^Named people/ }).check();
    t.ok(await dialog.getByRole('button', { name: 'Save' }).isDisabled(), 'always is for named people');
    await dialog.getByLabel('E-mail addresses').fill('ann@a.example, bob@b.example');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await table.getByText('2 people: ann@a.example, bob@b.example').waitFor();
    t.match(last(api)?.request, /^PUT \/api\/tunnels\/gateway-portal\/consent$/);

    await table.getByRole('button', { name: 'Change Logs of this gateway' }).click();
    const look = page.getByRole('dialog', { name: 'Before the cloud looks: Logs of this gateway' });
    await look.getByRole('radio', { name: /^Off: nobody/ }).check();
    await look.getByRole('button', { name: 'Save' }).click();
    await look.waitFor({ state: 'detached' });
    await table
      .getByRole('row', { name: /^Logs of this gateway/ })
      .getByText('Off: nobody may look from the cloud')
      .waitFor();
    t.match(last(api)?.request, /^PUT \/api\/looks\/logs\/consent$/);
  },

  'a target’s certificate is confirmed by its fingerprint': async (t, { api, open }) => {
    const page = await open('held', '/tunnels');
    await page.getByRole('button', { name: 'Confirm MiVoice Business Administration web interface' }).click();
    const body = await changed(api, page, 'POST /api/tunnels/mivb-2/confirm');
    t.match(body, { fingerprint: /^11d2e09c/ });
  },

  'a refused target keeps what was typed': async (t, { open }) => {
    const page = await open('typical', '/tunnels');
    await page.getByLabel('Component', { exact: true }).fill('MiCollab');
    await page.getByLabel('Tunnel', { exact: true }).fill('Administration');
    await page.getByLabel('IP Address or FQDN').fill('https://micollab');
    await page.getByRole('button', { name: 'Add target' }).click();
    await page.getByText('Enter the name or address alone.').first().waitFor();
    await page.getByLabel('IP Address or FQDN').fill('micollab');
    await page.getByRole('button', { name: 'Add target' }).click();
    await page.getByText('This target is in the list already.').waitFor();
    t.equal(await page.getByLabel('Component', { exact: true }).inputValue(), 'MiCollab');
  },

  'Stop all, Start all: what would be started is named, and asked': async (t, { api, open }) => {
    const page = await open('typical', '/');
    await page.getByRole('button', { name: 'Stop all tunnels' }).click();
    await page.getByText('All tunnels are stopped.').waitFor();
    await page.getByRole('button', { name: 'Start all tunnels' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('MSL: Server Manager').waitFor();
    await dialog.getByRole('button', { name: 'No', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    t.equal(last(api)?.request, 'POST /api/tunnels/stop-all', 'No starts nothing');
    await page.getByRole('button', { name: 'Start all tunnels' }).click();
    await dialog.getByRole('button', { name: 'Yes', exact: true }).click();
    await changed(api, page, 'POST /api/tunnels/start-all');
  },

  'licences are read when somebody asks, found by name, and open where they stand': async (t, { open }) => {
    const page = await open('typical', '/');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.reload();
    await page.getByRole('link', { name: 'Licences' }).waitFor();
    t.notOk(asked.includes('/api/licences'), 'not with the first page');
    await page.getByRole('link', { name: 'Licences' }).click();
    await page.getByRole('heading', { level: 1, name: 'This gateway is made with 170 packages.' }).waitFor();
    await page.getByText('The program of this gateway is licensed under Apache-2.0.').waitFor();
    await page.getByLabel('Search by name or licence').fill('abstract');
    await page.getByText('1 of 170 shown').waitFor();
    await page.getByText('abstract-logging').click();
    await page.getByText('The package ships no text of its licence (MIT).').waitFor();
    await page.getByLabel('Search by name or licence').fill('@fastify');
    await page.getByText('@fastify/static').click();
    await page.getByText(/Permission is hereby granted/).waitFor();
    await page.getByLabel('Search by name or licence').fill('nothing like it');
    await page.getByText('No package matches').waitFor();
  },

  'the schedule of updates: no day, then Saturday at 3:15; paused and resumed': async (t, { api, open }) => {
    const page = await open('typical', '/setup/advanced');
    await page.getByText('Sunday and Saturday at 02:37 (America/Toronto)').waitFor();
    await page.getByRole('button', { name: 'Reschedule' }).click();
    await page.getByLabel('Sunday').uncheck();
    await page.getByLabel('Saturday').uncheck();
    await page.getByLabel('Select Update Time (America/Toronto)').fill('03:15');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: /Choose at least one day/ }).waitFor();
    await page.getByLabel('Saturday').check();
    await page.getByLabel('Update Automatically').uncheck();
    await page.getByRole('button', { name: 'Save' }).click();
    const input = { automatic: false, every: 'weekly', weekdays: [6], minute: 195 };
    t.same(await changed(api, page, 'PUT /api/update/schedule'), input);
    await page.getByText('Saturday at 03:15 (America/Toronto)').waitFor();
    await page.getByText('Updates are looked for, and not installed by themselves.').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    t.same(await changed(api, page, 'POST /api/update/pause'), {});
    await page.getByText('Paused until somebody resumes').waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await changed(api, page, 'POST /api/update/resume');
    await page.getByRole('button', { name: 'Reschedule' }).click();
    await page.getByLabel('Daily').check();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Saturday at 03:15 (America/Toronto)').waitFor();
  },

  'an update at the next time of the schedule, postponed, now, given up': async (t, { api, open }) => {
    const page = await open('typical', '/updates');
    await page.getByRole('button', { name: 'Update system version' }).click();
    const dialog = page.getByRole('dialog', { name: 'Update to version 1.5.0?' });
    await dialog.getByRole('button', { name: 'Update system version' }).click();
    t.same(await changed(api, page, 'POST /api/update/install'), { version: '1.5.0', when: 'window' });
    await page.getByRole('heading', { level: 1, name: 'Version 1.5.0 is here and waits.' }).waitFor();
    await page.getByRole('button', { name: 'Postpone' }).click();
    await changed(api, page, 'POST /api/update/postpone');
    await page.getByRole('button', { name: 'Install now' }).click();
    t.same(await changed(api, page, 'POST /api/update/install'), { when: 'now' });
    await page.getByRole('progressbar', { name: 'Downloading' }).waitFor();
    await page.getByRole('button', { name: 'Give it up' }).click();
    await changed(api, page, 'POST /api/update/cancel');
    await page.getByRole('heading', { level: 1, name: 'Version 1.5.0 can be installed.' }).waitFor();
  },

  'an update file goes up in pieces, and is installed from there': async (t, { api, open }) => {
    const page = await open('empty', '/updates');
    await page.getByRole('button', { name: 'Upload' }).click();
    await page.getByText('Choose a file.').waitFor();
    const buffer = Buffer.alloc(9 * 1024 * 1024, 'u');
    await page
      .getByLabel('Update file')
      .setInputFiles({ name: 'update.zip', mimeType: 'application/zip', buffer });
    await page.getByRole('button', { name: 'Upload' }).click();
    await page.getByText('A whole update file is here').waitFor();
    t.equal(api.changes.filter(({ request }) => request === 'PUT /api/update/file').length, 3);
    await page.getByRole('button', { name: 'Install from the file' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Install from the file' }).click();
    t.same(await changed(api, page, 'POST /api/update/install'), { from: 'file', when: 'now' });
  },

  'a support bundle: what would be in it, made, and deleted after a question': async (t, { api, open }) => {
    const page = await open('typical', '/support');
    await page.getByRole('heading', { level: 1, name: '2 support bundles are kept here.' }).waitFor();
    await page.getByRole('button', { name: 'Preview' }).click();
    const preview = page.getByRole('table', { name: 'What it would have now' });
    await preview.getByText('Settings of a fixed list; of the others only whether they are set').waitFor();
    await preview.getByText('It took too long to read.').waitFor();
    await preview.getByText('E-mail addresses: 14').waitFor();
    const link = page.getByRole('link', { name: 'Download' }).first();
    t.match(await link.getAttribute('href'), /^\/api\/support\/[0-9a-f-]{36}\/file$/);
    await page.getByRole('button', { name: 'Create support bundle' }).click();
    await changed(api, page, 'POST /api/support');
    await page.getByText('The support bundle is made.').waitFor();
    t.equal(await preview.count(), 0, 'what was looked at before is another one');
    await page.getByRole('button', { name: 'Delete' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Copies that were downloaded stay where they are.').waitFor();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await changed(api, page, 'DELETE /api/support/01930000-0000-7000-8000-000000000000');
  },

  'a backup is restored after its plan and a typed word; a reset after the word revert': async (
    t,
    { api, open },
  ) => {
    const page = await open('typical', '/backup');
    await page.getByRole('button', { name: 'Restore' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Passphrase or secret key').fill('correct horse battery');
    await dialog.getByRole('button', { name: 'Show what would happen' }).click();
    await dialog.getByText(/MB needed, .* free/).waitFor();
    await dialog.getByText('This backup is of other hardware').waitFor();
    const restore = dialog.getByRole('button', { name: 'Restore' });
    t.equal(await restore.isDisabled(), true, 'not before the word is typed');
    await dialog.getByLabel('Type “restore” to go on').fill('restore');
    await restore.click();
    await changed(api, page, 'POST /api/backup/restore');
    const reset = await open('typical', '/factory-reset');
    await reset.getByRole('button', { name: 'Revert to factory default' }).click();
    const ask = reset.getByRole('dialog', { name: 'Revert To Factory Default?' });
    await ask.getByText('Customer name:').waitFor();
    const confirm = ask.getByRole('button', { name: 'Confirm' });
    await ask.getByLabel('type ‘revert’').fill('reverse');
    t.equal(await confirm.isDisabled(), true);
    await ask.getByLabel('type ‘revert’').fill('revert');
    await confirm.click();
    await changed(api, reset, 'POST /api/factory-reset');
  },

  'the debug view copies everything as JSON, and nothing that this browser alone knows': async (
    t,
    { api, open },
  ) => {
    const page = await open('typical', '/?view=debug');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: api.url });
    await page.getByText('98 MiB, of it 31 MiB in a heap of 44 MiB').waitFor();
    await page.getByText('428 records').waitFor();
    await page.getByRole('button', { name: 'Copy everything as JSON' }).click();
    await page.getByText('Copied.').waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    const all = JSON.parse(text);
    t.same(Object.keys(all), ['overview', 'checks', 'debug']);
    t.match(all, { overview: { linked: true }, debug: { databases: [{ name: 'state.db' }] } });
    t.ok(all.checks.length > 3);
    t.notMatch(text, /a-token-of-the-fake/, 'not the session’s token');
  },

  'alarms that are cleared can be looked at; the button of the first line leads to those that stand': async (
    t,
    { open },
  ) => {
    const page = await open('diskFull', '/');
    await page.getByRole('link', { name: 'See what to do' }).click();
    t.match(page.url(), /#alarms$/);
    const other = await open('typical', '/');
    await other.getByText('See 2 alarms of the last 7 days that are cleared').click();
    await other.getByText(/cleared after 4 min\. It stood 3 times in 7 days\./).waitFor();
  },

  'both lists of irregular addresses: 50,000 rows, searched, and downloaded as found': async (
    t,
    { open },
  ) => {
    const page = await open('many', '/setup/connect');
    await page.getByText('View list of users without email address (50,000)').click();
    await page.getByText('50 of 50,000 shown').waitFor();
    const list = page.locator('details').filter({ hasText: 'without email address' });
    const download = async (name: string) => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        list.getByRole('link', { name }).click(),
      ]);
      return { url: new URL(file.url()), text: readFileSync(await file.path(), 'utf8') };
    };
    const whole = await download('Download as CSV');
    t.equal(whole.text.split('\r\n').length, 50_001, 'all of it, not what is shown');
    await list.getByLabel('Search').fill('Room 4999');
    await page.getByText('7 of 7 shown').waitFor();
    const found = await download('Download what was found as CSV');
    t.equal(found.url.search, '?list=none&q=Room+4999');
    t.equal(found.text.split('\r\n').length, 8);
  },

  'a gateway that goes away is said, and found again': async (t, { api, open }) => {
    const page = await open('typical', '/');
    await page.getByText('Linked to Ballad Industries.').waitFor();
    await page.context().setOffline(true);
    api.dropEvents();
    await page.getByText(/No contact with the gateway since/).waitFor();
    t.ok(
      await page.getByText('Linked to Ballad Industries.').isVisible(),
      'what was known stays on the page',
    );
    await page.context().setOffline(false);
    await page.getByText(/No contact with the gateway/).waitFor({ state: 'detached' });
  },

  'a cable that is pulled is said within the heartbeat, with the time; what comes after is read anew': async (
    t,
    { api, open },
  ) => {
    const page = await open('typical', '/');
    await page.getByText('Linked to Ballad Industries.').waitFor();
    const lost = page.getByText(/No contact with the gateway since/);
    const ages = page.locator('main time.age');
    // the tile of updates fetches itself
    await page.getByText('Next check').waitFor();
    const facts = await ages.count();
    t.ok(facts > 10, 'what is shown carries its age');
    await page.clock.install();
    await page.reload();
    await page.getByText('Next check').waitFor();

    // a stream that says nothing, on a line that works: readings take its place
    for (let n = 0; n < 12; n++) await page.clock.runFor(5000);
    t.notOk(await lost.isVisible());

    const thaw = api.freeze();
    await page.clock.runFor(BEAT_MS - 1000);
    t.notOk(await lost.isVisible(), 'a heartbeat is not late yet');
    await page.clock.runFor(11_000);
    await lost.waitFor();
    t.equal(await ages.count(), facts + 1, 'and still does, with the age of the silence');
    t.match(await page.getByRole('alert').textContent(), /for \d+ s/);

    api.show('failed');
    thaw();
    await page.getByRole('heading', { level: 1, name: /The last user sync failed/ }).waitFor();
    await lost.waitFor({ state: 'detached' });
  },

  'on a phone the menu opens, closes with Esc and after a choice': async (t, { open }) => {
    const page = await open('typical', '/');
    await page.setViewportSize({ width: 360, height: 740 });
    const menu = page.getByRole('navigation', { name: 'Main' });
    t.notOk(await menu.isVisible());
    await page.getByRole('button', { name: 'Menu' }).click();
    await menu.waitFor();
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Menu' }).click();
    await menu.getByRole('link', { name: 'Inventory' }).click();
    await menu.waitFor({ state: 'hidden' });
    await page.getByText('SWA Status').first().waitFor();
    t.match(page.url(), /\/inventory$/);
    t.ok(
      await page.locator('#main').evaluate((e) => e === document.activeElement),
      'reading goes on in the page',
    );
  },

  'everything can be reached by keyboard, beginning with the way past the menu': async (t, { open }) => {
    const page = await open('typical', '/');
    await page.getByText('Linked to Ballad Industries.').waitFor();
    await page.keyboard.press('Tab');
    t.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to content');
    await page.keyboard.press('Enter');
    t.ok(await page.locator('#main').evaluate((e) => e === document.activeElement));
  },

  'the checklist is copied as text, or shown where the browser forbids it': async (t, { open }) => {
    const page = await open('typical', '/setup/gateway');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copy = page.getByRole('button', { name: 'Copy as text' });
    await copy.click();
    await page.getByText('Copied.').waitFor();
    const kept = await page.evaluate(() => navigator.clipboard.readText());
    t.match(kept, /^CloudLink gateway cloudlink\.local\n\n\[OK\] Name server/);
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden'));
    });
    await copy.click();
    await page.getByText('copy it here').waitFor();
    t.equal(await page.locator('pre.raw').textContent(), kept);
    await page.route('**/api/health/report', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<p>a proxy’s page</p>' }),
    );
    await copy.click();
    await page.getByText('NOT_JSON').first().waitFor();
  },

  'the theme is remembered': async (t, { open }) => {
    const page = await open('typical', '/');
    await page.getByRole('button', { name: 'Dark theme' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Light theme' }).waitFor();
    t.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  },

  'set-up ends with Complete': async (t, { api, open }) => {
    const page = await open('held', '/setup/deployment');
    await page.getByText('482 917 305').waitFor();
    await page.getByRole('button', { name: 'Complete' }).click();
    await page.getByText('Onboarding Complete').waitFor();
    t.equal(last(api)?.request, 'POST /api/onboarding/complete');
    t.equal(new URL(page.url()).pathname, '/');
  },
};

const PATIENCE_MS = 600_000;
tap.setTimeout(PATIENCE_MS);

test('behaviour', { timeout: PATIENCE_MS }, async (t) => {
  if (!needs(t, 'chromium')) return;
  const { webRoot, remove } = await buildSetup();
  const browser = await launch();
  t.teardown(async () => {
    await browser.close();
    remove();
  });
  for (const [name, story] of Object.entries(stories)) {
    await t.test(name, async (t) => {
      const api = await startSetupApi({ webRoot, scene: 'typical' });
      const context: BrowserContext = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      context.setDefaultTimeout(60_000);
      t.teardown(async () => {
        await context.close();
        await api.close();
      });
      const open = async (scene: SceneName, path: string) => {
        api.show(scene);
        const page = await context.newPage();
        await page.goto(api.url + path);
        return page;
      };
      await story(t, { api, open });
    });
  }
});
