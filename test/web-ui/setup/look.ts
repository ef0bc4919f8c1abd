/**
 * Pictures of every page, to be looked at: `node test/web-ui/setup/look.ts FOLDER [WORD] [LANGUAGE]`. Each view comes at
 * 1280 px, light and dark, and at 360 px; WORD picks those whose name has it, `-` all.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startSetupApi } from '../../fakes/setup-api.ts';
import { drawn } from '../browser.ts';
import { isNot, STATES } from '../states.ts';
import { buildSetup, launch, VIEWS } from './browser.ts';
import { PAGES } from './states.ts';

const [folder = 'pictures', word = '-', locale = 'en-GB'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const SHOWN = Object.entries(PAGES).flatMap(([path, row]) =>
  STATES.flatMap((state) => {
    const cell = row[state];
    return cell && !isNot(cell) ? [[cell[0], row.at ?? path] as const] : [];
  }),
);
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
    timezoneId: 'America/Toronto',
    locale,
    hasTouch: width < 640,
    isMobile: width < 640,
  });
  for (const [scene, path] of [...SHOWN, ...VIEWS]) {
    const name = `${path.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home'}.${scene}.${width}.${colorScheme}`;
    if (word !== '-' && !name.includes(word)) continue;
    api.show(scene);
    const page = await context.newPage();
    await page.goto(api.url + path);
    await drawn(page);
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    await page.close();
  }
  await context.close();
}
await browser.close();
await api.close();
remove();
