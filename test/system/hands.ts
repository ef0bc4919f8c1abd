/** Two ways of working with a page: by pointer, and by the keys of the keyboard alone. */
import type { Locator, Page } from 'playwright-core';

export type Hands = {
  press(what: Locator): Promise<void>;
  fill(field: Locator, text: string): Promise<void>;
  /** An option by its words. */
  choose(field: Locator, words: string): Promise<void>;
};

export const POINTER: Hands = {
  press: (what) => what.click(),
  fill: (field, text) => field.fill(text),
  async choose(field, words) {
    await field.selectOption({ label: words });
  },
};

/** No page has as many stops; whoever needs more is caught in a circle. */
const MOST_STOPS = 200;

async function tabTo(page: Page, what: Locator): Promise<void> {
  await what.waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await what.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${what} cannot be reached by Tab`);
}

/** Tab stops at one button of a group of radio buttons; the arrows lead to the others. */
async function arrowTo(page: Page, what: Locator): Promise<void> {
  await what.waitFor();
  const name = await what.evaluate((e) => (e.matches('input[type=radio]') ? e.getAttribute('name') : null));
  if (name === null) return;
  const ofGroup = () => page.evaluate((name) => document.activeElement?.getAttribute('name') === name, name);
  for (let stop = 0; stop < MOST_STOPS && !(await ofGroup()); stop++) await page.keyboard.press('Tab');
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await what.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('ArrowDown');
  }
}

/** Tab, Enter, Space, arrows and letters; the pointer is never used. */
export function keyboard(page: Page): Hands {
  const isTicked = (what: Locator) =>
    what.evaluate((e) => e.matches('input[type=radio], input[type=checkbox]'));
  return {
    async press(what) {
      await arrowTo(page, what);
      await tabTo(page, what);
      await page.keyboard.press((await isTicked(what)) ? 'Space' : 'Enter');
    },
    async fill(field, text) {
      await tabTo(page, field);
      await page.keyboard.press('Control+A');
      await page.keyboard.type(text);
    },
    async choose(field, words) {
      await tabTo(page, field);
      await page.keyboard.type(words);
    },
  };
}
