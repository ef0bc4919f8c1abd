/** The real tinyproxy, on a free port of loopback. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { freePort } from '../../src/base/runtime/free-port.ts';
import { program } from './needs.ts';

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

/** @returns the proxy's URL */
export async function startTinyproxy(
  t: Test,
  options: { readonly user?: string; readonly password?: string } = {},
): Promise<{ readonly url: string; readonly log: () => string }> {
  const folder = mkdtempSync(join(tmpdir(), 'tinyproxy-'));
  const port = await freePort();
  const auth = options.user === undefined ? '' : `BasicAuth ${options.user} ${options.password ?? ''}\n`;
  writeFileSync(
    join(folder, 'conf'),
    `Port ${port}\nListen 127.0.0.1\nTimeout 60\nMaxClients 20\nAllow 127.0.0.1\nLogLevel Connect\n${auth}`,
  );
  const child = spawn(program('tinyproxy') ?? 'tinyproxy', ['-d', '-c', join(folder, 'conf')]);
  let log = '';
  child.stdout.on('data', (part) => (log += part));
  child.stderr.on('data', (part) => (log += part));
  t.teardown(async () => {
    if (child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  });
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`tinyproxy ended: ${log}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { url: `http://127.0.0.1:${port}`, log: () => log };
}
