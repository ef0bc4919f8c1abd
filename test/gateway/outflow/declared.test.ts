/**
 * Every place in the gateway that opens a connection says what it is for: the call stands inside `declared(…)`, or goes
 * over a connection that is there already. What slips through here is still seen, as "not declared", by the meter.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';
import { test } from 'tap';

const SRC = resolve(import.meta.dirname, '../../../src');
const PLACES = ['gateway', 'base'];

type Node = { readonly type?: string; readonly [key: string]: unknown };

/** Functions that open connections, by the module that they come from. */
const OPENERS: Readonly<Record<string, readonly string[]>> = {
  'node:net': ['connect', 'createConnection', 'Socket'],
  'node:tls': ['connect'],
  'node:dgram': ['createSocket'],
  'node:http': ['request', 'get'],
  'node:https': ['request', 'get'],
  'node:http2': ['connect'],
  undici: [
    'request',
    'Agent',
    'Pool',
    'Client',
    'ProxyAgent',
    'fetch',
    'stream',
    'pipeline',
    'connect',
    'upgrade',
    'WebSocket',
    'EventSource',
  ],
};
const ofModule = (from: string) => OPENERS[from.endsWith('/node-http.ts') ? 'node:http' : from] ?? [];
/** These give the name of a host away. */
const RESOLVERS = ['node:dns', 'node:dns/promises'];

/** Local names of what opens connections, and whether the file asks name servers. */
function imported(file: string, text: string) {
  const { module, program } = parseSync(file, text);
  const entries = module.staticImports.flatMap(({ moduleRequest, entries: names }) =>
    names.map(({ importName, localName, isType }) => ({
      from: moduleRequest.value,
      name: importName.name ?? '*',
      local: localName.value,
      isType,
    })),
  );
  const values = entries.filter(({ isType }) => !isType);
  const openers = values.filter(({ from, name }) => ofModule(from).includes(name)).map(({ local }) => local);
  return {
    program,
    openers: new Set(openers),
    asksNames: values.some(({ from }) => RESOLVERS.includes(from)),
  };
}

/** Options by which a call goes over what is there already: whoever gave that has declared it. */
const OVER = ['socket', 'createConnection', 'socketPath', 'dispatcher', 'clientFactory'];

const calleeOf = (node: Node) => (node.callee as { readonly name?: string } | undefined)?.name ?? '';
const has = (node: Node, property: string) =>
  ((node.arguments ?? []) as Node[]).some(({ properties }) =>
    ((properties ?? []) as Node[]).some(
      ({ key }) => (key as { name?: string } | undefined)?.name === property,
    ),
  );

/** Calls of an opener that nobody declared, as lines of the file. */
function undeclared(file: string, text: string): string[] {
  const { program, openers, asksNames } = imported(file, text);
  const found =
    asksNames && !file.endsWith('base/runtime/outflow.ts') ? [`${file} asks name servers itself`] : [];
  const look = (node: unknown, isDeclared: boolean): void => {
    if (Array.isArray(node)) return void node.map((child) => look(child, isDeclared));
    if (typeof node !== 'object' || node === null) return;
    const here = node as Node;
    const isCall = here.type === 'CallExpression' || here.type === 'NewExpression';
    const name = isCall ? calleeOf(here) : '';
    // undici connects by a function of ours; that function is looked at where it stands
    const byOurs = here.type === 'NewExpression' && has(here, 'connect');
    const isOver = byOurs || OVER.some((property) => has(here, property));
    if (openers.has(name) && !isDeclared && !isOver)
      found.push(`${file}:${text.slice(0, here.start as number).split('\n').length} ${name}`);
    for (const child of Object.values(here)) look(child, isDeclared || name === 'declared');
  };
  look(program, false);
  return found;
}

/** What only looks so. */
const EXCEPT = [
  // a path of the file system
  /^gateway\/platform\/helper\.ts:\d+ connect$/,
  // over the socket in its options
  /^gateway\/platform\/probes\.ts:\d+ connect$/,
  // by the agent of a target (gateway/http/front/target.ts); in the cloud, by a channel of a tunnel
  /^base\/runtime\/relay\.ts:\d+ request$/,
];

test('every connection of the gateway is declared where it is opened', async (t) => {
  const files = PLACES.flatMap((place) =>
    readdirSync(join(SRC, place), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(SRC, place, name),
    ),
  ).filter((name) => name.endsWith('.ts'));
  const found = files.flatMap((file) => undeclared(relative(SRC, file), readFileSync(file, 'utf8')));
  t.same(
    found.filter((line) => !EXCEPT.some((pattern) => pattern.test(line))),
    [],
  );
  for (const pattern of EXCEPT)
    t.ok(
      found.some((line) => pattern.test(line)),
      `${pattern} is still needed`,
    );
  t.ok(files.length > 250);
});

test('what opens a connection without a word is found, however it is written', async (t) => {
  for (const text of [
    "import { connect } from 'node:net'; export const f = () => connect({ host: 'x', port: 1 });",
    "import { connect as dial } from 'node:tls'; declared(flow, () => 1); dial({ host: 'x', port: 1 });",
    "import { request } from '../base/runtime/node-http.ts'; request({ host: 'x' });",
    "import { createSocket } from 'node:dgram'; createSocket('udp4');",
    "import { Socket } from 'node:net'; new Socket().connect(1, 'x');",
    "import { lookup } from 'node:dns/promises'; lookup('x');",
    "import { request } from 'undici'; request('https://x');",
    "import { Agent } from 'undici'; new Agent({ connections: 1 });",
  ])
    t.equal(undeclared('gateway/x.ts', text).length, 1, text);
  for (const text of [
    "import { connect } from 'node:net'; declared(flow, () => connect({ host: 'x', port: 1 }));",
    "import { connect } from 'node:tls'; connect({ socket: raw });",
    "import type { Socket } from 'node:net'; import { isIP, type Server } from 'node:net'; isIP('x');",
  ])
    t.same(undeclared('gateway/x.ts', text), [], text);
});
