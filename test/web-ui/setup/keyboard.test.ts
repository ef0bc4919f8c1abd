/** The gateway's pages without a mouse, in the system's colours, and without movement. */
import { t as tap, test } from 'tap';
import { startSetupApi } from '../../fakes/setup-api.ts';
import { needs } from '../../helpers/needs.ts';
import { forcedColours, walk } from '../keyboard.ts';
import { buildSetup, launch } from './browser.ts';
import { openView } from './states.ts';

const PATIENCE_MS = 300_000;
tap.setTimeout(PATIENCE_MS);

test('keyboard', { timeout: PATIENCE_MS }, async (t) => {
  if (!needs(t, 'chromium')) return;
  const { webRoot, remove } = await buildSetup();
  const browser = await launch();
  const api = await startSetupApi({ webRoot, scene: 'typical' });
  t.teardown(async () => {
    await browser.close();
    await api.close();
    remove();
  });
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();

  await t.test('Tab goes through the dashboard, a form and a list', async (t) => {
    await openView(page, api, { scene: 'typical', path: '/', text: 'Linked to' });
    await walk(t, page, 'dashboard');
    await openView(page, api, { scene: 'empty', path: '/setup/pbx', text: 'PBX Type' });
    await walk(t, page, 'form');
    await openView(page, api, { scene: 'held', path: '/setup/connect', text: '10 of 38 shown' });
    await walk(t, page, 'list');
  });

  await t.test('a dialog holds the focus; Esc closes it and gives the focus back', async (t) => {
    await openView(page, api, { scene: 'held', path: '/setup/connect', text: '10 of 38 shown' });
    const opener = page.getByRole('button', { name: 'Remove these 38 users' });
    await opener.focus();
    await page.keyboard.press('Enter');
    await page.locator('dialog[open]').waitFor();
    for (let n = 0; n < 6; n++) {
      await page.keyboard.press('Tab');
      const outside = await page.evaluate(
        () => document.activeElement !== document.body && !document.activeElement?.closest('dialog'),
      );
      t.notOk(outside, 'the page behind is out of reach');
    }
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    t.ok(await opener.evaluate((e) => e === document.activeElement));
  });

  await t.test('another page is read from its beginning, and what was done is said once', async (t) => {
    await openView(page, api, { scene: 'typical', path: '/', text: 'Linked to' });
    await page.getByRole('link', { name: 'Inventory', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('SWA Status').first().waitFor();
    t.ok(await page.locator('#main').evaluate((e) => e === document.activeElement));
    t.equal(await page.locator('.toasts[aria-live]').count(), 1, 'one region for what was done');
  });

  await t.test('the colours of the system', async (t) => {
    await openView(page, api, { scene: 'empty', path: '/setup/pbx', text: 'PBX Type' });
    await forcedColours(t, page);
    await openView(page, api, { scene: 'typical', path: '/', text: 'Linked to' });
    await forcedColours(t, page);
  });

  await t.test('nothing moves for those who do not want it', async (t) => {
    await openView(page, api, { scene: 'loading', path: '/', text: 'Reading the gateway' });
    const moving = () => page.evaluate(() => document.getAnimations().length);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    t.ok((await moving()) > 0, 'others see that something goes on');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    t.equal(await moving(), 0);
  });
});
