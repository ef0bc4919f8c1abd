/** Holds the rules of docs/architecture.md by reading the import graph. Parsed with oxc: `import type` counts too. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';
import { test } from 'tap';

const SRC = resolve(import.meta.dirname, '../src');

type Import = { readonly from: string; readonly to: string };

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

type Found = { readonly imports: string[]; readonly ast: unknown };

function parse(file: string): Found {
  const { program, module, errors } = parseSync(file, readFileSync(file, 'utf8'));
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const text = readFileSync(file, 'utf8');
  return {
    imports: [
      ...module.staticImports.map((i) => i.moduleRequest.value),
      ...module.staticExports.flatMap((e) =>
        e.entries.flatMap((x) => (x.moduleRequest ? [x.moduleRequest.value] : [])),
      ),
      ...module.dynamicImports.map((i) =>
        text.slice(i.moduleRequest.start, i.moduleRequest.end).replace(/^['"`]|['"`]$/g, ''),
      ),
    ],
    ast: program,
  };
}

const parsed = new Map(sources(SRC).map((file) => [relative(SRC, file), parse(file)]));

/** Imports of ours, as paths below src. */
const ours: Import[] = [...parsed].flatMap(([from, { imports }]) =>
  imports
    .filter((i) => i.startsWith('.'))
    .map((i) => ({ from, to: relative(SRC, resolve(SRC, dirname(from), i)) })),
);
const packages: Import[] = [...parsed].flatMap(([from, { imports }]) =>
  imports.filter((i) => !i.startsWith('.')).map((to) => ({ from, to })),
);

const isIn = (path: string, ...folders: string[]) =>
  folders.some((f) => path === f || path.startsWith(`${f}/`));
const program = (path: string) => path.split('/')[0] ?? '';
/** `gateway/features/user-sync/plan.ts` → `features`; a file of the program's root → its name. */
const layer = (path: string) => path.split('/')[1] ?? '';

/** layer → layers it may import within one program; `*` everything. */
const MAY: Record<string, readonly string[]> = {
  'main.ts': ['*'],
  // composition code of the worker and the stand-alone run (docs/decisions/sync-engine.md)
  sync: ['*'],
  'gateway.ts': ['*'],
  // the operator's commands of the cloud, part of its main
  'operator.ts': ['*'],
  'openapi.ts': ['*'],
  'cloud.ts': ['*'],
  'config.ts': ['core'],
  core: ['core'],
  features: ['features', 'core'],
  http: ['http', 'features', 'core'],
  jobs: ['jobs', 'features', 'core'],
  uplink: ['uplink', 'core'],
  pbx: ['pbx', 'core'],
  platform: ['platform', 'core'],
  store: ['store', 'core'],
  broker: ['broker', 'core'],
};

test('the layers point one way', async (t) => {
  for (const { from, to } of ours) {
    if (!isIn(from, 'gateway', 'cloud') || program(from) !== program(to)) continue;
    const may = MAY[layer(from)];
    if (!may) t.fail(`${from}: the folder ${layer(from)} is not in the table`);
    else if (!may.includes('*') && !may.includes(layer(to))) t.fail(`${from} imports ${to}`);
  }
  t.pass(`${ours.length} imports read`);
});

test('programs do not import each other; base and contract import nothing of ours beside themselves', async (t) => {
  const PROGRAMS = ['gateway', 'cloud', 'cli', 'helper'];
  for (const { from, to } of ours) {
    const crosses = isIn(from, ...PROGRAMS) && isIn(to, ...PROGRAMS) && program(from) !== program(to);
    if (crosses) t.fail(`${from} imports ${to}`);
    if (isIn(from, 'contract') && !isIn(to, 'contract')) t.fail(`${from} imports ${to}`);
    if (isIn(from, 'base') && !isIn(to, 'base', 'contract')) t.fail(`${from} imports ${to}`);
    if (isIn(from, 'base') && !isIn(from, 'base/runtime') && isIn(to, 'base/runtime'))
      t.fail(`${from} imports ${to}`);
  }
  t.pass('read');
});

const PURE = ['gateway/core', 'gateway/features', 'cloud/core', 'cloud/features', 'contract'];
const isPure = (path: string) => isIn(path, ...PURE) || (isIn(path, 'base') && !isIn(path, 'base/runtime'));

test('core, features, contract and base touch nothing of the world', async (t) => {
  for (const { from, to } of packages) {
    if (isPure(from) && to !== 'typebox' && !to.startsWith('typebox/')) t.fail(`${from} imports ${to}`);
  }
  for (const { from, to } of ours) {
    if (isIn(from, ...PURE) && isIn(to, 'base/runtime')) t.fail(`${from} imports ${to}`);
  }
  t.pass(`${packages.length} imports of packages read`);
});

test('no feature imports another feature', async (t) => {
  const feature = (path: string) => path.split('/').slice(0, 3).join('/');
  for (const { from, to } of ours) {
    if (!isIn(from, 'gateway/features', 'cloud/features') || !isIn(to, 'gateway/features', 'cloud/features'))
      continue;
    if (feature(from) !== feature(to)) t.fail(`${from} imports ${to}`);
  }
  t.pass('read');
});

type Node = { type?: string; name?: string; [key: string]: unknown };

/** Every node of a syntax tree, with its parent. */
function* nodes(node: unknown, parent?: Node): Generator<{ node: Node; parent: Node | undefined }> {
  if (Array.isArray(node)) {
    for (const child of node) yield* nodes(child, parent);
  } else if (typeof node === 'object' && node !== null) {
    const here = node as Node;
    if (typeof here.type === 'string') yield { node: here, parent };
    for (const [key, child] of Object.entries(here)) if (key !== 'parent') yield* nodes(child, here);
  }
}

const FORBIDDEN = new Set(['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'crypto']);

function isMember(node: Node, object: string, property: string): boolean {
  if (node.type !== 'MemberExpression') return false;
  return (node.object as Node).name === object && (node.property as Node).name === property;
}

/** A name that is used as a value from outside, not a property, parameter or declaration of the file. */
function usesGlobal({ node, parent }: { node: Node; parent: Node | undefined }): boolean {
  if (node.type === 'CallExpression') return FORBIDDEN.has(((node.callee as Node).name as string) ?? '');
  if (node.type === 'MemberExpression')
    return (
      (node.object as Node).name === 'crypto' &&
      parent?.type === 'CallExpression' &&
      (node.property as Node).name === 'subtle'
    );
  return false;
}

test('core and features read no clock, no randomness, no network', async (t) => {
  for (const [file, { ast }] of parsed) {
    if (!isPure(file)) continue;
    for (const found of nodes(ast)) {
      const { node } = found;
      if (
        isMember(node, 'Math', 'random') ||
        isMember(node, 'Date', 'now') ||
        isMember(node, 'performance', 'now')
      )
        t.fail(`${file} reads the world: ${JSON.stringify((node.object as Node).name)}`);
      if (usesGlobal(found)) t.fail(`${file} uses a forbidden global`);
      if (
        node.type === 'NewExpression' &&
        (node.callee as Node).name === 'Date' &&
        (node.arguments as unknown[]).length === 0
      )
        t.fail(`${file} reads the time with new Date()`);
    }
  }
  t.pass('read');
});

test('the time is read in one place, the environment in config.ts only', async (t) => {
  for (const [file, { ast }] of parsed) {
    for (const { node } of nodes(ast)) {
      if (isMember(node, 'Date', 'now') && file !== 'base/runtime/clock.ts')
        t.fail(`${file} reads Date.now()`);
      if (isMember(node, 'process', 'env') && !file.endsWith('config.ts'))
        t.fail(`${file} reads process.env`);
    }
  }
  t.pass('read');
});

test('no cycles', async (t) => {
  const next = Map.groupBy(ours, (i) => i.from);
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      t.fail(`cycle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
      return;
    }
    if (done.has(file)) return;
    for (const { to } of next.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of parsed.keys()) visit(file, []);
  t.pass(`${parsed.size} files read`);
});
