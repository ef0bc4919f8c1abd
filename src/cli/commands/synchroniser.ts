/** Sources of people: list, add, edit, order, delete, test, mapping. */
import { readFileSync } from 'node:fs';
import type { Static } from 'typebox';
import { PbxTestResult } from '../../contract/local-api.ts';
import {
  Mapping,
  MappingTrial,
  Synchroniser,
  type SynchroniserInput,
  type SynchroniserOptions,
  Synchronisers,
} from '../../contract/sync-api.ts';
import { type Context, show } from '../context.ts';
import { fail } from '../errors.ts';
import { age, facts, table } from '../print.ts';
import { type PbxOptions, testWords, typedValues } from './pbx.ts';

const URL = '/api/synchronisers';

export type SynchroniserFlags = PbxOptions & {
  readonly defer?: boolean;
  readonly incompleteChanges?: boolean;
  readonly validation?: string;
  readonly dynamicOnly?: boolean;
  readonly featureProfile?: string;
  readonly country?: string;
  readonly joinBy?: string;
};

/** By id, or by a name that only one has. @throws AppError USAGE */
async function idOf({ client }: Context, which: string): Promise<string> {
  const { items } = await client.get(URL, Synchronisers);
  const named = items.filter(({ id, name }) => id === which || name === which);
  const [only] = named;
  if (only && named.length === 1) return only.id;
  throw fail('USAGE', {
    sentence: `There is no synchroniser ${which}, or more than one.`,
    remedy: 'Give the id that cloudlink synchroniser list shows.',
  });
}

const pathOf = async (context: Context, which: string) =>
  `${URL}/${encodeURIComponent(await idOf(context, which))}`;

function listWords({ items, overlaps }: Static<typeof Synchronisers>, now: number): string {
  if (items.length === 0) return 'There are no synchronisers.';
  const rows = items.map((s) => [
    String(s.precedence),
    s.name,
    s.typeTitle,
    s.state,
    String(s.people),
    String(s.detained),
    age(s.lastRead?.at, now),
    s.id,
  ]);
  const names = new Map(items.map(({ id, name }) => [id, name]));
  const shared = overlaps.map(
    ({ field, sources }) => `${field}: ${sources.map((id) => names.get(id) ?? id).join(' before ')}`,
  );
  return [
    table(['', 'Name', 'Type', 'State', 'People', 'Detained', 'Read', 'Id'], rows),
    ...(shared.length > 0 ? ['', 'More than one says something about', ...shared] : []),
  ].join('\n');
}

function words(s: Synchroniser, now: number): string {
  const { options, lastRead, leaving } = s;
  return facts([
    ['Name', s.name],
    ['Type', s.typeTitle],
    ['Id', s.id],
    ['State', s.state],
    ['Precedence', String(s.precedence)],
    ['People', `${s.people}, ${s.applied} active, ${s.detained} detained`],
    ['Read', lastRead ? `${age(lastRead.at, now)}, ${lastRead.end}, ${lastRead.rows} rows` : 'never'],
    ['Fault', lastRead?.fault?.sentence],
    ['Leaving', leaving && (leaving.people === 'move' ? `people move to ${leaving.to}` : 'with its people')],
    ['Re-initialise', s.reinitialise ? 'with the next sync' : undefined],
    ['Mapping', s.mapping === 'own' ? 'of the type' : 'changed'],
    ...s.details.map(({ label, text }) => [label, text] as const),
    ...Object.entries(options).map(([key, value]) => [key, String(value)] as const),
    ...Object.entries(s.values).map(([key, value]) => [key, String(value)] as const),
    ...s.secretsSet.map((key) => [key, '(stored)'] as const),
  ]);
}

export async function list(context: Context): Promise<void> {
  show(context, await context.client.get(URL, Synchronisers), (all) => listWords(all, context.now));
}

export async function one(context: Context, which: string): Promise<void> {
  const found = await context.client.get(await pathOf(context, which), Synchroniser);
  show(context, found, (s) => words(s, context.now));
}

/** Only what was said. */
function optionsOf(flags: SynchroniserFlags): Partial<SynchroniserOptions> {
  const {
    defer: deferAll,
    incompleteChanges,
    validation,
    dynamicOnly,
    featureProfile,
    country,
    joinBy,
  } = flags;
  const given = { deferAll, incompleteChanges, validation, dynamicOnly, featureProfile, country, joinBy };
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Partial<SynchroniserOptions>;
}

export async function add(context: Context, flags: SynchroniserFlags): Promise<void> {
  const { type, name } = flags;
  if (type === undefined || name === undefined)
    throw fail('USAGE', {
      sentence: 'A synchroniser needs a type and a name.',
      remedy: 'Give --type and --name; cloudlink pbx types lists the types.',
    });
  const values = await typedValues(context, type, undefined, flags);
  const input: SynchroniserInput = { type, name, values, options: optionsOf(flags) };
  const added = await context.client.send('POST', URL, Synchroniser, input);
  show(context, added, (s) => words(s, context.now));
}

/** What is not given stays, but another host never gets the old secrets. */
async function inputOf(context: Context, path: string, flags: SynchroniserFlags): Promise<SynchroniserInput> {
  const old = await context.client.get(path, Synchroniser);
  const type = flags.type ?? old.type;
  return {
    id: old.id,
    type,
    name: flags.name ?? old.name,
    values: await typedValues(context, type, old, flags),
    options: { ...old.options, ...optionsOf(flags) },
  };
}

export async function edit(context: Context, which: string, flags: SynchroniserFlags): Promise<void> {
  const path = await pathOf(context, which);
  const saved = await context.client.send('PUT', path, Synchroniser, await inputOf(context, path, flags));
  show(context, saved, (s) => words(s, context.now));
}

/** The first named wins. */
export async function order(context: Context, which: readonly string[]): Promise<void> {
  const ids: string[] = [];
  for (const name of which) ids.push(await idOf(context, name));
  const all = await context.client.send('PUT', `${URL}/order`, Synchronisers, { ids });
  show(context, all, (a) => listWords(a, context.now));
}

export type DeleteOptions = { readonly moveTo?: string; readonly withPeople: boolean };

/** One of the two must be said: what becomes of the people is not to be guessed. @throws AppError USAGE */
export async function remove(context: Context, which: string, options: DeleteOptions): Promise<void> {
  const { moveTo, withPeople } = options;
  if ((moveTo === undefined) !== withPeople)
    throw fail('USAGE', {
      sentence: 'What becomes of its people?',
      remedy: 'Give --move-to SYNCHRONISER, or --with-people to delete their accounts by plan and guard.',
    });
  const path = await pathOf(context, which);
  const end =
    moveTo === undefined
      ? { people: 'delete' as const }
      : { people: 'move' as const, to: await idOf(context, moveTo) };
  const all = await context.client.send('DELETE', path, Synchronisers, end);
  show(context, all, (a) => listWords(a, context.now));
}

/** `keep`, `reinitialise`: an act that answers with the synchroniser. */
export async function act(context: Context, which: string, verb: 'keep' | 'reinitialise'): Promise<void> {
  const found = await context.client.send('POST', `${await pathOf(context, which)}/${verb}`, Synchroniser);
  show(context, found, (s) => words(s, context.now));
}

/** Exit code 1 when it fails. */
export async function test(context: Context, which: string, flags: SynchroniserFlags): Promise<number> {
  const { options: _saved, ...input } = await inputOf(context, await pathOf(context, which), flags);
  const result = await context.client.send('POST', `${URL}/test`, PbxTestResult, input);
  show(context, result, testWords);
  return result.ok ? 0 : 1;
}

export type MappingOptions = { readonly file?: string; readonly try?: string; readonly reset: boolean };

/** A list of rules, or an object with `rules`; `-` the type's own. @throws AppError INPUT_FILE */
function rulesIn(path: string): unknown {
  if (path === '-') return null;
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as unknown;
    return Array.isArray(value) ? value : (value as { rules?: unknown }).rules;
  } catch (cause) {
    throw fail('INPUT_FILE', { sentence: `The file ${path} cannot be read, or is not JSON.`, cause });
  }
}

const mappingWords = ({ rules, words: said, changed }: Mapping): string =>
  [
    changed ? 'The mapping was changed.' : 'The mapping is the type’s own.',
    '',
    table(
      ['', 'Field', 'From'],
      rules.map(({ field }, index) => [String(index + 1), field, said[index] ?? '']),
    ),
  ].join('\n');

const trialWords = ({ rows }: MappingTrial): string =>
  rows.length === 0
    ? 'No rows have been read yet.'
    : rows
        .map(({ anchor, values, issues }) =>
          [
            anchor,
            facts(values.map(({ field, value, cleared }) => [`  ${field}`, cleared ? '(cleared)' : value])),
            ...issues.map(({ code, sentence }) => `  ${code}: ${sentence}`),
          ].join('\n'),
        )
        .join('\n\n');

/** Shows the rules, tries others on rows that were read, or saves them. */
export async function mapping(context: Context, which: string, options: MappingOptions): Promise<void> {
  const path = `${await pathOf(context, which)}/mapping`;
  if (options.try !== undefined) {
    const rules = rulesIn(options.try);
    return show(
      context,
      await context.client.send('POST', `${path}/try`, MappingTrial, { rules }),
      trialWords,
    );
  }
  if (options.file === undefined && !options.reset)
    return show(context, await context.client.get(path, Mapping), mappingWords);
  const rules = options.reset ? null : rulesIn(options.file ?? '-');
  show(context, await context.client.send('PUT', path, Mapping, { rules }), mappingWords);
}
