/** The six states in which every page is looked at, and which pages there are. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Test } from 'tap';
import { nodesOf } from '../helpers/server-texts.ts';
import { colourViolations, FITS_ABROAD, overflow, overflowAbroad, violations } from './browser.ts';

export const STATES = ['typical', 'empty', 'full', 'error', 'loading', 'offline'] as const;
export type State = (typeof STATES)[number];

/** Why a page has no such state; looked at by a person. */
export type Not = { readonly no: string };

export const isNot = (cell: unknown): cell is Not => typeof (cell as Not | undefined)?.no === 'string';

/** A row of a table of pages: what stands there in a state, or why there is none. */
type Row = Readonly<Partial<Record<State, unknown>>>;

/**
 * Paths of the tables of pages in a router's source (`const PAGES`, `const SETUP`): keys of an object or first parts of
 * pairs. The pages themselves need a browser, so the source is read and not run.
 */
export function routesOf(family: 'setup' | 'console'): string[] {
  const file = join(import.meta.dirname, '../../web-ui', family, 'frame.tsx');
  const paths: string[] = [];
  for (const [node] of nodesOf(file)) {
    const { id, init } = node as { id?: { name?: string }; init?: unknown };
    if (node.type !== 'VariableDeclarator' || !/^(PAGES|SETUP)$/.test(id?.name ?? '')) continue;
    for (const [, path = ''] of JSON.stringify(init).matchAll(/"value":"(\/[^"]*)"/g)) paths.push(path);
  }
  if (paths.length === 0)
    throw new Error(`${file} has no table of pages any more: tell this reader where it is`);
  return paths;
}

/** Pages of a router that lack a state. `given`: states that every page gets by itself. */
export function lacking(
  routes: readonly string[],
  table: Readonly<Record<string, Row>>,
  given: readonly State[],
): string[] {
  return routes.flatMap((path) =>
    STATES.filter((state) => table[path]?.[state] === undefined && !given.includes(state)).map(
      (state) => `${path}, ${state}: say what stands there, or why there is no such state`,
    ),
  );
}

/** Rows of a long list are alike. */
export const FURTHER_ROWS = 'tbody tr:nth-child(n + 6)';

const SIZES = [
  { size: { width: 1280, height: 900 }, theme: 'light', other: 'dark' },
  { size: { width: 360, height: 740 }, theme: 'dark', other: 'light' },
] as const;

/** With this word on the command line the other theme is looked at in every state, not in the typical one alone. */
export const EVERY_THEME = process.argv.includes('--every-theme');

/**
 * Looks at the page that is open, at both sizes: accessible (axe), one heading, no wider than the window, on a phone in
 * every language. The other
 * theme changes colours alone, so only the rules of colours are asked again. Of a state that is not the typical one the
 * phone is asked for its width and heading; with `--every-theme` for everything.
 */
export async function inspect(t: Test, page: Page, bothThemes: boolean): Promise<void> {
  // a page behind another one gets a frame a second
  await page.bringToFront();
  for (const { size, theme, other } of SIZES) {
    const where = `at ${size.width} px, ${theme}`;
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: theme });
    const isWhole = bothThemes || EVERY_THEME || size === SIZES[0].size;
    if (isWhole) t.same(await violations(page, FURTHER_ROWS), [], `axe finds nothing ${where}`);
    t.equal(await overflow(page), 0, `no sideways scrolling ${where}`);
    t.equal(await page.locator('h1').filter({ visible: true }).count(), 1, `one heading ${where}`);
    if (size.width === 360) t.same(await overflowAbroad(page), FITS_ABROAD, `nor in any language ${where}`);
    if (!bothThemes && !EVERY_THEME) continue;
    await page.emulateMedia({ colorScheme: other });
    t.same(await colourViolations(page, FURTHER_ROWS), [], `nor in the colours, ${other}`);
  }
}
