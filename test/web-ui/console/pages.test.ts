/**
 * The console's pages of administration in every state, over a real cloud: complete, accessible (axe), within the
 * content security policy, asking nobody else, and no wider than a phone. Light at 1280 px, dark at 360 px; the typical
 * state in both themes, every state with `--every-theme`.
 */
import { t as tap, test } from 'tap';
import { needs } from '../../helpers/needs.ts';
import { buildPages, drawn, launchChromium, listen, overflow } from '../browser.ts';
import { inspect, lacking, routesOf } from '../states.ts';
import { signInAs, VIEWS, withFault } from './browser.ts';
import { ADMIN_PAGES, GIVEN, LIST_PAGES, openView, stateViews } from './states.ts';
import { startWorld } from './world.ts';

/** Chromium reports these for answers that a view is about. */
const ON_PURPOSE =
  /Failed to load resource.*(40[0-9]|410|502)|ERR_(INCOMPLETE_CHUNKED|INTERNET_DISCONNECTED|FAILED)/;
/** A hundred analyses; on a busy machine they take their time. */
const PATIENCE_MS = 900_000;
tap.setTimeout(PATIENCE_MS);
const VIEW_MS = 120_000;

test('each page of the router is looked at in the six states, or says why not', async (t) => {
  t.same(lacking(routesOf('console'), { ...ADMIN_PAGES, ...LIST_PAGES }, GIVEN), []);
});

test('pages', { timeout: PATIENCE_MS }, async (t) => {
  if (!needs(t, 'chromium')) return;
  const { webRoot, remove } = await buildPages('console');
  const browser = await launchChromium();
  const world = await startWorld(t, { webDir: webRoot });
  t.teardown(async () => {
    await browser.close();
    remove();
  });
  const context = await browser.newContext({ timezoneId: 'America/Toronto', locale: 'en-GB' });
  const elsewhere: string[] = [];
  context.on('request', (request) => {
    if (!request.url().startsWith(world.cloud.url)) elsewhere.push(request.url());
  });

  // one that stands still is told by its name
  for (const view of stateViews(ADMIN_PAGES))
    await t.test(`${view.name}, ${view.state}`, { timeout: VIEW_MS }, async (t) => {
      const page = await context.newPage();
      const wrong = listen(page, ON_PURPOSE);
      t.teardown(async () => {
        await context.setOffline(false);
        await page.close();
      });
      await page.setViewportSize({ width: 1280, height: 900 });
      await openView(context, world, page, view);
      if (view.fault)
        t.notMatch(
          await page.locator('main h1').first().innerText(),
          /^No\b/,
          'what is not known is not none',
        );
      await inspect(t, page, view.state === 'typical');
      t.same(wrong, [], 'no error, no breach of the content security policy');
    });

  for (const view of VIEWS)
    await t.test(view.name, async (t) => {
      await signInAs(context, world, view.who);
      await withFault(context, view);
      const page = await context.newPage();
      const wrong = listen(page, ON_PURPOSE);
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(world.cloud.url + (await view.path(world)));
      await view.after?.(page);
      await page.locator('main').getByText(view.text).first().waitFor();
      await inspect(t, page, false);
      t.same(wrong, [], 'no error, no breach of the content security policy');
      await page.close();
    });
  await t.test('long German words fit a phone', async (t) => {
    const german = await browser.newContext({ locale: 'de-DE', viewport: { width: 360, height: 740 } });
    const page = await german.newPage();
    for (const { name, state, who, path, fault, cutOff } of stateViews(ADMIN_PAGES)) {
      if (fault || cutOff) continue;
      await signInAs(german, world, who);
      await page.goto(world.cloud.url + path(world));
      await drawn(page);
      t.equal(await overflow(page), 0, `${name}, ${state}`);
    }
    await german.close();
  });
  t.same(elsewhere, [], 'nobody else is asked');
});
