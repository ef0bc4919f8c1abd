/** The device key as a root-only file. It is made on the device and never leaves it. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import type { AppError } from '../../base/errors.ts';
import { P256PublicJwk } from '../../contract/common.ts';
import { fail } from '../core/errors.ts';
import type { DeviceKeys } from '../core/ports/device-keys.ts';
import type { Signer } from '../core/ports/signer.ts';
import { syncFolder, writeFileAtomic } from './atomic-file.ts';

export const KEY_FILE = 'device-key.pem';
export const NEXT_KEY_FILE = 'device-key.next.pem';

function publicJwk(key: KeyObject): P256PublicJwk {
  const { kty, crv, x, y } = createPublicKey(key).export({ format: 'jwk' });
  return Value.Parse(P256PublicJwk, { kty, crv, x, y });
}

/** RFC 7638 §3: the required members in lexicographic order, no white space. */
function thumbprint(jwk: P256PublicJwk): string {
  const members = JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y });
  return createHash('sha256').update(members).digest('base64url');
}

/** @returns the thumbprint of a key's public half; undefined for what is no such key */
export function fingerprintOfKey(pem: string): string | undefined {
  try {
    return thumbprint(publicJwk(createPrivateKey(pem)));
  } catch {
    // whoever needs the key itself is told by `openDeviceKeys`
    return undefined;
  }
}

function signerOf(key: KeyObject): Signer {
  const jwk = publicJwk(key);
  return {
    publicJwk: jwk,
    thumbprint: thumbprint(jwk),
    sign: async (bytes) => sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }),
  };
}

/** A second name for a damaged key, so that nothing that comes later can lose its bytes. */
function keepAside(file: string): string {
  for (let n = 1; ; n++) {
    const aside = `${file}.unreadable-${n}`;
    if (existsSync(aside)) {
      if (readFileSync(aside).equals(readFileSync(file))) return aside;
      continue;
    }
    linkSync(file, aside);
    return aside;
  }
}

function readKey(file: string): Signer {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (cause) {
    throw fail('KEY_UNREADABLE', { sentence: `The device key ${file} cannot be opened.`, cause });
  }
  try {
    return signerOf(createPrivateKey(pem));
  } catch (cause) {
    const aside = keepAside(file);
    throw fail('KEY_UNREADABLE', {
      sentence: `The device key ${file} is damaged. A copy is kept as ${aside}.`,
      remedy: 'Restore the key from a backup, or remove the file and link the gateway again.',
      // the parser's own words may quote the file
      facts: { file, aside, reason: (cause as { code?: string }).code ?? 'unreadable' },
    });
  }
}

function makeKey(file: string): void {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  writeFileAtomic(file, pem, { mode: 0o600, exclusive: true });
}

/**
 * Stands in for a key that cannot be read, so that the gateway still serves its page and says why: whatever wants
 * the key throws `fault`, and the fingerprint is empty.
 */
export function lockedSigner(fault: AppError): Signer {
  return {
    get publicJwk(): never {
      throw fault;
    },
    thumbprint: '',
    sign: async () => Promise.reject(fault),
  };
}

/**
 * Opens the device key of a data folder; makes one at the first start.
 * @throws AppError KEY_UNREADABLE for a key that is there and cannot be used. It is never replaced: a new key is a
 *   new device, and that is for a person to decide.
 */
export async function openSigner(folder: string): Promise<Signer> {
  mkdirSync(folder, { recursive: true, mode: 0o750 });
  const file = join(folder, KEY_FILE);
  if (!existsSync(file)) makeKey(file);
  return readKey(file);
}

/**
 * Opens the device key of a data folder, and with it the way to change it.
 * @throws AppError KEY_UNREADABLE
 */
export async function openDeviceKeys(folder: string): Promise<DeviceKeys> {
  let current = await openSigner(folder);
  const nextFile = join(folder, NEXT_KEY_FILE);
  const next = async () => (existsSync(nextFile) ? readKey(nextFile) : undefined);
  return {
    signer: {
      get publicJwk() {
        return current.publicJwk;
      },
      get thumbprint() {
        return current.thumbprint;
      },
      sign: (bytes) => current.sign(bytes),
    },
    next,
    async makeNext() {
      if (!existsSync(nextFile)) makeKey(nextFile);
      return readKey(nextFile);
    },
    async promote() {
      const promoted = await next();
      if (!promoted) return;
      renameSync(nextFile, join(folder, KEY_FILE));
      syncFolder(folder);
      current = promoted;
    },
    async dropNext() {
      rmSync(nextFile, { force: true });
      syncFolder(folder);
    },
  };
}

/** Stands in for keys that cannot be read; see {@link lockedSigner}. */
export function lockedKeys(fault: AppError): DeviceKeys {
  const refuse = async () => Promise.reject(fault);
  return {
    signer: lockedSigner(fault),
    next: async () => undefined,
    makeNext: refuse,
    promote: refuse,
    dropNext: refuse,
  };
}
