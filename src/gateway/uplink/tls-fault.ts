/** Why a certificate was not believed: an inspecting proxy, a wrong clock, a wrong name. */
import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { AppError } from '../../base/errors.ts';
import { fail } from '../core/errors.ts';

const DATE_CODES = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];
const MAX_DEPTH = 8;

/** From leaf to the last certificate that the peer sent or that was found for it. */
function chainOf(leaf: X509Certificate): X509Certificate[] {
  const chain = [leaf];
  for (let at = leaf.issuerCertificate; at && chain.length < MAX_DEPTH; at = at.issuerCertificate) {
    if (chain.some((seen) => seen.fingerprint256 === at?.fingerprint256)) break;
    chain.push(at);
  }
  return chain;
}

const issued = (child: X509Certificate, by: X509Certificate) =>
  by.ca && child.checkIssued(by) && child.verify(by.publicKey);

/**
 * Whether the signatures lead from the leaf to a root that is believed, dates aside. OpenSSL's own last error is no
 * answer: for a chain that is both unknown and expired it names the date.
 */
export function chainIsTrusted(leaf: X509Certificate, roots: readonly X509Certificate[]): boolean {
  const chain = chainOf(leaf);
  for (const [i, certificate] of chain.entries()) {
    const known = roots.some(
      (root) => root.fingerprint256 === certificate.fingerprint256 || issued(certificate, root),
    );
    if (known) return true;
    const next = chain[i + 1];
    if (!next || !issued(certificate, next)) return false;
  }
  return false;
}

/** The time in which every certificate of the chain is valid; milliseconds. */
export function validity(leaf: X509Certificate): { readonly from: number; readonly to: number } {
  const chain = chainOf(leaf);
  return {
    from: Math.max(...chain.map((c) => c.validFromDate.getTime())),
    to: Math.min(...chain.map((c) => c.validToDate.getTime())),
  };
}

/** `CN=Contoso Inspection CA` of a multi-line distinguished name, shown to the person at the page. */
function nameOf(distinguished: string): string {
  const parts = distinguished.split('\n');
  const common = parts.find((part) => part.startsWith('CN='));
  return (common ?? parts[0] ?? 'unknown').replace(/^\w+=/, '');
}

export type Refused = {
  /** Everything is right except the dates: then it may be our clock that is wrong. */
  readonly onlyDates: boolean;
  readonly validity: { readonly from: number; readonly to: number };
  readonly error: AppError;
};

/** Looks at a connection whose certificate failed verification. Nothing may have been sent over it. */
export function whyRefused(
  socket: TLSSocket,
  host: string,
  roots: () => readonly X509Certificate[],
): Refused {
  const code = String(socket.authorizationError);
  const leaf = socket.getPeerX509Certificate();
  if (!leaf)
    return {
      onlyDates: false,
      validity: { from: 0, to: 0 },
      error: fail('CLOUD_TLS', { facts: { host, code } }),
    };
  const issuer = nameOf(leaf.issuer);
  const rightName = isIP(host) === 0 ? leaf.checkHost(host) : leaf.checkIP(host);
  const trusted = chainIsTrusted(leaf, roots());
  const facts = { host, code, issuer, validFrom: leaf.validFrom, validTo: leaf.validTo };
  const sentence = !trusted
    ? `The certificate of ${host} was issued by “${issuer}”, which is not trusted here.`
    : rightName === undefined
      ? `The certificate that ${host} showed is for another name.`
      : `The certificate of ${host} is not valid at this time (${leaf.validFrom} to ${leaf.validTo}).`;
  return {
    onlyDates: trusted && rightName !== undefined && DATE_CODES.includes(code),
    validity: validity(leaf),
    error: fail('CLOUD_TLS', {
      sentence,
      ...(trusted
        ? {}
        : {
            remedy: `If “${issuer}” is a proxy of your own network that inspects TLS, add its certificate authority; otherwise somebody is in between.`,
          }),
      facts,
    }),
  };
}
