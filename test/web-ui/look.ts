/** What both families' pictures are made with: which views, in which language, at which sizes; see setup/look.ts. */
import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContext } from 'playwright-core';

const [folder = 'pictures', word = '-', locale = 'en-GB', sizes = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

export { folder };

/** What is awaited and clicked in a view is English. */
export const isEnglish = locale.startsWith('en');

export const isPicked = (name: string): boolean => word === '-' || name.includes(word);

/** A context at each size and theme that is asked for, closed before the next; `as` is its part of a picture's name. */
export async function* eachSize(browser: Browser): AsyncGenerator<{ context: BrowserContext; as: string }> {
  for (const [width, height] of [
    [1280, 900],
    [360, 740],
  ] as const)
    for (const colorScheme of ['light', 'dark'] as const) {
      const as = `${width}.${colorScheme}`;
      if (sizes && !sizes.split(',').includes(as)) continue;
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme,
        timezoneId: 'America/Toronto',
        locale,
        hasTouch: width < 640,
        isMobile: width < 640,
      });
      yield { context, as };
      await context.close();
    }
}
