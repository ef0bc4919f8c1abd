/**
 * Slots by the real RAUC, on loop devices, through what the helper's verbs do. What is not real: systemd, which starts the
 * writing, and the boot loader, a script that remembers which slot comes next.
 */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { type Test, test } from 'tap';
import { RAUC_BUNDLE } from '../../../src/contract/helper.ts';
import { fail } from '../../../src/gateway/core/errors.ts';
import type { Helper } from '../../../src/gateway/core/ports/helper.ts';
import type { Release } from '../../../src/gateway/core/ports/update.ts';
import { createRaucBackend } from '../../../src/gateway/platform/update/rauc.ts';
import type { Host } from '../../../src/helper/host.ts';
import { activateOther, giveUp, installBundle, installState, markGood } from '../../../src/helper/rauc.ts';
import { needs } from '../../helpers/needs.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';

const run = promisify(execFile);
const BYTES = 1_024_000;
const WAY = { from: '1.0.0', to: '2.0.0' };
const REASON = { code: 'UPDATE_WORSE', sentence: 'It was worse.', remedy: 'Look.' };

const loop = (file: string) => execFileSync('losetup', ['-f', '--show', file], { encoding: 'utf8' }).trim();

/** Undefined, and skipped by name, where there are no loop devices. */
function slots(t: Test, folder: string): string[] | undefined {
  try {
    const devices = ['A', 'B'].map((slot) => {
      const file = join(folder, `slot${slot}`);
      writeFileSync(file, Buffer.alloc(2 * BYTES));
      return loop(file);
    });
    t.teardown(() => {
      for (const device of devices) execFileSync('losetup', ['-d', device]);
    });
    return devices;
  } catch {
    t.pass('needs loop devices', { skip: 'there are none here' });
    return undefined;
  }
}

function key(folder: string, name: string): void {
  const args = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30'.split(' ');
  const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`, '-subj', `/CN=${name}`];
  execFileSync('openssl', [...args, ...files], { cwd: folder, stdio: 'ignore' });
}

function bundle(folder: string, name: string, signer: string): Buffer {
  const content = join(folder, `content-${name}`);
  mkdirSync(content);
  const image = Buffer.alloc(BYTES, name);
  writeFileSync(join(content, 'rootfs.img'), image);
  writeFileSync(
    join(content, 'manifest.raucm'),
    '[update]\ncompatible=cloudlink-test\nversion=2.0.0\n[image.rootfs]\nfilename=rootfs.img\n',
  );
  execFileSync(
    'rauc',
    [
      'bundle',
      `--cert=${signer}.pem`,
      `--key=${signer}.key`,
      `--keyring=${signer}.pem`,
      content,
      `${name}.raucb`,
    ],
    { cwd: folder, stdio: 'ignore' },
  );
  return image;
}

/** An appliance: RAUC's service of the slot that was booted, the boot loader's memory, the helper. */
async function appliance(t: Test, folder: string, devices: readonly string[]) {
  const loader = join(folder, 'loader');
  mkdirSync(loader);
  const script = join(folder, 'loader.sh');
  writeFileSync(
    script,
    `#!/bin/sh
case $1 in
  get-primary) cat ${loader}/primary 2>/dev/null || echo A ;;
  set-primary) echo $2 > ${loader}/primary ;;
  get-state) cat ${loader}/$2 2>/dev/null || echo good ;;
  set-state) echo $3 > ${loader}/$2 ;;
esac\n`,
    { mode: 0o755 },
  );
  writeFileSync(
    join(folder, 'system.conf'),
    `[system]
compatible=cloudlink-test
bootloader=custom
bundle-formats=plain
activate-installed=false
[keyring]
path=${folder}/release.pem
[handlers]
bootloader-custom-backend=${script}
[slot.rootfs.0]
device=${devices[0]}
type=raw
bootname=A
[slot.rootfs.1]
device=${devices[1]}
type=raw
bootname=B\n`,
  );
  const state = (name: string) => {
    const file = join(loader, name);
    return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  };

  let env: Record<string, string> = {};
  let service: ChildProcess | undefined;
  const off = async () => {
    if (!service) return;
    const gone = new Promise((tell) => service?.once('close', tell));
    // bus, service and what started them
    process.kill(-Number(service.pid), 'SIGTERM');
    await gone;
    service = undefined;
  };
  /** The host starts in the slot that the boot loader chooses. */
  const boot = async (slot = state('primary') ?? 'A'): Promise<string> => {
    await off();
    const service_ = spawn(
      'dbus-run-session',
      [
        ...['--', 'sh', '-c'],
        // its own end is the bus's, too
        `export DBUS_STARTER_BUS_TYPE=session; echo "$DBUS_SESSION_BUS_ADDRESS"; exec rauc --conf=${folder}/system.conf --override-boot-slot=${slot} service 2>&1`,
      ],
      { stdio: ['ignore', 'pipe', 'ignore'], detached: true },
    );
    service = service_;
    const lines = createInterface({ input: service_.stdout });
    const address = await new Promise<string>((tell) => lines.once('line', tell));
    lines.on('line', () => undefined);
    env = {
      PATH: process.env.PATH ?? '',
      DBUS_STARTER_BUS_TYPE: 'session',
      DBUS_SESSION_BUS_ADDRESS: address,
    };
    // what the service says when it is there differs between versions; that it answers does not
    const answers = () =>
      run('rauc', ['status'], { env }).then(
        () => true,
        () => false,
      );
    while (!(await answers())) await new Promise((tell) => setTimeout(tell, 50));
    return slot;
  };
  t.teardown(() => off());

  /** systemd's part: a program in the background, and how it ended. */
  let unit: 'activating' | 'success' | 'exit-code' | undefined;
  const refuse = (error: unknown) =>
    fail('HELPER_REFUSED', { sentence: String((error as { stderr?: string }).stderr ?? error).slice(-300) });
  const host: Pick<Host, 'run' | 'ask'> = {
    async run(program, args) {
      if (program === 'systemd-run') {
        const [file = '', ...rest] = args.slice(args.indexOf('--') + 1);
        unit = 'activating';
        void run(file, rest, { env }).then(
          () => {
            unit = 'success';
          },
          () => {
            unit = 'exit-code';
          },
        );
        return;
      }
      await run(program, [...args], { env }).catch((error) => {
        throw refuse(error);
      });
    },
    async ask(_program, args) {
      if (args[0] !== 'show') return { code: 0, stdout: '' };
      const active = unit === 'activating' ? unit : unit === 'success' ? 'active' : 'failed';
      return { code: 0, stdout: `ActiveState=${active}\nResult=${unit}\n` };
    },
  };
  const asked: Record<Parameters<Helper['rauc']>[0], () => Promise<string>> = {
    install: () => installBundle(host as Host, join(folder, RAUC_BUNDLE)),
    installed: () =>
      installState(host as Host).catch((error: Error) => {
        throw fail('HELPER_REFUSED', { sentence: error.message });
      }),
    'activate-other': () => activateOther(host as Host),
    'mark-good': () => markGood(host as Host),
    'give-up': () => giveUp(host as Host),
  };
  const backend = (version: string, bootId: string) =>
    createRaucBackend({
      compatible: 'cloudlink-test',
      folder,
      helper: { rauc: (what) => asked[what](), reboot: async () => '' },
      bootId,
      version,
      clock: { sleep: () => new Promise((tell) => setTimeout(tell, 20)) },
    });
  return { boot, backend, state };
}

test('an appliance with two slots', async (t) => {
  if (!needs(t, 'rauc') || !needs(t, 'mksquashfs') || !needs(t, 'dbus-daemon')) return;
  const folder = temporaryFolder(t);
  const devices = slots(t, folder);
  if (!devices) return;
  key(folder, 'release');
  key(folder, 'other');
  const image = bundle(folder, 'good', 'release');
  bundle(folder, 'foreign', 'other');
  const { boot, backend, state } = await appliance(t, folder, devices);
  const other = () => readFileSync(devices[1] ?? '').subarray(0, BYTES);
  const signal = new AbortController().signal;
  const release = { version: '2.0.0' } as Release;
  const install = (name: string) => {
    copyFileSync(join(folder, `${name}.raucb`), join(folder, 'downloaded'));
    return backend('1.0.0', 'boot 1').install(join(folder, 'downloaded'), release, signal);
  };
  await boot('A');

  await t.test('a bundle of another signer, and one with a changed byte', async (t) => {
    await t.rejects(install('foreign'), { code: 'UPDATE_BAD_RELEASE' });
    const bytes = readFileSync(join(folder, 'good.raucb'));
    bytes[3000] = (bytes[3000] ?? 0) ^ 1;
    writeFileSync(join(folder, 'flipped.raucb'), bytes);
    await t.rejects(install('flipped'), { code: 'UPDATE_BAD_RELEASE' });
    t.notOk(other().equals(image));
    t.equal(state('primary'), undefined, 'nothing is started next');
  });

  await t.test('a good one: written, and started only when it is activated', async (t) => {
    const before = backend('1.0.0', 'boot 1');
    await install('good');
    t.ok(other().equals(image));
    t.equal(state('primary'), undefined);
    t.notOk(existsSync(join(folder, RAUC_BUNDLE)), 'the bundle is gone');
    await before.activate(WAY);
    t.equal(state('primary'), 'B');
    t.equal(await before.fellBack(WAY), undefined, 'the host has not started again yet');
    t.equal(await boot(), 'B');
    const after = backend('2.0.0', 'boot 2');
    t.equal(await after.fellBack(WAY), undefined);
    await after.commit(WAY);
    t.equal(state('B'), 'good');
    await boot('A');
  });

  await t.test('the boot loader goes back by itself', async (t) => {
    await backend('1.0.0', 'boot 3').activate(WAY);
    await boot('A');
    t.match(await backend('1.0.0', 'boot 4').fellBack(WAY), { code: 'UPDATE_CRASHED' });
    await backend('1.0.0', 'boot 4').forget();
  });

  await t.test('the new one gives itself up, and says why', async (t) => {
    await backend('1.0.0', 'boot 5').activate(WAY);
    await boot();
    await backend('2.0.0', 'boot 6').revert(WAY, REASON);
    t.equal(state('primary'), 'A');
    t.equal(state('B'), 'bad');
    t.equal(await boot(), 'A');
    t.same(await backend('1.0.0', 'boot 7').fellBack(WAY), REASON);
  });
});
