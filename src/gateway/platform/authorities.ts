/** Looks at the customer's certificate authorities before they are believed. */
import { X509Certificate } from 'node:crypto';
import { NETWORK_WRONG, type NetworkWrong } from '../../contract/network.ts';
import { fail } from '../core/errors.ts';
import type { ReadAuthorities } from '../core/ports/network-host.ts';

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** `CN=Example Root\nO=Example` → `Example Root, Example` */
const nameOf = (lines: string) =>
  lines
    .split('\n')
    .filter((line) => /^(CN|O|OU)=/.test(line))
    .sort((a, b) => Number(b.startsWith('CN=')) - Number(a.startsWith('CN=')))
    .map((line) => line.replace(/^\w+=/, ''))
    .join(', ') || lines.replaceAll('\n', ', ');

const refuse = (code: NetworkWrong, cause?: unknown) =>
  fail('BAD_INPUT', {
    fields: [{ field: 'pem', sentence: NETWORK_WRONG[code] }],
    ...(cause === undefined ? {} : { cause }),
  });

function read(block: string): X509Certificate {
  try {
    return new X509Certificate(block);
  } catch (cause) {
    throw refuse('CA_DAMAGED', cause);
  }
}

/** A clock that is behind must not refuse a certificate, so only the end of its time is looked at. */
export const readAuthorities: ReadAuthorities = (pem, now) => {
  if (/PRIVATE KEY/.test(pem)) throw refuse('CA_KEY');
  const blocks = pem.match(BLOCK) ?? [];
  if (blocks.length === 0) throw refuse('CA_NONE');
  return blocks.map((block) => {
    const certificate = read(block);
    if (!certificate.ca) throw refuse('CA_SERVER');
    const validTo = Date.parse(certificate.validTo);
    if (validTo < now) throw refuse('CA_ENDED');
    return {
      subject: nameOf(certificate.subject),
      issuer: nameOf(certificate.issuer),
      fingerprint: certificate.fingerprint256,
      validTo,
    };
  });
};
