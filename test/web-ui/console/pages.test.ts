/**
 * The console's pages of administration in every state, over a real cloud: complete, accessible (axe), within the
 * content security policy, asking nobody else, and no wider than a phone. Light at 1280 px, dark at 360 px; with `--whole`
 * as closely as the typical state everywhere, in both themes.
 */
import { t as tap, test } from 'tap';
import { needs } from '../../helpers/needs.ts';
import { buildPages, launchChromium, listen, showAnew } from '../browser.ts';
import { inspect, isLookedAt, lacking, routesOf } from '../states.ts';
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

  const plain = await context.newPage();
  const plainWrong = listen(plain, ON_PURPOSE);
  /** One whose clock is the test's. */
  const timed = await context.newPage();
  await timed.clock.install();
  const timedWrong = listen(timed, ON_PURPOSE);

  // one that stands still is told by its name
  for (const view of stateViews(ADMIN_PAGES).filter(isLookedAt))
    await t.test(`${view.name}, ${view.state}`, { timeout: VIEW_MS }, async (t) => {
      const [page, wrong] = view.cutOff ? [timed, timedWrong] : [plain, plainWrong];
      wrong.length = 0;
      t.teardown(() => context.setOffline(false));
      await page.setViewportSize({ width: 1280, height: 900 });
      await openView(context, world, page, view);
      if (view.fault)
        t.notMatch(
          await page.locator('main h1').first().innerText(),
          /^No\b/,
          'what is not known is not none',
        );
      await inspect(t, page, view.depth);
      t.same(wrong, [], 'no error, no breach of the content security policy');
    });

  for (const view of VIEWS)
    await t.test(view.name, async (t) => {
      plainWrong.length = 0;
      const url = world.cloud.url + (await view.path(world));
      await plain.setViewportSize({ width: 1280, height: 900 });
      await showAnew(plain, url, async () => {
        await signInAs(context, world, view.who);
        await withFault(context, view);
      });
      await view.after?.(plain);
      await plain.locator('main').getByText(view.text).first().waitFor();
      await inspect(t, plain, 'view');
      t.same(plainWrong, [], 'no error, no breach of the content security policy');
    });
  t.same(elsewhere, [], 'nobody else is asked');
});
