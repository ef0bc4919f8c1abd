/** The FILE of `cloudlink sync run --config FILE`: one source, one SCIM server, one state folder. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { nearest } from '../../base/nearest.ts';
import { USER_FIELDS } from '../../contract/scim.ts';
import { fail } from '../core/errors.ts';
import type { MappingRule } from '../core/ports/connector.ts';
import type { SyncJob, SyncJobSource } from './job.ts';

const text = (maxLength = 4096) => Type.String({ minLength: 1, maxLength });

export const OnceConfig = Type.Object(
  {
    /** `type` of pbx/index.ts and its settings; beside them `ca` (PEM file) and `country` (of national numbers). */
    source: Type.Object({
      type: text(64),
      ca: Type.Optional(text()),
      country: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2}$' })),
    }),
    scim: Type.Object(
      {
        baseUrl: text(),
        token: text(),
        /** PEM file of the server's certificate authority. */
        ca: Type.Optional(text()),
        /** http://user:password@host:port */
        proxy: Type.Optional(text()),
      },
      { additionalProperties: false },
    ),
    /** Folder of sync.db; made when it is not there. */
    state: text(),
    /** Days between disabling and deleting a user that left the source; 0 deletes at once. */
    graceDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 3650 })),
    /** When the source breaks off: send the changes that came before? Nobody is removed either way. */
    incompleteChanges: Type.Optional(Type.Boolean()),
    /** In place of the source type's own rules (core/ports/connector.ts). */
    mapping: Type.Optional(Type.Array(Type.Object({ field: text(64), from: Type.Unknown() }))),
    /** Fields that are sent when a user is made and never changed later. */
    frozen: Type.Optional(Type.Array(Type.Enum([...USER_FIELDS]))),
  },
  { additionalProperties: false },
);
export type OnceConfig = Static<typeof OnceConfig>;

function invalid(sentence: string, cause?: unknown): Error {
  return fail('CONFIG_INVALID', { sentence, ...(cause === undefined ? {} : { cause }) });
}

function parse(file: string): unknown {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (cause) {
    throw invalid(`The file ${file} cannot be read.`, cause);
  }
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (cause) {
    // the parser's own message may quote the token
    throw invalid(`The file ${file} is not JSON.`, cause);
  }
}

type Issue = { readonly instancePath: string; readonly message: string; readonly params?: unknown };

/** Names of settings, never values: one of them is the token. */
function describe(issue: Issue): string {
  const where = issue.instancePath.slice(1).replaceAll('/', '.');
  const params = (issue.params ?? {}) as { additionalProperties?: string[]; requiredProperties?: string[] };
  const [extra] = params.additionalProperties ?? [];
  const [missing] = params.requiredProperties ?? [];
  const at = (name: string) => (where ? `${where}.${name}` : name);
  if (missing !== undefined) return `The setting “${at(missing)}” is missing.`;
  if (extra === undefined) return `The setting “${where || '(the whole)'}” ${issue.message}.`;
  const known = Object.keys(where === 'scim' ? OnceConfig.properties.scim.properties : OnceConfig.properties);
  const right = nearest(extra, known);
  return `There is no setting “${at(extra)}”.${right ? ` Did you mean “${right}”?` : ''}`;
}

function checked(value: unknown): OnceConfig {
  if (Value.Check(OnceConfig, value)) return value;
  const issues = Value.Errors(OnceConfig, value) as readonly Issue[];
  throw invalid([...new Set(issues.map(describe))].slice(0, 5).join(' '));
}

function checkUrl(baseUrl: string): string {
  const url = URL.parse(baseUrl);
  if (!url || !/^https?:$/.test(url.protocol))
    throw invalid('The setting “scim.baseUrl” is not an http(s) address.');
  return baseUrl.replace(/\/+$/, '');
}

function pem(file: string | undefined, from: (path: string) => string): { ca?: string } {
  if (file === undefined) return {};
  const path = from(file);
  if (!existsSync(path)) throw invalid(`The file ${path} cannot be read.`);
  return { ca: readFileSync(path, 'utf8') };
}

function sourceOf(config: OnceConfig, from: (path: string) => string): SyncJobSource {
  const { type, ca, country, ...values } = config.source as OnceConfig['source'] & Record<string, unknown>;
  const path = values.path;
  const placed = typeof path === 'string' && path !== '' ? { ...values, path: from(path) } : values;
  return {
    id: 'main',
    type,
    values: placed,
    ...pem(ca, from),
    ...(country ? { country: country.toUpperCase() } : {}),
    ...(config.mapping ? { mapping: config.mapping as readonly MappingRule[] } : {}),
    ...(config.frozen ? { frozen: config.frozen } : {}),
  };
}

/**
 * Reads FILE. Paths in it are relative to its own folder.
 * @throws AppError CONFIG_INVALID, naming what is wrong and never a value
 */
export function readOnceConfig(file: string): Omit<SyncJob, 'options'> & {
  readonly graceDays: number;
  readonly incompleteChanges: boolean;
} {
  const config = checked(parse(file));
  const folder = dirname(resolve(file));
  const from = (path: string) => (isAbsolute(path) ? path : resolve(folder, path));
  const { token, proxy, ca } = config.scim;
  const baseUrl = checkUrl(config.scim.baseUrl);
  return {
    remote: baseUrl,
    folder: from(config.state),
    sources: [sourceOf(config, from)],
    scim: {
      kind: 'bearer',
      baseUrl,
      token,
      ...(proxy ? { proxy } : {}),
      ...pem(ca, from),
    },
    graceDays: config.graceDays ?? 30,
    incompleteChanges: config.incompleteChanges ?? true,
  };
}
