/** pino, with redaction by path and by secret type. Under systemd it writes to standard output. */
import { type DestinationStream, type LogFn, type Logger, pino } from 'pino';
import { eventOf } from '../logs.ts';

export type { Logger } from 'pino';

/** Names of properties that are never logged, at the top and up to three levels down. */
export const SECRET_NAMES = [
  'password',
  'passphrase',
  'secret',
  'token',
  'access_token',
  'accessToken',
  'authorization',
  'Authorization',
  'dpop',
  'DPoP',
  'cookie',
  'set-cookie',
  'setupCode',
  'setup_code',
  'privateKey',
  'client_assertion',
  'device_code',
  'mac',
] as const;

function redactPaths(): string[] {
  const quoted = SECRET_NAMES.map((name) => (/^[A-Za-z_]+$/.test(name) ? name : `["${name}"]`));
  const dot = (prefix: string, name: string) =>
    name.startsWith('[') ? `${prefix}${name}` : `${prefix}.${name}`;
  return quoted.flatMap((name) => [name, dot('*', name), dot('*.*', name), dot('*.*.*', name)]);
}

/** A value that must never be printed. `String()`, JSON and console.log all give `[secret]`. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  /** The value itself; the only way to it, easy to search for. */
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return '[secret]';
  }
  toJSON(): string {
    return '[secret]';
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** Standard output, and beside it streams that get the same lines (the ring of last lines). */
export function standardOutputAnd(...streams: readonly NodeJS.WritableStream[]): DestinationStream {
  const out = { stream: pino.destination({ fd: 1, sync: false }), level: 'trace' as const };
  return pino.multistream([out, ...streams.map((stream) => ({ stream, level: 'trace' as const }))]);
}

/** Each line gets its name, by its sentence (base/logs.ts). */
function named(this: Logger, args: Parameters<LogFn>, method: LogFn): void {
  const [first, second] = args as [unknown, unknown];
  const facts = first instanceof Error ? { err: first } : typeof first === 'object' ? first : {};
  const sentence = typeof first === 'string' ? first : typeof second === 'string' ? second : undefined;
  const told = sentence ?? (first instanceof Error ? first.message : undefined);
  method.call(this, { event: eventOf(sentence), ...facts }, told);
}

/** Makes the logger of a program. Log objects through allow-list serializers; redaction is the second net. */
export function createLogger(
  options: { readonly level: LogLevel; readonly name: string },
  destination?: DestinationStream,
): Logger {
  return pino(
    {
      name: options.name,
      level: options.level,
      base: { name: options.name },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: redactPaths(), censor: '[secret]' },
      hooks: { logMethod: named },
      serializers: { err: pino.stdSerializers.errWithCause },
    },
    destination ?? pino.destination({ fd: 1, sync: false }),
  );
}
