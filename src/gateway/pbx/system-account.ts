/** The form of a PBX with one host and one account (S3:2836-2866); PBX Name stands beside it, it is the link's own. */
import { type Static, type TObject, Type } from 'typebox';
import type { Endpoint } from '../core/ports/probes.ts';
import { checkedSettings, setting } from './connector.ts';

/** A name, an IPv4 or IPv6 address; no port, which has a field of its own. */
const HOST = '^([A-Za-z0-9._-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$';

/**
 * Settings that these types share, so that titles and helps are the same.
 * @param port where the type listens when nobody changed it
 */
export function systemAccount(port: number) {
  return {
    host: Type.String({
      minLength: 1,
      maxLength: 255,
      pattern: HOST,
      ...setting({
        title: 'IP Address',
        description: 'Of the PBX, as this gateway reaches it; a name will do.',
        examples: ['pbx.example.com'],
        host: true,
        order: 1,
      }),
    }),
    port: Type.Integer({
      minimum: 1,
      maximum: 65_535,
      ...setting({ title: 'Port', default: port, examples: [port], order: 2 }),
    }),
    username: Type.String({
      minLength: 1,
      maxLength: 128,
      ...setting({
        title: 'CloudLink System Username',
        description: 'The account that the PBX has for this gateway.',
        order: 3,
      }),
    }),
    password: Type.String({
      minLength: 1,
      maxLength: 1024,
      ...setting({ title: 'CloudLink System Password', secret: true, order: 4 }),
    }),
  };
}

export type SystemAccount = {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
};

/** `endpoint` of a connector with this form. */
export const endpointOf =
  <T extends TObject>(schema: T) =>
  (values: Readonly<Record<string, unknown>>): Endpoint => {
    const { host, port } = checkedSettings(schema, values) as Static<T> & SystemAccount;
    return { host, port };
  };
