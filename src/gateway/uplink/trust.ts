/** Whom the gateway believes: Node's and the system's certificate authorities, and the customer's. */
import { X509Certificate } from 'node:crypto';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { fail } from '../core/errors.ts';

export type Trust = {
  /** For connecting; made once for each customer CA, because reading 300 certificates takes a while. */
  context(): SecureContext;
  /** The same roots, for looking at a chain without regard to dates. */
  roots(): readonly X509Certificate[];
};

const PEM_BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * Certificates of a PEM text.
 * @throws AppError CONFIG_INVALID when one is damaged or none is there
 */
export function readPem(pem: string): X509Certificate[] {
  const blocks = pem.match(PEM_BLOCK) ?? [];
  try {
    if (blocks.length === 0) throw new TypeError('no certificate');
    return blocks.map((block) => new X509Certificate(block));
  } catch (cause) {
    throw fail('CONFIG_INVALID', {
      sentence: 'The certificate authority is not a readable PEM file.',
      cause,
    });
  }
}

/** @param ca PEM of the customer's certificate authority; asked again each time, so that a change holds at once */
export function createTrust(ca: () => string | undefined): Trust {
  let made: { ca: string | undefined; context: SecureContext } | undefined;
  const own = () => (ca() === undefined || ca() === '' ? undefined : ca());
  const pems = (): string[] => [
    ...new Set([
      ...getCACertificates('default'),
      ...getCACertificates('system'),
      ...certificatesOf(own()).map((certificate) => certificate.toString()),
    ]),
  ];
  return {
    context() {
      const now = own();
      if (!made || made.ca !== now)
        made = { ca: now, context: createSecureContext({ ca: pems(), minVersion: 'TLSv1.2' }) };
      return made.context;
    },
    roots: () => pems().flatMap(readable),
  };
}

function certificatesOf(pem: string | undefined): X509Certificate[] {
  return pem === undefined ? [] : readPem(pem);
}

/** One odd certificate in a system's store must not end the look at the others. */
function readable(pem: string): X509Certificate[] {
  try {
    return [new X509Certificate(pem)];
  } catch {
    return [];
  }
}
