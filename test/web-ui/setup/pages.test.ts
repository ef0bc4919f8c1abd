/**
 * Every page in every state: complete, accessible (axe), within its content security policy, and no wider than a
 * phone. Light at 1280 px, dark at 360 px.
 */
import { t as tap, test } from 'tap';
import { type SceneName, startSetupApi } from '../../fakes/setup-api.ts';
import { needs } from '../../helpers/needs.ts';
import { listen, overflow, violations } from '../browser.ts';
import { buildSetup, launch, VIEWS } from './browser.ts';

/** Chromium reports these for answers that a scene refuses on purpose. */
const REFUSED_ON_PURPOSE = /Failed to load resource.*(503|404)/;

/** Looked at in German as well: the pages that are read most. */
const GERMAN = ['/', '/?view=debug', '/setup/connect', '/about/licences', '/sync', '/tunnels'];
const OUTSIDE: readonly SceneName[] = [
  'unlinked',
  'waiting',
  'seen',
  'refused',
  'signedOut',
  'loading',
  'unreachable',
];

/** Eighty analyses; on a busy machine they take their time. */
const PATIENCE_MS = 900_000;
tap.setTimeout(PATIENCE_MS);

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
  const page = await browser.newPage();
  const wrong = listen(page, REFUSED_ON_PURPOSE);

  const view = async (scene: SceneName, path: string, text: string) => {
    api.show(scene);
    wrong.length = 0;
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(api.url + path);
    await page.locator('main').getByText(text).first().waitFor();
  };

  for (const [scene, path, text] of VIEWS) {
    await t.test(`${path}, ${scene}`, async (t) => {
      await view(scene, path, text);
      t.same(await violations(page), [], 'axe finds nothing at 1280 px, light');
      t.equal(await overflow(page), 0, 'no sideways scrolling at 1280 px');
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 360, height: 740 });
      t.same(await violations(page), [], 'axe finds nothing at 360 px, dark');
      t.equal(await overflow(page), 0, 'no sideways scrolling at 360 px');
      t.equal(await page.locator('h1').count(), 1, 'one heading of the page');
      t.same(wrong, [], 'no error, no breach of the content security policy');
    });
  }

  await t.test('long words fit on a phone, too', async (t) => {
    const german = await browser.newContext({ locale: 'de-DE', viewport: { width: 360, height: 740 } });
    const narrow = await german.newPage();
    for (const [scene, path] of VIEWS.filter(
      ([scene, path]) => GERMAN.includes(path) && !OUTSIDE.includes(scene),
    )) {
      api.show(scene);
      await narrow.goto(api.url + path);
      await narrow.locator('main h1:not(.sr)').waitFor();
      await narrow
        .getByText(/gelesen…?$/)
        .first()
        .waitFor({ state: 'detached' });
      t.equal(await overflow(narrow), 0, `${path}, ${scene}`);
    }
    t.equal(await narrow.locator('html').getAttribute('lang'), 'de');
    await german.close();
  });

  await t.test('a breach of the policy would be seen', async (t) => {
    await view('typical', '/', 'Linked to');
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "breach"';
      document.body.append(script);
    });
    t.match(wrong.join(), /Content Security Policy/);
  });
});
