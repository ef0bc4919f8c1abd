/** What is wrong with a set-up file: everything at once, before anything is done. */
import { readFileSync, statSync } from 'node:fs';
import type { TSchema } from 'typebox';
import { Settings } from 'typebox/system';
import { Value } from 'typebox/value';
import { nearest } from '../../base/nearest.ts';
import { type SecretSource, SetupFile } from '../../contract/setup-file.ts';
import type { Form } from '../commands/pbx.ts';
import { fail } from '../errors.ts';
import { addressIn } from '../tree/arguments.ts';

/** `path` as in `tunnels.0.url`. No value stands in it: it may be a secret. */
export type Issue = { readonly path: string; readonly sentence: string; readonly remedy: string };

export type Loaded = {
  /** Fits the schema when there are no issues. */
  readonly value: unknown;
  readonly issues: readonly Issue[];
  /** Somebody else of this host can read the file. */
  readonly isOpen: boolean;
};

/** Who may read a file for `others` (chmod o+r). */
const OTHERS_READ = 0o004;

/** @throws AppError SETUP_FILE when there is nothing that could be checked */
export function load(path: string): Loaded {
  let text: string;
  let isOpen: boolean;
  try {
    text = readFileSync(path, 'utf8');
    isOpen = (statSync(path).mode & OTHERS_READ) !== 0;
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw fail('SETUP_FILE', { sentence: `${path} cannot be read (${why}).`, cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    // the parser's own words quote the text, and with it perhaps a secret
    const at = /position (\d+)/.exec((cause as Error).message)?.[1];
    const line = at === undefined ? '' : ` (line ${text.slice(0, Number(at)).split('\n').length})`;
    throw fail('SETUP_FILE', { sentence: `${path} is no JSON${line}.` });
  }
  return { value, issues: schemaIssues(SetupFile, value, []), isOpen };
}

type Raw = {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message: string;
  readonly params: {
    readonly requiredProperties?: readonly string[];
    readonly additionalProperties?: readonly string[];
    readonly property?: string;
    readonly dependencies?: readonly string[];
    readonly allowedValues?: readonly unknown[];
  };
};

const dotted = (parts: readonly (string | number)[]) => parts.join('.');

/** The schema at a place, as far as it is an object or a list. */
function schemaAt(schema: TSchema, parts: readonly string[]): TSchema | undefined {
  const [head, ...rest] = parts;
  if (head === undefined) return schema;
  const { properties, items } = schema as { properties?: Record<string, TSchema>; items?: TSchema };
  const next = properties?.[head] ?? items;
  return next && schemaAt(next, rest);
}

/** Far more than a file that is right but for a few things has; the library stops at eight. */
const MOST_ISSUES = 200;

/** Issues of a value against a schema, one a place; `root` stands before every path. */
export function schemaIssues(schema: TSchema, value: unknown, root: readonly string[]): Issue[] {
  Settings.Set({ maxErrors: MOST_ISSUES });
  const raw = Value.Errors(schema, value) as readonly Raw[];
  const found = new Map<string, Issue>();
  const add = (issue: Issue) => {
    if (!found.has(issue.path)) found.set(issue.path, issue);
  };
  // what is inside a place that fits in no way is told once, at the place
  const whole = raw.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath);
  for (const issue of raw) {
    if (issue.keyword !== 'anyOf' && whole.some((place) => issue.instancePath.startsWith(place))) continue;
    for (const one of explain(schema, issue, root)) add(one);
  }
  return [...found.values()];
}

function explain(schema: TSchema, issue: Raw, root: readonly string[]): Issue[] {
  const parts = issue.instancePath.split('/').filter(Boolean);
  const here = [...root, ...parts];
  const path = dotted(here) || '(the whole file)';
  const { params } = issue;
  if (params.additionalProperties) {
    const known = Object.keys((schemaAt(schema, parts) as { properties?: object })?.properties ?? {});
    return params.additionalProperties.map((key) => unknownKey(dotted([...here, key]), key, known));
  }
  if (params.requiredProperties)
    return params.requiredProperties.map((key) => ({
      path: dotted([...here, key]),
      sentence: `${dotted([...here, key])} is missing.`,
      remedy: 'Add it.',
    }));
  if (params.dependencies)
    return params.dependencies.map((key) => ({
      path: dotted([...here, key]),
      sentence: `${dotted([...here, key])} is missing, and ${params.property} is there.`,
      remedy: 'Give both or neither.',
    }));
  // `false` as a schema is the other half of additionalProperties
  if (issue.keyword === 'boolean') return [];
  if (issue.keyword === 'anyOf')
    return [
      {
        path,
        sentence: `${path} is no secret.`,
        remedy: 'Give a text, { "fromFile": … }, { "fromEnv": … } or { "fromStdin": true }.',
      },
    ];
  const allowed = (schemaAt(schema, parts) as { enum?: readonly unknown[] })?.enum;
  if (allowed)
    return [
      {
        path,
        sentence: `${path} is none of the right words.`,
        remedy: `Give one of: ${allowed.join(', ')}.`,
      },
    ];
  return [
    { path, sentence: `${path} ${issue.message}.`, remedy: 'Correct it; see cloudlink setup --schema.' },
  ];
}

function unknownKey(path: string, key: string, known: readonly string[]): Issue {
  const right = nearest(key, known);
  return {
    path,
    sentence: `${path} is not known.`,
    remedy: right === undefined ? 'Remove it.' : `Did you mean ${right}?`,
  };
}

const isSource = (value: unknown): value is Exclude<SecretSource, string> =>
  typeof value === 'object' &&
  value !== null &&
  ['fromFile', 'fromEnv', 'fromStdin'].some((key) => Object.hasOwn(value, key));

/** Every secret of a file by its path. @param form settings of the PBX type, once it is known */
export function secretsOf(file: SetupFile, form?: Form): ReadonlyMap<string, SecretSource> {
  const found = new Map<string, SecretSource>();
  if (file.link?.token !== undefined) found.set('link.token', file.link.token);
  for (const [key, value] of Object.entries(file.pbx?.values ?? {})) {
    const isSecret = form?.properties[key]?.secret === true && typeof value === 'string';
    if (isSource(value) || isSecret) found.set(`pbx.values.${key}`, value as SecretSource);
  }
  for (const [i, person] of (file.people ?? []).entries()) found.set(`people.${i}.password`, person.password);
  return found;
}

const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

/** What the schema cannot say. */
export function ruleIssues(file: SetupFile): Issue[] {
  const issues: Issue[] = [];
  const add = (path: string, sentence: string, remedy: string) => issues.push({ path, sentence, remedy });
  const { link, site, pbx, sync, tunnels = [], people = [] } = file;
  if (link?.method === 'token' && link.token === undefined)
    add(
      'link.token',
      'link.token is missing.',
      'Make a claim token in the console, and give it or its place.',
    );
  if (link && link.method !== 'token' && link.token !== undefined)
    add(
      'link.token',
      `link.token is not used with the method ${link.method}.`,
      'Remove it, or take the method token.',
    );
  if (site && !isZone(site.zone))
    add('site.zone', 'site.zone is not a time zone.', 'Give an IANA zone like America/Toronto.');
  if (sync?.approveFirstSync && !pbx)
    add(
      'sync.approveFirstSync',
      'There is no PBX in the file whose users could be sent.',
      'Add pbx, or remove approveFirstSync.',
    );
  const names = new Map<string, number>();
  for (const [i, { component, tunnel, url, fingerprint }] of tunnels.entries()) {
    const name = `${component}\n${tunnel}`;
    const first = names.get(name);
    if (first !== undefined)
      add(`tunnels.${i}`, `tunnels.${i} is the same tunnel as tunnels.${first}.`, 'Remove one of them.');
    names.set(name, first ?? i);
    if (url !== undefined && !addressIn(url))
      add(`tunnels.${i}.url`, `tunnels.${i}.url is no address.`, 'Give one like https://192.168.1.10:443.');
    if (fingerprint !== undefined && !/^[0-9a-f]{64}$/i.test(fingerprint.replace(/[\s:]/g, '')))
      add(
        `tunnels.${i}.fingerprint`,
        `tunnels.${i}.fingerprint is no SHA-256.`,
        'Give 64 hexadecimal digits, with or without colons.',
      );
  }
  const taken = people.map(({ name }) => name.toLowerCase());
  for (const [i, name] of taken.entries())
    if (taken.indexOf(name) !== i)
      add(
        `people.${i}.name`,
        `people.${i}.name stands in the file twice.`,
        'Names are the same in small and capital letters.',
      );
  const lines = [...secretsOf(file).entries()].filter(([, s]) => typeof s === 'object' && 'fromStdin' in s);
  for (const [path] of lines.slice(1))
    add(
      path,
      'Only one secret can be the first line of standard input.',
      'Give the others by fromFile or fromEnv.',
    );
  return issues;
}

/** @throws AppError SETUP_FILE with every issue in words */
export function refuse(path: string, issues: readonly Issue[]): never {
  const lines = issues.map(({ sentence, remedy }) => `  ${sentence} ${remedy}`);
  const count = issues.length === 1 ? 'One thing is' : `${issues.length} things are`;
  throw fail('SETUP_FILE', {
    sentence: `${count} wrong in ${path}; nothing was changed.\n${lines.join('\n')}`,
    facts: { issues },
  });
}
