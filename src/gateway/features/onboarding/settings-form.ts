/** A connector's settings schema as a form: which keys are secret, which key is the host, what is wrong with values. */
import type { TObject, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { fail } from '../../core/errors.ts';
import { missingTogether } from '../../core/settings-together.ts';

type Property = TSchema & {
  secret?: true;
  host?: true;
  title?: string;
  showIf?: { key: string; equals: unknown };
};
export type Values = Record<string, unknown>;

export const properties = (schema: TObject): Record<string, Property> =>
  schema.properties as Record<string, Property>;

export function secretKeys(schema: TObject): string[] {
  return Object.entries(properties(schema))
    .filter(([, p]) => p.secret === true)
    .map(([key]) => key);
}

/** Where the connection goes: changing one of these clears the stored secrets (contract: command channel). */
export function hostKeys(schema: TObject): string[] {
  return Object.keys(properties(schema)).filter(
    (key) => /^(host|url|ipAddress|server)$/i.test(key) || properties(schema)[key]?.host === true,
  );
}

/** `fd00::1`, `[fd00::1]:8443` and `pbx:8443` → the host alone, as an address of a target has it. */
export function hostOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  const [, bracketed] = /^\[([^\]]+)\](?::\d+)?$/.exec(value) ?? [];
  if (bracketed !== undefined) return bracketed;
  return value.indexOf(':') === value.lastIndexOf(':') ? value.replace(/:\d+$/, '') : value;
}

export function withoutSecrets(schema: TObject, values: Values): Values {
  const secret = new Set(secretKeys(schema));
  return Object.fromEntries(Object.entries(values).filter(([key]) => !secret.has(key)));
}

/** Defaults filled in, keys of fields that are not shown dropped. */
export function completed(schema: TObject, values: Values): Values {
  const filled = Value.Default(schema, structuredClone(values)) as Values;
  for (const [key, p] of Object.entries(properties(schema))) {
    if (p.showIf && filled[p.showIf.key] !== p.showIf.equals) delete filled[key];
    else if (filled[key] === '') delete filled[key];
  }
  return filled;
}

/** @throws BAD_INPUT with a sentence for every field that is wrong */
export function checkValues(schema: TObject, values: Values): void {
  const known = properties(schema);
  const fields = Object.keys(values)
    .filter((key) => !(key in known))
    .map((key) => ({ field: `values.${key}`, sentence: `${key} is not a setting of this type.` }));
  for (const issue of Value.Errors(schema, values)) {
    const missing = (issue.params as { requiredProperties?: string[] }).requiredProperties ?? [];
    const keys = missing.length > 0 ? missing : [issue.instancePath.replace(/^\//, '').split('/')[0] ?? ''];
    for (const key of keys) {
      const title = known[key]?.title ?? key;
      const sentence = missing.length > 0 ? `Enter ${title}.` : `${title} ${issue.message}.`;
      if (key !== '' && !fields.some((f) => f.field === `values.${key}`))
        fields.push({ field: `values.${key}`, sentence });
    }
  }
  const named = new Set(fields.map(({ field }) => field));
  const missing = missingTogether(schema, values).map((m) => ({ ...m, field: `values.${m.field}` }));
  fields.push(...missing.filter(({ field }) => !named.has(field)));
  if (fields.length > 0)
    throw fail('BAD_INPUT', { sentence: 'Some settings of the PBX link are not right.', fields });
}
