/**
 * Pictures of the console's pages, to be looked at: `node test/web-ui/console/look.ts FOLDER [WORD] [LANGUAGE]`.
 * Each view comes at 1280 px, light and dark, and at 360 px; WORD picks those whose name has it, `-` all.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildPages, drawn, launchChromium } from '../browser.ts';
import { signInAs, VIEWS, withFault } from './browser.ts';
import { ADMIN_PAGES, stateViews } from './states.ts';
import { startWorld } from './world.ts';

const [folder = 'pictures', word = '-', locale = 'en-GB'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const ends: (() => unknown)[] = [];
const { webRoot, remove } = await buildPages('console');
const world = await startWorld({ teardown: (f: () => unknown) => void ends.push(f) } as never, {
  webDir: webRoot,
});
const browser = await launchChromium();
const STATE_VIEWS = stateViews(ADMIN_PAGES)
  .filter(({ cutOff }) => !cutOff)
  .map((view) => ({ ...view, name: `${view.name.replace(/\W+/g, '-')}.${view.state}` }));
/** Asked once for all sizes: a gateway may not ask too often. */
const paths = new Map<string, string>();
for (const [width, height, colorScheme] of [
  [1280, 900, 'light'],
  [1280, 900, 'dark'],
  [360, 740, 'light'],
] as const) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    timezoneId: 'America/Toronto',
    locale,
    hasTouch: width < 640,
    isMobile: width < 640,
  });
  for (const view of [...STATE_VIEWS, ...VIEWS].filter(({ name }) => word === '-' || name.includes(word))) {
    await signInAs(context, world, view.who);
    await withFault(context, view);
    const page = await context.newPage();
    const path = paths.get(view.name) ?? (await view.path(world));
    paths.set(view.name, path);
    await page.goto(world.cloud.url + path);
    await drawn(page);
    await page.screenshot({ path: join(folder, `${view.name}.${width}.${colorScheme}.png`), fullPage: true });
    await page.close();
  }
  await context.close();
}
await browser.close();
for (const end of ends.reverse()) await end();
remove();
