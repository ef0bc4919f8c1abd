/** Values against a connector's settings schema: the same for the form, the stored link and the stand-alone run. */
import type { TObject, TSchema } from 'typebox';
import { Value } from 'typebox/value';

type Property = TSchema & {
  readonly secret?: true;
  readonly host?: true;
  readonly title?: string;
  readonly showIf?: { readonly key: string; readonly equals: unknown };
};
export type Values = Record<string, unknown>;
export type WrongField = { readonly field: string; readonly sentence: string };

export const properties = (schema: TObject): Record<string, Property> =>
  schema.properties as Record<string, Property>;

/** Settings that must be there where this one is (JSON Schema: dependentRequired). */
export function partnersOf(schema: TObject, key: string): readonly string[] {
  const table = (schema as { dependentRequired?: Readonly<Record<string, readonly string[]>> })
    .dependentRequired;
  return table?.[key] ?? [];
}

/** Defaults filled in. An empty text is a setting that was left out; so is one whose condition does not hold. */
export function completed(schema: TObject, values: Readonly<Values>): Values {
  const filled = Value.Default(schema, structuredClone(values)) as Values;
  for (const [key, p] of Object.entries(properties(schema))) {
    const isHidden = p.showIf !== undefined && filled[p.showIf.key] !== p.showIf.equals;
    if (isHidden || filled[key] === '') delete filled[key];
  }
  return filled;
}

type Issue = {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message: string;
  readonly params: unknown;
};
type Params = {
  readonly requiredProperties?: readonly string[];
  readonly additionalProperties?: readonly string[];
  readonly property?: string;
  readonly dependencies?: readonly string[];
};

function explain(schema: TObject, issue: Issue): WrongField[] {
  const known = properties(schema);
  const title = (key: string) => known[key]?.title ?? key;
  const { requiredProperties, additionalProperties, property, dependencies } = issue.params as Params;
  if (issue.keyword === 'dependentRequired')
    return (dependencies ?? []).map((field) => ({
      field,
      sentence: `Enter ${title(field)}, or leave ${title(property ?? '')} empty too.`,
    }));
  if (requiredProperties)
    return requiredProperties.map((field) => ({ field, sentence: `Enter ${title(field)}.` }));
  if (additionalProperties)
    return additionalProperties.map((field) => ({
      field,
      sentence: `${field} is not a setting of this type.`,
    }));
  const field = issue.instancePath.replace(/^\//, '').split('/')[0] ?? '';
  return [{ field, sentence: `${title(field)} ${issue.message}.` }];
}

/** What is wrong, one entry a field; values never appear in it. Empty when all is well. */
export function wrongFields(schema: TObject, values: Readonly<Values>): readonly WrongField[] {
  const first = new Map<string, WrongField>();
  for (const issue of Value.Errors(schema, values) as readonly Issue[])
    for (const wrong of explain(schema, issue)) if (!first.has(wrong.field)) first.set(wrong.field, wrong);
  return [...first.values()];
}
