/** A headless Chromium, fresh builds of the pages, and what every page is looked at for. */
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Plugin } from 'vite';
import { LANGUAGES, type Language } from '../../web-ui/shared/words.ts';
import { program } from '../helpers/needs.ts';

/** The minified one: each document that is looked at reads it anew. */
const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const WEB_UI = join(import.meta.dirname, '../../web-ui');

/**
 * Put behind the first file of the pages as they are built here, never into what is delivered: a page is shown from its
 * beginning, or in another language, without its programs being read and compiled anew, which costs four times as much.
 * Whatever a page holds goes with what is drawn; the few words that modules keep are those that a page's own links keep.
 */
const IN_HAND = `
import { setServerWords } from '../shared/index.ts';
globalThis.inHand = {
  leave: () => render(null, root),
  show: (path) => {
    history.replaceState(null, '', path);
    scrollTo(0, 0);
    render(<App />, root);
  },
  speak: async (language) => {
    localStorage.setItem('language', language);
    applyPreferredLanguage();
    localStorage.removeItem('language');
    setServerWords({ texts: new Map(), meanings: new Map() });
    await Promise.all([loadServerWords(), ...globalThis.catalogues.map((load) => load())]);
  },
  draw: () => render(<App />, root),
};
`;

const PLAIN = 'export function createWords<';
/** Every catalogue, also that of a part that is fetched later, is at hand. */
const CATALOGUES = `
export function createWords(...of) {
  const words = plainWords(...of);
  (globalThis.catalogues ??= []).push(words.load);
  return words;
}
`;

type InHand = {
  leave(): void;
  show(path: string): void;
  speak(language: string): Promise<void>;
  draw(): void;
};
declare global {
  /** In the page's window. */
  var inHand: InHand | undefined;
}

const inHandPlugin = (family: string): Plugin => ({
  name: 'in-hand',
  enforce: 'pre',
  transform: (code, id) => {
    if (id.endsWith(`/${family}/main.tsx`)) return code + IN_HAND;
    if (!id.endsWith('/shared/words.ts')) return undefined;
    if (!code.includes(PLAIN)) throw new Error(`${id} makes words in another way: tell the tests`);
    return code.replace(PLAIN, 'function plainWords<') + CATALOGUES;
  },
});

/** Where a whole run of tests keeps the pages that one file has built for the next ones: `scripts/test` makes it anew. */
const KEPT = process.env.CLOUDLINK_TEST_PAGES;

/**
 * Builds one page family into a folder of its own, so that a stale `dist/` is never what is tested. In a whole run, in
 * which no source changes, one build is for all.
 */
export async function buildPages(
  family: 'setup' | 'console',
): Promise<{ webRoot: string; remove: () => void }> {
  const kept = KEPT === undefined ? undefined : join(KEPT, family);
  if (kept !== undefined && existsSync(kept)) return { webRoot: realpathSync(kept), remove: () => undefined };
  const webRoot = mkdtempSync(join(KEPT ?? tmpdir(), `${family}-pages-`));
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: WEB_UI,
    base: '/',
    logLevel: 'error',
    plugins: [inHandPlugin(family)],
    build: {
      outDir: webRoot,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { [family]: join(WEB_UI, family, 'index.html') } },
    },
  });
  if (kept === undefined) return { webRoot, remove: () => rmSync(webRoot, { recursive: true, force: true }) };
  // whole, or not there; who built at the same time keeps its own until the end of the run
  symlinkSync(webRoot, `${webRoot}.link`);
  renameSync(`${webRoot}.link`, kept);
  return { webRoot, remove: () => undefined };
}

export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: program('chromium') ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      // a change of theme is there at once: a colour half-way is in neither theme
      '--force-prefers-reduced-motion',
      ...more,
    ],
  });
}

/**
 * Errors that the browser reports from now on: of scripts, of the content security policy, of requests.
 *
 * @param onPurpose errors that belong to what is shown
 */
export function listen(page: Page, onPurpose: RegExp): string[] {
  const wrong: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !onPurpose.test(text)) wrong.push(text);
  });
  page.on('pageerror', (error) => wrong.push(error.message));
  return wrong;
}

/** Documents that were loaded with a fragment: their program has read it, and keeps it. */
const withFragment = new WeakSet<Page>();

/**
 * Shows another page from its beginning: what was there is taken away, `meanwhile` happens, and the program starts again
 * at that address. A document that has no program yet, or has to do with a fragment, is loaded.
 *
 * @param meanwhile what the page is to find: another scene, another person
 */
export async function showAnew(
  page: Page,
  url: string,
  meanwhile: () => unknown = () => undefined,
): Promise<void> {
  const { origin, pathname, search, hash } = new URL(url);
  const stays =
    hash === '' &&
    !withFragment.delete(page) &&
    new URL(page.url()).origin === origin &&
    (await page.evaluate(() => globalThis.inHand?.leave() ?? globalThis.inHand !== undefined));
  await meanwhile();
  if (stays) await page.evaluate((path) => globalThis.inHand?.show(path), pathname + search);
  else await page.goto(url);
  if (hash !== '') withFragment.add(page);
}

const FOREIGN = (Object.keys(LANGUAGES) as Language[]).filter((language) => language !== 'en');

/** Has the words of every language at hand, for a page that loses its network later. */
export async function learnLanguages(page: Page): Promise<void> {
  await page.evaluate(
    async (languages) => {
      for (const language of languages) await globalThis.inHand?.speak(language);
    },
    [...FOREIGN, 'en'],
  );
}

/**
 * Draws what is on the page in every language but English, as it stands, and back.
 *
 * @returns of each language the pixels that the page is wider than the window; `undefined` where no word has changed
 */
export async function overflowAbroad(page: Page): Promise<Record<string, number | undefined>> {
  return page.evaluate(async (languages) => {
    const { inHand } = globalThis;
    if (!inHand) throw new Error('this page was not built for tests');
    const root = document.documentElement;
    const said = () => document.body.textContent;
    const english = said();
    const wider: Record<string, number | undefined> = {};
    for (const language of languages) {
      await inHand.speak(language);
      inHand.draw();
      wider[language] = said() === english ? undefined : root.scrollWidth - root.clientWidth;
    }
    await inHand.speak('en');
    inHand.draw();
    return wider;
  }, FOREIGN);
}

/** What {@link overflowAbroad} finds where every language fits. */
export const FITS_ABROAD = Object.fromEntries(FOREIGN.map((language) => [language, 0]));

/** The lines of a page without their numbers, which move; in another language, which is taken back. */
export async function wordsIn(page: Page, language?: Language): Promise<string[]> {
  const text = await page.evaluate(async (language) => {
    if (language !== undefined) {
      await globalThis.inHand?.speak(language);
      globalThis.inHand?.draw();
    }
    const said = document.body.innerText;
    if (language !== undefined) {
      await globalThis.inHand?.speak('en');
      globalThis.inHand?.draw();
    }
    return said;
  }, language);
  return text
    .split(/[\n\t]/)
    .map((line) => line.replaceAll(/\d+/g, '#').trim())
    .filter((line) => line !== '');
}

/**
 * Waits until a page is drawn in any language: it has its heading (where a phone shows details in place of their list,
 * theirs), and nothing is being read (for two seconds at most).
 */
export async function drawn(page: Page): Promise<void> {
  await page.locator('main h1').filter({ visible: true }).first().waitFor();
  await page
    .waitForFunction(() => !document.querySelector('main .state.is-busy[role=status]'), undefined, {
      timeout: 2000,
    })
    .catch(() => undefined); // a page that is about reading
}

/**
 * Waits until a change of theme or size is on the screen whole: a colour half-way is in neither theme. A browser that
 * draws no frame (a window behind another, a busy machine) ends no motion either, and is not waited for.
 */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const still = async () => {
      await frame();
      const passing = document.getAnimations().filter((a) => a.effect?.getTiming().iterations !== Infinity);
      await Promise.allSettled(passing.map(({ finished }) => finished));
      await frame();
    };
    await Promise.race([still(), new Promise((resolve) => setTimeout(resolve, 3000))]);
  });
}

/** Rules whose answer a theme can change; everything else depends on the elements and the width. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds. Only violations leave the browser: to hand over what is in order takes longer than to find it.
 *
 * @param but elements that are left out: the further rows of a long list are like the first
 * @param rules ids of the rules; default: all
 */
export async function violations(page: Page, but?: string, rules?: readonly string[]): Promise<string[]> {
  // by the debugger, which the content security policy does not bind; once for each document
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  await settled(page);
  const options = {
    resultTypes: ['violations'],
    preload: false,
    // a violation is told by its HTML
    selectors: false,
    ...(rules ? { runOnly: { type: 'rule', values: rules } } : {}),
  };
  const context = but === undefined ? 'document' : JSON.stringify({ exclude: [[but]] });
  return page.evaluate(`axe.run(${context}, ${JSON.stringify(options)}).then(
    ({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((n) => n.html).join(' | ')))`);
}

/** What axe finds in the colours alone: enough where only the theme has changed since the last look at all rules. */
export async function colourViolations(page: Page, but?: string): Promise<string[]> {
  return violations(page, but, COLOUR_RULES);
}

/** Pixels that the page is wider than the window. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
