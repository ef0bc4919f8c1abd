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
  // the support bundle without the daemon, part of its main
  'support.ts': ['*'],
  // backups: a process of their own, and what a start does with a restore
  backup: ['*'],
  // what a start does with a factory reset
  reset: ['*'],
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

/** What the language itself gives; everything else of the world outside must be handed over. */
const OF_THE_LANGUAGE = new Set(
  `undefined NaN Infinity Object Array String Number Boolean BigInt Symbol Map Set WeakMap WeakSet WeakRef Promise RegExp
  Error TypeError RangeError SyntaxError AggregateError JSON Math Date Intl Uint8Array ArrayBuffer DataView TextEncoder
  TextDecoder URL URLSearchParams AbortController AbortSignal DOMException Iterator parseInt parseFloat isNaN
  encodeURIComponent decodeURIComponent structuredClone atob btoa`.split(/\s+/),
);

/** The names that a pattern declares: `{ a, b: [c], ...d } = …`. */
function declared(pattern: unknown): string[] {
  const node = pattern as Node | null | undefined;
  if (!node) return [];
  if (node.type === 'Identifier') return [String(node.name)];
  if (node.type === 'AssignmentPattern') return declared(node.left);
  if (node.type === 'RestElement') return declared(node.argument);
  if (node.type === 'TSParameterProperty') return declared(node.parameter);
  if (node.type === 'Property') return declared(node.value);
  const parts = (node.properties ?? node.elements ?? []) as unknown[];
  return parts.flatMap(declared);
}

/** Every name that a file declares somewhere. Coarse on purpose: a local name may hide a global of the same name. */
function declarations(ast: unknown): Set<string> {
  const names = new Set<string>();
  for (const { node } of nodes(ast)) {
    const patterns = [
      node.type === 'VariableDeclarator' && node.id,
      /Function|Class/.test(node.type ?? '') && node.id,
      /^Import.*Specifier$/.test(node.type ?? '') && node.local,
      node.type === 'CatchClause' && node.param,
      ...(/Function/.test(node.type ?? '') ? ((node.params as unknown[]) ?? []) : []),
    ];
    for (const pattern of patterns) if (pattern) for (const name of declared(pattern)) names.add(name);
  }
  return names;
}

/** True where an identifier is a value that is read, not the name of a property, a label or a type. */
function isRead({ node, parent }: { node: Node; parent: Node | undefined }): boolean {
  if (node.type !== 'Identifier' || !parent) return false;
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed === true;
  if (
    parent.type === 'Property' ||
    parent.type === 'PropertyDefinition' ||
    parent.type === 'MethodDefinition'
  )
    return parent.value === node || parent.computed === true;
  return !/^(TS(?!As|NonNull|Satisfies)|Export|Import)/.test(parent.type ?? '');
}

/** Names of the world outside that a file reads. */
function outside(ast: unknown): string[] {
  const own = declarations(ast);
  return [...nodes(ast)]
    .filter(isRead)
    .map(({ node }) => String(node.name))
    .filter((name) => !own.has(name) && !OF_THE_LANGUAGE.has(name));
}

/** Reads of the clock and of chance that hide in the language's own objects. */
function readsTheWorld({ node, parent }: { node: Node; parent: Node | undefined }): string | undefined {
  for (const [object, property] of [
    ['Math', 'random'],
    ['Date', 'now'],
    ['AbortSignal', 'timeout'],
  ] as const)
    if (isMember(node, object, property)) return `${object}.${property}`;
  if (node.type === 'Identifier' && node.name === 'Date' && parent) {
    if (parent.type === 'CallExpression' && parent.callee === node) return 'Date()';
    if (parent.type === 'NewExpression' && (parent.arguments as unknown[]).length === 0) return 'new Date()';
  }
  return undefined;
}

function isMember(node: Node, object: string, property: string): boolean {
  if (node.type !== 'MemberExpression') return false;
  return (node.object as Node).name === object && (node.property as Node).name === property;
}

test('core and features read no clock, no randomness, no network', async (t) => {
  for (const [file, { ast }] of parsed) {
    if (!isPure(file)) continue;
    for (const name of new Set(outside(ast))) t.fail(`${file} uses ${name}, which is of the world outside`);
    for (const found of nodes(ast)) {
      const name = readsTheWorld(found);
      if (name !== undefined) t.fail(`${file} reads ${name}`);
    }
  }
  t.pass('read');
});

test('what reads the world is seen, however it is written', async (t) => {
  const seen = (text: string) => {
    const { program: ast } = parseSync('seen.ts', text);
    return [...outside(ast), ...[...nodes(ast)].flatMap((found) => readsTheWorld(found) ?? [])];
  };
  for (const [text, name] of [
    ['const id = crypto.randomUUID();', 'crypto'],
    ['export const bytes = () => crypto.getRandomValues(new Uint8Array(8));', 'crypto'],
    ['const get = globalThis.fetch;', 'globalThis'],
    ['const later = { wait: setTimeout };', 'setTimeout'],
    ['const then = (f = queueMicrotask) => f;', 'queueMicrotask'],
    ['const now = new Date();', 'new Date()'],
    ['const now = Date();', 'Date()'],
    ['const limit = AbortSignal.timeout(1);', 'AbortSignal.timeout'],
    ['const home = process.cwd();', 'process'],
    ['console.log(1);', 'console'],
  ] as const)
    t.strictSame(seen(text), [name], text);
  t.strictSame(
    seen('const given = new Date(0); type T = typeof fetch; const f = ({ fetch }: X) => fetch;'),
    [],
  );
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
