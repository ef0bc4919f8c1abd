/** The constant English sentences of the gateway that pages show, read from the tables and sources they stand in. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { PLATFORM_KIND_TITLE } from '../../src/contract/common.ts';
import { LICENCE_WRONG } from '../../src/contract/inventory.ts';
import { NETWORK_WRONG } from '../../src/contract/network.ts';
import { NOT_RECORDED } from '../../src/contract/support.ts';
import { REASONS } from '../../src/gateway/core/sync-reasons.ts';
import { EVENT_ALARMS } from '../../src/gateway/features/health/event-alarms.ts';
import { CHECKS } from '../../src/gateway/features/health/index.ts';
import { portalTarget } from '../../src/gateway/features/tunnels/allow-list.ts';
import { WHY } from '../../src/gateway/features/user-sync/plan.ts';
import { jobs } from '../../src/gateway/jobs/index.ts';
import { DETAIL_LABELS } from '../../src/gateway/pbx/connector.ts';
import { CONNECTORS } from '../../src/gateway/pbx/index.ts';
import { spoken } from '../../web-ui/shared/spoken.ts';

const GATEWAY = join(import.meta.dirname, '../../src/gateway');

type Node = { readonly type: string } & Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string';

function programOf(file: string): Node {
  const { program, errors } = parseSync(file, readFileSync(file, 'utf8'));
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  return program as unknown as Node;
}

/** Every node of a file, with the node around it. */
export function* nodesOf(file: string): Generator<readonly [node: Node, parent: Node | undefined]> {
  yield* walk(programOf(file), undefined);
}

function* walk(node: Node, parent: Node | undefined): Generator<readonly [Node, Node | undefined]> {
  yield [node, parent];
  for (const value of Object.values(node))
    for (const child of [value].flat()) if (isNode(child)) yield* walk(child, node);
}

function literals(file: string, fits: (text: string, parent: Node | undefined) => boolean): string[] {
  return [...nodesOf(file)]
    .filter(([node]) => node.type === 'Literal' && typeof node.value === 'string')
    .filter(([node, parent]) => fits(String(node.value), parent))
    .map(([node]) => String(node.value));
}

/** Whole sentences in the checks: constant facts and remedies. What names a host or a number is no constant. */
function sentencesOfChecks(): string[] {
  const folder = join(GATEWAY, 'features/health');
  return readdirSync(folder).flatMap((file) =>
    literals(join(folder, file), (text) => /^[A-Z].* .*\.$/.test(text)),
  );
}

/** What the sign-in and the people's form are told: whole sentences. */
function sentencesOfAccess(): string[] {
  const folder = join(GATEWAY, 'features/access');
  return readdirSync(folder).flatMap((file) =>
    literals(join(folder, file), (text) => /^[A-Z].* .*\.$/.test(text)),
  );
}

const CLOUD = join(import.meta.dirname, '../../src/cloud');

/** Constant sentences of the cloud beside its table of errors: the values of `sentence`. */
export function* cloudSentences(): Generator<string> {
  const files = readdirSync(CLOUD, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.ts') && !name.endsWith('core/errors.ts')))
    for (const [node, parent] of nodesOf(join(CLOUD, file))) {
      if (node.type !== 'Literal' || typeof node.value !== 'string') continue;
      const named = ((parent?.key ?? parent?.id) as Node | undefined)?.name;
      if (named === 'sentence') yield node.value;
    }
}

/** Where the handlers of orders are, and what they say: the value of `sentence` outside of a fault. */
const ORDER_FILES = [
  'gateway.ts',
  'features/tunnels/commands.ts',
  'features/update/update.ts',
  'features/support/upload.ts',
  'features/configuration/configuration.ts',
];

function* sentencesIn(node: Node, inSentence: boolean): Generator<string> {
  const isFault = node.type === 'CallExpression' && (node.callee as Node).name === 'fail';
  if (isFault) return;
  const text =
    node.type === 'Literal' && typeof node.value === 'string'
      ? node.value
      : node.type === 'TemplateLiteral'
        ? (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('{name}')
        : '';
  // a sentence, or the words of a progress; keys and codes are none
  if (inSentence && /^[A-Z{].*[ .]/.test(text)) yield text;
  const named = node.type === 'Property' && (node.key as Node).name === 'sentence';
  const tells = node.type === 'CallExpression' && (node.callee as Node).name === 'progress';
  const answers =
    node.type === 'ReturnStatement' &&
    ['TemplateLiteral', 'Literal'].includes((node.argument as Node | null)?.type ?? '');
  for (const value of Object.values(node))
    for (const child of [value].flat())
      if (isNode(child)) yield* sentencesIn(child, inSentence || named || tells || answers);
}

/** Forms of what a gateway says of orders: `{name}` for what is filled in, `#` where that is a number. */
export function orderSentences(): Set<string> {
  const numbers: Readonly<Record<string, string>> = {
    '{name} users read.': '# users read.',
    'Sent {name} of {name} bytes.': 'Sent # of # bytes.',
  };
  const found = new Set<string>();
  for (const file of ORDER_FILES) {
    for (const text of sentencesIn(programOf(join(GATEWAY, file)), false)) found.add(numbers[text] ?? text);
  }
  return found;
}

const TEST_STEPS = [
  'ldap/index.ts',
  'files/session.ts',
  'mivoice-business/test-link.ts',
  'mivoice-office-250/index.ts',
  'own-users.ts',
  'ldap/directory.ts',
  'csv/index.ts',
  'asterisk/index.ts',
  'oauth-link.ts',
  'https.ts',
];

/** Titles of rows that have `run`: the steps of a connection test. */
function titlesOfTestSteps(): string[] {
  return TEST_STEPS.flatMap((file) =>
    [...nodesOf(join(GATEWAY, 'pbx', file))]
      .filter(([node]) => node.type === 'ObjectExpression')
      .map(([node]) => (node.properties as Node[]).map((p) => [(p.key as Node)?.name, p.value] as const))
      .filter((row) => row.some(([name]) => name === 'run'))
      .flatMap((row) => (row.find(([name]) => name === 'title')?.[1] as Node | undefined)?.value ?? [])
      .map(String),
  );
}

type Property = { readonly title?: string; readonly description?: string; readonly enum?: readonly string[] };

/** Labels, helps and choices of a form as the page makes them. */
function textsOfSetting([key, { title, description, enum: choices = [] }]: [string, Property]): string[] {
  return [title ?? spoken(key), description ?? '', ...choices.map(spoken)];
}

function textsOfConnectors(): string[] {
  return CONNECTORS.flatMap(({ title, note, notice, settings }) => [
    title,
    note,
    notice ?? '',
    ...Object.entries(settings.properties as Record<string, Property>).flatMap(textsOfSetting),
  ]);
}

const nothing = async () => [];
const JOBS = jobs({
  sync: { run: async () => '', check: async () => '', scheduleMs: () => 1 },
  inventory: { report: nothing, words: () => '' },
  health: { runDue: nothing },
  metrics: { roll: () => '' },
  certificate: { renew: () => '' },
  retention: { prune: async () => 0 },
  backup: { due: async () => '' },
});

/** Everything that has no code of its own; the translations have exactly these. */
export function serverTexts(): Set<string> {
  return new Set(
    [
      ...sentencesOfChecks(),
      ...sentencesOfAccess(),
      ...[...CHECKS, ...EVENT_ALARMS, ...JOBS].map(({ title }) => title),
      ...titlesOfTestSteps(),
      ...textsOfConnectors(),
      ...Object.values(DETAIL_LABELS),
      ...NOT_RECORDED,
      ...Object.values(LICENCE_WRONG),
      ...Object.values(NETWORK_WRONG),
      ...Object.values(WHY),
      ...Object.values(REASONS).map(({ remedy }) => remedy),
      ...Object.values(PLATFORM_KIND_TITLE),
      portalTarget(0).description,
    ].filter((text) => text !== ''),
  );
}
