/** Every setting of cloudlink-cloud: defaults < file < environment (`CLOUDLINK_CLOUD_…`) < options. */

import { readFileSync } from 'node:fs';
import { type Static, Type } from 'typebox';
import { ConfigError, type ConfigIssue, loadConfig } from '../base/runtime/config.ts';
import { Secret } from '../base/runtime/logger.ts';

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
    broker: Type.Boolean({ default: true, description: 'Whether gateways can have tunnels here.' }),
    brokerKind: Type.Enum(['embedded', 'openssh'], {
      default: 'embedded',
      description:
        'embedded: an SSH server in this program. openssh: sshd beside it (docs/openssh-broker.md).',
    }),
    ssh: Type.Object(
      {
        listen: Type.String({
          default: '',
          pattern: '^((\\[[0-9a-fA-F:.]+\\]|[^:\\s]+):[0-9]{1,5})?$',
          description: 'Address and port for plain SSH of gateways. Empty: SSH comes in WebSockets only.',
        }),
        publicHost: Type.String({
          default: '',
          pattern: '^[A-Za-z0-9.:-]{0,253}$',
          description: 'Host that gateways are told for plain SSH. Empty: the one of the public URL.',
        }),
        publicPort: Type.Integer({
          default: 0,
          minimum: 0,
          maximum: 65_535,
          description: 'Port that gateways are told for plain SSH. 0: the one it listens on.',
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    openssh: Type.Object(
      {
        sshd: Type.String({
          default: '127.0.0.1:2022',
          pattern: '^127\\.[0-9.]+:[0-9]{1,5}$',
          description: 'Where sshd listens, on a loopback address of this host.',
        }),
        user: Type.String({
          default: 'cloudlink-tunnel',
          pattern: '^[a-z_][a-z0-9_-]{0,31}$',
          description: 'The Unix user that gateways sign in as; it needs neither a home nor a shell.',
        }),
        keysFolder: Type.String({
          default: '/run/cloudlink-cloud',
          description: 'Folder of the socket and the secret by which sshd asks for keys.',
        }),
        keysUser: Type.String({
          default: 'cloudlink-keys',
          pattern: '^[a-z_][a-z0-9_-]{0,31}$',
          description: 'The Unix user that asks; the folder belongs to its group.',
        }),
        maxStartups: Type.Integer({
          default: 2000,
          minimum: 10,
          maximum: 100_000,
          description: 'Gateways whose handshake may go on at once: as many as there are.',
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    webDir: Type.String({
      default: '',
      description: 'Folder of the built pages; empty: beside the program.',
    }),
    releases: Type.String({
      default: '',
      description:
        'Folder of the signed repository of releases: metadata/ and targets/ (docs/updates.md). Empty: releases in the data folder.',
    }),
    smtp: Type.Object(
      {
        url: Type.String({
          default: '',
          pattern: '^(smtps?://\\S+)?$',
          description:
            'smtp://user:password@host:port or smtps://…; in place of host, port, user and password.',
        }),
        host: Type.String({
          default: '',
          maxLength: 253,
          description: 'Mail server for submission. Empty, and no url: no e-mail is sent.',
        }),
        port: Type.Integer({
          default: 0,
          minimum: 0,
          maximum: 65_535,
          description: '0: 587 with starttls, 465 with tls, 25 with none.',
        }),
        security: Type.Enum(['starttls', 'tls', 'none'], {
          default: 'starttls',
          description: 'starttls: nothing is sent to a server that does not offer it.',
        }),
        user: Type.String({ default: '', description: 'Empty: no sign-in.' }),
        password: Type.String({ default: '' }),
        from: Type.String({
          default: '',
          pattern: '^([^\\r\\n<>]*<[^\\s<>@]+@[^\\s<>@]+>|[^\\s<>@]+@[^\\s<>@]+)?$',
          description: 'Sender of the e-mails: an address, or Name <address>.',
        }),
        caCert: Type.String({
          default: '',
          description: 'PEM file of the authority of the mail server’s certificate; empty: the system’s.',
        }),
        perMinute: Type.Integer({
          default: 120,
          minimum: 1,
          maximum: 6000,
          description: 'E-mails a minute.',
        }),
      },
      { additionalProperties: false, default: {} },
    ),
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
        supportLogDays: Type.Integer({
          default: 400,
          minimum: 30,
          maximum: 3650,
          description: 'Days that a resolved support log is kept after its last change.',
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
  const mail = mailIssues(config.smtp);
  if (mail.length > 0) throw new ConfigError(mail);
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

/** `smtp://user:password@host:port` in its parts; undefined when it is no URL. */
function partsOfUrl(text: string): Partial<Config['smtp']> | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url?.hostname) return undefined;
  try {
    return {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      ...(url.protocol === 'smtps:' ? { security: 'tls' as const } : {}),
    };
  } catch {
    return undefined; // a % that begins no escape
  }
}

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127\./.test(host);

/** What is wrong with the mail server's settings, in words; no value is repeated: one may hold the password. */
function mailIssues(smtp: Config['smtp']): ConfigIssue[] {
  const issue = (key: string, rest: string) => [
    { key: `smtp.${key}`, sentence: `The setting "smtp.${key}" ${rest}` },
  ];
  if (smtp.url === '' && smtp.host === '') return [];
  if (smtp.url !== '' && `${smtp.host}${smtp.user}${smtp.password}` !== '')
    return issue('url', 'stands in place of "host", "user" and "password": give it or them.');
  const parts = smtp.url === '' ? smtp : partsOfUrl(smtp.url);
  if (!parts)
    return issue('url', 'is no URL like smtps://user:password@host; % in a password is written %25.');
  const { host = '', user = '', password = '', security = smtp.security } = parts;
  return [
    ...(smtp.from === '' ? issue('from', 'is missing: e-mails need a sender.') : []),
    ...((user === '') === (password === '') ? [] : issue('password', 'and "user" go together.')),
    ...(security === 'none' && user !== '' && !isLoopback(host)
      ? issue('security', 'must be "starttls" or "tls": a password is not sent in the clear.')
      : []),
  ];
}

const DEFAULT_PORT = { starttls: 587, tls: 465, none: 25 } as const;

/**
 * The mail server; undefined when none is configured.
 * @throws when the file of the authority cannot be read
 */
export function mailServerOf({ smtp }: Config) {
  if (smtp.url === '' && smtp.host === '') return undefined;
  const { host, port, security, user, password, from, caCert } = { ...smtp, ...partsOfUrl(smtp.url) };
  return {
    host,
    port: port || DEFAULT_PORT[security],
    security,
    from,
    ...(user === '' ? {} : { user, password: new Secret(password) }),
    ...(caCert === '' ? {} : { ca: readFileSync(caCert, 'utf8') }),
  };
}
