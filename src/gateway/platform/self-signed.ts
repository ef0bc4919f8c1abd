/**
 * The device's own HTTPS certificate: P-256, self-signed, kept beside the data. People compare its SHA-256
 * fingerprint with the one on the console, so it changes as seldom as possible: only when a name that the gateway
 * has now is missing, when it ends soon, or when the clock has left its validity.
 *
 * Written with our own few lines of DER: @peculiar/x509 needs a reflection polyfill and 20 MB of memory for it.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { writeFileAtomic } from './atomic-file.ts';
import { der } from './der.ts';

const DAY_MS = 86_400_000;
/** The longest that Apple's systems accept for a certificate a person has trusted by hand. */
const VALID_MS = 825 * DAY_MS;
const RENEW_BEFORE_MS = 30 * DAY_MS;
/** A browser's clock may be behind ours. */
const BACKDATE_MS = DAY_MS;

const OID = {
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
};

export type DeviceCertificate = {
  /** PEM, PKCS#8. */
  readonly key: string;
  /** PEM. */
  readonly cert: string;
  /** SHA-256 of the DER: `AB:CD:…`, as browsers and openssl show it. */
  readonly fingerprint: string;
  /** Milliseconds since 1970. */
  readonly notAfter: number;
  /** Made by this call; the pages' server must take it, and people see a new fingerprint. */
  readonly renewed: boolean;
  /** Why a new one could not be kept; the one before goes on. */
  readonly fault?: unknown;
};

function addressBytes(address: string): Uint8Array {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  // the URL parser writes every IPv6 address in one canonical form
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((g) => Number.parseInt(g, 16)));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const all = [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
  return Buffer.from(all.flatMap((g) => [g >> 8, g & 0xff]));
}

/** RFC 5280 §4.2.1.6: dNSName is [2], iPAddress is [7]. */
const generalName = (name: string) =>
  isIP(name) === 0 ? der.implicit(2, Buffer.from(name, 'ascii')) : der.implicit(7, addressBytes(name));

const extension = (oid: string, critical: boolean, value: Uint8Array) =>
  der.sequence(der.oid(oid), ...(critical ? [der.true] : []), der.octets(value));

function extensions(names: readonly string[], publicKey: Uint8Array): Buffer {
  const keyId = createHash('sha1').update(publicKey).digest();
  return der.sequence(
    extension(OID.basicConstraints, true, der.sequence()),
    // digitalSignature is bit 0
    extension(OID.keyUsage, true, der.bits(Buffer.from([0x80]), 7)),
    extension(OID.extendedKeyUsage, false, der.sequence(der.oid(OID.serverAuth))),
    extension(OID.subjectKeyId, false, der.octets(keyId)),
    extension(OID.subjectAltName, false, der.sequence(...names.map(generalName))),
  );
}

const attribute = (oid: string, value: string) => der.set(der.sequence(der.oid(oid), der.utf8(value)));

/** RFC 5280 §4.1, version 3. */
function makeCertificate(privateKey: KeyObject, names: readonly string[], now: number): string {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const algorithm = der.sequence(der.oid(OID.ecdsaWithSha256));
  const subject = der.sequence(
    attribute(OID.organization, 'CloudLink gateway'),
    attribute(OID.commonName, (names[0] ?? 'cloudlink.local').slice(0, 64)),
  );
  // a leading 0x01 keeps the number positive and its DER the shortest form
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(15)]);
  const body = der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))),
    der.integer(serial),
    algorithm,
    subject,
    der.sequence(der.time(now - BACKDATE_MS), der.time(now + VALID_MS)),
    subject,
    spki,
    der.explicit(3, extensions(names, spki)),
  );
  const whole = der.sequence(body, algorithm, der.bits(sign('sha256', body, privateKey)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function readOrUndefined(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A file that holds no key or certificate (a disk error, a hand) counts as none: a new one is made. */
function parsed<T>(text: string | undefined, parse: (text: string) => T): T | undefined {
  if (text === undefined) return undefined;
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

const covers = (cert: X509Certificate, name: string) =>
  (isIP(name) === 0 ? cert.checkHost(name) : cert.checkIP(name)) !== undefined;

function isGood(cert: X509Certificate, key: KeyObject, names: readonly string[], now: number): boolean {
  return (
    cert.checkPrivateKey(key) &&
    now >= cert.validFromDate.getTime() &&
    now < cert.validToDate.getTime() - RENEW_BEFORE_MS &&
    names.every((name) => covers(cert, name))
  );
}

/** Kept over renewals, so that what was pinned to the key stays right. */
function openKey(file: string): KeyObject {
  const kept = parsed(readOrUndefined(file), createPrivateKey);
  if (kept?.asymmetricKeyDetails?.namedCurve === 'prime256v1') return kept;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  writeFileAtomic(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), { mode: 0o600 });
  return privateKey;
}

/**
 * Reads the device's certificate, or makes it. Call again when addresses change and once a day.
 *
 * @param folder made with mode 0700 when it is not there; files in it are 0600
 * @param names DNS names and IP addresses that it must be valid for; the first becomes the common name
 * @param now milliseconds since 1970
 * @throws what the disk says, where there is none before that could go on
 */
export function openDeviceCertificate(
  folder: string,
  names: readonly string[],
  now: number,
): DeviceCertificate {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'https.crt');
  const key = openKey(join(folder, 'https.key'));
  const kept = parsed(readOrUndefined(file), (text) => new X509Certificate(text));
  const good = kept !== undefined && isGood(kept, key, names, now);
  if (good) return opened(key, kept, {});
  const made = new X509Certificate(makeCertificate(key, names, now));
  try {
    writeFileAtomic(file, made.toString(), { mode: 0o600 });
  } catch (fault) {
    // one that nobody finds again would be another one after each start
    if (kept?.checkPrivateKey(key)) return opened(key, kept, { fault });
    throw fault;
  }
  return opened(key, made, { renewed: true });
}

const opened = (
  key: KeyObject,
  cert: X509Certificate,
  { renewed = false, ...more }: { renewed?: boolean; fault?: unknown },
): DeviceCertificate => ({
  key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  cert: cert.toString(),
  fingerprint: cert.fingerprint256,
  notAfter: cert.validToDate.getTime(),
  renewed,
  ...more,
});
