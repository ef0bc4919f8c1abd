/**
 * A booted systemd in a container of its own: this host's /usr read-only, an empty /etc and /var, a network with
 * nothing but loopback. No image is built and nothing is downloaded.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Test } from 'tap';

const run = promisify(execFile);
export const REPOSITORY = new URL('../..', import.meta.url).pathname;
const PATH = '/usr/sbin:/usr/bin';
/** The test runner puts modules that are not inside into the environment of every program it sees started. */
const CLEAN = ['/usr/bin/env', '-i', `PATH=${PATH}`];
/** Where the units expect the program. */
const HOME = 'opt/cloudlink';
const TARGET = 'cloudlink-test.target';

/** Its console is silent in pipe mode, so the end of the boot is told by a file that the host watches for. */
const BOOTED = `[Unit]
Requires=basic.target
After=basic.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/bin/touch /booted/yes
`;

export type Machine = {
  /** Runs a program inside as root; its standard output, or its words on failure as the error. */
  run(program: string, ...args: string[]): Promise<string>;
  /** Starts a program inside; it ends with the machine. */
  spawn(program: string, ...args: string[]): ChildProcess;
  /** Waits until the machine has ended by a reboot of its own, and boots it again from the same disk. */
  rebooted(): Promise<void>;
  /** Ends it as a power cut does, without a word to anybody inside, and boots it again from the same disk. */
  powerCut(): Promise<void>;
};

export type MachineOptions = {
  /** More files, by their path below the root: drop-ins, settings. */
  readonly files?: Readonly<Record<string, string>>;
  /** Folders of this host that it sees, read only, by their path below the root. */
  readonly folders?: Readonly<Record<string, string>>;
};

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** The folders of this repository that the programs need, and the Node that runs this test. */
function binds(root: string): string[] {
  const folders = ['dist', 'src', 'test', 'node_modules'];
  for (const name of folders) mkdirSync(join(root, HOME, name), { recursive: true });
  mkdirSync(join(root, HOME, 'bin'), { recursive: true });
  cpSync(join(REPOSITORY, 'package.json'), join(root, HOME, 'package.json'));
  writeFileSync(join(root, HOME, 'bin/node'), '');
  mkdirSync(join(root, 'usr'));
  return [
    '--bind-ro=/usr',
    `--bind-ro=${process.execPath}:/${HOME}/bin/node`,
    ...folders.map((name) => `--bind-ro=${join(REPOSITORY, name)}:/${HOME}/${name}`),
  ];
}

/** Copies this repository's units, users and folders as a package would install them. */
function install(root: string): void {
  const from = join(REPOSITORY, 'systemd');
  for (const [folder, to] of [
    ['.', 'etc/systemd/system'],
    ['sysusers.d', 'etc/sysusers.d'],
    ['tmpfiles.d', 'etc/tmpfiles.d'],
  ] as const) {
    mkdirSync(join(root, to), { recursive: true });
    for (const file of readdirSync(join(from, folder), { withFileTypes: true }))
      if (file.isFile()) cpSync(join(from, folder, file.name), join(root, to, file.name));
  }
}

function makeRoot(options: MachineOptions): { root: string; args: string[] } {
  const root = mkdtempSync(join(tmpdir(), 'machine-'));
  // it is `/` to every user inside
  chmodSync(root, 0o755);
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) symlinkSync(`usr/${name}`, join(root, name));
  const args = binds(root);
  write(root, 'etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/usr/sbin/nologin\n');
  write(root, 'etc/group', 'root:x:0:\nnogroup:x:65534:\n');
  write(root, 'etc/machine-id', '0123456789abcdef0123456789abcdef\n');
  write(root, 'etc/os-release', readFileSync('/etc/os-release', 'utf8'));
  write(root, `etc/systemd/system/${TARGET}`, '[Unit]\nRequires=booted.service\nAfter=booted.service\n');
  write(root, 'etc/systemd/system/booted.service', BOOTED);
  mkdirSync(join(root, 'booted'));
  install(root);
  for (const [path, text] of Object.entries(options.files ?? {})) write(root, path, text);
  for (const [path, folder] of Object.entries(options.folders ?? {})) {
    mkdirSync(join(root, path), { recursive: true });
    args.push(`--bind-ro=${folder}:/${path}`);
  }
  return { root, args };
}

/** Resolves when a line matches; rejects with everything said when the program ends before. */
export function lineOf(child: ChildProcess, pattern: RegExp): Promise<string> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    const hear = (line: string) => {
      said.push(line);
      if (pattern.test(line)) resolve(line);
    };
    if (child.stdout) createInterface({ input: child.stdout }).on('line', hear);
    if (child.stderr) createInterface({ input: child.stderr }).on('line', hear);
    child.once('exit', () => reject(new Error(`it ended before ${pattern}:\n${said.join('\n')}`)));
  });
}

/** Resolves when a file appears in a folder; rejects when the program that should make it ends before. */
function appears(folder: string, maker: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const watcher = watch(folder, () => resolve());
    if (readdirSync(folder).length > 0) resolve();
    maker.once('exit', () => {
      watcher.close();
      reject(new Error('systemd-nspawn ended before the boot was done'));
    });
  });
}

/** The init process of the container: the only child of systemd-nspawn. */
function initOf(pid: number): string {
  const [init] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  if (!init) throw new Error('systemd-nspawn has no child');
  return init;
}

const exited = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise<void>((resolve) => child.once('exit', () => resolve()));

/** systemd-nspawn's own exit code when init asked the kernel for a reboot, and somebody else shall start it again. */
const REBOOT_ASKED = 133;

function startContainer(root: string, args: readonly string[]): ChildProcess {
  return spawn(
    '/usr/bin/systemd-nspawn',
    [
      ...['-q', '--register=no', '--keep-unit', '--private-network', '--console=pipe', '-b', '-D', root],
      ...args,
      ...['--', `--unit=${TARGET}`],
    ],
    {
      stdio: 'ignore',
      env: { PATH, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1' },
    },
  );
}

/** Boots it and waits until the test's target is reached; it is gone when the test ends. */
export async function bootMachine(t: Test, options: MachineOptions = {}): Promise<Machine> {
  const { root, args } = makeRoot(options);
  let container = startContainer(root, args);
  t.teardown(async () => {
    // init's end is the end of everything inside; systemd-nspawn then unmounts and follows
    if (container.exitCode === null) process.kill(Number(initOf(container.pid ?? 0)), 'SIGKILL');
    await exited(container);
    rmSync(root, { recursive: true, force: true });
  });
  await appears(join(root, 'booted'), container);
  const bootAgain = async () => {
    rmSync(join(root, 'booted/yes'));
    container = startContainer(root, args);
    await appears(join(root, 'booted'), container);
  };
  const enter = () => ['-t', initOf(container.pid ?? 0), '-m', '-p', '-u', '-i', '-n', '--', ...CLEAN];
  return {
    run: async (program, ...rest) =>
      (await run('/usr/bin/nsenter', [...enter(), program, ...rest])).stdout.trim(),
    spawn: (program, ...rest) => {
      const child = spawn('/usr/bin/nsenter', [...enter(), program, ...rest], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      t.teardown(() => child.kill());
      return child;
    },
    async rebooted() {
      await exited(container);
      if (container.exitCode !== REBOOT_ASKED)
        throw new Error(`the machine ended with ${container.exitCode}, which is no reboot`);
      await bootAgain();
    },
    async powerCut() {
      process.kill(Number(initOf(container.pid ?? 0)), 'SIGKILL');
      await exited(container);
      await bootAgain();
    },
  };
}
