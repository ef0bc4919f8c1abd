/**
 * The pages in Firefox ESR, which draws and runs them by an engine of its own: every page in its typical state at both
 * sizes, and a form that is filled in and saved. Chromium looks closer (pages.test.ts, behaviour.test.ts).
 */
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { type Test, test } from 'tap';
import { startSetupApi } from '../fakes/setup-api.ts';
import { needs, program } from '../helpers/needs.ts';
import { buildPages } from './browser.ts';
import { ADMIN_PAGES, stateViews } from './console/states.ts';
import { DANA, startWorld } from './console/world.ts';
import { STATE_VIEWS } from './setup/states.ts';

const LIMIT_MS = 240_000;
const SIZES = [
  { width: 1280, height: 900 },
  { width: 360, height: 740 },
] as const;

async function startFirefox(t: Test): Promise<{ browser: Browser; page: Page; wrong: string[] }> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: program('firefox') ?? '',
    headless: true,
    // the language of the texts that are waited for
    extraPrefsFirefox: { 'intl.accept_languages': 'en-GB, en' },
  });
  t.teardown(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  return { browser, page, wrong };
}

/** Waits for words in the page, as a person would look for them. */
const words = (page: Page, text: string | RegExp) =>
  page.waitForFunction(
    (source, flags) => {
      const shown = document.querySelector<HTMLElement>('main')?.innerText.replace(/\s+/g, ' ') ?? '';
      return new RegExp(source, flags).test(shown);
    },
    {},
    typeof text === 'string' ? text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : text.source,
    typeof text === 'string' ? '' : text.flags,
  );

async function fits(t: Test, page: Page, name: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewport(size);
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    t.equal(wider, 0, `${name} fits ${size.width} px`);
  }
}

test('the gateway’s pages', { timeout: LIMIT_MS }, async (t) => {
  if (!needs(t, 'firefox')) return;
  const { webRoot, remove } = await buildPages('setup');
  const api = await startSetupApi({ webRoot, scene: 'typical' });
  t.teardown(async () => {
    await api.close();
    remove();
  });
  const { page, wrong } = await startFirefox(t);
  for (const { path, scene, text, state } of STATE_VIEWS) {
    if (state !== 'typical') continue;
    api.show(scene);
    // a phone shows a list or its detail, not both
    await page.setViewport(SIZES[0]);
    await page.goto(api.url + path);
    await words(page, text);
    await fits(t, page, path);
  }
  api.show('empty');
  await page.setViewport(SIZES[0]);
  await page.goto(`${api.url}/setup/gateway`);
  for (const [id, value] of [
    ['name', 'Head office 🏢'],
    ['city', 'Ottawa'],
    ['province', 'Ontario'],
    ['postalCode', 'K1P 1A1'],
  ] as const)
    await page.locator(`#${id}`).fill(value);
  await page.select('#country', 'CA');
  await page.locator('button[type=submit]').click();
  await words(page, 'PBX Type');
  t.match(api.changes.at(-1), { request: 'PUT /api/site', body: { name: 'Head office 🏢' } });
  t.same(wrong, [], 'no error of a script');
});

test('the console', { timeout: LIMIT_MS }, async (t) => {
  if (!needs(t, 'firefox')) return;
  const { webRoot, remove } = await buildPages('console');
  t.teardown(remove);
  const world = await startWorld(t, { webDir: webRoot });
  const { page, wrong } = await startFirefox(t);
  const { cookie } = await world.cloud.signIn(DANA);
  const [name = '', value = ''] = cookie.split('=');
  await page.goto(world.cloud.url);
  await words(page, 'Sign in to the console.');
  await page.setCookie({ name, value, url: world.cloud.url, httpOnly: true, sameSite: 'Strict' });
  for (const view of stateViews(ADMIN_PAGES)) {
    if (view.state !== 'typical' || view.who !== DANA) continue;
    await page.setViewport(SIZES[0]);
    await page.goto(world.cloud.url + view.path(world));
    await words(page, view.text);
    await fits(t, page, view.name);
  }
  t.same(wrong, [], 'no error of a script');
});
