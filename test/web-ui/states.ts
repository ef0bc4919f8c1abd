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

/** Every state is looked at as the typical one is, and in both themes: `scripts/test --long`, and by this word on the command line. */
export const IS_WHOLE = process.argv.includes('--whole') || process.env.CLOUDLINK_TEST_LONG !== undefined;

/**
 * How closely a state is looked at in the suite: the typical one at both sizes; one that a page has of its own on the
 * desktop, and on the phone for its width, in all languages, and its heading; a further view for these alone. States that
 * every page gets by itself (it cannot read, it waits, the network is gone), which the same few parts draw everywhere,
 * are looked at with {@link IS_WHOLE} only.
 */
export type Depth = 'typical' | 'own' | 'view' | 'given';

/** Whether a view is looked at in this run. */
export const isLookedAt = ({ depth }: { readonly depth: Depth }) => IS_WHOLE || depth !== 'given';

/** The depth of a state: `cell` is what the table of pages says of it. */
export const depthOf = (state: State, cell: unknown): Depth =>
  state === 'typical' ? 'typical' : cell === undefined ? 'given' : 'own';

/**
 * Looks at the page that is open: accessible (axe), one heading, no wider than the window, on a phone in every language.
 * The other theme changes colours alone, so only the rules of colours are asked again.
 */
export async function inspect(t: Test, page: Page, asked: Depth): Promise<void> {
  const depth = IS_WHOLE ? 'typical' : asked;
  // a page behind another one gets a frame a second
  await page.bringToFront();
  for (const { size, theme, other } of SIZES) {
    const isPhone = size.width === 360;
    const where = `at ${size.width} px, ${theme}`;
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: theme });
    if (depth === 'typical' || (depth === 'own' && !isPhone))
      t.same(await violations(page, FURTHER_ROWS), [], `axe finds nothing ${where}`);
    t.equal(await overflow(page), 0, `no sideways scrolling ${where}`);
    t.equal(await page.locator('h1').filter({ visible: true }).count(), 1, `one heading ${where}`);
    if (isPhone) t.same(await overflowAbroad(page), FITS_ABROAD, `nor in any language ${where}`);
    if (!IS_WHOLE) continue;
    await page.emulateMedia({ colorScheme: other });
    t.same(await colourViolations(page, FURTHER_ROWS), [], `nor in the colours, ${other}`);
  }
}
