/** What operates the gateway, by keyboard alone and as a screen reader has it: updates, alarms, the licence, a reset. */
import type { Page } from 'playwright-core';
import { t as tap, test } from 'tap';
import { type SceneName, startSetupApi } from '../../fakes/setup-api.ts';
import { needs } from '../../helpers/needs.ts';
import { violations } from '../browser.ts';
import { walk } from '../keyboard.ts';
import { buildSetup, launch } from './browser.ts';
import { openView } from './states.ts';

const PATIENCE_MS = 600_000;
tap.setTimeout(PATIENCE_MS);

/** Of what has the focus: its id, or its words. */
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);

test('operations', { timeout: PATIENCE_MS }, async (t) => {
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
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const open = (scene: SceneName, path: string, text: string) => openView(page, api, { scene, path, text });
  const press = async (name: string | RegExp) => {
    await page.getByRole('button', { name }).last().focus();
    await page.keyboard.press('Enter');
  };

  await t.test('a reset is typed and confirmed, and Esc gives it up', async (t) => {
    await open('typical', '/factory-reset', 'What goes');
    await walk(t, page, 'reset');
    await press('Revert to factory default');
    const dialog = page.getByRole('dialog', { name: 'Revert To Factory Default?' });
    await dialog.getByLabel(/revert/).pressSequentially('rever');
    const confirm = dialog.getByRole('button', { name: 'Confirm' });
    t.equal(await confirm.getAttribute('aria-disabled'), 'true');
    t.same(await violations(page), []);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    t.equal(await focused(page), 'Revert to factory default');
  });

  await t.test('an update is ordered, postponed and given up without a mouse', async (t) => {
    await open('typical', '/updates', 'can be installed');
    await walk(t, page, 'updates');
    await press('Update system version');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    const when = dialog.getByRole('group', { name: 'When' });
    await when.getByRole('radio').first().focus();
    await page.keyboard.press('ArrowDown');
    t.ok(await when.getByRole('radio').last().isChecked(), 'the arrows choose');
    await page.keyboard.press('ArrowUp');
    await dialog.getByRole('button', { name: 'Update system version' }).focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('heading', { level: 1, name: /waits/ }).waitFor();
    t.equal(await focused(page), 'main', 'the button went: reading goes on in the page');
    t.equal(await page.locator('h1').getAttribute('aria-live'), 'polite', 'a new state is said');
    await press('Give it up');
    await page.getByRole('heading', { level: 1, name: /can be installed/ }).waitFor();
    t.equal(await focused(page), 'main');
  });

  await t.test('progress and trial have their names and values for a screen reader', async (t) => {
    await open('updateDownloading', '/updates', 'is being downloaded');
    const bar = page.getByRole('progressbar', { name: 'Downloading' });
    t.match(
      await bar.evaluate((e) => `${e.getAttribute('value') ?? e.getAttribute('aria-valuenow')}`),
      /^\d+/,
    );
    t.same(await violations(page), []);
    await open('updateTrial', '/updates', 'Worse than before');
    const trial = page.getByRole('table', { name: 'What is compared' });
    t.match(await trial.ariaSnapshot(), /rowheader/, 'each check is the head of its row');
    t.same(await violations(page), []);
    await walk(t, page, 'trial');
  });

  await t.test('an alarm is cured by its button, and when it goes the focus stays in the page', async (t) => {
    await open('diskFull', '/alarms', '3 alarms need attention');
    await walk(t, page, 'alarms');
    await page.getByRole('button', { name: 'Free space now' }).focus();
    api.show('quiet');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('It was looked at again.').waitFor();
    await page.getByText('No alarm is active').first().waitFor();
    t.equal(await focused(page), 'main');
  });

  await t.test('a licence by hand: what cannot be is named at its field, removing has an Undo', async (t) => {
    await open('typical', '/inventory', 'entered by hand by Wolfgang Hohenstein');
    t.equal(await page.getByRole('button', { name: 'Change the licence' }).count(), 1, 'of this host alone');
    await press('Remove the entry');
    await page.getByRole('button', { name: 'Enter the licence by hand' }).waitFor();
    t.equal(await focused(page), 'main');
    await press('Undo');
    await page.getByText('entered by hand by Wolfgang Hohenstein').waitFor();
    await press('Change the licence');
    const dialog = page.getByRole('dialog', { name: 'Enter the licence by hand' });
    await dialog.getByLabel('Last day').fill('2027-02-30');
    await page.keyboard.press('Enter');
    const line = dialog.getByRole('alert').getByRole('link', { name: /There is no such day/ });
    await line.focus();
    await page.keyboard.press('Enter');
    t.equal(await focused(page), 'expiresOn', 'the line leads to its field');
    t.same(await violations(page), []);
    await dialog.getByLabel('Last day').fill('');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    t.equal(await focused(page), 'Change the licence');
    t.same(api.changes.at(-1), {
      request: 'PUT /api/inventory/licence',
      body: { type: 'subscription', number: '7640830' },
    });
  });
});
