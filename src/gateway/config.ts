/** Every setting of cloudlinkd: defaults < file < environment (`CLOUDLINKD_…`). The only reader of process.env. */
import { type Static, Type } from 'typebox';
import { type ConfigError, loadConfig } from '../base/runtime/config.ts';
import { APPLICATION_TYPES } from '../contract/inventory.ts';

const port = (value: number, description: string) =>
  Type.Integer({ minimum: 0, maximum: 65535, default: value, description });

/** `remote: true` marks what the cloud may change by `config.apply`; nothing else. */
export const ConfigSchema = Type.Object(
  {
    dataDir: Type.String({
      default: '/var/lib/cloudlink',
      description: 'Folder of the databases, keys and certificates.',
    }),
    runDir: Type.String({
      default: '/run/cloudlink',
      description: 'Folder of the control socket of the cloudlink command.',
    }),
    helperSocket: Type.String({
      default: '/run/cloudlinkd-helper.sock',
      description: 'Socket of the privileged helper.',
    }),
    licence: Type.String({
      default: '/etc/cloudlink/licence.json',
      description: 'File with the number, type and end of the platform’s licence; none: unlicensed.',
    }),
    name: Type.String({
      default: 'cloudlink.local',
      minLength: 1,
      maxLength: 253,
      pattern: '^[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*$',
      description: 'Name that the gateway answers to on the LAN; name.local is made known by mDNS.',
    }),
    mdns: Type.Object(
      {
        enabled: Type.Boolean({ default: true, description: 'Make the name known on the LAN (RFC 6762).' }),
      },
      { additionalProperties: false, default: {} },
    ),
    kind: Type.Enum(['auto', 'standalone', 'virtual', 'smbc', 'msl'], {
      default: 'auto',
      description: 'How this gateway is installed; auto looks.',
    }),
    cloud: Type.Object(
      {
        url: Type.String({
          default: '',
          description: 'Public URL of the cloud, https://… (http only on loopback).',
        }),
        ca: Type.String({
          default: '',
          description: 'PEM file of a certificate authority to trust beside the system’s.',
        }),
        proxy: Type.String({ default: '', description: 'HTTP proxy, http://host:port.' }),
        proxyUser: Type.String({ default: '', description: 'User at the proxy.' }),
        proxyPassword: Type.String({
          default: '',
          description: 'Password at the proxy; better in the environment.',
        }),
        noProxy: Type.Array(Type.String(), {
          default: [],
          description: 'Hosts that are reached without the proxy.',
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    http: Type.Object(
      {
        host: Type.String({
          default: '::',
          description: 'Address the pages listen on; :: is every address, of IPv4 too.',
        }),
        port: port(80, 'Plain HTTP: the signpost only.'),
        httpsPort: port(443, 'The pages, with the device’s certificate.'),
        allowHosts: Type.Array(Type.String(), {
          default: [],
          description: 'More names the pages answer to (DNS-rebinding guard).',
        }),
        webDir: Type.String({
          default: '',
          description: 'Folder of the built pages; empty: beside the program.',
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    log: Type.Object(
      {
        level: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
          default: 'info',
          remote: true,
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    update: Type.Object(
      {
        root: Type.String({
          default: '/opt/cloudlink/update-root.json',
          description: 'root.json of the release repository; it comes with the image.',
        }),
        folder: Type.String({
          default: '',
          description: 'Folder of releases, started by cloudlinkd-launch; empty: there is none.',
        }),
        rauc: Type.String({
          default: '',
          description: '“compatible” of RAUC, on an appliance with two slots; empty: there are none.',
        }),
        bytesPerSecond: Type.Integer({
          default: 1_000_000,
          minimum: 0,
          description: 'What a download may take of the line; 0: all of it.',
        }),
        trialSeconds: Type.Integer({
          default: 300,
          minimum: 1,
          maximum: 3600,
          description: 'How long a new version has until everything works as before.',
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    outbox: Type.Object(
      {
        budgetBytes: Type.Integer({
          default: 64 * 1024 * 1024,
          minimum: 65536,
          description: 'Bytes that may wait for the cloud.',
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    safeMode: Type.Object(
      {
        afterCrashes: Type.Integer({
          default: 3,
          minimum: 0,
          maximum: 100,
          description: 'Crashes in a row after which only pages, tunnels and logs are started; 0: never.',
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    memory: Type.Object(
      {
        ceilingMiB: Type.Integer({
          default: 512,
          minimum: 128,
          maximum: 65_536,
          description: 'Memory of this program above which it starts again, in order.',
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    reset: Type.Object(
      {
        button: Type.String({
          default: '',
          pattern: '^$|^[A-Za-z0-9_./-]+ [A-Za-z0-9_.-]+$',
          description:
            'GPIO chip and line of the button that is held for a factory reset; empty: there is none.',
        }),
        reader: Type.String({
          default: 'gpiomon',
          description: 'Program that watches the line, as gpiomon of libgpiod 2 does.',
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    msl: Type.Object(
      {
        root: Type.String({ default: '/', description: 'Root folder of the MSL host (a fixture in tests).' }),
        packages: Type.Array(
          Type.String({ pattern: `^[A-Za-z0-9][A-Za-z0-9._+-]*=(${APPLICATION_TYPES.join('|')})$` }),
          {
            default: [],
            description: 'Packages of the MSL host that the inventory reports, package=application-type.',
          },
        ),
      },
      { additionalProperties: false, default: {} },
    ),
  },
  { additionalProperties: false },
);
export type Config = Readonly<Static<typeof ConfigSchema>>;
export type { ConfigError };

/** @param file JSON; `/etc/cloudlink/config.json` when not named, and then it may be missing. */
export function readConfig(
  file: string | undefined,
  options: Readonly<Record<string, unknown>> = {},
): Config {
  return loadConfig({
    schema: ConfigSchema,
    file: file ?? '/etc/cloudlink/config.json',
    fileRequired: file !== undefined,
    env: process.env,
    envPrefix: 'CLOUDLINKD_',
    options,
  });
}

/** Settings that systemd reads for the daemon (EnvironmentFile= of its unit); those that are set already stay. */
export function readServiceEnvironment(file = '/etc/cloudlink/cloudlinkd.env'): void {
  try {
    process.loadEnvFile(file);
  } catch (error) {
    // whoever may not read it is told by what follows
    if (!['ENOENT', 'EACCES'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
  }
}

/** What steers Node and the C library. Settings of this program, with their secrets, are not among them. */
const FOR_CHILDREN = [
  ...['TZ', 'LANG', 'TMPDIR', 'MALLOC_ARENA_MAX', 'MALLOC_TRIM_THRESHOLD_', 'MALLOC_MMAP_THRESHOLD_'],
  ...['NODE_ENV', 'NODE_OPTIONS', 'NODE_COMPILE_CACHE', 'NODE_EXTRA_CA_CERTS', 'NODE_USE_SYSTEM_CA'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'OPENSSL_CONF'],
];

export type Environment = {
  /** What the service manager tells this process (sd_notify(3), systemd.exec(5)). */
  readonly NOTIFY_SOCKET?: string | undefined;
  readonly WATCHDOG_USEC?: string | undefined;
  readonly WATCHDOG_PID?: string | undefined;
  readonly JOURNAL_STREAM?: string | undefined;
  /** All that a process of this program's own is given. */
  readonly forChildren: Readonly<Record<string, string>>;
};

/** @param env as `process.env`, which it is unless a test says otherwise */
export function readEnvironment(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Environment {
  const { NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID, JOURNAL_STREAM } = env;
  const forChildren: Record<string, string> = {};
  for (const name of FOR_CHILDREN) if (env[name] !== undefined) forChildren[name] = env[name];
  return { NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID, JOURNAL_STREAM, forChildren };
}
