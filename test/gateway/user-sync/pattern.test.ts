import { test } from 'tap';
import {
  compilePattern,
  execPattern,
  PatternError,
} from '../../../src/gateway/features/user-sync/pattern.ts';
import { fc } from '../../helpers/fc.ts';

/** Patterns of the language, small enough that JavaScript's own engine answers at once. */
const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '\\s', '-', 'é', '^', '$');
const plain = fc.constantFrom('a', 'b', '.', '[ab]', '\\d', 'é');
const times = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,3}', '{1,}', '*?', '+?', '??');
const { pattern } = fc.letrec<{ pattern: string; sequence: string; piece: string }>((tie) => ({
  pattern: fc.array(tie('sequence'), { minLength: 1, maxLength: 2 }).map((parts) => parts.join('|')),
  sequence: fc.array(tie('piece'), { maxLength: 3 }).map((parts) => parts.join('')),
  piece: fc.oneof(
    { maxDepth: 2 },
    fc.tuple(atom, times).map(([of, n]) => (of === '^' || of === '$' ? of : of + n)),
    // of a repeated group JavaScript forgets what an earlier round captured: compared without repetition
    tie('pattern').map((inner) => `(${inner})`),
    tie('pattern').map((inner) => `(?:${inner})`),
    // JavaScript takes no empty round of a repetition: compared with groups that cannot be empty
    fc.tuple(plain, plain, times).map(([one, two, n]) => `(?:${one}${two}|${two})${n}`),
  ),
}));
const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', ' ', '-', 'é', '\n', '😀'), maxLength: 8 });

test('what it finds is what JavaScript finds, groups too', async (t) => {
  fc.assert(
    fc.property(pattern, text, (source, value) => {
      fc.pre(source.length <= 200);
      const js = new RegExp(source, 'u').exec(value);
      const ours = execPattern(compilePattern(source), value);
      return JSON.stringify(ours ?? null) === JSON.stringify(js ? [...js] : null);
    }),
    { numRuns: 3000 },
  );
  t.pass();
});

test('linear: patterns that hang an engine with back-tracking answer, and cost grows with the text', async (t) => {
  const steps = (source: string, length: number) => {
    const compiled = compilePattern(source);
    let tested = 0;
    const counted = compiled.steps.map((step) =>
      step.op === 'char'
        ? {
            ...step,
            test: (c: number) => {
              tested++;
              return step.test(c);
            },
          }
        : step,
    );
    t.equal(execPattern({ ...compiled, steps: counted }, 'a'.repeat(length)), undefined);
    return tested;
  };
  for (const source of ['(a+)+$b', '(a|a)*b', '(a|aa)+$x', 'a*a*a*a*a*b', '(?:(?:a*)*)*b']) {
    const [one, two] = [steps(source, 1000), steps(source, 2000)];
    t.ok(two <= 2.1 * one + 100, `${source}: ${one}, ${two}`);
  }
});

test('what is not of the language is refused with a sentence', async (t) => {
  for (const source of [
    '(a)\\1',
    '(?=a)',
    '(?<name>a)',
    '\\bword',
    '\\p{L}',
    'a**',
    'a{2}{3}',
    '{1}',
    '*a',
    '(a',
    'a)',
    '[a',
    '[z-a]',
    'a{65}',
    '((a{64}){64}){64}',
    'a\\',
    'x'.repeat(201),
    '('.repeat(17) + ')'.repeat(17),
  ])
    t.throws(() => compilePattern(source), PatternError, source);
  t.equal(execPattern(compilePattern('a'), 'a'.repeat(4097)), undefined, 'a value that is too long');
});
