/** Every line that a program logs has a name of the table, every name is used, and docs/logs.md is the table. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { test } from 'tap';
import { eventOf, LOG_EVENTS, logLine } from '../src/base/logs.ts';
import { createLogger } from '../src/base/runtime/logger.ts';

const ROOT = join(import.meta.dirname, '..');
const LEVELS = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);
/**
 * Where a line is handed on with the sentence that somebody else gave, or what a person reads at a terminal: usage, and
 * what keeps a program from starting, which begins with the code of an error.
 */
const HANDED_ON: Readonly<Record<string, number>> = {
  'src/gateway/gateway.ts': 3,
  'src/cloud/cloud.ts': 1,
  // the others are messages between the two processes
  'src/gateway/sync/runner.ts': 3,
  'src/gateway/sync/worker.ts': 7,
  'src/helper/main.ts': 2,
  'src/gateway/main.ts': 9,
  'src/cloud/main.ts': 7,
};
/** Answers of an order, and what a dry run would have done (named where it is printed). */
const NO_LOG = /^src\/(gateway\/backup\/orders|helper\/host)\.ts$/;

type Node = { type: string; [key: string]: unknown };
type Call = { readonly file: string; readonly sentence?: string; readonly event?: string };

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

function* nodes(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const one of value) yield* nodes(one);
  else if (isNode(value)) {
    yield value;
    for (const [key, inner] of Object.entries(value)) if (key !== 'parent') yield* nodes(inner);
  }
}

const nameOf = (node: unknown): string | undefined =>
  isNode(node) ? ((node.name as string | undefined) ?? nameOf(node.property)) : undefined;
const textOf = (node: unknown): string | undefined =>
  isNode(node) && node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;

/** What a call says, if it is one that logs. */
function said(file: string, call: Node): Call | undefined {
  const callee = call.callee as Node;
  const args = call.arguments as Node[];
  const own = nameOf(callee) ?? '';
  const of = callee.type === 'MemberExpression' ? nameOf(callee.object) : undefined;
  if (own === 'logLine') {
    const event = textOf(args[0]);
    return { file, ...(event === undefined ? {} : { event }) };
  }
  const isLog =
    (of === undefined && ['log', 'warn', 'say'].includes(own)) ||
    (own === 'log' && of !== 'Math') ||
    (own === 'warn' && of === 'options') ||
    (LEVELS.has(own) && (of === 'log' || of === 'logger'));
  if (!isLog) return undefined;
  // `log(logLine(…))` is told by its inner call
  if (args.some((arg) => arg.type === 'CallExpression' && nameOf(arg.callee) === 'logLine')) return undefined;
  const sentence = args.map(textOf).find((text) => text !== undefined);
  return { file, ...(sentence === undefined ? {} : { sentence }) };
}

const files = globSync('src/{base,gateway,cloud,helper}/**/*.ts', { cwd: ROOT }).filter(
  (file) => !NO_LOG.test(file),
);
const calls = files.flatMap((file) => {
  const { program } = parseSync(file, readFileSync(join(ROOT, file), 'utf8'));
  return [...nodes(program)].flatMap((node) =>
    node.type === 'CallExpression' ? (said(file, node) ?? []) : [],
  );
});

test('no line is logged without a name of the table', (t) => {
  t.ok(calls.length > 150, `${calls.length} calls were found`);
  const handedOn: Record<string, number> = {};
  for (const { file, sentence, event } of calls) {
    const isNamed =
      event === undefined
        ? sentence !== undefined && eventOf(sentence) !== 'web.other'
        : Object.hasOwn(LOG_EVENTS, event);
    if (isNamed) continue;
    if (sentence !== undefined && !(file in HANDED_ON)) t.fail(`${file}: “${sentence}” has no name`);
    else handedOn[file] = (handedOn[file] ?? 0) + 1;
  }
  t.strictSame(handedOn, HANDED_ON, 'and no more lines than these are handed on');
  t.end();
});

test('every name of the table is used, once for each sentence', (t) => {
  const used = new Set(calls.map(({ sentence, event }) => event ?? eventOf(sentence)));
  for (const event of Object.keys(LOG_EVENTS)) t.ok(used.has(event) || event === 'web.other', event);
  const sentences = Object.values(LOG_EVENTS);
  t.equal(new Set(sentences).size, sentences.length, 'a sentence names one event');
  for (const event of Object.keys(LOG_EVENTS)) t.match(event, /^[a-z]+(\.[a-zA-Z]+)+$/);
  t.end();
});

test('the name stands in the line, whatever way it is logged', (t) => {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger(
    { level: 'info', name: 'test' },
    { write: (line: string) => void lines.push(JSON.parse(line)) },
  );
  logger.info({ part: 'outbox', code: 'X' }, 'the outbox waits');
  logger.child({ more: 1 }).warn('ready');
  logger.error(new Error('broken'));
  logger.info('Server listening at http://127.0.0.1');
  t.match(lines, [
    { event: 'outbox.waits', msg: 'the outbox waits', part: 'outbox', code: 'X' },
    { event: 'gateway.ready', msg: 'ready', more: 1 },
    { event: 'web.other', msg: 'broken', err: { message: 'broken' } },
    { event: 'web.other', msg: 'Server listening at http://127.0.0.1' },
  ]);
  t.equal(logLine('helper.done', 'reboot: ok'), 'helper.done: reboot: ok');
  t.equal(logLine('restore.placed'), 'restore.placed: the data of a backup is in place');
  t.end();
});

test('docs/logs.md lists the table', (t) => {
  const rows = readFileSync(join(ROOT, 'docs/logs.md'), 'utf8')
    .split('| event | sentence |')[1]
    ?.split('\n')
    .flatMap((line) => /^\| `([^`]+)` \| (.+) \|$/.exec(line)?.slice(1, 3).join(' ') ?? []);
  t.strictSame(
    rows,
    Object.entries(LOG_EVENTS).map((row) => row.join(' ')),
  );
  t.end();
});
