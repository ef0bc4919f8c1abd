/**
 * Every page in every state: complete, accessible (axe), within its content security policy, and no wider than a
 * phone. Light at 1280 px, dark at 360 px; with `--whole` as closely as the typical state everywhere, in both themes.
 */
import { t as tap, test } from 'tap';
import { startSetupApi } from '../../fakes/setup-api.ts';
import { needs } from '../../helpers/needs.ts';
import { drawn, learnLanguages, listen, wordsIn } from '../browser.ts';
import { type Depth, inspect, isLookedAt, lacking, routesOf } from '../states.ts';
import { buildSetup, launch, VIEWS } from './browser.ts';
import { GIVEN, mend, openView, PAGES, STATE_VIEWS, type StateView } from './states.ts';

/** Chromium reports these for answers that a view refuses on purpose, or a gateway that is gone. */
const ON_PURPOSE = /Failed to load resource.*(503|404)|ERR_(INCOMPLETE_CHUNKED|INTERNET_DISCONNECTED|FAILED)/;

/** A hundred analyses; on a busy machine they take their time. */
const PATIENCE_MS = 900_000;
tap.setTimeout(PATIENCE_MS);
const VIEW_MS = 120_000;

/** With `--only=/sync/` on the command line: the views whose path begins so, for whoever works on a page. */
const ONLY = process.argv.find((word) => word.startsWith('--only='))?.slice('--only='.length) ?? '/';
const isWanted = (path: string) => path.startsWith(ONLY);

/** Pages whose words come from every place: catalogues, one that is fetched later, the server, a schema, the browser. */
const ALSO_LOADED = [
  ['typical', '/', 'Linked to'],
  ['typical', '/sync/detained', 'Mobile to send'],
  ['typical', '/sync/synchronisers/ad', 'lower(first of'],
  ['typical', '/setup/gateway', 'Gateway Information'],
  ['typical', '/setup/pbx', 'PBX Type'],
] as const;

test('each page of the router is looked at in the six states, or says why not', async (t) => {
  t.same(lacking(routesOf('setup'), PAGES, GIVEN), []);
  t.match(lacking(['/', '/new'], PAGES, GIVEN), [/^\/new, typical/, /^\/new, empty/, /^\/new, full/]);
});

test('pages', { timeout: PATIENCE_MS }, async (t) => {
  if (!needs(t, 'chromium')) return;
  const { webRoot, remove } = await buildSetup();
  const browser = await launch();
  const api = await startSetupApi({ webRoot, scene: 'typical' });
  t.teardown(async () => {
    await browser.close();
    await api.close();
    remove();
  });
  const context = await browser.newContext({ locale: 'en-GB' });
  const plain = await context.newPage();
  const wrong = listen(plain, ON_PURPOSE);

  /** One whose clock is the test's. */
  const timed = await context.newPage();
  await timed.clock.install();
  const timedWrong = listen(timed, ON_PURPOSE);
  // every part of the program, and its words, are there before the network goes
  await openView(timed, api, { scene: 'typical', path: '/sync/runs', text: 'Some detained' });
  await learnLanguages(timed);

  const look = (name: string, view: Omit<StateView, 'state' | 'depth'>, depth: Depth) =>
    // one that stands still is told by its name
    t.test(name, { timeout: VIEW_MS }, async (t) => {
      const [page, heard] = view.cutOff ? [timed, timedWrong] : [plain, wrong];
      heard.length = 0;
      t.teardown(() => mend(context, page));
      await page.setViewportSize({ width: 1280, height: 900 });
      await openView(page, api, view);
      await inspect(t, page, depth);
      t.same(heard, [], 'no error, no breach of the content security policy');
    });
  for (const view of STATE_VIEWS.filter((view) => isWanted(view.path) && isLookedAt(view)))
    await look(`${view.path}, ${view.state}`, view, view.depth);
  for (const [scene, path, text] of VIEWS.filter(([, path]) => isWanted(path)))
    await look(`${path}, ${scene}`, { scene, path, text }, 'view');

  await t.test('German in hand is the German of a page that is loaded', async (t) => {
    const viewport = { width: 1280, height: 900 };
    const german = await (await browser.newContext({ locale: 'de-DE', viewport })).newPage();
    // nothing is kept in its storage
    const english = await (await browser.newContext({ locale: 'en-GB', viewport })).newPage();
    for (const [scene, path, text] of ALSO_LOADED) {
      await openView(english, api, { scene, path, text });
      // its other parts may still say that they read
      await drawn(english);
      const inHand = await wordsIn(english, 'de');
      await german.goto(api.url + path);
      await drawn(german);
      const missing = async () => {
        const loaded = new Set(await wordsIn(german));
        return inHand.filter((line) => !loaded.has(line));
      };
      // what a part of the page reads for itself comes after its heading; the patience of a view, less what is said then
      const until = performance.now() + VIEW_MS / 2;
      while ((await missing()).length > 0 && performance.now() < until) await drawn(german);
      t.ok(inHand.includes('Abmelden'), `${path} speaks German`);
      t.same(await missing(), [], `${path} says the same`);
    }
    await german.context().close();
    await english.context().close();
  });

  await t.test('a breach of the policy would be seen', async (t) => {
    await openView(plain, api, { scene: 'typical', path: '/', text: 'Linked to' });
    await plain.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "breach"';
      document.body.append(script);
    });
    t.match(wrong.join(), /Content Security Policy/);
  });
});
