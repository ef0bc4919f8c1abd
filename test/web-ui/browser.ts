/** A headless Chromium, fresh builds of the pages, and what every page is looked at for. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { program } from '../helpers/needs.ts';

/** The minified one: each document that is looked at reads it anew. */
const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const WEB_UI = join(import.meta.dirname, '../../web-ui');

/** Builds one page family into a folder of its own, so that a stale `dist/` is never what is tested. */
export async function buildPages(
  family: 'setup' | 'console',
): Promise<{ webRoot: string; remove: () => void }> {
  const webRoot = mkdtempSync(join(tmpdir(), `${family}-pages-`));
  await build({
    configFile: false,
    root: WEB_UI,
    base: '/',
    logLevel: 'error',
    build: {
      outDir: webRoot,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { [family]: join(WEB_UI, family, 'index.html') } },
    },
  });
  return { webRoot, remove: () => rmSync(webRoot, { recursive: true, force: true }) };
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

/** Waits until a page is drawn in any language: it has its heading, and nothing is being read (for two seconds at most). */
export async function drawn(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
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
