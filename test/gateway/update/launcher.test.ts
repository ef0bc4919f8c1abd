/** The launcher, alone: it belongs to no release, so whatever a release does, this holds. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { LAUNCHER, scratch } from './world.ts';

function place(t: Test, current = '2') {
  const folder = scratch();
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  for (const version of ['1', '2']) {
    mkdirSync(join(folder, 'releases', version), { recursive: true });
    writeFileSync(join(folder, 'releases', version, 'main'), `echo version ${version}\n`);
  }
  symlinkSync(`releases/${current}`, join(folder, 'current'));
  const start = (settings: Record<string, string> = {}, program = '. current/main') => {
    const { status, signal, stdout, stderr } = spawnSync(LAUNCHER, [folder, '/bin/sh', '-c', program], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, CLOUDLINK_TRIAL_SECONDS: '0', ...settings },
    });
    return { status, signal, said: stdout.trim(), stderr };
  };
  const read = (name: string) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : undefined;
  const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
  return { folder, start, read, put, current: () => readlinkSync(join(folder, 'current')) };
}

test('without a trial it starts what is there, with its arguments and its exit code', async (t) => {
  const { start, read } = place(t, '1');
  t.match(start(), { status: 0, said: 'version 1' });
  t.match(start({}, 'exit 75'), { status: 75 });
  t.equal(read('starts'), undefined, 'and counts nothing');
});

test('a version on trial is started three times, and then the one before', async (t) => {
  const { start, read, put, current } = place(t);
  put('trial', '2\n1\n');
  for (const n of [1, 2, 3]) {
    t.match(start(), { said: 'version 2' });
    t.equal(read('starts'), String(n));
  }
  const back = start();
  t.match(back, { said: 'version 1', stderr: /version 2 is given up \(starts\), 1 is started/ });
  t.equal(current(), 'releases/1');
  t.equal(read('fellback'), '2\nstarts\n');
  for (const name of ['trial', 'starts', 'hung']) t.equal(read(name), undefined, `${name} is gone`);
  t.match(start(), { said: 'version 1' }, 'and stays');
});

test('the power went in the middle of it', async (t) => {
  await t.test('before the link was moved to the new one', async (t) => {
    const { start, read, put } = place(t, '1');
    put('trial', '2\n1\n');
    t.match(start(), { said: 'version 1' });
    t.equal(read('starts'), undefined, 'the one before is not on trial');
  });
  await t.test('before the link was moved back', async (t) => {
    const { start, put, current } = place(t);
    put('trial', '2\n1\n');
    put('starts', '3');
    put('fellback', '2\nstarts\n');
    put('current.part', 'rubbish');
    t.match(start(), { said: 'version 1' });
    t.equal(current(), 'releases/1');
  });
  await t.test('before the trial was taken away', async (t) => {
    const { start, put, read } = place(t, '1');
    put('trial', '2\n1\n');
    put('starts', '3');
    put('fellback', '2\nstarts\n');
    t.match(start(), { said: 'version 1' });
    t.equal(read('fellback'), '2\nstarts\n', 'and the program is told');
  });
  await t.test('and left halves of files', async (t) => {
    for (const [trial, starts] of [
      ['', ''],
      ['2\n', '1'],
      ['2\n1\n', 'x1'],
      ['2\n1', ''],
    ] as const) {
      const { start, put } = place(t);
      put('trial', trial);
      put('starts', starts);
      put('starts.part', '9');
      t.match(start(), { status: 0, said: 'version 2' }, JSON.stringify([trial, starts]));
    }
  });
});

test('a version that hangs is ended, and given up at the next start', async (t) => {
  const { start, put, read } = place(t);
  put('trial', '2\n1\n');
  const hung = start({ CLOUDLINK_TRIAL_SECONDS: '1' }, 'exec sleep 60');
  t.equal(hung.signal, 'SIGKILL');
  t.equal(read('hung'), '2');
  t.match(start(), { said: 'version 1', stderr: /given up \(hung\)/ });
  t.equal(read('fellback'), '2\nhung\n');
});

test('a version that passed its trial is left alone', async (t) => {
  const { start, put, read } = place(t);
  put('trial', '2\n1\n');
  t.match(start({ CLOUDLINK_TRIAL_SECONDS: '1' }, 'rm trial; sleep 2; echo alive'), {
    status: 0,
    said: 'alive',
  });
  t.equal(read('hung'), undefined);
});

test('what a version on trial says to standard error is kept for the one before', async (t) => {
  const { start, put, read } = place(t);
  put('trial', '2\n1\n');
  start({}, 'echo why >&2; exit 1');
  t.equal(read('trial.log'), 'why\n');
});
