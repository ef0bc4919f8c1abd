/** A headless Chromium, fresh builds of the pages, and what every page is looked at for. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { program } from '../helpers/needs.ts';

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

/**
 * What axe finds.
 *
 * @param but elements that are left out: the further rows of a long list are like the first
 */
export async function violations(page: Page, but?: string): Promise<string[]> {
  // without frames the old way does: no second page for every analysis
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations: found } = await (but === undefined ? axe : axe.exclude(but)).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' | ')}`);
}

/** Pixels that the page is wider than the window. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
