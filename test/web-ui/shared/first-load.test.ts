/**
 * What a browser fetches for the first page of each family: at most 150 KB compressed, of one language, from nobody
 * else (the budget of issue 3, part 8).
 */

import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Test, test } from 'tap';
import { CSP } from '../../fakes/setup-api.ts';
import { needs } from '../../helpers/needs.ts';
import { buildPages, launchChromium } from '../browser.ts';

/** Bytes; servers compress with gzip at its usual level. */
const BUDGET = 150_000;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};
/** Words of the other catalogues that no English text has. */
const OTHERS = {
  fr: 'passerelle',
  de: 'Einrichtungscode',
  es: 'puerta de enlace',
  pt: 'instalação',
};

/** The build over HTTP; every API answers 503, so that the page is the first one and nothing more. */
async function serve(t: Test, family: string, webRoot: string) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname.startsWith('/api/')) return response.writeHead(503).end();
    const file = pathname.startsWith('/assets/') ? pathname : `/${family}/index.html`;
    const type = `${TYPES[extname(file)] ?? 'application/octet-stream'}; charset=utf-8`;
    response.writeHead(200, { 'content-type': type, 'content-security-policy': CSP });
    return response.end(readFileSync(join(webRoot, file)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

for (const family of ['setup', 'console'] as const)
  test(`the first load of ${family}`, { timeout: 200_000 }, async (t) => {
    if (!needs(t, 'chromium')) return;
    const { webRoot, remove } = await buildPages(family);
    const browser = await launchChromium();
    t.teardown(async () => {
      await browser.close();
      remove();
    });
    const url = await serve(t, family, webRoot);
    for (const locale of ['en-GB', 'de-DE']) {
      const context = await browser.newContext({ locale });
      const page = await context.newPage();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(url);
      await page.locator('main h1').first().waitFor();
      t.same(
        asked.filter((address) => !address.startsWith(url) && !address.startsWith('data:')),
        [],
        `${locale}: nobody else is asked`,
      );
      const files = [...new Set(asked)]
        .map((address) => new URL(address).pathname)
        .filter((path) => !path.startsWith('/api/'));
      const bytes = files.map(
        (path) =>
          gzipSync(readFileSync(join(webRoot, path.startsWith('/assets/') ? path : `${family}/index.html`)))
            .length,
      );
      const total = bytes.reduce((sum, n) => sum + n, 0);
      t.ok(total <= BUDGET, `${locale}: ${total} bytes in ${files.length} files`);
      t.comment(`${family}, ${locale}: ${total} bytes compressed in ${files.length} files`);
      await context.close();
    }
    const entry = readFileSync(join(webRoot, family, 'index.html'), 'utf8');
    const scripts = readdirSync(join(webRoot, 'assets')).filter((name) => entry.includes(name));
    t.ok(scripts.length > 0, 'the page names its files');
    const all = readdirSync(join(webRoot, 'assets')).map((name) => ({
      name,
      text: readFileSync(join(webRoot, 'assets', name), 'utf8'),
    }));
    for (const [language, word] of Object.entries(OTHERS)) {
      const having = all.filter(({ text }) => text.includes(word)).map(({ name }) => name);
      t.ok(having.length > 0, `${language} is in the build`);
      t.notOk(
        having.some((name) => scripts.includes(name)),
        `and not in what everybody loads`,
      );
    }
  });
