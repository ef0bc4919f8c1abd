/**
 * Pictures of the console's pages, the lists among them, to be looked at:
 * `node test/web-ui/console/look.ts FOLDER [WORD] [LANGUAGE] [SIZES]`. Each view comes at 1280 px and 360 px, light and
 * dark; WORD picks those whose name has it, `-` all; SIZES is a list like `360.light,1280.dark`.
 */
import { join } from 'node:path';
import { buildPages, drawn, launchChromium } from '../browser.ts';
import { eachSize, folder, isEnglish, isPicked } from '../look.ts';
import { signInAs, VIEWS, type View, withFault } from './browser.ts';
import { LIST_VIEWS } from './lists-views.ts';
import { startListsWorld } from './lists-world.ts';
import { ADMIN_PAGES, LIST_PAGES, type StateView, stateViews } from './states.ts';
import { startWorld, type World } from './world.ts';

const ends: (() => unknown)[] = [];
const t = { teardown: (end: () => unknown) => void ends.push(end) };
const { webRoot, remove } = await buildPages('console');
const browser = await launchChromium();

type Looked<W> = Pick<View, 'name' | 'who' | 'after'> & {
  readonly fault?: View['fault'] | undefined;
  readonly path: (world: W) => string | Promise<string>;
};
const picked = ({ name }: { readonly name: string }) => isPicked(name);

/** Without those whose network goes: that takes a clock of the test's. */
function pickedStates<W>(views: readonly StateView<W>[]): Looked<W>[] {
  return views
    .filter(({ cutOff }) => !cutOff)
    .map((view) => ({ ...view, name: `${view.name.replace(/\W+/g, '-')}.${view.state}` }))
    .filter(picked);
}

async function look<W extends Pick<World, 'cloud'>>(
  views: readonly Looked<W>[],
  start: () => Promise<W>,
): Promise<void> {
  if (views.length === 0) return;
  const world = await start();
  /** Asked once for all sizes: a gateway may not ask too often. */
  const paths = new Map<string, string>();
  for await (const { context, as } of eachSize(browser))
    for (const view of views) {
      await signInAs(context, world, view.who);
      await withFault(context, view);
      const page = await context.newPage();
      const path = paths.get(view.name) ?? (await view.path(world));
      paths.set(view.name, path);
      await page.goto(world.cloud.url + path);
      await drawn(page);
      if (isEnglish) await view.after?.(page);
      await page.screenshot({
        path: join(folder, `${view.name}.${as}.png`),
        fullPage: true,
      });
      await page.close();
    }
}

await look([...pickedStates(stateViews(ADMIN_PAGES)), ...VIEWS.filter(picked)], () =>
  startWorld(t, { webDir: webRoot }),
);
await look<Awaited<ReturnType<typeof startListsWorld>>>(
  [
    ...pickedStates(stateViews(LIST_PAGES)),
    ...LIST_VIEWS.filter(picked).map((view) => ({ ...view, path: () => view.path })),
  ],
  () => startListsWorld(t, { webDir: webRoot }),
);
await browser.close();
for (const end of ends.reverse()) await end();
remove();
