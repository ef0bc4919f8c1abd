/** A real OpenLDAP server with N people, on a free port of 127.0.0.1, in a folder of its own. Needs slapd and openssl. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../src/base/runtime/free-port.ts';

export type Slapd = {
  readonly host: '127.0.0.1';
  /** LDAP and StartTLS. */
  readonly port: number;
  readonly ldapsPort: number;
  readonly baseDn: string;
  readonly bindDn: string;
  readonly password: string;
  /** PEM of the authority that signed its certificate (for 127.0.0.1). */
  readonly ca: string;
  readonly pid: number;
  /** LDIF change records (RFC 2849), as the directory's manager. Needs ldap-utils. */
  change(ldif: string): void;
  close(): Promise<void>;
};

export type SlapdOptions = {
  readonly people: number;
  /** LDIF lines of entry `n`, beside dn and object classes; the default gives every person all attributes. */
  readonly person?: (n: number) => Readonly<Record<string, string | readonly string[]>>;
  /** slapd's own limit; by default none. */
  readonly sizeLimit?: number;
  /** One more address of this machine to listen on, for whoever may not use loopback. */
  readonly alsoAt?: string;
  /** Changes that the server remembers, so that it can tell deletes (syncprov-sessionlog); by default none. */
  readonly sessionLog?: number;
  /** Without it the server offers no content synchronisation. */
  readonly syncprov?: false;
  /** When entries were last changed, as generalized time; by default when the server is started. */
  readonly modified?: string;
  /** Everybody may read; by default the reader alone. */
  readonly anonymousRead?: boolean;
};

const BASE = 'dc=example,dc=com';
const BIND = `cn=reader,${BASE}`;
const PASSWORD = 'let me read';

const MANAGER = `cn=manager,${BASE}`;
const MANAGER_PASSWORD = 'manages';

const DEPARTMENTS = ['Sales', 'Support', 'Finance', 'Entwicklung', 'Dépôt'];

/** Attributes of one inetOrgPerson. */
export function personOf(n: number): Record<string, string | readonly string[]> {
  return {
    uid: `user${n}`,
    cn: `Given${n} Family${n}`,
    givenName: `Given${n}`,
    sn: `Family${n}`,
    displayName: `Given${n} Family${n}`,
    mail: `user${n}@example.com`,
    telephoneNumber: String(10000 + n),
    mobile: `+1613${String(5550000 + n).padStart(7, '0')}`,
    ou: DEPARTMENTS[n % DEPARTMENTS.length] ?? 'Sales',
    l: 'Ottawa',
    employeeType: 'user',
  };
}

const lines = (name: string, value: string | readonly string[]) =>
  [value].flat().map((one) => `${name}:: ${Buffer.from(one).toString('base64')}`);

function ldif({ people, person = personOf, modified }: SlapdOptions): string {
  const time = modified === undefined ? '' : `modifyTimestamp: ${modified}\n`;
  const entries = [
    `dn: ${BASE}\nobjectClass: dcObject\nobjectClass: organization\no: Example\ndc: example\n${time}`,
    `dn: ou=people,${BASE}\nobjectClass: organizationalUnit\nou: people\n${time}`,
    `dn: ${BIND}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: reader\nuserPassword: ${PASSWORD}\n${time}`,
  ];
  for (let n = 0; n < people; n++) {
    const attributes = Object.entries(person(n)).flatMap(([name, value]) => lines(name, value));
    entries.push(
      `dn: uid=user${n},ou=people,${BASE}\nobjectClass: inetOrgPerson\n${attributes.join('\n')}\n${time}`,
    );
  }
  return entries.join('\n');
}

function config(folder: string, { sizeLimit, anonymousRead, sessionLog, syncprov }: SlapdOptions): string {
  return `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
${syncprov === false ? '' : 'moduleload syncprov'}
pidfile ${folder}/slapd.pid
TLSCACertificateFile ${folder}/ca.pem
TLSCertificateFile ${folder}/server.pem
TLSCertificateKeyFile ${folder}/server.key
sizelimit ${sizeLimit ?? 'unlimited'}
database mdb
maxsize 1073741824
suffix "${BASE}"
rootdn "${MANAGER}"
rootpw ${MANAGER_PASSWORD}
directory ${folder}/db
index objectClass eq
index entryUUID,entryCSN eq
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="${BIND}" read by * ${anonymousRead ? 'read' : 'none'}
${syncprov === false ? '' : 'overlay syncprov'}
${sessionLog === undefined ? '' : `syncprov-sessionlog ${sessionLog}`}
`;
}

/** An authority and a certificate for one address signed by it. @returns PEM of the authority */
export function makeCertificates(folder: string, address = '127.0.0.1'): string {
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '3650',
    '-subj',
    '/CN=Test authority',
  );
  openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', `/CN=${address}`);
  writeFileSync(join(folder, 'san.cnf'), `subjectAltName=IP:${address}\n`);
  openssl(
    ...['x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
    ...['-out', 'server.pem', '-days', '3650', '-extfile', 'san.cnf'],
  );
  return execFileSync('cat', [join(folder, 'ca.pem')], { encoding: 'utf8' });
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(() => resolve(true)));
    socket.on('error', () => resolve(false));
  });

/** False: it ended, as it does when somebody took one of its ports meanwhile. */
async function comesUp(child: ChildProcess, port: number): Promise<boolean> {
  while (!(await answers(port))) {
    if (child.exitCode !== null) return false;
    await pause(20);
  }
  return child.exitCode === null;
}

/** A free port may be somebody else's by the time that it is opened. */
const TRIES = 3;

async function serve(conf: string, alsoAt: string | undefined) {
  for (let left = TRIES; ; left--) {
    const [port, ldapsPort] = [await freePort(), await freePort()];
    const also = alsoAt === undefined ? '' : ` ldap://${alsoAt}:${port}/`;
    const urls = `ldap://127.0.0.1:${port}/ ldaps://127.0.0.1:${ldapsPort}/${also}`;
    const child = spawn('/usr/sbin/slapd', ['-f', conf, '-h', urls, '-d', '0'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    if (await comesUp(child, port)) return { port, ldapsPort, child, ended };
    if (left === 1) throw new Error(`slapd ended: ${errors}`);
  }
}

/** Starts it; resolves when it answers. */
export async function startSlapd(options: SlapdOptions): Promise<Slapd> {
  const folder = mkdtempSync(join(tmpdir(), 'slapd-'));
  const ca = makeCertificates(folder);
  execFileSync('mkdir', [join(folder, 'db')]);
  const conf = join(folder, 'slapd.conf');
  writeFileSync(conf, config(folder, options));
  writeFileSync(join(folder, 'people.ldif'), ldif(options));
  execFileSync('/usr/sbin/slapadd', ['-q', '-f', conf, '-l', join(folder, 'people.ldif')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { port, ldapsPort, child, ended } = await serve(conf, options.alsoAt);
  return {
    host: '127.0.0.1',
    port,
    ldapsPort,
    baseDn: `ou=people,${BASE}`,
    bindDn: BIND,
    password: PASSWORD,
    ca,
    pid: child.pid ?? -1,
    change(ldif) {
      const who = ['-x', '-H', `ldap://127.0.0.1:${port}`, '-D', MANAGER, '-w', MANAGER_PASSWORD];
      execFileSync('ldapmodify', who, { input: ldif, stdio: ['pipe', 'ignore', 'pipe'] });
    },
    async close() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
