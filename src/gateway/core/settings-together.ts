/** `together` of a settings schema: keys that are given all or none (core/ports/connector.ts). */
import type { TObject } from 'typebox';

export type FieldError = { readonly field: string; readonly sentence: string };

const isGiven = (value: unknown) => value !== undefined && value !== '';

/** What is missing beside what is given; one entry a missing setting. */
export function missingTogether(schema: TObject, values: Readonly<Record<string, unknown>>): FieldError[] {
  const { together = [] } = schema as TObject & { together?: readonly string[] };
  const given = together.filter((key) => isGiven(values[key]));
  if (given.length === 0) return [];
  const titleOf = (key: string) => (schema.properties[key] as { title?: string } | undefined)?.title ?? key;
  const beside = given.map(titleOf).join(' and ');
  return together
    .filter((key) => !given.includes(key))
    .map((field) => ({ field, sentence: `Enter ${titleOf(field)} too, or leave ${beside} empty.` }));
}
