/**
 * The console's pages of administration in every state, over a real cloud: complete, accessible (axe), within the
 * content security policy, asking nobody else, and no wider than a phone. Light at 1280 px, dark at 360 px.
 */
import { t as tap, test } from 'tap';
import { needs } from '../../helpers/needs.ts';
import { buildPages, launchChromium, listen, overflow, violations } from '../browser.ts';
import { signInAs, VIEWS, withFault } from './browser.ts';
import { startWorld } from './world.ts';

/** Chromium reports these for answers that a view is about. */
const ON_PURPOSE =
  /Failed to load resource.*(40[0-9]|410|502)|ERR_(INCOMPLETE_CHUNKED|INTERNET_DISCONNECTED)/;
/** Eighty analyses; on a busy machine they take their time. */
const PATIENCE_MS = 900_000;
tap.setTimeout(PATIENCE_MS);

test('pages', { timeout: PATIENCE_MS }, async (t) => {
  if (!needs(t, 'chromium')) return;
  const { webRoot, remove } = await buildPages('console');
  const browser = await launchChromium();
  const world = await startWorld(t, { webDir: webRoot });
  t.teardown(async () => {
    await browser.close();
    remove();
  });
  const context = await browser.newContext({ timezoneId: 'America/Toronto' });
  const elsewhere: string[] = [];
  context.on('request', (request) => {
    if (!request.url().startsWith(world.cloud.url)) elsewhere.push(request.url());
  });

  for (const view of VIEWS) {
    await t.test(view.name, async (t) => {
      await signInAs(context, world, view.who);
      await withFault(context, view);
      const page = await context.newPage();
      const wrong = listen(page, ON_PURPOSE);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(world.cloud.url + (await view.path(world)));
      await view.after?.(page);
      await page.locator('main').getByText(view.text).first().waitFor();
      t.same(await violations(page), [], 'axe finds nothing at 1280 px, light');
      t.equal(await overflow(page), 0, 'no sideways scrolling at 1280 px');
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 360, height: 740 });
      t.same(await violations(page), [], 'axe finds nothing at 360 px, dark');
      t.equal(await overflow(page), 0, 'no sideways scrolling at 360 px');
      t.equal(await page.locator('h1').count(), 1, 'one heading of the page');
      t.same(wrong, [], 'no error, no breach of the content security policy');
      await page.close();
    });
  }
  t.same(elsewhere, [], 'nobody else is asked');
});
