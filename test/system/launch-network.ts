/** What launch-network.test.ts runs, in the cloud's network. `--mib 1024` sends and fetches a GiB. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'tap';
import { CLERK, COCKPIT_PORT, SHELLINABOX_PORT, startTerminals } from '../peers/terminals.ts';
import { launchChromium, listen } from '../web-ui/browser.ts';
import { launchIn, launchRaw, startSite, TARGET_ADDRESS } from './launch-site.ts';
import { PICTURES } from './pictures.ts';

const APP_PORT = 8000;
const asked = process.argv.indexOf('--mib');
const MIB = asked < 0 ? 256 : Number(process.argv[asked + 1]);
const PIECE = Buffer.alloc(1024 * 1024, 7);

/** Most memory that a process ever held, in MiB (proc(5)). */
const peak = (pid: number | undefined) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of answer) text += chunk;
  return text;
}

test('launch', { timeout: 280_000 }, async (t) => {
  const site = await startSite(t);
  const { world, inTarget } = site;
  startTerminals(t, inTarget, TARGET_ADDRESS);
  const [program = '', ...words] = inTarget;
  const own = join(import.meta.dirname, 'launch-app.ts');
  const app = spawn(program, [...words, process.execPath, own, TARGET_ADDRESS, String(APP_PORT)], {
    stdio: 'ignore',
  });
  t.teardown(() => void app.kill('SIGKILL'));
  const browser = await launchChromium();
  t.teardown(() => browser.close());
  const desk = async (noise = /favicon/) => {
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    page.setDefaultTimeout(40_000);
    return { page, wrong: listen(page, noise) };
  };

  await t.test('the target cannot be reached from the cloud', async (t) => {
    const direct = connect(COCKPIT_PORT, TARGET_ADDRESS);
    const [error] = (await once(direct, 'error')) as [NodeJS.ErrnoException];
    t.equal(error.code, 'ENETUNREACH');
  });

  await t.test('a page whose redirects, cookies and policy name its own host', async (t) => {
    const { page, wrong } = await desk();
    const origin = await launchIn(page, site, await site.open('own address', APP_PORT));
    await page.waitForFunction(() => document.title !== '');
    t.equal(page.url(), `${origin}/desk`);
    t.equal(await page.locator('h1').innerText(), 'sid=1', 'the cookie came back to it');
    t.equal(await page.title(), 'own origin', 'script and request were allowed, and the Origin is its own');
    t.same(wrong, []);
    await page.context().close();
  });

  await t.test('cockpit: sign in, type into the terminal, see the echo', async (t) => {
    // its own pages break their own policy with inline styles; whatever it says of addresses counts
    const { page, wrong } = await desk(/401|favicon|inline style|FormSelect/);
    const origin = await launchIn(page, site, await site.open('cockpit', COCKPIT_PORT));
    await page.getByLabel('User name').fill(CLERK.name);
    await page.getByLabel('Password', { exact: true }).fill(CLERK.password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.waitForURL(`${origin}/system`);
    await page.goto(`${origin}/system/terminal`);
    const frame = page.frameLocator('iframe[name$="terminal"]');
    await frame.locator('.terminal').click();
    // its screen says the sum, what was typed says only its parts
    await page.keyboard.type('echo it-$((40 + 2))-works\n');
    await frame.getByText('it-42-works').first().waitFor();
    t.pass('over its WebSocket');
    await page.screenshot({ path: join(PICTURES, 'launch.cockpit.png') });
    t.same(wrong, []);
    await page.context().close();
  });

  await t.test('shellinabox: sign in, type, see the echo', async (t) => {
    const { page } = await desk();
    await launchIn(page, site, await site.open('shellinabox', SHELLINABOX_PORT));
    const terminal = page.locator('#vt100');
    await terminal.getByText('login:').waitFor();
    await page.keyboard.type(`${CLERK.name}\n`);
    await terminal.getByText('Password:').waitFor();
    await page.keyboard.type(`${CLERK.password}\n`);
    await terminal.getByText('$').first().waitFor();
    await page.keyboard.type('echo it-$((40 + 2))-works\n');
    await terminal.getByText('it-42-works').first().waitFor();
    t.pass('over long polls');
    await page.context().close();
  });

  await t.test(`${MIB} MiB each way, with memory watched`, async (t) => {
    const { targets } = await world.local<{ targets: { id: string; port: number }[] }>('GET', '/api/tunnels');
    const go = await launchRaw(site, targets.find((one) => one.port === APP_PORT)?.id ?? '');
    const pids = [world.cloud?.child.pid, world.gateway?.child.pid];
    const before = pids.map(peak);
    const began = performance.now();
    const down = go(`/down?mib=${MIB}`);
    down.end();
    const [answer] = (await once(down, 'response')) as [IncomingMessage];
    let bytes = 0;
    for await (const chunk of answer) bytes += (chunk as Buffer).length;
    t.equal(bytes, MIB * PIECE.length);
    const between = performance.now();
    t.comment(`down in ${Math.round(between - began)} ms`);
    const up = go('/up', 'POST');
    const hash = createHash('sha256');
    for (let i = 0; i < MIB; i++) {
      hash.update(PIECE);
      if (!up.write(PIECE)) await once(up, 'drain');
    }
    const answered = once(up, 'response') as Promise<[IncomingMessage]>;
    up.end();
    t.equal(await textOf((await answered)[0]), hash.digest('hex'));
    const rate = (from: number, to: number) => Math.round((MIB * 1000) / (to - from));
    const now = performance.now();
    const grown = pids.map((pid, i) => Math.round(peak(pid) - (before[i] ?? 0)));
    t.comment(`down ${rate(began, between)} MiB/s, up ${rate(between, now)} MiB/s; grown by ${grown} MiB`);
    for (const more of grown) t.ok(more < 128, `${more} MiB more at most`);
  });
});
