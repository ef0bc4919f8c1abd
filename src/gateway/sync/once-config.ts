/** The FILE of `cloudlink sync run --config FILE`: one source or several, one SCIM server, one state folder. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { nearest } from '../../base/nearest.ts';
import { USER_FIELDS } from '../../contract/scim.ts';
import { SynchroniserOptions, ValidationProfile } from '../../contract/sync-api.ts';
import { fail } from '../core/errors.ts';
import type { MappingRule } from '../core/ports/connector.ts';
import { wrongRules } from '../features/user-sync/rules.ts';
import type { SyncJob, SyncJobSource } from './job.ts';

const text = (maxLength = 4096) => Type.String({ minLength: 1, maxLength });

const Rules = Type.Array(Type.Object({ field: text(64), from: Type.Unknown() }));

/** `type` of pbx/index.ts and its settings; beside them what is the source's own and no setting of its type. */
const Source = {
  type: text(64),
  /** PEM file. */
  ca: Type.Optional(text()),
  /** Of national numbers. */
  country: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2}$' })),
};

/** One of several. Its name tells it from the others in the state folder: it stays, whatever their order. */
const NamedSource = Type.Object({
  ...Source,
  name: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' }),
  /** In place of the type's own rules. */
  mapping: Type.Optional(Rules),
  /** Fields that are sent when a user is made and never changed later. */
  frozen: Type.Optional(Type.Array(Type.Enum([...USER_FIELDS]))),
  validation: Type.Optional(ValidationProfile),
  featureProfile: Type.Optional(text(64)),
  dynamicOnly: Type.Optional(Type.Boolean()),
  incompleteChanges: Type.Optional(Type.Boolean()),
  joinBy: SynchroniserOptions.properties.joinBy,
});

export const OnceConfig = Type.Object(
  {
    /** The one source; or `sources`. */
    source: Type.Optional(Type.Object(Source)),
    /** In order of precedence: the first that says something about a field wins. */
    sources: Type.Optional(Type.Array(NamedSource, { minItems: 1, maxItems: 32 })),
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
    mapping: Type.Optional(Rules),
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

type Settings = Readonly<Record<string, unknown>>;

/** Files of a source are relative to the configuration's folder. */
function placed(values: Settings, from: (path: string) => string): Settings {
  const { path } = values;
  return typeof path === 'string' && path !== '' ? { ...values, path: from(path) } : values;
}

/** @throws AppError CONFIG_INVALID, naming the rule */
function rulesOf(mapping: unknown): { mapping?: readonly MappingRule[] } {
  if (mapping === undefined) return {};
  const [wrong] = wrongRules(mapping);
  if (wrong) throw invalid(wrong.sentence);
  return { mapping: mapping as readonly MappingRule[] };
}

const ofCountry = (country: string | undefined) => (country ? { country: country.toUpperCase() } : {});

function soleSource(config: OnceConfig, from: (path: string) => string): SyncJobSource {
  const {
    type = '',
    ca,
    country,
    ...values
  } = (config.source ?? {}) as NonNullable<OnceConfig['source']> & Settings;
  return {
    id: 'main',
    type,
    values: placed(values, from),
    ...pem(ca, from),
    ...ofCountry(country),
    ...rulesOf(config.mapping),
    ...(config.frozen ? { frozen: config.frozen } : {}),
  };
}

function namedSource(source: Static<typeof NamedSource>, from: (path: string) => string): SyncJobSource {
  const { name, type, ca, country, mapping, frozen, ...rest } = source;
  const { validation, featureProfile, dynamicOnly, incompleteChanges, joinBy, ...values } = rest;
  const own = { frozen, validation, featureProfile, dynamicOnly, incompleteChanges, joinBy };
  return {
    id: name,
    type,
    values: placed(values, from),
    ...pem(ca, from),
    ...ofCountry(country),
    ...rulesOf(mapping),
    ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)),
  };
}

function sourcesOf(config: OnceConfig, from: (path: string) => string): SyncJobSource[] {
  const { source, sources } = config;
  if ((source === undefined) === (sources === undefined)) throw invalid('Give either “source” or “sources”.');
  if (!sources) return [soleSource(config, from)];
  const misplaced = (['mapping', 'frozen'] as const).find((key) => config[key] !== undefined);
  if (misplaced) throw invalid(`With “sources”, “${misplaced}” stands in the source that it belongs to.`);
  const names = sources.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(`Two sources have the name “${twice}”.`);
  return sources.map((one) => namedSource(one, from));
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
    sources: sourcesOf(config, from),
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
