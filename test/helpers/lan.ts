/**
 * Hosts on a switch, each a network and mount namespace of its own with an empty /run: real packets, and nothing of
 * this machine's network. Only root can make them. They end with their holders.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Test } from 'tap';

const execute = promisify(execFile);
/** The test runner puts its own modules into the environment of every program it sees started. */
const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
const HOLD = 'mount -t tmpfs tmpfs /run && mkdir -p /run/dbus /run/avahi-daemon && echo ready && exec cat';

/** A program whose lines are read as they come. */
export type Running = {
  readonly child: ChildProcess;
  /** Resolves with the first line, of those printed and those to come, that fits; fails when the program ends first. */
  line(fits: { test(line: string): boolean }): Promise<string>;
  readonly lines: readonly string[];
  /** Asks it to end (SIGTERM) and waits. */
  end(): Promise<void>;
};

export function follow(t: Test, child: ChildProcess): Running {
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let over = false;
  const look = () => {
    for (const f of [...waiting]) f();
  };
  for (const stream of [child.stdout, child.stderr])
    if (stream)
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        look();
      });
  void ended.then(() => {
    over = true;
    look();
  });
  const end = async () => {
    if (!over) child.kill('SIGTERM');
    await ended;
  };
  t.teardown(async () => {
    child.stdin?.end();
    await end();
  });
  return {
    child,
    lines,
    end,
    line: (fits) =>
      new Promise((resolve, reject) => {
        const attempt = () => {
          const found = lines.find((line) => fits.test(line));
          if (found === undefined && !over) return;
          waiting.delete(attempt);
          if (found === undefined) reject(new Error(`ended without ${fits}: ${lines.join('\n')}`));
          else resolve(found);
        };
        waiting.add(attempt);
        attempt();
      }),
  };
}

export type Host = {
  readonly pid: number;
  run(program: string, ...args: string[]): Promise<string>;
  spawn(program: string, ...args: string[]): Running;
};

async function namespace(t: Test): Promise<Host> {
  const child = spawn('unshare', ['--net', '--mount', '--propagation', 'private', 'sh', '-c', HOLD], { env });
  const holder = follow(t, child);
  await holder.line(/^ready$/);
  const pid = child.pid as number;
  // a test that is cut off takes everything with it
  const inside = ['-t', String(pid), '-n', '-m', '--', 'setpriv', '--pdeathsig', 'TERM', '--'];
  const host: Host = {
    pid,
    run: async (...command) => (await execute('nsenter', [...inside, ...command], { env })).stdout,
    spawn: (...command) => follow(t, spawn('nsenter', [...inside, ...command], { env })),
  };
  await host.run('ip', 'link', 'set', 'lo', 'up');
  return host;
}

export type Lan = {
  /** A host with one port, eth0, that has the addresses (`10.77.0.1/24`). */
  host(...addresses: string[]): Promise<Host>;
  /** One more port of a host that is on another switch already. */
  join(host: Host, port: string, ...addresses: string[]): Promise<void>;
  /** Takes the link away from a port, at the switch's end. */
  unplug(host: Host, port: string): Promise<void>;
};

/** A switch; its hosts hear each other. */
export async function makeLan(t: Test): Promise<Lan> {
  const lan = await namespace(t);
  await lan.run('ip', 'link', 'add', 'br0', 'type', 'bridge');
  await lan.run('ip', 'link', 'set', 'br0', 'up');
  let count = 0;
  const sockets = new Map<string, string>();
  const join: Lan['join'] = async (host, name, ...addresses) => {
    const port = `p${++count}`;
    sockets.set(`${host.pid} ${name}`, port);
    await lan.run('ip', 'link', 'add', port, 'type', 'veth', 'peer', 'name', name, 'netns', String(host.pid));
    await lan.run('ip', 'link', 'set', port, 'master', 'br0', 'up');
    await host.run('ip', 'link', 'set', name, 'up');
    for (const address of addresses)
      await host.run('ip', 'addr', 'add', address, 'dev', name, ...(address.includes(':') ? ['nodad'] : []));
  };
  return {
    join,
    async unplug(host, name) {
      await lan.run('ip', 'link', 'set', sockets.get(`${host.pid} ${name}`) ?? '', 'down');
    },
    async host(...addresses) {
      const host = await namespace(t);
      await join(host, 'eth0', ...addresses);
      return host;
    },
  };
}
