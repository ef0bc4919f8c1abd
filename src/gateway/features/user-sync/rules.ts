/** Mapping rules as people write them: checked before they are saved, and said in words. Pure. */
import { USER_FIELDS } from '../../../contract/scim.ts';
import type { MappingRule, MappingValue } from '../../core/ports/connector.ts';
import { attributesOf } from './mapping.ts';
import { compilePattern, PatternError } from './pattern.ts';

/** Deepest nesting of one rule. */
export const MOST_NESTED = 8;
const MOST_RULES = 64;
const MOST_PARTS = 32;
const MOST_CASES = 256;
const MOST_TEXT = 1024;

const TARGETS: readonly string[] = [...USER_FIELDS, 'active', 'externalId'];

export type WrongRule = { readonly field: string; readonly sentence: string };

/** Forms of a value: the name that makes it, and what may stand beside it. */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  attr: [],
  text: [],
  concat: ['separator'],
  firstOf: [],
  lower: [],
  trim: [],
  nfc: [],
  e164: ['country'],
  switch: ['cases', 'otherwise'],
  match: ['of', 'group'],
  truth: ['otherwise'],
  bitClear: ['bit', 'otherwise'],
};

class RuleError extends Error {}
const refuse = (sentence: string): never => {
  throw new RuleError(sentence);
};

const isText = (value: unknown, most = MOST_TEXT): value is string =>
  typeof value === 'string' && value.length <= most;
type Form = Readonly<Record<string, unknown>>;

function formOf(value: unknown): { readonly name: string; readonly form: Form } {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse('a value is an object such as { "attr": "mail" }');
  const form = value as Form;
  const name = Object.keys(FORMS).find((known) => known in form);
  if (name === undefined)
    return refuse(
      `a value is one of ${Object.keys(FORMS).join(', ')}, not ${Object.keys(form).join(', ') || 'nothing'}`,
    );
  const more = Object.keys(form).find((key) => key !== name && !FORMS[name]?.includes(key));
  if (more !== undefined) refuse(`“${more}” does not belong to “${name}”`);
  return { name, form };
}

function checkList(name: string, list: unknown, depth: number): void {
  if (!Array.isArray(list) || list.length === 0 || list.length > MOST_PARTS)
    refuse(`“${name}” takes a list of 1 to ${MOST_PARTS} values`);
  for (const part of list as unknown[]) checkValue(part, depth + 1);
}

function checkSwitch({ switch: of, cases, otherwise }: Form, depth: number): void {
  const isTable = typeof cases === 'object' && cases !== null && !Array.isArray(cases);
  const entries = isTable ? Object.entries(cases) : refuse('“switch” needs “cases”: text → text');
  if (entries.length > MOST_CASES) refuse(`“switch” has ${MOST_CASES} cases at most`);
  if (!entries.every(([key, to]) => isText(key) && isText(to))) refuse('“cases” leads from text to text');
  if (otherwise !== undefined && !isText(otherwise)) refuse('“otherwise” of “switch” is a text');
  checkValue(of, depth + 1);
}

function checkMatch({ match, of, group }: Form, depth: number): void {
  try {
    const { groups } = compilePattern(isText(match) ? match : refuse('“match” takes a pattern'));
    const wanted = group ?? 1;
    if (!Number.isInteger(wanted) || Number(wanted) < 0 || Number(wanted) > groups)
      refuse(`the pattern “${String(match)}” has no group ${String(wanted)}`);
  } catch (thrown) {
    if (thrown instanceof PatternError)
      refuse(`the pattern “${String(match)}” is not taken: ${thrown.message}`);
    throw thrown;
  }
  checkValue(of, depth + 1);
}

function checkTruth(name: string, form: Form, depth: number): void {
  if (typeof form.otherwise !== 'boolean') refuse(`“${name}” needs “otherwise”: true or false`);
  const { bit } = form;
  const isBit = Number.isInteger(bit) && Number(bit) > 0 && Number(bit) <= 0x4000_0000;
  if (name === 'bitClear' && !isBit) refuse('“bit” is a whole number from 1');
  checkValue(form[name], depth + 1);
}

function checkLeaf(name: string, form: Form): void {
  const value = form[name];
  if (name === 'attr' && (!isText(value, 256) || value.trim() === ''))
    refuse('“attr” takes the name of an attribute');
  if (name === 'text' && !isText(value)) refuse(`“text” takes a text of ${MOST_TEXT} characters at most`);
}

function checkOne(name: string, form: Form, depth: number): void {
  const { country } = form;
  if (country !== undefined && !(isText(country) && /^[A-Z]{2}$/.test(country)))
    refuse('“country” is two capital letters (ISO 3166-1)');
  checkValue(form[name], depth + 1);
}

function checkParts(name: string, form: Form, depth: number): void {
  const { separator } = form;
  if (separator !== undefined && !isText(separator, 16)) refuse('“separator” is a short text');
  checkList(name, form[name], depth);
}

const CHECKS: Readonly<Record<string, (name: string, form: Form, depth: number) => void>> = {
  attr: checkLeaf,
  text: checkLeaf,
  concat: checkParts,
  firstOf: checkParts,
  switch: (_name, form, depth) => checkSwitch(form, depth),
  match: (_name, form, depth) => checkMatch(form, depth),
  truth: checkTruth,
  bitClear: checkTruth,
};

function checkValue(value: unknown, depth: number): void {
  if (depth > MOST_NESTED) refuse(`it is nested more than ${MOST_NESTED} deep`);
  const { name, form } = formOf(value);
  const check = CHECKS[name] ?? checkOne;
  check(name, form, depth);
}

function wrongWith(rule: unknown): string | undefined {
  try {
    const { field, from } = (rule ?? {}) as Form;
    if (!TARGETS.includes(String(field))) refuse(`there is no field “${String(field)}”`);
    checkValue(from, 1);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof RuleError) return thrown.message;
    throw thrown;
  }
}

/** What is wrong with rules, each named by its number (from 1) and field; empty when all are right. */
export function wrongRules(rules: unknown): WrongRule[] {
  if (!Array.isArray(rules) || rules.length === 0 || rules.length > MOST_RULES)
    return [{ field: 'rules', sentence: `A mapping has 1 to ${MOST_RULES} rules.` }];
  return rules.flatMap((rule: unknown, index) => {
    const wrong = wrongWith(rule);
    if (wrong === undefined) return [];
    const target = String(((rule ?? {}) as Form).field);
    return [{ field: `rules.${index}`, sentence: `Rule ${index + 1} (${target}): ${wrong}.` }];
  });
}

/** @returns the same rules, known to be right; undefined when one is not */
export function asRules(rules: unknown): readonly MappingRule[] | undefined {
  return wrongRules(rules).length === 0 ? (rules as readonly MappingRule[]) : undefined;
}

const quoted = (text: string) => `“${text}”`;

/** A value in words: `lower(first of: mail, userPrincipalName)`. */
export function valueInWords(from: MappingValue): string {
  const list = (parts: readonly MappingValue[]) => parts.map(valueInWords).join(', ');
  if ('attr' in from) return from.attr;
  if ('text' in from) return quoted(from.text);
  if ('concat' in from) return `join(${list(from.concat)}; by ${quoted(from.separator ?? ' ')})`;
  if ('firstOf' in from) return `first of: ${list(from.firstOf)}`;
  if ('lower' in from) return `lower(${valueInWords(from.lower)})`;
  if ('trim' in from) return `trim(${valueInWords(from.trim)})`;
  if ('nfc' in from) return `nfc(${valueInWords(from.nfc)})`;
  if ('e164' in from)
    return `e164(${valueInWords(from.e164)}${from.country === undefined ? '' : `; ${from.country}`})`;
  if ('switch' in from) return switchInWords(from);
  if ('match' in from)
    return `match(${valueInWords(from.of)}; ${quoted(from.match)}, group ${from.group ?? 1})`;
  if ('truth' in from) return `is true(${valueInWords(from.truth)}; otherwise ${from.otherwise})`;
  return `bit ${from.bit} is not set(${valueInWords(from.bitClear)}; otherwise ${from.otherwise})`;
}

function switchInWords({
  switch: of,
  cases,
  otherwise,
}: Extract<MappingValue, { switch: MappingValue }>): string {
  const table = Object.entries(cases).map(([from, to]) => `${quoted(from)} → ${quoted(to)}`);
  const rest = otherwise === undefined ? [] : [`otherwise ${quoted(otherwise)}`];
  return `by ${valueInWords(of)}: ${[...table, ...rest].join(', ')}`;
}

/** Names of the attributes that rules read. */
export const attributesOfRules = (rules: readonly MappingRule[]): string[] => [
  ...new Set(rules.flatMap(({ from }) => attributesOf(from))),
];

/** Each rule in words, by position. */
export const rulesInWords = (rules: readonly MappingRule[]): string[] =>
  rules.map(({ from }) => valueInWords(from));
