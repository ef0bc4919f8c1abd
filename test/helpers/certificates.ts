/** Certificates for tests, made on the spot by openssl (`openssl ca`, because it takes both dates). */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DAY = 24 * 3600_000;

export type Authority = { readonly name: string; readonly pem: string; readonly key: string };
export type ServerCertificate = { readonly key: string; readonly cert: string };

const CONFIG = (folder: string, extensions: string) => `
[ca]
default_ca = test
[test]
database = ${folder}/index
serial = ${folder}/serial
new_certs_dir = ${folder}
default_md = sha256
policy = any
unique_subject = no
x509_extensions = extensions
[any]
commonName = supplied
[extensions]
${extensions}
`;

/** 20261123120000Z */
const asn1Time = (at: number) => `${new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '')}`;

type Issue = {
  readonly subject: string;
  readonly extensions: string;
  readonly from: number;
  readonly to: number;
  readonly by?: Authority;
};

function issue({ subject, extensions, from, to, by }: Issue): ServerCertificate {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  const file = (name: string, text?: string) => {
    if (text !== undefined) writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  try {
    file('index', '');
    file(
      'serial',
      `${Math.floor(Math.random() * 2 ** 40)
        .toString(16)
        .padStart(12, '0')}\n`,
    );
    openssl(
      ...['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-subj', `/CN=${subject}`, '-keyout', file('key'), '-out', file('csr')],
    );
    const signer = by
      ? ['-cert', file('ca', by.pem), '-keyfile', file('ca-key', by.key)]
      : ['-selfsign', '-keyfile', file('key')];
    openssl(
      ...['ca', '-batch', '-notext', '-config', file('conf', CONFIG(folder, extensions)), ...signer],
      ...['-startdate', asn1Time(from), '-enddate', asn1Time(to), '-in', file('csr'), '-out', file('cert')],
    );
    return { key: readFileSync(file('key'), 'utf8'), cert: readFileSync(file('cert'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function makeAuthority(name: string): Promise<Authority> {
  const { key, cert } = issue({
    subject: name,
    extensions:
      'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash',
    from: Date.now() - 3650 * DAY,
    to: Date.now() + 3650 * DAY,
  });
  return { name, key, pem: cert };
}

/** A certificate that vouches for itself, as a PBX brings it along. */
export async function makeSelfSigned(host: string): Promise<ServerCertificate> {
  const isIp = /^[0-9.]+$|:/.test(host);
  return issue({
    subject: host,
    extensions: `subjectAltName=${isIp ? 'IP' : 'DNS'}:${host}`,
    from: Date.now() - DAY,
    to: Date.now() + 3650 * DAY,
  });
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
  const isIp = /^[0-9.]+$|:/.test(host);
  return issue({
    subject: host,
    extensions: `subjectAltName=${isIp ? 'IP' : 'DNS'}:${host}\nextendedKeyUsage=serverAuth`,
    from,
    to,
    by: authority,
  });
}
