/**
 * The gateway's pages in Chromium: when the first paint comes, and how long a list of 50,000 people takes to answer a
 * key or a click while the processor is slowed four times. Both against a hand-written page over an empty server that
 * shows the same rows without a framework; and how long a scripted onboarding takes. Aims: 300 ms, 100 ms, 60 s.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { STEPS, signIn } from '../scripts/demo-parts/steps.ts';
import { createWorld, ROOT, until, type World } from '../scripts/demo-parts/world.ts';
import type { LinkState } from '../src/contract/local-api.ts';
import { launchChromium } from '../test/web-ui/browser.ts';
import { figure, median, said } from './lib.ts';

const PEOPLE = 50_000;
const VISITS = 9;
const SLOWER = 4;
const FIRST_PAINT_MS = 300;
const ONBOARDING_MS = 60_000;
const RESPONSE_MS = 100;
const FIRST_ROWS = 10;
const MORE_ROWS = 50;

const person = (n: number) => ({
  id: `p${n}`,
  name: `Given${n} Family${n % 977}`,
  extension: String(10_000 + n),
  email: `given${n}.family@ballad.example`,
});

/** The peer: a table, a search field and a button, by hand. */
const PLAIN = `<!doctype html><html lang="en"><title>Plain</title><body><h1>Plain</h1>
<label>Search <input type="search" id="q"></label><table><tbody></tbody></table><button id="more">Show more</button>
<script>
const body = document.querySelector('tbody'), q = document.querySelector('#q');
let shown = 0;
const add = async (n) => {
  const rows = await (await fetch('/rows?q=' + encodeURIComponent(q.value) + '&from=' + shown + '&n=' + n)).json();
  shown += rows.length;
  body.insertAdjacentHTML('beforeend', rows.map((r) => '<tr><th>' + r.name + '</th><td>' + r.extension + '</td><td>' + r.email + '</td></tr>').join(''));
};
q.addEventListener('input', () => { shown = 0; body.innerHTML = ''; void add(${FIRST_ROWS}); });
document.querySelector('#more').addEventListener('click', () => void add(${MORE_ROWS}));
void add(${FIRST_ROWS});
</script></body></html>`;

async function startPlain(): Promise<{ url: string; server: Server }> {
  const people = Array.from({ length: PEOPLE }, (_, n) => person(n));
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? '/', 'http://plain');
    if (url.pathname !== '/rows') return void res.setHeader('content-type', 'text/html').end(PLAIN);
    const [q, from, n] = ['q', 'from', 'n'].map((key) => url.searchParams.get(key) ?? '');
    const found = people.filter((p) => p.name.toLowerCase().includes((q ?? '').toLowerCase()));
    res.end(JSON.stringify(found.slice(Number(from), Number(from) + Number(n))));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

/** Milliseconds until the first content was painted, a fresh browser profile each time. */
async function firstPaint(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('h1').first().waitFor();
  const ms = await page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        new PerformanceObserver((list) => {
          for (const entry of list.getEntriesByName('first-contentful-paint')) resolve(entry.startTime);
        }).observe({ type: 'paint', buffered: true }),
      ),
  );
  await context.close();
  return ms;
}

/**
 * From the first visit of the signpost to `Onboarding Complete`, scripted: the browser test of the whole way, with its
 * 250 people of a directory and its looks at each page for accessibility.
 */
function onboarding(): number {
  const { stdout } = spawnSync(process.execPath, [join(ROOT, 'test/system/whole-way.test.ts')], {
    encoding: 'utf8',
    env: { ...process.env, TAP_TIMEOUT: '290' },
  });
  return Number(/onboarded within (\d+) ms/.exec(stdout)?.[1]);
}

/** From now on the page keeps the longest time from an event to the next paint (Event Timing, W3C). */
async function watch(page: Page): Promise<() => Promise<number>> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.evaluate(() => {
    const kept = window as unknown as { longest: number; observer: PerformanceObserver };
    kept.longest = 0;
    const note = (entries: PerformanceEntryList) => {
      for (const entry of entries) kept.longest = Math.max(kept.longest, entry.duration);
    };
    kept.observer = new PerformanceObserver((list) => note(list.getEntries()));
    kept.observer.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });
  return async () => {
    // the entry of the last event is there after the paint that ends it
    await page.evaluate(
      () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(next)))),
    );
    return page.evaluate(() => (window as unknown as { longest: number }).longest);
  };
}

/** Letter by letter into the search, then back, then twice more rows. */
async function useList(page: Page, search: string, more: RegExp, row: string): Promise<number> {
  const longest = await watch(page);
  const field = page.locator(search).first();
  for (const letter of 'given4999') await field.press(letter);
  await page.getByText('Given49990 ').first().waitFor();
  for (const _ of 'given4999') await field.press('Backspace');
  await page.getByText('Given0 Family0').first().waitFor();
  for (const rows of [FIRST_ROWS + MORE_ROWS, FIRST_ROWS + 2 * MORE_ROWS]) {
    await page.getByRole('button', { name: more }).click();
    await page
      .locator(row)
      .nth(rows - 1)
      .waitFor();
  }
  return longest();
}

/** A linked gateway whose CSV file has 50,000 people: its plan adds them all. */
async function fillGateway(world: World): Promise<void> {
  await signIn(world);
  const path = `/api/accounts/${world.accountNumber}/claim-tokens`;
  const { token } = await world.api<{ token: string }>('POST', path, {});
  await world.local('POST', '/api/link/token', { token });
  await until('the link', async () =>
    (await world.local<LinkState>('GET', '/api/link')).state === 'linked' ? true : undefined,
  );
  const people = Array.from({ length: PEOPLE }, (_, n) => person(n));
  const lines = people.map((p) => [p.id, ...p.name.split(' '), p.extension, p.email].join(','));
  const file = join(world.folder, 'gateway/import/people.csv');
  writeFileSync(file, `id,givenName,familyName,extension,email\n${lines.join('\n')}\n`);
  const values = { path: 'people.csv', encoding: 'auto' };
  await world.local('PUT', '/api/pbx', { type: 'csv', name: 'People', values });
  const { ok } = await world.local<{ ok: boolean }>('POST', '/api/pbx/connect');
  if (!ok) throw new Error('the people could not be read');
}

/** The first administrator, made on the page as a person would; loopback needs no TLS. */
async function enter(page: Page, site: string, world: World): Promise<void> {
  const { setupCode } = await world.local<{ setupCode: string }>('GET', '/api/setup-code');
  await page.goto(`${site}/first-administrator`);
  await page.locator('#setupCode').fill(setupCode);
  await page.getByLabel('Name').fill('dana');
  await page.getByLabel(/^Password/).fill('a long sentence for a bench');
  await page.getByRole('button', { name: /administrator/ }).click();
  await page.getByRole('navigation').first().waitFor();
}

const world = createWorld();
const plain = await startPlain();
const browser = await launchChromium();
try {
  for (const name of ['cloud', 'gateway']) await STEPS.find((s) => s.name === name)?.run(world);
  const site = `http://127.0.0.1:${world.gatewayPorts.http}`;
  const [ours, peer]: [number[], number[]] = [[], []];
  // the first of each only fills the caches of the machine
  for (let i = 0; i <= VISITS; i++) {
    const [a, b] = [await firstPaint(browser, `${site}/`), await firstPaint(browser, plain.url)];
    if (i > 0) {
      ours.push(a);
      peer.push(b);
    }
  }
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await enter(page, site, world);
  await fillGateway(world);
  await page.goto(`${site}/sync`);
  await page.getByText('Given0 Family0').first().waitFor();
  const oursLongest = await useList(page, 'input[type=search]', /more/i, 'tbody tr');
  const other = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await other.goto(plain.url);
  await other.getByText('Given0 Family0').first().waitFor();
  const peerLongest = await useList(other, '#q', /more/i, 'tbody tr');

  const list = `${PEOPLE.toLocaleString('en')} rows, processor ÷ ${SLOWER}`;
  const aims = [
    figure('first visit to Onboarding Complete, against the aim', onboarding(), ONBOARDING_MS, 'ms', 1),
    figure('first contentful paint, against the aim', median(ours), FIRST_PAINT_MS, 'ms', 1),
    figure(`longest response, ${list}`, oursLongest, RESPONSE_MS, 'ms', 1),
  ];
  said('first contentful paint, against a plain page', median(ours), median(peer));
  said('longest response, against a plain page', oursLongest, peerLongest);
  process.exitCode = aims.every(Boolean) ? 0 : 1;
} finally {
  await browser.close();
  plain.server.close();
  await world.gateway?.stop();
  await world.cloud?.stop();
}
