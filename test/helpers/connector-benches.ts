/** A source of three people for each PBX type, and ways to break it: the contract test and the whole cycle share them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { startAsterisk } from '../fakes/asterisk.ts';
import { startFreepbx } from '../fakes/freepbx.ts';
import { startLdapDirectory } from '../fakes/ldap-directory.ts';
import { startMivoiceBusiness } from '../fakes/mivoice-business.ts';
import { startMivoiceOffice250 } from '../fakes/mivoice-office-250.ts';
import { type OwnUsersKind, startOwnUsers } from '../fakes/own-users.ts';
import { startThreeCx } from '../fakes/three-cx.ts';
import { workbook } from './workbook.ts';

/** Password of every bench. */
export const SECRET = 'a secret of the contract test';

/** Settings of a source with three people, and of one that cannot be read. */
export type ConnectorBench = {
  readonly working: Record<string, unknown>;
  readonly broken: Record<string, unknown>;
  /** What `broken` is. */
  readonly brokenCode: 'PBX_CREDENTIALS' | 'SOURCE_FILE';
  /** PEM that the source is verified by. */
  readonly ca?: string;
  /** `working` by another address; absent where host and port are settings of their own. */
  readonly through?: (host: string, port: number) => Record<string, unknown>;
  /** Takes the account's right to read. */
  readonly forbid?: () => void;
  /** Takes all people out. */
  readonly empty?: () => void;
  /** The third person leaves. */
  readonly leave: () => void;
  /** A file is cut in two; absent where there is a socket that can be cut. */
  readonly halve?: () => void;
};
type Make = (t: Test) => Promise<ConnectorBench>;

async function directoryBench(t: Test): Promise<ConnectorBench> {
  const directory = await startLdapDirectory({ people: 3, bindDn: 'cn=reader', password: SECRET });
  t.teardown(() => directory.close());
  // what Active Directory has beside: the identity, and the classes that its filter asks for
  for (const [n, { attributes }] of directory.people.entries())
    Object.assign(attributes, {
      objectClass: [...(attributes.objectClass ?? []), 'user'],
      objectCategory: 'person',
      objectGUID: `00000000000000${n}`,
    });
  const { host, port, baseDn, bindDn } = directory;
  const working = { host, port, security: 'none', bindDn, bindPassword: SECRET, baseDn };
  return {
    working,
    broken: { ...working, bindPassword: `${SECRET}, but wrong` },
    brokenCode: 'PBX_CREDENTIALS',
    leave: () => directory.people.splice(2),
  };
}

/**
 * @param whole the file with so many of the three people
 * @param half how much of it comes when it is cut: in the middle of the third person, behind its identity
 */
function fileBench(
  t: Test,
  name: string,
  half: number,
  whole: (people: number) => string | Buffer,
): ConnectorBench {
  const folder = mkdtempSync(join(tmpdir(), 'connector-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const path = join(folder, name);
  writeFileSync(path, whole(3));
  return {
    working: { path },
    broken: { path: join(folder, `missing-${name}`) },
    brokenCode: 'SOURCE_FILE',
    leave: () => writeFileSync(path, whole(2)),
    halve: () => {
      const bytes = Buffer.from(whole(3));
      writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length * half)));
    },
  };
}

const CSV = [
  'id,displayName,email',
  '1,Ann,a@example.com',
  '2,Ben,b@example.com',
  '3,Cy,long-address@example.com',
];
const SHEET = [
  ['id', 'displayName'],
  ['1', 'Ann'],
  ['2', 'Ben'],
  ['3', 'Cy'],
];
const ldifEntry = (n: number) =>
  `dn: uid=u${n},dc=x\nentryUUID: ${n}\nuid: u${n}\nsn: Lee ${n}\ndescription: of some length\n\n`;

/** A PBX with the form of S3: one host, one account. */
async function systemAccountBench(
  t: Test,
  sim: {
    readonly host: string;
    readonly port: number;
    readonly certificate?: { readonly cert: string };
    close(): Promise<void>;
  },
  leave: () => void,
): Promise<ConnectorBench> {
  t.teardown(() => sim.close());
  const working = { host: sim.host, port: sim.port, username: 'cloudlink', password: SECRET };
  const broken = { ...working, password: `${SECRET}, but wrong` };
  const ca = sim.certificate ? { ca: sim.certificate.cert } : {};
  return { working, broken, brokenCode: 'PBX_CREDENTIALS', leave, ...ca };
}

const ownUsersBench =
  (kind: OwnUsersKind): Make =>
  async (t) => {
    const sim = await startOwnUsers({ kind, people: 3, password: SECRET });
    return systemAccountBench(t, sim, () => {
      sim.users.splice(2);
      sim.changed();
    });
  };

/** type of CONNECTORS → its bench */
export const CONNECTOR_BENCHES: Readonly<Record<string, Make>> = {
  csv: async (t) => fileBench(t, 'people.csv', 0.7, (people) => `${CSV.slice(0, people + 1).join('\n')}\n`),
  ldif: async (t) =>
    fileBench(t, 'people.ldif', 0.97, (people) => [1, 2, 3].slice(0, people).map(ldifEntry).join('')),
  xlsx: async (t) => fileBench(t, 'people.xlsx', 0.7, (people) => workbook(SHEET.slice(0, people + 1))),
  ldap: directoryBench,
  'active-directory': directoryBench,
  'mivoice-5000': directoryBench,
  'mivoice-office-400': ownUsersBench('mivoice-office-400'),
  'mx-one': ownUsersBench('mx-one'),
  async 'mivoice-office-250'(t) {
    const sim = await startMivoiceOffice250({ people: 3, password: SECRET });
    return systemAccountBench(t, sim, () => {
      sim.nodes[0]?.users.splice(2);
      sim.nodes[0]?.stations.splice(2);
    });
  },
  async 'mivoice-business'(t) {
    const sim = await startMivoiceBusiness({ people: 0, password: SECRET });
    t.teardown(() => sim.close());
    sim.devices.push(
      { number: '2001', type: '6930 IP', firstName: 'Ann' },
      { number: '2002', type: 'Generic SIP Phone', firstName: 'Ben' },
      { number: '2003', type: 'App Server Port', firstName: 'Cy' },
    );
    const working = { host: sim.address, mbgHost: sim.address, mbgPassword: SECRET };
    const broken = { ...working, mbgPassword: `${SECRET}, but wrong` };
    return {
      working,
      broken,
      brokenCode: 'PBX_CREDENTIALS',
      ca: sim.certificate.cert,
      through: (host, port) => ({ ...working, host: `${host}:${port}`, mbgHost: `${host}:${port}` }),
      forbid: () => {
        sim.state.mayRead = false;
      },
      empty: () => sim.devices.splice(0),
      leave: () => {
        sim.devices.splice(2);
        sim.changed();
      },
    };
  },
  async asterisk(t) {
    const sim = await startAsterisk({ people: 3, secret: SECRET, security: 'tls' });
    t.teardown(() => sim.close());
    const { host, port, certificate } = sim;
    const working = { host, port, username: 'cloudlink', password: SECRET };
    return {
      working,
      broken: { ...working, password: `${SECRET}, but wrong` },
      brokenCode: 'PBX_CREDENTIALS',
      ca: certificate.cert,
      forbid: () => {
        sim.state.write = [];
      },
      empty: () => sim.endpoints.splice(0),
      leave: () => sim.endpoints.splice(2),
    };
  },
  async '3cx'(t) {
    const sim = await startThreeCx({ people: 3, clientSecret: SECRET });
    t.teardown(() => sim.close());
    return clientBench(sim, sim.users);
  },
  async freepbx(t) {
    const sim = await startFreepbx({ people: 3, clientSecret: SECRET });
    t.teardown(() => sim.close());
    return clientBench(sim, sim.extensions);
  },
};

/** A client with a secret (3CX, FreePBX). */
function clientBench(
  sim: {
    readonly host: string;
    readonly port: number;
    readonly certificate: { readonly cert: string };
    mayRead: boolean;
  },
  people: unknown[],
): ConnectorBench {
  const working = { host: sim.host, port: sim.port, clientId: 'cloudlink', clientSecret: SECRET };
  return {
    working,
    broken: { ...working, clientSecret: `${SECRET}, but wrong` },
    brokenCode: 'PBX_CREDENTIALS',
    ca: sim.certificate.cert,
    forbid: () => {
      sim.mayRead = false;
    },
    empty: () => people.splice(0),
    leave: () => people.splice(2),
  };
}
