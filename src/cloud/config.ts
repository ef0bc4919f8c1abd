/** Every setting of cloudlink-cloud: defaults < file < environment (`CLOUDLINK_CLOUD_…`) < options. */
import { type Static, Type } from 'typebox';
import { ConfigError, loadConfig } from '../base/runtime/config.ts';

export const ConfigSchema = Type.Object(
  {
    data: Type.String({
      default: './cloud-data',
      description: 'Folder of the database and the broker’s host key.',
    }),
    listen: Type.String({
      default: '127.0.0.1:8480',
      pattern: '^(\\[[0-9a-fA-F:.]+\\]|[^:\\s]+):[0-9]{1,5}$',
      description: 'Address and port. Plain HTTP unless a certificate is given; port 0 takes a free one.',
    }),
    publicUrl: Type.String({
      default: '',
      pattern: '^(https?://[^/?#\\s]+)?$',
      description: 'How gateways and browsers reach it, without a path. Empty: the address it listens on.',
    }),
    launchDomain: Type.String({
      default: 'launch.localhost',
      pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$',
      description: 'Sessions get host names below it. Share no registrable domain with the public URL.',
    }),
    name: Type.String({ default: 'CloudLink', maxLength: 64, description: 'Name of this cloud.' }),
    region: Type.String({
      default: 'Local',
      maxLength: 64,
      description: 'Where the data of new accounts is kept, in words.',
    }),
    tlsCert: Type.String({ default: '', description: 'PEM file of the certificate chain.' }),
    tlsKey: Type.String({ default: '', description: 'PEM file of its key.' }),
    trustProxy: Type.Array(Type.String(), {
      default: [],
      description: 'Addresses or networks (CIDR) of reverse proxies whose X-Forwarded-For is believed.',
    }),
    broker: Type.Boolean({ default: true, description: 'Whether the embedded tunnel broker runs.' }),
    webDir: Type.String({
      default: '',
      description: 'Folder of the built pages; empty: beside the program.',
    }),
    session: Type.Object(
      {
        idleMinutes: Type.Integer({ default: 60, minimum: 5, maximum: 1440 }),
        hardHours: Type.Integer({ default: 12, minimum: 1, maximum: 168 }),
      },
      { additionalProperties: false, default: {} },
    ),
    retention: Type.Object(
      {
        eventDays: Type.Integer({
          default: 400,
          minimum: 30,
          maximum: 3650,
          description: 'Days that the event history is kept.',
        }),
        commandDays: Type.Integer({
          default: 90,
          minimum: 30,
          maximum: 3650,
          description: 'Days that orders to gateways and their results are kept.',
        }),
        syncResultDays: Type.Integer({
          default: 90,
          minimum: 1,
          maximum: 3650,
          description: 'Days that results of syncs are kept.',
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    log: Type.Object(
      {
        level: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], { default: 'info' }),
      },
      { additionalProperties: false, default: {} },
    ),
  },
  { additionalProperties: false },
);
export type Config = Readonly<Static<typeof ConfigSchema>>;

/**
 * @param file JSON; `/etc/cloudlink-cloud/config.json` when not named, and then it may be missing
 * @throws ConfigError
 */
export function readConfig(
  file: string | undefined,
  options: Readonly<Record<string, unknown>> = {},
): Config {
  const config = loadConfig({
    schema: ConfigSchema,
    file: file ?? '/etc/cloudlink-cloud/config.json',
    fileRequired: file !== undefined,
    env: process.env,
    envPrefix: 'CLOUDLINK_CLOUD_',
    options,
  });
  if ((config.tlsCert === '') !== (config.tlsKey === '')) {
    const sentence = 'The settings "tlsCert" and "tlsKey" go together: give both or neither.';
    throw new ConfigError([{ key: 'tlsKey', sentence }]);
  }
  const host = config.publicUrl === '' ? '' : new URL(config.publicUrl).hostname;
  if (`.${host}`.endsWith(`.${config.launchDomain}`)) {
    const sentence =
      'The setting "launchDomain" must not hold the console: give another name than that of "publicUrl".';
    throw new ConfigError([{ key: 'launchDomain', sentence }]);
  }
  return config;
}

/** `127.0.0.1:8480`, `[::1]:8480` or `name:8480` as host and port. */
export function listenAddress(listen: string): { readonly host: string; readonly port: number } {
  const colon = listen.lastIndexOf(':');
  return { host: listen.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(listen.slice(colon + 1)) };
}
