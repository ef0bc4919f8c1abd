/** The console's pages without a mouse and in the system's colours. */
import { t as tap, test } from 'tap';
import { needs } from '../../helpers/needs.ts';
import { buildPages, launchChromium, violations } from '../browser.ts';
import { forcedColours, walk } from '../keyboard.ts';
import { signInAs } from './browser.ts';
import { DANA, startWorld } from './world.ts';

const PATIENCE_MS = 300_000;
tap.setTimeout(PATIENCE_MS);

test('keyboard', { timeout: PATIENCE_MS }, async (t) => {
  if (!needs(t, 'chromium')) return;
  const { webRoot, remove } = await buildPages('console');
  const browser = await launchChromium();
  const world = await startWorld(t, { webDir: webRoot });
  t.teardown(async () => {
    await browser.close();
    remove();
  });
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const open = async (path: string, text: string) => {
    await page.goto(world.cloud.url + path);
    await page.locator('main').getByText(text).first().waitFor();
  };

  await t.test('Tab goes through the sign-in, a list, one account and one gateway', async (t) => {
    await open('/', 'Sign in to the console.');
    await walk(t, page, 'sign-in');
    await signInAs(context, world, DANA);
    await open('/accounts', 'Corvid Logistics Europe');
    await walk(t, page, 'list');
    await open(`/accounts/${world.accounts.ballad.number}`, 'Generate keys');
    await walk(t, page, 'account');
    await open(`/gateways/${world.gateways.ballad}`, 'HELPER_MISSING');
    await walk(t, page, 'gateway');
  });

  await t.test('a rollout is aborted without a mouse; Esc gives that up', async (t) => {
    await open('/updates/new', 'Look who is in which ring');
    await walk(t, page, 'new rollout');
    await open(`/updates/${world.rollout}`, 'cloudlink-gbg');
    await walk(t, page, 'rollout');
    t.same(await violations(page), []);
    const abort = page.getByRole('main').getByRole('button', { name: 'Abort the rollout' });
    const dialog = page.getByRole('dialog');
    await abort.focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    t.same(await violations(page), []);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    t.ok(await abort.evaluate((e) => e === document.activeElement));
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Abort the rollout' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /was aborted/ }).waitFor();
    await dialog.waitFor({ state: 'detached' });
    t.equal(await page.evaluate(() => document.activeElement?.id), 'main', 'the button went');
    t.equal(await page.locator('h1').getAttribute('aria-live'), 'polite', 'a new state is said');
  });

  await t.test('the colours of the system', async (t) => {
    await open(`/gateways/${world.gateways.ballad}`, 'HELPER_MISSING');
    await forcedColours(t, page);
    await open('/accounts/new', 'First administrator');
    await forcedColours(t, page);
  });
});
