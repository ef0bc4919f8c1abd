/**
 * One TypeBox schema makes the configuration of a program: defaults < file < environment < options. A key that is
 * not in the schema is an error that names the nearest right one.
 */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import type { Static, TObject, TSchema } from 'typebox';
import { nearest } from '../nearest.ts';

/** One thing that is wrong, in words. */
export type ConfigIssue = { readonly key: string; readonly sentence: string };

/** The configuration cannot be used; `issues` says everything that is wrong with it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly issues: readonly ConfigIssue[];
  constructor(issues: readonly ConfigIssue[]) {
    super(issues.map((i) => i.sentence).join(' '));
    this.issues = issues;
  }
}

export type LoadOptions<T extends TObject> = {
  readonly schema: T;
  /** JSON file; one that does not exist is an error only when it was asked for by name. */
  readonly file?: string;
  readonly fileRequired?: boolean;
  /** `process.env`, or a part of it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `CLOUDLINK_` turns CLOUDLINK_HTTP_PORT into http.port. */
  readonly envPrefix: string;
  /** From the command line, by dotted key; win over everything. */
  readonly options?: Readonly<Record<string, unknown>>;
};

type Leaf = { readonly path: string[]; readonly schema: TSchema };

function leaves(schema: TSchema, path: string[] = []): Leaf[] {
  const properties = (schema as { properties?: Record<string, TSchema> }).properties;
  if (!properties) return [{ path, schema }];
  return Object.entries(properties).flatMap(([key, child]) => leaves(child, [...path, key]));
}

/** Every setting of a schema by its dotted key: `{ 'log.level': … }`. */
export function settingsOf(schema: TSchema): ReadonlyMap<string, TSchema> {
  return new Map(leaves(schema).map((leaf) => [leaf.path.join('.'), leaf.schema]));
}

/** `publicUrl` → `PUBLIC_URL`. */
function envName(prefix: string, path: readonly string[]): string {
  return prefix + path.map((part) => part.replace(/[A-Z]/g, (c) => `_${c}`).toUpperCase()).join('_');
}

function unknownKey(key: string, known: readonly string[], where: string): ConfigIssue {
  const right = nearest(key, known);
  const hint = right === undefined ? '' : ` Did you mean "${right}"?`;
  return { key, sentence: `${where} has the unknown setting "${key}".${hint}` };
}

function unknownInFile(value: unknown, schema: TSchema, where: string, path: string[] = []): ConfigIssue[] {
  const properties = (schema as { properties?: Record<string, TSchema> }).properties;
  if (!properties || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const here = [...path, key];
    const known = properties[key];
    if (known) return unknownInFile(child, known, where, here);
    return [
      unknownKey(
        here.join('.'),
        Object.keys(properties).map((k) => [...path, k].join('.')),
        where,
      ),
    ];
  });
}

function setPath(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [head, ...rest] = path;
  if (head === undefined) return;
  if (rest.length === 0) {
    target[head] = value;
    return;
  }
  const child = target[head];
  const next = typeof child === 'object' && child !== null ? (child as Record<string, unknown>) : {};
  target[head] = next;
  setPath(next, rest, value);
}

function readFile(
  file: string,
  required: boolean,
): { value: Record<string, unknown>; issues: ConfigIssue[] } {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { value: value as Record<string, unknown>, issues: [] };
    return { value: {}, issues: [{ key: '', sentence: `${file} does not hold a JSON object.` }] };
  } catch (error) {
    // a file that is there and may not be read is not "no file": its settings would be lost without a word
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing && !required) return { value: {}, issues: [] };
    if (isMissing)
      return { value: {}, issues: [{ key: '', sentence: `The configuration file ${file} does not exist.` }] };
    return {
      value: {},
      issues: [{ key: '', sentence: `${file} cannot be read: ${(error as Error).message}.` }],
    };
  }
}

/** Lists in the environment are separated by commas. */
function ofText(text: string, schema: TSchema): unknown {
  return (schema as { type?: string }).type === 'array'
    ? text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
    : text;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const child of Object.values(value)) deepFreeze(child);
    Object.freeze(value);
  }
  return value;
}

/** Objects of the schema exist in the value, so that nested defaults apply. */
function withObjects(value: Record<string, unknown>, schema: TSchema): void {
  const properties = (schema as { properties?: Record<string, TSchema> }).properties ?? {};
  for (const [key, child] of Object.entries(properties)) {
    if ((child as { properties?: unknown }).properties === undefined) continue;
    if (value[key] === undefined) value[key] = {};
    if (typeof value[key] === 'object' && value[key] !== null)
      withObjects(value[key] as Record<string, unknown>, child);
  }
}

/**
 * Loads, merges, checks and freezes.
 * @throws ConfigError with every issue found
 */
export function loadConfig<T extends TObject>(options: LoadOptions<T>): Readonly<Static<T>> {
  const { schema, env, envPrefix } = options;
  const known = leaves(schema);
  const names = new Map(known.map((leaf) => [envName(envPrefix, leaf.path), leaf]));
  const file =
    options.file === undefined
      ? { value: {}, issues: [] }
      : readFile(options.file, options.fileRequired ?? false);
  const issues: ConfigIssue[] = [
    ...file.issues,
    ...unknownInFile(file.value, schema, options.file ?? 'The file'),
  ];
  const value = structuredClone(file.value);

  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith(envPrefix) || text === undefined) continue;
    const leaf = names.get(name);
    if (leaf) setPath(value, leaf.path, ofText(text, leaf.schema));
    else issues.push(unknownKey(name, [...names.keys()], 'The environment'));
  }
  for (const [key, given] of Object.entries(options.options ?? {})) {
    if (given !== undefined) setPath(value, key.split('.'), given);
  }
  withObjects(value, schema);

  const ajv = new Ajv({
    allErrors: true,
    coerceTypes: true,
    useDefaults: true,
    strict: false,
    // a test checks the schemas themselves against the meta-schema
    validateSchema: false,
    // it judges one value; polishing its code takes longer than that
    code: { optimize: false },
  });
  formats.default(ajv);
  const check = ajv.compile(schema as object);
  if (!check(value)) {
    for (const issue of check.errors ?? []) {
      if (issue.keyword === 'additionalProperties') continue;
      const key = issue.instancePath.replace(/^\//, '').replaceAll('/', '.');
      issues.push({
        key,
        sentence: `The setting "${key || String(issue.params.missingProperty ?? '')}" ${issue.message ?? 'is not valid'}.`,
      });
    }
  }
  if (issues.length > 0) throw new ConfigError(issues);
  return deepFreeze(value as Static<T>);
}
