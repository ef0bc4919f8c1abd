import type { TSchema } from 'typebox';
import { Type } from 'typebox';
import { PbxLink, type PbxLinkInput, PbxTestResult, PbxTypes } from '../../contract/local-api.ts';
import { type Context, show } from '../context.ts';
import { fail } from '../errors.ts';
import { age, facts, table } from '../print.ts';
import { secretOf } from '../secrets.ts';

/** A setting of a PBX type, as its form describes it. */
export type Setting = TSchema & {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly title?: string;
  readonly description?: string;
  readonly secret?: true;
  readonly default?: unknown;
  readonly order?: number;
  readonly showIf?: { readonly key: string; readonly equals: unknown };
};
export type Form = {
  readonly properties: Readonly<Record<string, Setting>>;
  readonly required?: readonly string[];
};

/** @throws AppError USAGE */
export async function formOf({ client }: Pick<Context, 'client'>, type: string): Promise<Form> {
  const { types } = await client.get('/api/pbx/types', PbxTypes);
  const found = types.find((one) => one.type === type);
  if (!found)
    throw fail('USAGE', {
      sentence: `There is no PBX type ${type}.`,
      remedy: `Give one of: ${types.map((one) => one.type).join(', ')}.`,
    });
  return found.schema as Form;
}

/**
 * As the gateway stores them: defaults filled in; an empty text is a setting that was left out, and so is one whose
 * condition does not hold.
 */
export function filled(
  { properties }: Form,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = { ...given };
  for (const [key, setting] of Object.entries(properties)) values[key] ??= setting.default;
  return Object.fromEntries(
    Object.entries(values).filter(([key, value]) => {
      const { showIf } = properties[key] ?? {};
      const isShown = showIf === undefined || values[showIf.key] === showIf.equals;
      return isShown && value !== undefined && value !== '';
    }),
  );
}

const kindOf = (s: Setting) => (s.enum ? s.enum.map(String).join('|') : (s.type ?? ''));

/** Every type, or the settings of one. */
export async function types(context: Context, type: string | undefined): Promise<void> {
  const answer = await context.client.get('/api/pbx/types', PbxTypes);
  if (type === undefined)
    return show(context, answer, (a) =>
      table(
        ['Type', 'PBX', 'Note'],
        a.types.map((one) => [one.type, one.title, one.note]),
      ),
    );
  const form = await formOf(context, type);
  const rows = Object.entries(form.properties).sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0));
  show(context, form, () =>
    table(
      ['Setting', 'Kind', 'Needed', 'Default', 'Means'],
      rows.map(([key, s]) => [
        key,
        s.secret ? 'secret' : kindOf(s),
        form.required?.includes(key) ? 'yes' : 'no',
        s.default === undefined ? '' : String(s.default),
        [s.title, s.description].filter(Boolean).join(': '),
      ]),
    ),
  );
}

function words(link: PbxLink, now: number): string {
  return facts([
    ['Name', link.name],
    ['Type', link.type],
    ['Connected', link.connected ? 'yes' : 'no'],
    ['Saved', age(link.savedAt, now)],
    ...Object.entries(link.values).map(([key, value]) => [key, String(value)] as const),
    ...link.secretsSet.map((key) => [key, '(stored)'] as const),
  ]);
}

export async function showLink(context: Context): Promise<void> {
  show(context, await context.client.get('/api/pbx', PbxLink), (link) => words(link, context.now));
}

/** `key=value` apart. @throws AppError USAGE */
function pair(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1)
    throw fail('USAGE', { sentence: `${text} is not KEY=VALUE.`, remedy: 'Give a setting as KEY=VALUE.' });
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Text of the command line as the setting's own kind; what does not fit is left to the gateway's check. */
function converted(setting: Setting | undefined, text: string): unknown {
  const number = Number(text);
  if ((setting?.type === 'integer' || setting?.type === 'number') && text !== '' && Number.isFinite(number))
    return number;
  if (setting?.type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

export type PbxOptions = {
  readonly type?: string;
  readonly name?: string;
  readonly set: readonly string[];
  readonly secret: readonly string[];
};

/** What was typed over what is saved, where the type is the same. */
async function inputOf(context: Context, options: PbxOptions): Promise<PbxLinkInput> {
  const old = await context.client.get('/api/pbx', PbxLink).catch((error: unknown) => {
    if ((error as { code?: string }).code === 'NOT_FOUND') return undefined;
    throw error;
  });
  const type = options.type ?? old?.type;
  const name = options.name ?? old?.name;
  if (type === undefined || name === undefined)
    throw fail('USAGE', {
      sentence: 'There is no PBX link yet: it needs a type and a name.',
      remedy: 'Give --type and --name; cloudlink pbx types lists the types.',
    });
  return { type, name, values: await typedValues(context, type, old, options) };
}

/** What was typed over `old`, where the type is the same. @throws AppError USAGE, SECRET_UNREADABLE */
export async function typedValues(
  context: Context,
  type: string,
  old: { readonly type: string; readonly values: Readonly<Record<string, unknown>> } | undefined,
  options: Pick<PbxOptions, 'set' | 'secret'>,
): Promise<Record<string, unknown>> {
  const { properties } = await formOf(context, type);
  const values: Record<string, unknown> = old?.type === type ? { ...old.values } : {};
  for (const [key, text] of options.set.map(pair)) {
    if (properties[key]?.secret)
      throw fail('USAGE', {
        sentence: `${key} is a secret: other people of this host could read it.`,
        remedy: `Give it as --secret ${key}=- (standard input), ${key}=file:PATH or ${key}=env:NAME.`,
      });
    values[key] = converted(properties[key], text);
  }
  for (const [key, source] of options.secret.map(pair)) values[key] = await secretOf(context, source);
  return values;
}

export async function setLink(context: Context, options: PbxOptions): Promise<void> {
  const input = await inputOf(context, options);
  show(context, await context.client.send('PUT', '/api/pbx', PbxLink, input), (l) => words(l, context.now));
}

export async function removeLink(context: Context): Promise<void> {
  await context.client.send('DELETE', '/api/pbx', Type.Null());
  show(context, { removed: true }, () => 'Removed the PBX link and its secrets.');
}

export function testWords(result: PbxTestResult): string {
  const wrong = result.steps.flatMap(({ error }) => (error ? [`${error.sentence} ${error.remedy}`] : []));
  return [
    table(
      ['Step', 'Result', 'Found'],
      result.steps.map((s) => [s.title, s.ok ? 'ok' : 'failed', s.facts]),
    ),
    ...(result.users === undefined
      ? []
      : ['', `${result.users} users, ${result.didNumbers ?? 0} DID numbers.`]),
    ...(wrong.length > 0 ? ['', ...wrong] : []),
  ].join('\n');
}

/** The saved link, or what was typed; nothing is stored. Exit code 1 when it fails. */
export async function testLink(context: Context, options: PbxOptions): Promise<number> {
  const isTyped = options.type !== undefined || options.set.length + options.secret.length > 0;
  const input = isTyped ? await inputOf(context, options) : undefined;
  const result = await context.client.send('POST', '/api/pbx/test', PbxTestResult, input);
  show(context, result, testWords);
  return result.ok ? 0 : 1;
}

/** Tests the saved link, reads its users once and makes the plan; nothing is sent. Exit code 1 when it fails. */
export async function connect(context: Context): Promise<number> {
  const result = await context.client.send('POST', '/api/pbx/connect', PbxTestResult);
  show(context, result, testWords);
  return result.ok ? 0 : 1;
}
