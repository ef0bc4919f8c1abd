/**
 * The console's lists, over a real cloud: every page in every state, complete, accessible (axe), within its content
 * security policy and no wider than a phone; and what they do when somebody works with them.
 */
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { type Test, t as tap, test } from 'tap';
import { needs } from '../../helpers/needs.ts';
import { type MailServer, startMailServer } from '../../peers/mail-server.ts';
import { buildPages, launchChromium, listen, overflow, violations } from '../browser.ts';
import { FURTHER_ROWS, inspect, isLookedAt } from '../states.ts';
import { signInAs } from './browser.ts';
import { LIST_VIEWS } from './lists-views.ts';
import { BALLAD, LEE, type ListsWorld, platform, startListsWorld } from './lists-world.ts';
import { LIST_PAGES, openView, type StateView, stateViews } from './states.ts';
import { DANA, PRIYA } from './world.ts';

/** Chromium reports these for answers that a view breaks on purpose. */
const BROKEN_ON_PURPOSE =
  /Failed to load resource.*(404|502)|ERR_(INTERNET_DISCONNECTED|INCOMPLETE_CHUNKED|FAILED)/;
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };

type Fixture = {
  readonly world: ListsWorld;
  readonly mails: MailServer;
  readonly context: BrowserContext;
  /** A page of somebody, complete. */
  readonly open: (who: string, path: string, text: string) => Promise<Page>;
};

const rows = (page: Page) => page.locator('main tbody tr').filter({ visible: true });
const names = (page: Page) => rows(page).locator('th a').allInnerTexts();
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

async function fileOf(page: Page, click: () => Promise<void>): Promise<{ name: string; lines: string[] }> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  const text = await readFile(await download.path(), 'utf8');
  return { name: download.suggestedFilename(), lines: text.split('\r\n').slice(0, -1) };
}

const stories: Record<string, (t: Test, f: Fixture) => Promise<void>> = {
  'platforms: a filter is built, stands in the address, changed and taken away': async (t, { open }) => {
    const page = await open(DANA, '/platforms', 'mas-quill');
    await button(page, 'Add filter').click();
    await page.getByLabel('Field').selectOption('SWA Status');
    await page.getByLabel('Expired').check();
    await page.getByLabel('Inactive').check();
    await page.keyboard.press('Enter');
    await page.getByText('2 of 8 match').waitFor();
    t.same(await names(page), ['micollab', 'micc-win-2']);
    await page.getByText('SWA Status is Expired or Inactive').waitFor();
    await page.reload();
    await page.getByText('2 of 8 match').waitFor();
    await button(page, /SWA Status is/).click();
    await page.getByLabel('Inactive').uncheck();
    await button(page, 'OK').click();
    await page.getByText('1 of 8 match').waitFor();
    t.same(await names(page), ['micc-win-2']);
    await button(page, 'Remove filter SWA Status').click();
    await page.getByText('8 of 8 shown').waitFor();
    t.equal(new URL(page.url()).search, '');
    await button(page, 'Show only those').click();
    await page.getByText('Report is stale').waitFor();
    await page.getByText('1 of 1 shown').waitFor();
    t.same(await names(page), ['mivb-halden']);
  },

  'platforms: some of a partner’s accounts': async (t, { open }) => {
    const page = await open(DANA, '/platforms', 'mas-quill');
    await button(page, 'Add filter').click();
    await page.getByLabel('Name or Account ID').fill('quill');
    await page.getByLabel(/Quill & Marsh/).check();
    await button(page, 'OK').click();
    await page.getByText('2 of 8 match').waitFor();
    t.same((await names(page)).sort(), ['mas-quill', 'pbx.quill.example']);
  },

  'platforms: order and search': async (t, { open }) => {
    const page = await open(DANA, '/platforms', 'mas-quill');
    const head = page.getByRole('columnheader', { name: 'Host' });
    await head.getByRole('button').click();
    await page.waitForFunction(() => document.querySelector('tbody th a')?.textContent === 'mas-quill');
    t.equal(await head.getAttribute('aria-sort'), 'ascending');
    await head.getByRole('button').click();
    await page.waitForFunction(
      () => document.querySelector('tbody th a')?.textContent === 'pbx.quill.example',
    );
    t.equal(await head.getAttribute('aria-sort'), 'descending');
    await page.getByLabel('Host, licence or application').fill('76408312');
    await page.getByText('1 of 8 match').waitFor();
    t.same(await names(page), ['mivb-ott-01']);
  },

  'platforms: columns are hidden and moved, and kept': async (t, { open }) => {
    const page = await open(PRIYA, '/platforms', 'mivb-ott-01');
    const heads = async () =>
      (await page.locator('thead th').filter({ visible: true }).allInnerTexts()).map((text) => text.trim());
    t.same((await heads()).slice(0, 2), ['Host', 'Platform Type']);
    await button(page, 'Show/hide columns').click();
    t.ok(await page.getByLabel('SWA Status').isDisabled(), 'SWA Status stays');
    await page.getByLabel('Application Types', { exact: true }).uncheck();
    await page.getByLabel('Platform Name', { exact: true }).check();
    const grip = button(page, /^Move SWA Status/);
    await grip.focus();
    for (let i = 0; i < 7; i++) await page.keyboard.press('ArrowUp');
    await page.getByText('SWA Status, place 1 of 10').waitFor();
    await button(page, 'OK').click();
    await page.reload();
    await page.getByText('mivb-ott-01').waitFor();
    const kept = await heads();
    t.equal(kept[0], 'SWA Status');
    t.ok(kept.includes('Platform Name') && !kept.includes('Application Types'), kept.join());
    await button(page, 'Show/hide columns').click();
    const from = await button(page, /^Move SWA Status/).boundingBox();
    const to = await button(page, /^Move Platform Type/).boundingBox();
    if (!from || !to) throw new Error('no grips');
    await page.mouse.move(from.x + 5, from.y + 5);
    await page.mouse.down();
    await page.mouse.move(to.x + 5, to.y + 5, { steps: 5 });
    await page.mouse.up();
    await page.getByText('SWA Status, place 3 of 10').waitFor();
    await button(page, 'Reset to Default').click();
    await button(page, 'OK').click();
    t.equal((await heads())[0], 'Host');
    t.ok(
      await button(page, 'Show/hide columns').evaluate((e) => e === document.activeElement),
      'focus is back',
    );
  },

  'platforms: what has changed waits for Refresh': async (t, { world, open }) => {
    const page = await open(PRIYA, '/platforms', 'mivb-ott-01');
    await world.report(world.ballad, [...BALLAD, platform('new-host')]);
    await page.getByText('Update available, please refresh.').waitFor();
    t.equal(await page.getByText('new-host').count(), 0, 'nothing moves under the reader');
    await button(page, 'Refresh').click();
    await page.getByText('new-host').waitFor();
    t.equal(await page.getByText('Update available, please refresh.').count(), 0);
  },

  'platforms: the file has what is filtered, and no formula': async (t, { open }) => {
    const page = await open(DANA, '/platforms?application=asterisk', 'pbx.quill.example');
    const { name, lines } = await fileOf(page, () =>
      page.getByRole('link', { name: 'Export as CSV' }).click(),
    );
    t.match(name, /^platforms-\d{4}-\d\d-\d\d\.csv$/);
    t.equal(lines.length, 2);
    t.match(lines[1], /pbx\.quill\.example,linux,.*,'=cmd\(\),/);
  },

  'platforms: details, why nothing can be launched, and back to the same list': async (t, { open }) => {
    const page = await open(DANA, '/platforms?type=msl', 'micollab');
    const row = rows(page).filter({ hasText: 'micollab' }).first();
    await page.getByText('Tunnel stopped').click();
    await page.getByText('Start the tunnel MSL Server Manager on micollab').waitFor();
    t.equal(await row.getByRole('button', { name: /Launch/ }).count(), 0);
    await page.getByRole('link', { name: 'mivb-ott-01' }).click();
    await page.getByText('mivb-ott-01 of Ballad Industries.').waitFor();
    await page.getByText('Intel(R) Xeon(R) Gold 5218 CPU @ 2.30GHz').waitFor();
    await page.getByRole('row', { name: '/vmail' }).getByText('15.5 GiB').waitFor();
    await page.getByRole('listitem').getByRole('link', { name: 'Platforms' }).click();
    await page.getByText('Platform Type is msl').waitFor();
    t.equal(await page.locator('h1').filter({ visible: true }).count(), 1);
  },

  'applications: filtered by type, with details': async (t, { open }) => {
    const page = await open(DANA, '/applications', 'mx-one');
    await button(page, 'Add filter').click();
    await page.getByLabel('mx-one').check();
    await button(page, 'OK').click();
    await page.getByText(/^1 of \d+ match/).waitFor();
    await page.getByRole('link', { name: 'mx-one' }).click();
    await page.getByText('mx-one on mxone-gbg.').waitFor();
    await page.locator('main').getByRole('link', { name: 'mxone-gbg' }).click();
    await page.getByText('mxone-gbg of Corvid Logistics.').waitFor();
    t.match(new URL(page.url()).pathname, /^\/platforms\//);
  },

  'users: further pages of 50,000, with the head in sight': async (t, { open }) => {
    const page = await open(LEE, '/users', '50 of 50,000 shown');
    await button(page, 'Load more').click();
    await page.getByText('100 of 50,000 shown').waitFor();
    t.equal(await rows(page).count(), 100);
    const scroller = page.getByRole('region', { name: 'Users' });
    await scroller.evaluate((e) => e.scrollTo(0, 900));
    const top = await scroller.evaluate((e) => e.getBoundingClientRect().top);
    const head = await page
      .locator('thead th')
      .nth(1)
      .evaluate((e) => e.getBoundingClientRect().top);
    t.ok(Math.abs(head - top) < 3, `the head is at ${head}, the list at ${top}`);
    await page.getByLabel('Search Users').fill('user 0004');
    await page.getByText('10 of 50,000 match').waitFor();
    t.equal(await rows(page).count(), 10, 'a new search begins at its beginning');
  },

  'users: deployment e-mails, with who gets none and how far it is': async (t, { world, open, mails }) => {
    const page = await open(PRIYA, '/users', 'Ann Archer');
    await button(page, 'Send Deployment E-mail to all').click();
    const dialog = page.getByRole('dialog', { name: 'Send Deployment E-mail' });
    await dialog.getByText('Goes to 5 users').waitFor();
    await dialog.getByText('Inactive: Cyd Castellanos and Fay Fontaine').waitFor();
    await page.waitForFunction(() => document.getAnimations().length === 0);
    t.same(await violations(page, FURTHER_ROWS), [], 'axe finds nothing in the dialog');
    await button(page, 'Cancel').click();
    for (const name of ['Ann Archer', 'Bea Brandt']) await page.getByLabel(`Select ${name}`).check();
    await button(page, 'Send Deployment E-mail (2)').click();
    await dialog.getByLabel('Language').selectOption('Français');
    await dialog.getByRole('button', { name: 'Send 2 e-mails' }).click();
    await page.getByText('2 deployment e-mails queued.').waitFor();
    await page.getByText('Deployment e-mails: 0 of 2 sent').waitFor();
    const last = page.getByText('1 could not be sent.');
    for (let i = 0; i < 1000 && !((await last.isVisible()) && mails.received.length > 0); i++)
      await world.cloud.clock.advance(1000);
    await last.waitFor();
    await page.getByText('bea.brandt@ballad.example: 550').waitFor();
    t.match(mails.received, [{ to: 'ann.archer@ballad.example', source: /Bienvenue/ }]);
    t.same(await violations(page, FURTHER_ROWS), [], 'axe finds nothing in the result');
    t.equal(await overflow(page), 0);
  },

  'users: filtered, looked at, deleted by the typed word': async (t, { open }) => {
    const page = await open(PRIYA, '/users', 'Ann Archer');
    await button(page, 'Add Filter').click();
    await page.getByLabel('Value').selectOption('Inactive');
    await button(page, 'OK').click();
    await page.getByText('2 of 7 match').waitFor();
    t.same(await names(page), ['Cyd Castellanos', 'Fay Fontaine']);
    await page.getByRole('link', { name: 'Cyd Castellanos' }).click();
    await page.getByText('Synced from cloudlink-ott').waitFor();
    await page.getByText('Any changes to the data below may be overwritten on the next sync.').waitFor();
    await page.getByRole('listitem').getByRole('link', { name: 'User Management' }).click();
    for (const name of ['Cyd Castellanos', 'Fay Fontaine']) await page.getByLabel(`Select ${name}`).check();
    await button(page, 'Delete users (2)').click();
    const dialog = page.getByRole('dialog', { name: 'Delete Selected User(s)?' });
    await dialog.getByText('the cloud accounts of').or(dialog.getByText('the cloud account of')).waitFor();
    const yes = dialog.getByRole('button', { name: 'Delete' });
    await dialog.getByRole('textbox').fill('Delete it');
    t.equal(await yes.getAttribute('aria-disabled'), 'true', 'another word does nothing');
    await dialog.getByRole('textbox').fill('delete');
    await yes.click();
    await page.getByText('2 users deleted.').waitFor();
    await page.getByText('5 users.').waitFor();
    await page.getByText('Nothing matches').waitFor();
  },

  'events: a new one shows by itself, and nothing jumps': async (t, { world, open }) => {
    const page = await open(PRIYA, '/events', 'No additional events found');
    const before = await rows(page).count();
    const first = rows(page).nth(0);
    await world.tells('Cable pulled', 'eth0');
    await button(page, '1 new event').waitFor();
    t.equal(await rows(page).count(), before);
    t.notMatch(await first.innerText(), /Cable pulled/);
    await world.tells('Cable put back', 'eth0');
    await button(page, '2 new events').click();
    await page.getByText('Cable put back').waitFor();
    t.equal(await rows(page).count(), before + 2);
    t.match(await page.locator('h1').innerText(), new RegExp(`^${before + 2} events since`));
  },

  'events: choices follow from the filters that are set': async (t, { open }) => {
    const page = await open(PRIYA, '/events?type=Sync', 'sam.reed');
    await button(page, 'Add Filter').click();
    await page.getByLabel('Field').selectOption('Action');
    await page.getByLabel('Sync finished').waitFor();
    t.equal(await page.getByLabel('Gateway linked').count(), 0, 'no sync event has this action');
    await page.getByLabel('Sync finished').check();
    await button(page, 'OK').click();
    await page.getByText('Action is Sync finished').waitFor();
    await page.getByText('1 of 1 shown').waitFor();
    await button(page, 'Clear all').click();
    await button(page, 'Add Filter').click();
    await page.getByLabel('Field').selectOption('Actor Name');
    await page.getByLabel('Value').fill('priya');
    await button(page, 'OK').click();
    await page.getByText('Actor Name contains priya').waitFor();
    await page.waitForFunction(() =>
      [...document.querySelectorAll('tbody tr')].every((row) => row.textContent?.includes('Priya Nair')),
    );
    await button(page, 'Add Filter').click();
    await page.getByLabel('Field').selectOption('Event Date');
    await page.getByLabel('Operator').selectOption('before');
    await page.getByLabel('Date and time').fill('2020-01-01T00:00:00');
    await button(page, 'OK').click();
    await page.getByText('No events found').waitFor();
    t.match(await page.locator('.chips').innerText(), /Event Date before 2020-01-01, 00:00:00/);
  },

  'events: details in tabs, copied; the ticked ones as a file': async (t, { context, open }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await open(PRIYA, '/events?action=PBX+link+saved&action=User+deleted', 'max.muster');
    t.match(await rows(page).filter({ hasText: 'max.muster' }).innerText(), /Unknown/);
    await rows(page).filter({ hasText: 'PBX link saved' }).getByRole('link').click();
    const details = page.getByRole('complementary', { name: 'Event Details' });
    await details.getByText('"to": "10.20.0.5"').waitFor();
    await details.getByRole('button', { name: 'Properties Changed' }).click();
    await details.getByText('"host"').waitFor();
    await details.getByRole('button', { name: 'Copy' }).click();
    await details.getByText('Copied').waitFor();
    t.same(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())), ['host']);
    for (const tab of ['Extra Details', 'Log Tags', 'Core Details'])
      await details.getByRole('button', { name: tab }).click();
    const one = await fileOf(page, () => details.getByRole('link', { name: 'Export' }).click());
    t.equal(one.lines.length, 2);
    await page.reload();
    await details.getByText('"to": "10.20.0.5"').waitFor();
    await details.getByRole('button', { name: 'Close' }).click();
    await details.waitFor({ state: 'detached' });
    await rows(page).filter({ hasText: 'max.muster' }).getByRole('checkbox').check();
    const ticked = await fileOf(page, () => page.getByRole('link', { name: 'Export (1)' }).click());
    t.match(ticked.lines[1], /,Unknown,.*,User deleted,/);
    t.equal(ticked.lines.length, 2);
  },

  'events: 50,000 as one file, order turned round, all that are shown ticked': async (t, { open }) => {
    const page = await open(LEE, '/events', '50 of 50,');
    const { lines } = await fileOf(page, () => page.getByRole('link', { name: 'Export as CSV' }).click());
    t.ok(lines.length > 50_000, `${lines.length} lines`);
    await page.getByLabel('Select all that are shown').check();
    await page.getByRole('link', { name: 'Export (50)' }).waitFor();
    await page.getByRole('columnheader', { name: 'Event Date' }).getByRole('button').click();
    await page.getByText('user 49999').waitFor();
    t.equal(
      await page.getByRole('columnheader', { name: 'Event Date' }).getAttribute('aria-sort'),
      'ascending',
    );
  },

  'on a phone the details take the place of the list; at 820 px the SWA status is in sight': async (
    t,
    { open },
  ) => {
    const page = await open(PRIYA, '/events', 'No additional events found');
    await page.setViewportSize(PHONE);
    await rows(page).nth(0).getByRole('link').click();
    await page.getByRole('heading', { name: 'Event Details' }).waitFor();
    t.equal(await rows(page).count(), 0, 'the list is gone');
    await button(page, 'Close').click();
    await page.getByText('No additional events found').waitFor();
    await page.setViewportSize({ width: 820, height: 900 });
    await page.goto(new URL('/platforms', page.url()).href);
    await page.getByText('mivb-ott-01').waitFor();
    t.notOk(await page.getByRole('columnheader', { name: 'Version' }).isVisible(), 'Version goes first');
    const swa = await rows(page).nth(0).locator('.ind').boundingBox();
    const portal = await page.getByRole('columnheader', { name: 'Portal' }).boundingBox();
    t.ok(swa && portal && swa.x + swa.width <= portal.x + 1, 'nothing covers the SWA status');
  },

  'contact is lost: what was read stays, and says from when it is': async (t, { context, open }) => {
    for (const [path, text] of [
      ['/platforms', 'mivb-ott-01'],
      ['/applications', 'mivoice-business'],
      ['/events', 'No additional events found'],
      ['/users', 'Ann Archer'],
    ] as const) {
      const page = await open(PRIYA, path, text);
      await page.clock.install();
      await page.goto(page.url());
      await page.getByText(text).first().waitFor();
      await context.setOffline(true);
      await context.route(/\/api\//, (route) => route.abort('internetdisconnected'));
      await page.clock.runFor(25_000);
      await page.getByText('No contact with the console since').waitFor();
      t.ok(await page.getByText(text).first().isVisible(), `${path} is still there`);
      t.same(await violations(page, FURTHER_ROWS), []);
      await context.unrouteAll();
      await context.setOffline(false);
      await page.close();
    }
  },
};

const PATIENCE_MS = 600_000;
tap.setTimeout(PATIENCE_MS);

test('lists', { timeout: PATIENCE_MS }, async (t) => {
  if (!needs(t, 'chromium')) return;
  const { webRoot, remove } = await buildPages('console');
  const mails = await startMailServer({
    answer: (to) => (to.startsWith('bea') ? { at: 'RCPT', code: 550 } : undefined),
  });
  const world = await startListsWorld(t, {
    webDir: webRoot,
    'smtp.url': `smtp://127.0.0.1:${mails.port}`,
    'smtp.security': 'none',
    'smtp.from': 'cloudlink@cloud.example',
  });
  t.teardown(() => mails.close());
  const browser = await launchChromium();
  t.teardown(async () => {
    await browser.close();
    remove();
  });
  const fresh = () =>
    browser.newContext({ viewport: DESKTOP, timezoneId: 'America/Toronto', acceptDownloads: true });

  const context = await fresh();
  const plain = await context.newPage();
  const plainWrong = listen(plain, BROKEN_ON_PURPOSE);
  /** One whose clock is the test's. */
  const timed = await context.newPage();
  await timed.clock.install();
  const timedWrong = listen(timed, BROKEN_ON_PURPOSE);
  const look = (name: string, view: StateView<ListsWorld>) =>
    t.test(name, async (t) => {
      const [page, wrong] = view.cutOff ? [timed, timedWrong] : [plain, plainWrong];
      wrong.length = 0;
      t.teardown(() => context.setOffline(false));
      await page.setViewportSize(DESKTOP);
      await openView(context, world, page, view);
      await inspect(t, page, view.depth);
      t.same(wrong, [], 'no error, no breach of the content security policy');
    });
  for (const view of stateViews(LIST_PAGES).filter(isLookedAt))
    await look(`${view.name}, ${view.state}`, view);
  for (const { name, who, path, text } of LIST_VIEWS)
    await look(name, { name, who, path: () => path, text, state: 'full', depth: 'view' });
  await context.close();

  for (const [name, story] of Object.entries(stories)) {
    await t.test(name, async (t) => {
      const context = await fresh();
      const open: Fixture['open'] = async (who, path, text) => {
        await signInAs(context, world, who);
        const page = await context.newPage();
        await page.goto(world.cloud.url + path);
        await page.locator('main').getByText(text).first().waitFor();
        return page;
      };
      await story(t, { world, mails, context, open });
      await context.close();
    });
  }
});
