/** The table of invariants in test/README.md says where each of the 27 is shown: it must not say so of what is not there. */
import { readFileSync } from 'node:fs';
import { test } from 'tap';

type Line = {
  readonly invariant: number;
  readonly file: string;
  readonly title: string;
  readonly runs: number;
  readonly cases: readonly string[];
};

const LINE = /^\| (\d+) \| `([^`]+)` \| (.+?) \| ([\d,]+) \| (.+) \|$/gm;
const lines: Line[] = [...readFileSync('test/README.md', 'utf8').matchAll(LINE)].map(
  ([, invariant, file = '', title = '', runs = '', cases = '']) => ({
    invariant: Number(invariant),
    file: `test/${file}`,
    title,
    runs: Number(runs.replaceAll(',', '')),
    cases: cases.split(', '),
  }),
);

/** From the title of a test to the next test. */
function bodyOf(text: string, title: string): string {
  const at = [`test('${title}'`, `test(\`${title}\``].map((start) => text.indexOf(start)).find((n) => n >= 0);
  if (at === undefined) return '';
  const end = text.indexOf('\ntest(', at + 1);
  return text.slice(at, end === -1 ? undefined : end);
}

/** The number of runs that a test asks for; names are looked up in its file, `RUNS` also among the helpers. */
function runsOf(text: string, body: string): number {
  const asked = /numRuns: (.+?)(?:,| \})/.exec(body)?.[1] ?? '';
  const times = /^(\d+) \* /.exec(asked)?.[1] ?? '1';
  const word = asked.replace(/^\d+ \* /, '');
  const known =
    /const RUNS = ([\d_]+)/.exec(text) ??
    /const RUNS = ([\d_]+)/.exec(readFileSync('test/gateway/user-sync/helpers/meter.ts', 'utf8'));
  const plain = /[\d_]+/.exec(word)?.[0] ?? known?.[1] ?? '0';
  return Number(times) * Number(plain.replaceAll('_', ''));
}

test('each of the 27 invariants has a property of 1,000 runs or more, and it is there', async (t) => {
  const named = new Set(lines.map(({ invariant }) => invariant));
  for (let n = 1; n <= 27; n++) t.ok(named.has(n), `invariant ${n}`);
  for (const { invariant, file, title, runs, cases } of lines) {
    const text = readFileSync(file, 'utf8');
    const body = bodyOf(text, title);
    const what = `${invariant}: ${file}, ${title}`;
    t.not(body, '', what);
    t.ok(runs >= 1000 && runsOf(text, body) >= runs, `${what}: ${runsOf(text, body)} runs`);
    const numbers = /^([\d, ]+):/.exec(title)?.[1]?.split(', ').map(Number);
    if (numbers) t.ok(numbers.includes(invariant), `${what}: the title says so`);
    else t.ok(new RegExp(`Invariant[s]? .*\\b${invariant}\\b`).test(text), `${what}: the file says so`);
    for (const it of cases) t.ok(text.includes(it), `${what}: counts ${it}`);
  }
});
