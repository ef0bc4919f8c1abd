/** Random inputs of a parser: bytes, its own words in any order, and whole inputs with something changed. */
import { fc } from '../helpers/fc.ts';

export type Words = {
  /** Inputs that the parser takes. */
  readonly seeds: readonly Buffer[];
  /** Pieces that mean something to it. */
  readonly words: readonly string[];
};

/** What a server of bad will, or a broken one, may put anywhere. */
const NASTY: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  ' ',
  '-',
  '\u0000',
  '\ud800',
  'x'.repeat(5000),
  [],
  {},
  [[]],
  { toString: 1 },
  { valueOf: 1, toString: null },
  { length: -1 },
  JSON.parse('{"__proto__":{"a":1},"constructor":1}'),
];

const bytes = fc.uint8Array({ maxLength: 300 }).map((given) => Buffer.from(given));

const wordsOf = (words: readonly string[]) =>
  fc
    .array(fc.constantFrom(...words), { maxLength: 40 })
    .map((parts) => Buffer.from(parts.join(''), 'latin1'));

/** Some bytes are another, and a piece is cut out, doubled or left behind. */
const changed = (seeds: readonly Buffer[]) =>
  fc
    .tuple(
      fc.constantFrom(...seeds),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
      fc.nat(),
      fc.nat(60),
      fc.constantFrom('keep', 'cut', 'double', 'end'),
    )
    .map(([seed, changes, where, size, how]) => {
      const copy = Buffer.from(seed);
      for (const [at, byte] of changes) copy[at % copy.length] = byte;
      const from = where % copy.length;
      const piece = copy.subarray(from, from + size);
      if (how === 'end') return copy.subarray(0, from);
      if (how === 'keep') return copy;
      const between = how === 'double' ? [piece, piece] : [];
      return Buffer.concat([copy.subarray(0, from), ...between, copy.subarray(from + size)]);
    });

/** The value with its n-th part (counted as they are met) exchanged. */
function exchanged(value: unknown, at: { left: number }, by: unknown): unknown {
  if (at.left-- === 0) return by;
  if (Array.isArray(value)) return value.map((one) => exchanged(one, at, by));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, exchanged(one, at, by)]));
}

const jsonParts = (text: string) => text.match(/[{[":,]/g)?.length ?? 1;

/** Whole answers with a part that is something else; any JSON at all. */
export const jsonInputs = (seeds: readonly string[]) =>
  fc.oneof(
    fc
      .tuple(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...NASTY)), { maxLength: 3 }),
      )
      .map(([seed, changes]) => {
        let value: unknown = JSON.parse(seed);
        for (const [at, by] of changes) value = exchanged(value, { left: at % jsonParts(seed) }, by);
        return Buffer.from(JSON.stringify(value) ?? '');
      }),
    fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text)),
    bytes,
  );

export const byteInputs = ({ seeds, words }: Words): fc.Arbitrary<Buffer> =>
  fc.oneof(bytes, wordsOf(words), changed(seeds));
