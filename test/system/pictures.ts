/** Pictures on the way through the pages, at the width of a phone and of a desktop, kept as artefacts. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Test } from 'tap';
import { ROOT } from '../../scripts/demo-parts/world.ts';
import { overflow } from '../web-ui/browser.ts';

/** Where they are kept; git knows nothing of them. */
export const PICTURES = process.env.CLOUDLINK_ARTEFACTS ?? join(ROOT, '.ci/artefacts');
export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };

/**
 * Takes pictures of the whole page as `<kind>.<name>.<width>.png`, at both widths, and looks that nothing is wider than
 * the window. The page goes on at the width that it had.
 */
export function pictures(t: Test, page: Page, kind: string) {
  mkdirSync(PICTURES, { recursive: true });
  return async (name: string): Promise<void> => {
    const own = page.viewportSize() ?? DESKTOP;
    const other = own.width === PHONE.width ? DESKTOP : PHONE;
    for (const size of [other, own]) {
      await page.setViewportSize(size);
      t.ok((await overflow(page)) <= 0, `${name}: nothing sticks out at ${size.width} px`);
      await page.screenshot({ path: join(PICTURES, `${kind}.${name}.${size.width}.png`), fullPage: true });
    }
  };
}
