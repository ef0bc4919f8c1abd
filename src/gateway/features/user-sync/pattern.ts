/**
 * Patterns of the mapping language in linear time: no back-tracking, so that no pattern and no value can hold the sync
 * up (a Pike machine over Thompson's construction; R. Cox, "Regular Expression Matching: the Virtual Machine Approach").
 *
 * Of JavaScript's language: text, `.`, `[a-z]`, `[^…]`, `\d \w \s` and their opposites, `^ $`, `( )`, `(?: )`, `|`,
 * `* + ? {n,m}` and their lazy forms. Not taken: back references, look-around, `\b`, named groups, `\p`.
 */

/** Longest pattern that is taken. */
export const MOST_PATTERN = 200;
/** Longest value that is looked at; a longer one matches nothing. */
export const MOST_INPUT = 4096;
const MOST_REPEAT = 64;
const MOST_STEPS = 2000;
const MOST_NESTED = 16;

type Test = (codePoint: number) => boolean;
type Node =
  | { readonly kind: 'char'; readonly test: Test }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Node[] }
  | { readonly kind: 'group'; readonly of: Node; readonly number: number | undefined }
  | {
      readonly kind: 'repeat';
      readonly of: Node;
      readonly least: number;
      readonly most: number;
      readonly greedy: boolean;
    };
type Step =
  | { readonly op: 'char'; readonly test: Test }
  | { readonly op: 'start' | 'end' | 'match' }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'save'; readonly slot: number };

export type Pattern = { readonly groups: number; readonly steps: readonly Step[] };

/** Why a pattern is not taken, as a sentence. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}
const refuse = (sentence: string): never => {
  throw new PatternError(sentence);
};

const code = (text: string) => text.codePointAt(0) ?? 0;
const isDigit: Test = (c) => c >= 48 && c <= 57;
const isWord: Test = (c) => isDigit(c) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95;
const isSpace: Test = (c) => /\s/u.test(String.fromCodePoint(c));
const isNewline: Test = (c) => c === 10 || c === 13 || c === 0x2028 || c === 0x2029;
const not =
  (test: Test): Test =>
  (c) =>
    !test(c);
const CLASSES: Readonly<Record<string, Test>> = {
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  s: isSpace,
  S: not(isSpace),
};
const CONTROL: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13 };
const SYNTAX = '^$\\.*+?()[]{}|/-';

/** Reads a pattern from left to right. */
class Reader {
  private at = 0;
  private nested = 0;
  groups = 0;
  private readonly text: readonly string[];
  constructor(pattern: string) {
    this.text = [...pattern];
  }
  get done(): boolean {
    return this.at >= this.text.length;
  }
  private peek(ahead = 0): string | undefined {
    return this.text[this.at + ahead];
  }
  private take(expected: string): boolean {
    if (this.peek() !== expected) return false;
    this.at++;
    return true;
  }
  any(): Node {
    if (++this.nested > MOST_NESTED) refuse(`Groups are nested more than ${MOST_NESTED} deep.`);
    const parts = [this.all()];
    while (this.take('|')) parts.push(this.all());
    this.nested--;
    return { kind: 'any', parts };
  }
  private all(): Node {
    const parts: Node[] = [];
    for (let next = this.peek(); next !== undefined && next !== '|' && next !== ')'; next = this.peek())
      parts.push(this.repeated(this.atom()));
    return { kind: 'all', parts };
  }
  private repeated(of: Node): Node {
    const times = this.times();
    if (!times) return of;
    if (of.kind === 'start' || of.kind === 'end') refuse('“^” and “$” cannot be repeated.');
    const greedy = !this.take('?');
    if (this.times()) refuse('A repetition follows another one.');
    return { kind: 'repeat', of, ...times, greedy };
  }
  private times(): { least: number; most: number } | undefined {
    if (this.take('*')) return { least: 0, most: Number.POSITIVE_INFINITY };
    if (this.take('+')) return { least: 1, most: Number.POSITIVE_INFINITY };
    if (this.take('?')) return { least: 0, most: 1 };
    if (this.peek() !== '{') return undefined;
    const [whole, low = '', comma, high] =
      /^\{(\d{1,3})(,(\d{1,3})?)?\}/.exec(this.text.slice(this.at, this.at + 10).join('')) ??
      refuse('“{” must be followed by a number of times; write “\\{” for the sign itself.');
    this.at += whole.length;
    const least = Number(low);
    const most = comma === undefined ? least : high === undefined ? Number.POSITIVE_INFINITY : Number(high);
    if (least > MOST_REPEAT || (most > MOST_REPEAT && most !== Number.POSITIVE_INFINITY))
      refuse(`A repetition is of ${MOST_REPEAT} times at most.`);
    if (most < least) refuse('A repetition counts downwards.');
    return { least, most };
  }
  private atom(): Node {
    const sign = this.text[this.at++] ?? '';
    if (sign === '^') return { kind: 'start' };
    if (sign === '$') return { kind: 'end' };
    if (sign === '.') return { kind: 'char', test: not(isNewline) };
    if (sign === '[') return { kind: 'char', test: this.set() };
    if (sign === '(') return this.group();
    if (sign === '\\') {
      const escaped = this.escaped();
      return { kind: 'char', test: typeof escaped === 'number' ? (c) => c === escaped : escaped };
    }
    if ('*+?{}]'.includes(sign))
      refuse(`“${sign}” has nothing to stand for; write “\\${sign}” for the sign.`);
    const own = code(sign);
    return { kind: 'char', test: (c) => c === own };
  }
  private group(): Node {
    let number: number | undefined;
    if (this.peek() !== '?') number = ++this.groups;
    else if (this.peek(1) === ':') this.at += 2;
    else refuse('Look-around and named groups are not taken.');
    const of = this.any();
    if (!this.take(')')) refuse('A “(” is not closed.');
    return { kind: 'group', of, number };
  }
  private escaped(): number | Test {
    const sign = this.text[this.at++] ?? refuse('The pattern ends with “\\”.');
    const known = CLASSES[sign];
    if (known) return known;
    const control = CONTROL[sign];
    if (control !== undefined) return control;
    return SYNTAX.includes(sign) ? code(sign) : refuse(`“\\${sign}” is not taken.`);
  }
  private set(): Test {
    const isOpposite = this.take('^');
    const tests: Test[] = [];
    while (!this.take(']')) {
      if (this.done) refuse('A “[” is not closed.');
      tests.push(this.member());
    }
    const isIn: Test = (c) => tests.some((test) => test(c));
    return isOpposite ? not(isIn) : isIn;
  }
  private member(): Test {
    const low = this.single();
    if (typeof low !== 'number') return low;
    if (this.peek() !== '-' || this.peek(1) === ']' || this.peek(1) === undefined) return (c) => c === low;
    this.at++;
    const high = this.single();
    if (typeof high !== 'number' || high < low) return refuse('A range in “[ ]” is not one.');
    return (c) => c >= low && c <= high;
  }
  private single(): number | Test {
    const sign = this.text[this.at++] ?? '';
    return sign === '\\' ? this.escaped() : code(sign);
  }
}

function emit(node: Node, steps: Step[]): void {
  if (steps.length > MOST_STEPS) refuse('The pattern is too long once its repetitions are written out.');
  if (node.kind === 'char') steps.push({ op: 'char', test: node.test });
  else if (node.kind === 'start' || node.kind === 'end') steps.push({ op: node.kind });
  else if (node.kind === 'all') for (const part of node.parts) emit(part, steps);
  else if (node.kind === 'any') emitAny(node.parts, steps);
  else if (node.kind === 'group') {
    if (node.number !== undefined) steps.push({ op: 'save', slot: 2 * node.number });
    emit(node.of, steps);
    if (node.number !== undefined) steps.push({ op: 'save', slot: 2 * node.number + 1 });
  } else if (node.kind === 'repeat') emitRepeat(node, steps);
}

function emitAny(parts: readonly Node[], steps: Step[]): void {
  const ends: { op: 'jump'; to: number }[] = [];
  for (const part of parts.slice(0, -1)) {
    const split = { op: 'split' as const, first: steps.length + 1, second: 0 };
    steps.push(split);
    emit(part, steps);
    const end = { op: 'jump' as const, to: 0 };
    steps.push(end);
    ends.push(end);
    split.second = steps.length;
  }
  for (const part of parts.slice(-1)) emit(part, steps);
  for (const end of ends) end.to = steps.length;
}

function emitRepeat(node: Extract<Node, { kind: 'repeat' }>, steps: Step[]): void {
  const { of, least, most, greedy } = node;
  const branch = (inside: number, after: number) =>
    greedy ? { first: inside, second: after } : { first: after, second: inside };
  for (let n = 0; n < least; n++) emit(of, steps);
  if (most === Number.POSITIVE_INFINITY) {
    const loop = steps.length;
    const split = { op: 'split' as const, first: 0, second: 0 };
    steps.push(split);
    emit(of, steps);
    steps.push({ op: 'jump', to: loop });
    Object.assign(split, branch(loop + 1, steps.length));
    return;
  }
  const splits: { at: number; split: { first: number; second: number } }[] = [];
  for (let n = least; n < most; n++) {
    const split = { op: 'split' as const, first: 0, second: 0 };
    splits.push({ at: steps.length, split });
    steps.push(split);
    emit(of, steps);
  }
  for (const { at, split } of splits) Object.assign(split, branch(at + 1, steps.length));
}

/** @throws PatternError */
export function compilePattern(pattern: string): Pattern {
  if (pattern.length > MOST_PATTERN) refuse(`A pattern has ${MOST_PATTERN} characters at most.`);
  const reader = new Reader(pattern);
  const node = reader.any();
  if (!reader.done) refuse('A “)” has no “(”.');
  const steps: Step[] = [];
  emit({ kind: 'group', of: node, number: 0 }, steps);
  steps.push({ op: 'match' });
  return { groups: reader.groups, steps };
}

type Slots = readonly (number | undefined)[];
type Thread = { readonly at: number; readonly slots: Slots };

/** Follows what consumes nothing, in order of preference; each step once a position. */
function follow(
  { steps }: Pattern,
  list: Thread[],
  seen: Set<number>,
  begin: Thread,
  position: number,
  length: number,
): void {
  const stack: Thread[] = [begin];
  for (let thread = stack.pop(); thread; thread = stack.pop()) {
    const { at, slots } = thread;
    if (seen.has(at)) continue;
    seen.add(at);
    const step = steps[at];
    if (!step) continue;
    if (step.op === 'jump') stack.push({ at: step.to, slots });
    else if (step.op === 'split') stack.push({ at: step.second, slots }, { at: step.first, slots });
    else if (step.op === 'save') stack.push({ at: at + 1, slots: slots.with(step.slot, position) });
    else if (step.op === 'start' || step.op === 'end') {
      if (position === (step.op === 'start' ? 0 : length)) stack.push({ at: at + 1, slots });
    } else list.push(thread);
  }
}

/**
 * The first match, the way JavaScript prefers it.
 * @returns the whole and each group; undefined without a match
 */
export function execPattern(pattern: Pattern, text: string): (string | undefined)[] | undefined {
  if (text.length > MOST_INPUT) return undefined;
  const points = [...text];
  const none: Slots = Array.from({ length: 2 * (pattern.groups + 1) }, () => undefined);
  let threads: Thread[] = [];
  let found: Slots | undefined;
  let seen = new Set<number>();
  for (let position = 0; position <= points.length; position++) {
    if (!found) follow(pattern, threads, seen, { at: 0, slots: none }, position, points.length);
    if (threads.length === 0 && found) break;
    const here = position < points.length ? code(points[position] ?? '') : undefined;
    const next: Thread[] = [];
    const seenNext = new Set<number>();
    for (const { at, slots } of threads) {
      const step = pattern.steps[at];
      if (step?.op === 'match') {
        found = slots;
        break;
      }
      if (step?.op !== 'char' || here === undefined || !step.test(here)) continue;
      follow(pattern, next, seenNext, { at: at + 1, slots }, position + 1, points.length);
    }
    threads = next;
    seen = seenNext;
  }
  if (!found) return undefined;
  const slots = found;
  return Array.from({ length: pattern.groups + 1 }, (_, n) => {
    const [from, to] = [slots[2 * n], slots[2 * n + 1]];
    return from === undefined || to === undefined ? undefined : points.slice(from, to).join('');
  });
}
