/** A connector's settings schema as a form: which keys are secret, which key is the host, what is wrong with values. */
import type { TObject } from 'typebox';
import { fail } from './errors.ts';
import { partnersOf, properties, type Values, wrongFields } from './settings-schema.ts';

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

/** Stored secrets that still belong to what was typed: a password goes with the name that was emptied. */
export function stillWanted(schema: TObject, secrets: Values, typed: Values): Values {
  const isWanted = (key: string) => partnersOf(schema, key).every((partner) => typed[partner] !== undefined);
  return Object.fromEntries(Object.entries(secrets).filter(([key]) => isWanted(key)));
}

/** @throws BAD_INPUT with a sentence for every field that is wrong */
export function checkValues(schema: TObject, values: Values): void {
  const fields = wrongFields(schema, values).map(({ field, sentence }) => ({
    field: `values.${field}`,
    sentence,
  }));
  if (fields.length > 0)
    throw fail('BAD_INPUT', { sentence: 'Some settings of the PBX link are not right.', fields });
}
