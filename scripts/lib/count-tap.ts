/**
 * Reads tap's report: prints `passed failed skipped` on standard output, and every file's outcome, failure and skip in
 * words on standard error. A report that ran no test, that was cut short or whose tap ended badly counts as a failure.
 *
 * @example node count-tap.ts report.tap 0   # the report and tap's exit status
 */
import { readFileSync } from 'node:fs';

const lines = readFileSync(process.argv[2] ?? '', 'utf8').split('\n');
let [passed, failed, skipped] = [0, 0, 0];
const say = (text: string) => process.stderr.write(`${text}\n`);

/** A test point that has no points of its own below it: what a person calls one check. */
const POINT = /^(\s*)(not ok|ok) \d+ - (.*)$/;
const isSubtest = (index: number, indent: number): boolean => {
  // the subtest's own points and plan stand above its summary line, indented deeper
  for (let i = index - 1; i >= 0; i--) {
    const line = lines[i] ?? '';
    if (line.trim() === '' || /^\s*(---|\.\.\.)/.test(line)) continue;
    const depth = line.length - line.trimStart().length;
    return depth > indent && /^\s*(\d+\.\.\d+|# time=|#)/.test(line);
  }
  return false;
};

let inDiagnostics = false;
lines.forEach((line, index) => {
  if (/^\s*---\s*$/.test(line)) inDiagnostics = true;
  if (/^\s*\.\.\.\s*$/.test(line)) inDiagnostics = false;
  const point = inDiagnostics ? null : POINT.exec(line);
  if (!point) return;
  const [, space = '', verdict, words = ''] = point;
  const summary = isSubtest(index, space.length);
  const skip = /# SKIP/i.test(words);
  if (space === '') say(`${verdict === 'ok' ? 'ok     ' : 'FAILED '} ${words}`);
  if (skip) {
    skipped++;
    say(`skipped ${words}`);
  } else if (verdict === 'not ok' && !summary) {
    failed++;
    say(`        not ok: ${words}`);
    for (let i = index + 1; i < index + 40 && !/^\s*\.\.\.\s*$/.test(lines[i] ?? '...'); i++)
      say(`        ${lines[i]}`);
  } else if (verdict === 'ok' && !summary) passed++;
});
// tap says at the end how many files it had: without that, or with another number, the report was cut
const files = lines.filter((line) => /^(not ok|ok) \d+ /.test(line)).length;
const planned = lines.map((line) => /^1\.\.(\d+)/.exec(line)?.[1]).findLast((n) => n !== undefined);
if (planned === undefined || Number(planned) !== files) {
  failed++;
  say(`the report is cut: ${files} files reported, ${planned ?? 'no number'} announced`);
}
// a file that died without a failing point of its own still failed
const dead = lines.filter((l) => /^not ok/.test(l)).length;
if (dead > 0 && failed === 0) failed = dead;
if (passed + failed + skipped === 0) {
  failed = 1;
  say('no test ran');
  say(lines.slice(-30).join('\n'));
}
const status = Number(process.argv[3] ?? 0);
if (status !== 0 && failed === 0) {
  failed = 1;
  say(`tap ended with exit status ${status}, although no test failed`);
}
process.stdout.write(`${passed} ${failed} ${skipped}\n`);
