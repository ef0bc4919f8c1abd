/**
 * Pictures of every page in its six states, to be looked at:
 * `node test/web-ui/setup/look.ts FOLDER [WORD] [LANGUAGE] [SIZES]`. Each view comes at 1280 px and 360 px, light and dark;
 * WORD picks those whose name has it, `-` all; SIZES is a list like `360.light,1280.dark`.
 */
import { join } from 'node:path';
import { startSetupApi } from '../../fakes/setup-api.ts';
import { drawn } from '../browser.ts';
import { eachSize, folder, isEnglish, isPicked } from '../look.ts';
import { buildSetup, launch, VIEWS } from './browser.ts';
import { mend, openView, STATE_VIEWS, spoil } from './states.ts';

const SHOWN = [
  ...STATE_VIEWS.map((view) => ({ ...view, name: view.state as string })),
  ...VIEWS.map(([scene, path]) => ({
    scene,
    path,
    name: `as-${scene}`,
    text: '',
    fault: undefined,
    cutOff: false,
  })),
];
const { webRoot, remove } = await buildSetup();
const browser = await launch();
const api = await startSetupApi({ webRoot, scene: 'typical' });
for await (const { context, as } of eachSize(browser))
  for (const view of SHOWN) {
    const { path, scene, fault, cutOff, name: state } = view;
    const name = `${path.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home'}.${state}.${as}`;
    if (!isPicked(name)) continue;
    const page = await context.newPage();
    if (cutOff) {
      if (!isEnglish) continue;
      await page.clock.install();
      await openView(page, api, view);
    } else {
      api.show(scene);
      if (fault) await spoil(page, fault);
      await page.goto(api.url + path);
      await drawn(page);
    }
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    await mend(context, page);
    await page.close();
  }
await browser.close();
await api.close();
remove();
