/**
 * The fuzz test for longer: `npm run fuzz [-- --seconds 60] [-- --target LDIF] [-- --write]`. Each target gets its time,
 * 20 seconds unless told, and inputs that no earlier run had. `--write` puts the result into docs/fuzz.md.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fc } from '../helpers/fc.ts';
import { type FuzzTarget, TARGETS } from './targets.ts';

/** One round: so many inputs of one seed. A seed and a path name a failing input for ever. */
const ROUND = 500;

async function fuzz(
  { inputs, run }: FuzzTarget,
  seconds: number,
): Promise<{ inputs: number; failed?: string }> {
  const until = Date.now() + seconds * 1000;
  let done = 0;
  for (let seed = Date.now() | 0; Date.now() < until; seed++) {
    const property = fc.asyncProperty(inputs, async (input) => {
      await run(input);
    });
    const details = await fc.check(property, { numRuns: ROUND, seed });
    done += details.numRuns;
    if (details.failed) return { inputs: done, failed: fc.defaultReportMessage(details) ?? 'failed' };
  }
  return { inputs: done };
}

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    target: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});
const lines: string[] = [];
for (const target of TARGETS.filter(({ name }) => name.includes(values.target))) {
  const { inputs, failed } = await fuzz(target, Number(values.seconds));
  process.stdout.write(`${target.name}: ${inputs} inputs, ${failed ?? 'nothing found'}\n`);
  if (failed !== undefined) process.exitCode = 1;
  lines.push(
    `| ${target.name} | ${inputs.toLocaleString('en-GB')} | ${failed === undefined ? 'nothing' : 'a defect'} |`,
  );
}
if (values.write) {
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(
    new URL('../../docs/fuzz.md', import.meta.url),
    `# Fuzzing of the parsers

\`test/fuzz/parsers.test.ts\` gives every parser of what others wrote 1,000 random inputs in each run of the tests (bytes, its own words in any order, whole inputs with something changed), and
counts steps: twice the input may take 2.5 times the steps at most, and half a mebibyte must end. \`npm run fuzz\` looks for longer. It must find nothing: an input that it names becomes a test.

The last long run, ${day}, Node ${process.versions.node}, ${values.seconds} seconds a parser:

| parser | inputs | found |
|---|---|---|
${lines.join('\n')}
`,
  );
}
