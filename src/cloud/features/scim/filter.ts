/**
 * Filters (RFC 7644 §3.4.2.2): text → tree. Operators and attribute names in any case. Beyond the grammar it reads
 * `emails[type eq "work"].value eq "x"`, which identity providers send.
 */

import { type AttributePath, pathText, resolvePath } from './path.ts';
import { type Attribute, findAttribute } from './schema.ts';
import { quote, ScimError } from './scim-error.ts';

export const COMPARISONS = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;
export type Comparison = (typeof COMPARISONS)[number];
export type Comparand = string | number | boolean | null;

export type Filter =
  | { readonly op: 'and' | 'or'; readonly terms: readonly Filter[] }
  | { readonly op: 'not'; readonly term: Filter }
  | { readonly op: 'pr'; readonly path: AttributePath }
  | { readonly op: Comparison; readonly path: AttributePath; readonly value: Comparand }
  /** One element of a multi-valued attribute that satisfies the whole inner filter. */
  | { readonly op: 'some'; readonly path: AttributePath; readonly inner: Filter };

/** A filter above these is refused: it costs more than any question about a user needs. */
export const FILTER_LIMITS = { characters: 16_384, depth: 24, terms: 512 } as const;

const bad = (sentence: string) => new ScimError('invalidFilter', sentence);

type Token = {
  readonly kind: 'word' | 'string' | 'number' | 'mark';
  readonly text: string;
  readonly at: number;
};

const TOKEN =
  /\s*(?:(?<word>[A-Za-z$][\w$.:-]*)|(?<string>"(?:[^"\\]|\\.)*")|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<mark>[()[\]]|\.))/y;

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    const match = TOKEN.exec(text);
    if (!match?.groups)
      throw bad(`The filter cannot be read at character ${at + 1}: ${quote(text.slice(at))}.`);
    const [kind, value] = Object.entries(match.groups).find(([, group]) => group !== undefined) ?? [];
    tokens.push({ kind: kind as Token['kind'], text: value ?? '', at });
  }
  return tokens;
}

/** Gives an attribute's path in the scope where a term stands: the whole resource, or one element. */
type Scope = (name: string) => AttributePath | undefined;

const inElement =
  (attribute: Attribute): Scope =>
  (name) => {
    const sub = findAttribute(attribute.subAttributes ?? [], name);
    return sub && { attribute: sub };
  };

const STRING_ONLY = new Set<string>(['co', 'sw', 'ew']);
const ORDERED = new Set<string>(['gt', 'ge', 'lt', 'le']);

/** The attribute that is compared: a complex one stands for its `value` (RFC 7644 §3.4.2.2, `emails co`). */
function comparable(path: AttributePath): AttributePath {
  if (path.sub || path.attribute.type !== 'complex') return path;
  const sub = findAttribute(path.attribute.subAttributes ?? [], 'value');
  if (!sub) throw bad(`${pathText(path)} has parts; name the one to compare.`);
  return { ...path, sub };
}

function comparison(op: Comparison, given: AttributePath, value: Comparand): Filter {
  const path = comparable(given);
  const { type } = path.sub ?? path.attribute;
  const unordered = type === 'boolean' || type === 'binary';
  if (unordered && (ORDERED.has(op) || STRING_ONLY.has(op)))
    throw bad(`${pathText(path)} cannot be compared by ${op}.`);
  if (STRING_ONLY.has(op) && typeof value !== 'string')
    throw bad(`${op} compares with a text in quotation marks.`);
  if (ORDERED.has(op) && typeof value !== 'string' && typeof value !== 'number')
    throw bad(`${op} compares with a text or a number.`);
  if (type === 'dateTime' && ORDERED.has(op) && Number.isNaN(Date.parse(String(value))))
    throw bad(`${quote(value)} is not a date and time.`);
  return { op, path, value };
}

const isComparison = (word: string): word is Comparison => (COMPARISONS as readonly string[]).includes(word);

/** Recursive descent; depth and number of terms are bounded, so it neither overflows nor takes long. */
function createParser(tokens: readonly Token[]) {
  let next = 0;
  let terms = 0;
  const peek = () => tokens[next];
  const isMark = (mark: string) => peek()?.kind === 'mark' && peek()?.text === mark;
  const isWord = (word: string) => peek()?.kind === 'word' && peek()?.text.toLowerCase() === word;
  const where = () => (peek() ? `at character ${(peek()?.at ?? 0) + 1}` : 'at its end');
  const take = (): Token => {
    const token = peek();
    if (!token) throw bad('The filter is not complete.');
    next += 1;
    return token;
  };
  const expect = (mark: string) => {
    if (!isMark(mark)) throw bad(`The filter needs a ${quote(mark)} ${where()}.`);
    next += 1;
  };
  const deeper = (depth: number) => {
    if (depth >= FILTER_LIMITS.depth)
      throw bad(`The filter is nested deeper than ${FILTER_LIMITS.depth} levels.`);
    return depth + 1;
  };

  function joined(op: 'and' | 'or', part: () => Filter): Filter {
    const first = part();
    if (!isWord(op)) return first;
    const list = [first];
    while (isWord(op)) {
      next += 1;
      list.push(part());
    }
    return { op, terms: list };
  }

  function comparand(): Comparand {
    const { kind, text } = take();
    if (kind === 'number') return Number(text);
    if (kind === 'string') return parseString(text);
    const lower = text.toLowerCase();
    if (kind === 'word' && lower === 'true') return true;
    if (kind === 'word' && lower === 'false') return false;
    if (kind === 'word' && lower === 'null') return null;
    throw bad(`${quote(text)} is not a value; a text stands in quotation marks.`);
  }

  function compared(path: AttributePath): Filter {
    const { kind, text } = take();
    const op = text.toLowerCase();
    if (kind === 'word' && op === 'pr') return { op: 'pr', path };
    if (kind === 'word' && isComparison(op)) return comparison(op, path, comparand());
    throw bad(`${quote(text)} is not an operator; there are ${COMPARISONS.join(', ')} and pr.`);
  }

  function element(path: AttributePath, depth: number): Filter {
    const { attribute } = path;
    if (path.sub || attribute.type !== 'complex')
      throw bad(`${pathText(path)} has no parts to look into with [ ].`);
    const scope = inElement(attribute);
    expect('[');
    const inner = either(scope, deeper(depth));
    expect(']');
    if (!isMark('.')) return { op: 'some', path, inner };
    next += 1;
    const named = named_(scope);
    return { op: 'some', path, inner: { op: 'and', terms: [inner, compared(named)] } };
  }

  function named_(scope: Scope): AttributePath {
    const { kind, text } = take();
    if (kind !== 'word') throw bad(`${quote(text)} stands where an attribute is needed.`);
    const path = scope(text);
    if (!path) throw bad(`There is no attribute ${quote(text)}.`);
    return path;
  }

  function term(scope: Scope, depth: number): Filter {
    terms += 1;
    if (terms > FILTER_LIMITS.terms) throw bad(`The filter has more than ${FILTER_LIMITS.terms} terms.`);
    if (isWord('not') && tokens[next + 1]?.text === '(') {
      next += 1;
      return { op: 'not', term: grouped(scope, depth) };
    }
    if (isMark('(')) return grouped(scope, depth);
    const path = named_(scope);
    return isMark('[') ? element(path, depth) : compared(path);
  }

  function grouped(scope: Scope, depth: number): Filter {
    expect('(');
    const inner = either(scope, deeper(depth));
    expect(')');
    return inner;
  }

  function either(scope: Scope, depth: number): Filter {
    return joined('or', () => joined('and', () => term(scope, depth)));
  }

  return {
    whole(scope: Scope): Filter {
      const filter = either(scope, 0);
      if (peek()) throw bad(`The filter has something left over ${where()}: ${quote(peek()?.text)}.`);
      return filter;
    },
  };
}

function parseString(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch (cause) {
    throw Object.assign(bad(`${quote(text)} is not a text as JSON writes it.`), { cause });
  }
}

function checkSize(text: string): void {
  if (text.length > FILTER_LIMITS.characters)
    throw bad(`The filter has ${text.length} characters; ${FILTER_LIMITS.characters} are the most.`);
}

/**
 * Reads a filter over users.
 *
 * @throws ScimError `invalidFilter`, and nothing else, whatever the text is.
 */
export function parseFilter(text: string): Filter {
  checkSize(text);
  return createParser(tokenise(text)).whole(resolvePath);
}

/** Reads the part between [ and ] of a patch path: a filter over the elements of one attribute. */
export function parseElementFilter(text: string, attribute: Attribute): Filter {
  checkSize(text);
  return createParser(tokenise(text)).whole(inElement(attribute));
}
