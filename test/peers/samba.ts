/**
 * A real Active Directory domain controller (Samba), in a network namespace of its own, since it wants port 389. Needs root, ip, openssl,
 * ldap-utils and the packages of `scripts/test`. It is made anew for each start.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeCertificates } from './slapd.ts';

export type Samba = {
  /** LDAP and StartTLS at 389, LDAPS at 636. */
  readonly host: string;
  /** Of the domain. */
  readonly root: string;
  /** A plain user, who may read. */
  readonly user: string;
  readonly password: string;
  /** Who sees deleted people too. */
  readonly administrator: { readonly user: string; readonly password: string };
  /** PEM of the authority that signed its certificate. */
  readonly ca: string;
  /** LDIF change records, as the administrator. */
  change(ldif: string): void;
  close(): Promise<void>;
};

const ROOT = 'DC=ad,DC=corp,DC=test';
const REALM = 'ad.corp.test';
const [ADMINISTRATOR, ADMIN_PASSWORD] = [`administrator@${REALM}`, 'Passw0rd!23'];
const [USER, PASSWORD] = [`cloudlink@${REALM}`, 'Read1ng!23'];

const run = (file: string, ...args: string[]) =>
  execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** A namespace with one wire to here. */
function makeNetwork() {
  const id = process.pid % 16384;
  const [name, wire] = [`cl-dc-${process.pid}`, `cldc${process.pid}`.slice(0, 15)];
  const address = (last: number) => `10.99.${id >> 6}.${((id & 63) << 2) + last}`;
  run('ip', 'netns', 'add', name);
  run('ip', 'link', 'add', wire, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
  run('ip', 'addr', 'add', `${address(1)}/30`, 'dev', wire);
  run('ip', 'link', 'set', wire, 'up');
  run('ip', '-n', name, 'addr', 'add', `${address(2)}/30`, 'dev', 'eth0');
  run('ip', '-n', name, 'link', 'set', 'eth0', 'up');
  run('ip', '-n', name, 'link', 'set', 'lo', 'up');
  return {
    name,
    host: address(2),
    remove() {
      spawnSync('ip', ['link', 'del', wire]);
      spawnSync('ip', ['netns', 'del', name]);
    },
  };
}

/** What the provisioned configuration lacks: simple binds in clear, its own folders, only the services that are wanted. */
function configure(folder: string): string {
  const file = join(folder, 'dc/etc/smb.conf');
  const own = [
    'ldap server require strong auth = no',
    'server services = ldap, kdc',
    'disable netbios = yes',
    'ldb:nosync = true',
    `pid directory = ${folder}`,
    `ncalrpc dir = ${folder}/ncalrpc`,
    `log file = ${folder}/log`,
    `tls keyfile = ${folder}/server.key`,
    `tls certfile = ${folder}/server.pem`,
    `tls cafile = ${folder}/ca.pem`,
  ];
  const text = readFileSync(file, 'utf8').replace(/^\s*(server services|log file) = .*\n/gm, '');
  writeFileSync(file, text.replace('[global]\n', `[global]\n${own.map((line) => `\t${line}\n`).join('')}`));
  return file;
}

function provision(folder: string, network: ReturnType<typeof makeNetwork>): string {
  const domain = ['--realm=AD.CORP.TEST', '--domain=ADCORP', '--server-role=dc', '--dns-backend=NONE'];
  const self = ['--host-name=dc1', `--host-ip=${network.host}`, `--adminpass=${ADMIN_PASSWORD}`];
  // nobody needs this directory after the test: no waiting for the disk
  const how = ['--option=ldb:nosync=true', `--targetdir=${join(folder, 'dc')}`];
  run('ip', 'netns', 'exec', network.name, 'samba-tool', 'domain', 'provision', ...how, ...domain, ...self);
  const conf = configure(folder);
  const database = join(folder, 'dc/private/sam.ldb');
  run('samba-tool', 'user', 'create', 'cloudlink', PASSWORD, '-H', database, '-s', conf);
  return conf;
}

const answers = (host: string) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(389, host, () => socket.end(() => resolve(true)));
    socket.on('error', () => resolve(false));
  });

async function untilItAnswers(child: ChildProcess, host: string, said: () => string): Promise<void> {
  while (!(await answers(host))) {
    if (child.exitCode !== null) throw new Error(`samba ended: ${said()}`);
    await pause(50);
  }
}

/** Starts it; resolves when it answers. */
export async function startSamba(): Promise<Samba> {
  const folder = mkdtempSync(join(tmpdir(), 'samba-'));
  const network = makeNetwork();
  try {
    const ca = makeCertificates(folder, network.host);
    const conf = provision(folder, network);
    const args = ['netns', 'exec', network.name, 'samba', '-i', '-M', 'single', '-s', conf];
    const child = spawn('ip', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said = `${said}${chunk}`.slice(-4000);
      });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    await untilItAnswers(child, network.host, () => said);
    return {
      host: network.host,
      root: ROOT,
      user: USER,
      administrator: { user: ADMINISTRATOR, password: ADMIN_PASSWORD },
      password: PASSWORD,
      ca,
      change(ldif) {
        const who = ['-x', '-H', `ldap://${network.host}`, '-D', ADMINISTRATOR, '-w', ADMIN_PASSWORD];
        execFileSync('ldapmodify', who, { input: ldif, stdio: ['pipe', 'ignore', 'pipe'] });
      },
      async close() {
        child.kill('SIGTERM');
        await ended;
        network.remove();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (thrown) {
    network.remove();
    rmSync(folder, { recursive: true, force: true });
    throw thrown;
  }
}
