/** Certificates for tests, made on the spot by @peculiar/x509. */
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as Crypto);

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY = 24 * 3600_000;
let serial = 1;

export type Authority = {
  readonly name: string;
  readonly pem: string;
  readonly keys: CryptoKeyPair;
  readonly certificate: x509.X509Certificate;
};
export type ServerCertificate = { readonly key: string; readonly cert: string };

async function keyPair(): Promise<CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])) as CryptoKeyPair;
}

export async function makeAuthority(name: string): Promise<Authority> {
  const keys = await keyPair();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: (serial++).toString(16).padStart(4, '0'),
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - 3650 * DAY),
    notAfter: new Date(Date.now() + 3650 * DAY),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return { name, pem: certificate.toString('pem'), keys, certificate };
}

export type ServerOptions = {
  readonly authority: Authority;
  /** An IP address or a DNS name. */
  readonly host: string;
  readonly from?: number;
  readonly to?: number;
};

export async function makeServer(options: ServerOptions): Promise<ServerCertificate> {
  const { authority, host, from = Date.now() - DAY, to = Date.now() + 90 * DAY } = options;
  const keys = await keyPair();
  const isIp = /^[0-9.]+$|:/.test(host);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: (serial++).toString(16).padStart(4, '0'),
    subject: `CN=${host}`,
    issuer: authority.certificate.subject,
    notBefore: new Date(from),
    notAfter: new Date(to),
    signingKey: authority.keys.privateKey,
    publicKey: keys.publicKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.SubjectAlternativeNameExtension([{ type: isIp ? 'ip' : 'dns', value: host }]),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    cert: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
  };
}
