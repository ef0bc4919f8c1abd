/** The units as systemd sees them: checked, scored, and booted. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Test, test } from 'tap';
import { until } from '../../scripts/demo-parts/world.ts';
import { packRelease } from '../../scripts/lib/release-repository.ts';
import type { UpdateView } from '../../src/contract/update.ts';
import { needs } from '../helpers/needs.ts';
import { custom, makeRepository } from '../helpers/releases.ts';
import { gatewayTree } from '../helpers/update-site.ts';
import { temporaryFolder } from '../helpers/uplink.ts';
import { bootMachine, lineOf, type Machine, REPOSITORY } from './nspawn.ts';

const run = promisify(execFile);
const UNITS = join(REPOSITORY, 'systemd');
const SERVICES = readdirSync(UNITS).filter((name) => name.endsWith('.service'));

/** A copy whose programs are this test's own Node and an empty file, since the real ones are not installed here. */
function installed(t: Test): string {
  const dir = mkdtempSync(join(tmpdir(), 'units-'));
  t.teardown(() => rmSync(dir, { recursive: true, force: true }));
  for (const name of readdirSync(UNITS))
    if (/\.(service|socket)$/.test(name)) {
      const text = readFileSync(join(UNITS, name), 'utf8');
      writeFileSync(join(dir, name), text.replaceAll('/opt/cloudlink/bin/node', process.execPath));
    }
  return dir;
}

test('systemd understands every line of every unit', async (t) => {
  if (!needs(t, 'systemd-analyze')) return;
  const dir = installed(t);
  cpSync(join(dir, 'cloudlinkd-helper@.service'), join(dir, 'cloudlinkd-helper@0-1-0.service'));
  for (const name of readdirSync(dir)) {
    const { stderr } = await run('systemd-analyze', ['verify', '--man=no', join(dir, name)]);
    const ours = stderr.split('\n').filter((line) => line.includes('cloudlink'));
    t.same(ours, [], name);
  }
});

test('every service is as closed as promised: exposure at most 2.0', async (t) => {
  if (!needs(t, 'systemd-analyze')) return;
  t.ok(SERVICES.length >= 3);
  for (const name of SERVICES) {
    const args = ['security', '--offline=yes', '--threshold=20', '--no-pager', join(UNITS, name)];
    const { stdout } = await run('systemd-analyze', args).catch((error: { stdout: string }) => {
      t.fail(`${name} is too open`);
      return error;
    });
    t.match(stdout, /Overall exposure level/, name);
    t.comment(`${name}: ${/level for .*?: ([\d.]+)/.exec(stdout)?.[1]}`);
  }
});

/** Only root can boot a container. */
function canBoot(t: Test): boolean {
  if (process.getuid?.() === 0) return needs(t, 'nspawn');
  t.pass('needs root', { skip: 'only root can boot a container' });
  return false;
}

const dropIn = (unit: string, lines: string[]) => ({
  [`etc/systemd/system/${unit}.d/test.conf`]: `[Service]\n${lines.join('\n')}\n`,
});
const execStart = (file: string) => [
  'ExecStart=',
  `ExecStart=/opt/cloudlink/bin/node /opt/cloudlink/${file}`,
];

/** One property of a unit. */
const property = async (machine: Machine, unit: string, name: string) =>
  machine.run('systemctl', 'show', unit, '--value', `--property=${name}`);

/** Value of a field of /proc/<pid>/status inside. */
async function statusOf(machine: Machine, pid: string, field: string): Promise<string> {
  const text = await machine.run('cat', `/proc/${pid}/status`);
  return new RegExp(`^${field}:\\s+(.*)$`, 'm').exec(text)?.[1] ?? '';
}

/** What a page answers inside, by the machine's own network. */
const fetched = async (machine: Machine, url: string) =>
  machine.run(
    '/opt/cloudlink/bin/node',
    '-e',
    `fetch(${JSON.stringify(url)}).then(async (r) => process.stdout.write(await r.text()))`,
  );

/** Its own user and one capability, in all five sets: nothing to win by a program with file capabilities. */
async function assertPrivileges(t: Test, machine: Machine): Promise<string> {
  const pid = await property(machine, 'cloudlinkd.service', 'MainPID');
  const uid = await machine.run('id', '-u', 'cloudlink');
  const NET_BIND_SERVICE = (1 << 10).toString(16).padStart(16, '0');
  t.not(uid, '0');
  t.equal(await statusOf(machine, pid, 'Uid'), [uid, uid, uid, uid].join('\t'), 'user cloudlink');
  for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
    t.equal(await statusOf(machine, pid, set), NET_BIND_SERVICE, set);
  t.equal(await statusOf(machine, pid, 'NoNewPrivs'), '1');
  t.equal(await statusOf(machine, pid, 'Seccomp'), '2', 'a filter of system calls');
  return pid;
}

test('the unit: READY, privileges, port 80, and the watchdog’s kill', { timeout: 60_000 }, async (t) => {
  if (!canBoot(t)) return;
  const soon = ['WatchdogSec=2', 'TimeoutAbortSec=1', 'RestartSec=0'];
  const machine = await bootMachine(t, {
    files: dropIn('cloudlinkd.service', [...execStart('test/system/notify-service.ts'), ...soon]),
  });
  // returns when READY=1 has come, and fails when it does not
  await machine.run('systemctl', 'start', 'cloudlinkd.service');
  const pid = await assertPrivileges(t, machine);
  t.equal(await fetched(machine, 'http://127.0.0.1:80/'), '{"alive":true}');

  const journal = machine.spawn('journalctl', '--follow', '--lines=all', '--unit=cloudlinkd.service');
  await machine.run('kill', '-STOP', pid);
  await lineOf(journal, /restart counter is at 1/);
  await machine.run('systemctl', 'start', 'cloudlinkd.service');
  t.not(await property(machine, 'cloudlinkd.service', 'MainPID'), pid, 'another process');
  t.match(
    await machine.run('journalctl', '--unit=cloudlinkd.service'),
    /Watchdog timeout/,
    'killed for that',
  );
  t.equal(await fetched(machine, 'http://127.0.0.1:80/'), '{"alive":true}', 'it answers again');
});

test('the gateway itself runs in its sandbox', { timeout: 60_000 }, async (t) => {
  if (!canBoot(t)) return;
  if (!existsSync(join(REPOSITORY, 'dist/gateway/main.js'))) {
    t.pass('', { skip: 'it is not built' });
    return;
  }
  // on a terminal, without which agetty shows nothing
  const console = () => machine.run('script', '-qec', 'agetty --show-issue', '/dev/null');
  // agetty looks into issue.d only beside an issue file
  const machine = await bootMachine(t, { files: { 'etc/issue': 'Host\n' } });
  try {
    await machine.run('systemctl', 'start', 'cloudlinkd.service');
  } catch (error) {
    t.fail(String(error), { journal: await machine.run('journalctl', '--unit=cloudlinkd.service') });
    return;
  }
  await assertPrivileges(t, machine);
  t.match(await fetched(machine, 'http://127.0.0.1/api/alive'), '{"alive":true}');
  t.match(
    await console(),
    /CloudLink gateway\s+Open +http[\s\S]+Name +cloudlink\.local\s[\s\S]*Set-up code/,
    'the console says how to find it',
  );
  await machine.run('systemctl', 'stop', 'cloudlinkd.service');
  t.equal(await property(machine, 'cloudlinkd.service', 'Result'), 'success', 'an orderly end');
  t.notMatch(await console(), /CloudLink/, 'nothing of one that is not there');
});

test('the sandbox lets the gateway’s own processes work', { timeout: 60_000 }, async (t) => {
  if (!canBoot(t)) return;
  const program = execStart('test/system/sync-service.ts /var/lib/cloudlink');
  const machine = await bootMachine(t, {
    files: dropIn('cloudlinkd.service', [...program, 'Type=oneshot', 'Restart=no', 'WatchdogSec=0']),
  });
  const started = machine.run('systemctl', 'start', 'cloudlinkd.service');
  await started.catch((error: unknown) => t.fail(String(error)));
  const journal = await machine.run('journalctl', '--unit=cloudlinkd.service', '--output=cat');
  t.match(journal, /^cycle \w+, to add 1$/m, 'a sync cycle');
  t.match(journal, /^database \[null\]$/m, 'the check of a database');
});

/** Asks the helper as somebody; the answer's sentence, or the error's code, the helper's own and its sentence. */
const askFor = async (machine: Machine, call: string, uid = 'cloudlink', gid = 'cloudlink') =>
  machine.run(
    ...(['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'] as const),
    '/opt/cloudlink/bin/node',
    '--input-type=module',
    '-e',
    `const { createHelper } = await import('/opt/cloudlink/src/gateway/platform/helper.ts');
     await createHelper('/run/cloudlinkd-helper.sock').${call}.then(console.log, (e) => console.log(e.code, e.facts.code, e.message));`,
  );
const ask = async (machine: Machine, uid: string, gid: string) =>
  (await askFor(machine, 'setClock(0)', uid, gid)).split(' ').slice(0, 2).join(' ');

test('the helper knows its caller by the kernel’s word', { timeout: 60_000 }, async (t) => {
  if (!canBoot(t)) return;
  const command = `ExecStart=/opt/cloudlink/bin/node /opt/cloudlink/src/helper/main.ts --peer=%i --group=cloudlink`;
  const machine = await bootMachine(t, {
    files: dropIn('cloudlinkd-helper@.service', ['ExecStart=', command]),
  });
  await machine.run('systemctl', 'start', 'cloudlinkd-helper.socket');
  const refusedByVerb = 'HELPER_REFUSED CLOCK_ABSURD';
  t.equal(await ask(machine, 'cloudlink', 'cloudlink'), refusedByVerb, 'the daemon is heard');
  t.equal(await ask(machine, '0', '0'), refusedByVerb, 'root too');
  t.equal(await ask(machine, 'nobody', 'nogroup'), 'HELPER_UNAVAILABLE undefined', 'others cannot connect');
  await machine.run('chmod', '0666', '/run/cloudlinkd-helper.sock');
  t.equal(
    await ask(machine, 'nobody', 'nogroup'),
    'HELPER_REFUSED PEER_REFUSED',
    'nor be heard if they could',
  );
});

const helperFromSource = dropIn('cloudlinkd-helper@.service', [
  'ExecStart=',
  'ExecStart=/opt/cloudlink/bin/node /opt/cloudlink/src/helper/main.ts --peer=%i --group=cloudlink',
]);

test('the helper reboots the host, and the socket is there again after it', {
  timeout: 120_000,
}, async (t) => {
  if (!canBoot(t)) return;
  const machine = await bootMachine(t, { files: helperFromSource });
  const bootId = async () => machine.run('cat', '/proc/sys/kernel/random/boot_id');
  const before = await bootId();
  await machine.run('systemctl', 'enable', '--now', 'cloudlinkd-helper.socket');
  t.match(await askFor(machine, 'reboot()', 'nobody', 'nogroup'), /^HELPER_UNAVAILABLE/, 'not for everybody');
  t.equal(await bootId(), before);
  t.equal(await askFor(machine, 'reboot()'), 'This host reboots.');
  await machine.rebooted();
  t.not(await bootId(), before, 'what tells the gateway that its order was carried out');
  await machine.run('systemctl', 'start', 'cloudlinkd-helper.socket');
  t.equal(await askFor(machine, 'available()'), 'true');
});

test('the helper may not step the clock of a container, and says so', { timeout: 60_000 }, async (t) => {
  if (!canBoot(t)) return;
  const machine = await bootMachine(t, { files: helperFromSource });
  await machine.run('systemctl', 'start', 'cloudlinkd-helper.socket');
  // the clock of a container is its host's: the time that it is anyway harms nobody if it were set
  t.match(
    await askFor(machine, 'setClock(Date.now())'),
    /^HELPER_REFUSED STEP_FAILED date failed: .*(not permitted|cannot set date)/i,
  );
});

test('the daemon is started again: by order of the helper, and after a kill', {
  timeout: 120_000,
}, async (t) => {
  if (!canBoot(t)) return;
  if (!existsSync(join(REPOSITORY, 'dist/gateway/main.js')))
    return void t.pass('', { skip: 'it is not built' });
  const machine = await bootMachine(t, {
    files: {
      ...helperFromSource,
      ...dropIn('cloudlinkd.service', ['RestartSec=0']),
      'etc/cloudlink/config.json': '{ "name": "gateway.example" }',
      'etc/cloudlink/licence.json': '{ "number": "7640830", "type": "perpetual" }',
    },
  });
  await machine.run('systemctl', 'start', 'cloudlinkd-helper.socket', 'cloudlinkd.service');
  t.match(JSON.parse(await fetched(machine, 'http://127.0.0.1/api/signpost')), { name: 'gateway.example' });
  const asDaemon = ['setpriv', '--reuid=cloudlink', '--regid=cloudlink', '--clear-groups'] as const;
  t.match(await machine.run(...asDaemon, 'cat', '/etc/cloudlink/licence.json'), /7640830/, 'it may read it');
  await t.rejects(machine.run(...asDaemon, 'touch', '/etc/cloudlink/config.json'), /Permission denied/);
  await t.rejects(
    machine.run(
      'setpriv',
      '--reuid=nobody',
      '--regid=nogroup',
      '--clear-groups',
      'cat',
      '/etc/cloudlink/config.json',
    ),
    /Permission denied/,
  );

  const mainPid = async () => property(machine, 'cloudlinkd.service', 'MainPID');
  const journal = machine.spawn('journalctl', '--follow', '--lines=all', '--unit=cloudlinkd.service');
  const first = await mainPid();
  const stopped = lineOf(journal, /"msg":"stopped"/);
  const again = lineOf(journal, /restart counter is at 1/);
  t.equal(await askFor(machine, 'restartService()'), 'The gateway program restarts.');
  await stopped;
  // joins the start that is on its way, and returns when READY has come
  await machine.run('systemctl', 'start', 'cloudlinkd.service');
  const second = await mainPid();
  t.not(second, first, 'another process, after an orderly end');

  await machine.run('kill', '-KILL', second);
  await again;
  await machine.run('systemctl', 'start', 'cloudlinkd.service');
  t.not(await mainPid(), second);
  t.match(await fetched(machine, 'http://127.0.0.1/api/alive'), '{"alive":true}');

  const safe = lineOf(journal, /"safeMode":true/);
  for (let crash = 2; crash <= 3; crash++) {
    const seen = lineOf(journal, new RegExp(`restart counter is at ${crash}`));
    await machine.run('kill', '-KILL', await mainPid());
    await seen;
    await machine.run('systemctl', 'start', 'cloudlinkd.service');
  }
  await safe;
  t.match(await fetched(machine, 'http://127.0.0.1/api/alive'), '{"alive":true}', 'the page, in safe mode');
  const whole = lineOf(journal, /"msg":"ready"(?!.*safeMode)/);
  await machine.run('systemctl', 'restart', 'cloudlinkd.service');
  await whole;
});

/** A vendor's folder: the first program to be copied, and update files of the next ones. @returns its path */
async function vendorFolder(t: Test): Promise<string> {
  const folder = temporaryFolder(t);
  const repository = makeRepository(folder);
  const built = join(REPOSITORY, 'dist');
  gatewayTree(join(folder, '1.0.0'), '1.0.0', '', built);
  for (const [version, before] of [
    ['2.0.0', ''],
    ['3.0.0', "throw new Error('this release is broken');\n"],
  ] as const) {
    const file = join(folder, `gateway-${version}.zip`);
    await packRelease(gatewayTree(join(folder, version), version, before, built), file, { level: 0 });
    await repository.bundle(
      await repository.add(file, custom(version)),
      join(folder, `update-${version}.zip`),
    );
  }
  return folder;
}

/** What docs/updates.md says of a host whose gateway updates itself; packages lie above the releases. */
const SET_UP = `set -e
program=/var/lib/cloudlink/program
install -d -o cloudlink -g cloudlink -m 0700 /var/lib/cloudlink
install -d -o cloudlink -g cloudlink $program $program/releases
cp -r /mnt/vendor/1.0.0 $program/releases/1.0.0
chown -R cloudlink:cloudlink $program/releases/1.0.0
ln -s releases/1.0.0 $program/current
ln -s /opt/cloudlink/node_modules $program/node_modules
cp /mnt/systemd/cloudlinkd-launch /opt/cloudlink/bin/
cp -r /mnt/systemd/cloudlinkd.service.d /etc/systemd/system/
cp /mnt/vendor/image-root.json /opt/cloudlink/update-root.json
systemctl daemon-reload
systemctl start cloudlinkd.service`;

test('a gateway that is a service replaces itself by its launcher', { timeout: 240_000 }, async (t) => {
  if (!canBoot(t)) return;
  if (!existsSync(join(REPOSITORY, 'dist/gateway/main.js')))
    return void t.pass('', { skip: 'it is not built' });
  const machine = await bootMachine(t, {
    folders: { 'mnt/vendor': await vendorFolder(t), 'mnt/systemd': UNITS },
    files: {
      'etc/systemd/system/cloudlinkd.service.d/soon.conf':
        '[Service]\nRestartSec=0\nWatchdogSec=10\nEnvironment=CLOUDLINKD_UPDATE_TRIAL_SECONDS=5\n',
    },
  });
  const show = (name: string) => property(machine, 'cloudlinkd.service', name);
  const cloudlink = async <T>(...args: string[]): Promise<T> =>
    JSON.parse(
      await machine.run(
        '/opt/cloudlink/bin/node',
        '/opt/cloudlink/dist/cli/main.js',
        ...['--socket', '/run/cloudlink/control.sock', '--json', ...args],
      ),
    );
  // the last line returns when READY=1 has come through the launcher
  await machine.run('sh', '-c', SET_UP).catch(async (error: unknown) => {
    t.fail(String(error), { journal: await machine.run('journalctl', '--unit=cloudlinkd.service') });
    throw error;
  });
  const first = await show('MainPID');
  t.match(
    await machine.run('cat', `/proc/${first}/cmdline`),
    /^\/opt\/cloudlink\/bin\/node.\/var\/lib\/cloudlink\/program\/current\/dist\/gateway\/main\.js/,
    'the launcher has become the gateway: systemd watches that itself',
  );
  await assertPrivileges(t, machine);
  t.match(await cloudlink<UpdateView>('update'), { running: '1.0.0', backend: 'directory', state: 'idle' });

  const journal = machine.spawn('journalctl', '--follow', '--lines=all', '--unit=cloudlinkd.service');
  const committed = lineOf(journal, /"event":"update.state".*"to":"committed"/);
  await cloudlink('update', 'file', '/mnt/vendor/update-2.0.0.zip');
  await committed;
  t.match(await cloudlink<UpdateView>('update'), { running: '2.0.0', state: 'committed', from: '1.0.0' });
  t.not(await show('MainPID'), first);
  t.equal(await show('NRestarts'), '1', 'it ended once, in order, and systemd started it again');
  t.match(await fetched(machine, 'http://127.0.0.1/api/alive'), '{"alive":true}');
  t.equal(await machine.run('readlink', '/var/lib/cloudlink/program/current'), 'releases/2.0.0');
  await until('the new one feeds the watchdog', async () => {
    const [fed = 0, ready = 0] = await Promise.all(
      ['WatchdogTimestampMonotonic', 'ActiveEnterTimestampMonotonic'].map(async (name) =>
        Number(await show(name)),
      ),
    );
    return fed > ready || undefined;
  });

  const rolledBack = lineOf(journal, /"event":"update.state".*"to":"rolledBack"/);
  await cloudlink('update', 'file', '/mnt/vendor/update-3.0.0.zip');
  await rolledBack;
  const view = await cloudlink<UpdateView>('update');
  t.match(view, { running: '2.0.0', state: 'rolledBack', reason: { code: 'UPDATE_CRASHED' } });
  t.match(view.reason?.logExcerpt, /this release is broken/, 'what it said in its sandbox is told');
  t.equal(await machine.run('readlink', '/var/lib/cloudlink/program/current'), 'releases/2.0.0');
  t.equal(await show('NRestarts'), '5', 'three starts of the bad one, and the good one again');
  t.notMatch(await machine.run('journalctl', '--unit=cloudlinkd.service'), /Watchdog timeout/);
});
