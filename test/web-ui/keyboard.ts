/** A page by keyboard alone: every stop of Tab, and whether one sees where one is. */
import type { Page } from 'playwright-core';
import type { Test } from 'tap';

type Stop = { readonly name: string; readonly seen: boolean; readonly inOrder: boolean };

/** Where the focus is: its name, whether it shows, whether it follows the stop before in reading order. */
function stop(): Stop | undefined {
  const { activeElement: here } = document;
  if (!here || here === document.body) return undefined;
  const before = document.querySelector('[data-stop]');
  const inOrder = !before || (before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING) > 0;
  before?.removeAttribute('data-stop');
  here.setAttribute('data-stop', '');
  // a control may be drawn by what it stands in
  const outlined = [here, here.parentElement, here.nextElementSibling].some((element) => {
    if (!element) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
  });
  const { width, height, top, bottom } = here.getBoundingClientRect();
  const seen = outlined && width > 0 && height > 0 && bottom > 0 && top < innerHeight;
  const label = here.getAttribute('aria-label') ?? here.textContent?.trim() ?? '';
  return { name: `${here.tagName.toLowerCase()} ${label || here.id}`.slice(0, 60), seen, inOrder };
}

/** Controls that Tab should reach: one of a group of radio buttons, and nothing that is hidden or disabled. */
function reachable(): number {
  const groups = new Set<string>();
  const all = document.querySelectorAll<HTMLElement>(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]',
  );
  return [...all].filter((element) => {
    if (
      !element.checkVisibility({ visibilityProperty: true }) ||
      element.matches(':disabled, [tabindex="-1"]')
    )
      return false;
    if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
    if (groups.has(element.name)) return false;
    groups.add(element.name);
    return true;
  }).length;
}

/** Walks through the page by Tab: the way past the menu comes first, every control once, in order, in sight. */
export async function walk(t: Test, page: Page, name: string): Promise<void> {
  const count = await page.evaluate(reachable);
  const stops: Stop[] = [];
  for (let n = 0; n < count + 20; n++) {
    await page.keyboard.press('Tab');
    const next = await page.evaluate(stop);
    if (!next) break;
    stops.push(next);
  }
  const names = (list: readonly Stop[]) => list.map((s) => s.name);
  t.equal(stops[0]?.name, 'a Skip to content', `${name}: the way past the menu comes first`);
  t.same(names(stops.filter(({ seen }) => !seen)), [], `${name}: one sees where one is`);
  t.same(names(stops.filter(({ inOrder }) => !inOrder)), [], `${name}: in reading order`);
  t.ok(stops.length >= count, `${name}: ${stops.length} stops for ${count} controls`);
}

/** Colours of the system: what is drawn by a background alone would be gone. */
export async function forcedColours(t: Test, page: Page): Promise<void> {
  await page.emulateMedia({ forcedColors: 'active' });
  const bare = await page.evaluate(() =>
    [...document.querySelectorAll('.btn, input:not([type=hidden]), select, textarea')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => {
        const { borderTopWidth, appearance } = getComputedStyle(element);
        return Number.parseFloat(borderTopWidth) === 0 && appearance === 'none';
      })
      .map((element) => element.outerHTML.slice(0, 90)),
  );
  t.same(bare, [], 'every control keeps a border where backgrounds are gone');
  const unseen = await page.evaluate(
    () =>
      [...document.querySelectorAll('main svg.shape')].filter((shape) => {
        const { color, fill } = getComputedStyle(shape);
        return color === 'rgba(0, 0, 0, 0)' || fill === 'rgba(0, 0, 0, 0)';
      }).length,
  );
  t.equal(unseen, 0, 'every shape keeps a colour');
  await page.emulateMedia({ forcedColors: 'none' });
}
