/** The health checks' questions, asked with node:dns, net and tls. */
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { isIP, type Socket } from 'node:net';
import { totalmem } from 'node:os';
import { basename } from 'node:path';
import { type ConnectionOptions, connect, type DetailedPeerCertificate, rootCertificates } from 'node:tls';
import { resolveName } from '../../base/runtime/outflow.ts';
import type { Endpoint, Probes, Reached, ShownCertificate } from '../core/ports/probes.ts';
import { checkDatabases } from './database-check.ts';
import { connectThrough, DIAL_TIMEOUT_MS, dial, type ProxyEndpoint, unreached } from './dial.ts';
import { findGateway, readPorts } from './network-probes.ts';
import { knock, type OwnDoor } from './own-doors.ts';

export type ProbesOptions = {
  /** The volume of this folder is looked at. */
  readonly dataDir: string;
  /** Database files; those that do not exist are left out. */
  readonly databases: () => readonly string[];
  /** The environment of the process that looks at them. */
  readonly env: Readonly<Record<string, string>>;
  /** With its credentials; undefined: direct. */
  readonly proxy: () => ProxyEndpoint | undefined;
  /** PEM of the customer's certificate authorities, empty when there is none. */
  readonly ca: () => string;
  /** The privileged helper’s question for an address; absent where there is none. */
  readonly probeAddress?: Probes['duplicate'];
  /** Where this gateway's own web server listens; empty before it does. */
  readonly doors: () => readonly OwnDoor[];
};

async function reached<T extends object>(question: () => Promise<T>): Promise<Reached<T>> {
  try {
    return { ok: true, ...(await question()) };
  } catch (error) {
    return unreached(error);
  }
}

function availableMemory(): number {
  const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
  return Number(kib ?? 0) * 1024;
}

/** timesyncd and chrony's wait service leave these marks; without either nobody has told. */
function clockSynchronised(): boolean | undefined {
  if (existsSync('/run/systemd/timesync/synchronized')) return true;
  return existsSync('/run/systemd/timesync') ? false : undefined;
}

/** Every certificate of a PEM bundle, by its fingerprint. */
function fingerprints(pem: string): Set<string> {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return new Set(blocks.map((block) => new X509Certificate(block).fingerprint256));
}

/** The last certificate of the chain; a self-signed one is its own issuer. */
function topOf(leaf: DetailedPeerCertificate): DetailedPeerCertificate {
  let top = leaf;
  for (let n = 0; n < 10 && top.issuerCertificate && top.issuerCertificate !== top; n++)
    top = top.issuerCertificate;
  return top;
}

const nameOf = (names: { CN?: string | string[]; O?: string | string[] } | undefined) =>
  [names?.CN ?? names?.O ?? 'nobody'].flat().join(', ');

/** A handshake that shows the chain, trusted or not; nothing is ever sent over it. */
function handshake(socket: Socket, host: string, ca: string): Promise<ShownCertificate> {
  return new Promise((resolve, reject) => {
    const options: ConnectionOptions = {
      socket,
      // only for checking the name: the connection is there already
      host,
      rejectUnauthorized: false,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(ca === '' ? {} : { ca: [...rootCertificates, ca] }),
    };
    const tls = connect(options);
    const late = () => tls.destroy(Object.assign(new Error('no handshake in time'), { code: 'ETIMEDOUT' }));
    tls.setTimeout(DIAL_TIMEOUT_MS, late);
    tls.once('error', reject);
    tls.once('secureConnect', () => {
      const top = topOf(tls.getPeerCertificate(true));
      const { authorized, authorizationError } = tls as { authorized: boolean; authorizationError?: unknown };
      resolve({
        trusted: authorized,
        ...(authorized ? {} : { reason: reasonOf(authorizationError) }),
        authority: nameOf(top.issuer),
        customerAuthority: fingerprints(ca).has(top.fingerprint256),
        validTo: Date.parse(tls.getPeerCertificate().valid_to),
      });
      tls.destroy();
    });
  });
}

/** Node gives the code as text or as an error, by version. */
function reasonOf(error: unknown): string {
  return typeof error === 'string' ? error : ((error as { code?: string } | null)?.code ?? 'UNKNOWN');
}

export function createProbes(options: ProbesOptions): Probes {
  const { dataDir, databases, env, proxy, ca, doors } = options;

  const open = async (to: Endpoint): Promise<Socket> => {
    const by = proxy();
    if (!by) return await dial(to);
    const { status, socket } = await connectThrough(by, to);
    if (status === 200) return socket;
    socket.destroy();
    throw Object.assign(new Error(`the proxy answered ${status}`), { code: `PROXY_${status}` });
  };

  return {
    ports: async () => readPorts(),
    gateway: findGateway,
    // no helper, or no arping: it cannot be asked here
    duplicate: async (port, address) => options.probeAddress?.(port, address).catch(() => undefined),
    async disk() {
      const { bavail, blocks, bsize } = await statfs(dataDir);
      return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
    },
    memory: async () => ({
      availableBytes: availableMemory(),
      totalBytes: totalmem(),
      ownBytes: process.memoryUsage.rss(),
    }),
    clockSynchronised: async () => clockSynchronised(),
    resolve: async (host) => reached(async () => ({ addresses: await resolveName(host) })),
    connect: async (to) =>
      reached(async () => {
        (await dial(to)).destroy();
        return {};
      }),
    proxyConnect: async (endpoint, to) =>
      reached(async () => {
        const { status, socket } = await connectThrough({ ...proxy(), ...endpoint }, to);
        socket.destroy();
        return { status };
      }),
    certificate: async (to) => reached(async () => handshake(await open(to), to.host, ca())),
    doors: async () =>
      Promise.all(
        doors().map(async (door) => {
          const problem = await knock(door);
          return { name: door.name, ...(problem === undefined ? {} : { problem }) };
        }),
      ),
    async databases(signal) {
      const files = databases().filter((name) => existsSync(name));
      const problems = await checkDatabases(files, { env, signal });
      return files.map((file, i) => ({
        name: basename(file),
        ...(problems[i] ? { problem: problems[i] } : {}),
      }));
    },
  };
}
