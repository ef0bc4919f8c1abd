/**
 * Pictures of every page, to be looked at: `node test/web-ui/setup/look.ts FOLDER [WORD] [LANGUAGE]`. Each view comes at
 * 1280 and 360 px, light and dark; WORD (a regular expression) picks those whose name has it. In another language
 * nothing is waited for but the page.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startSetupApi } from '../../fakes/setup-api.ts';
import { buildSetup, launch, VIEWS } from './browser.ts';

const [folder = 'pictures', word = '', language = 'en'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const { webRoot, remove } = await buildSetup();
const browser = await launch();
const api = await startSetupApi({ webRoot, scene: 'typical' });
for (const [width, height, colorScheme] of [
  [1280, 900, 'light'],
  [1280, 900, 'dark'],
  [360, 740, 'light'],
  [360, 740, 'dark'],
] as const) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    locale: language,
    timezoneId: 'America/Toronto',
    hasTouch: width < 640,
    isMobile: width < 640,
  });
  for (const [scene, path, text] of VIEWS) {
    const name = `${path.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home'}.${scene}.${width}.${colorScheme}`;
    if (!new RegExp(word).test(name)) continue;
    api.show(scene);
    const page = await context.newPage();
    await page.goto(api.url + path);
    if (language === 'en') await page.locator('main').getByText(text).first().waitFor({ timeout: 8000 });
    else await page.locator('main h2').first().waitFor({ timeout: 8000 });
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    await page.close();
  }
  await context.close();
}
await browser.close();
await api.close();
remove();
