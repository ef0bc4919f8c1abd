/** No remedy sends anybody to a page that this kind of installation does not have (row A2). */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { PLATFORM_KIND_TITLE, type PlatformKind } from '../../../src/contract/common.ts';
import type { Probes } from '../../../src/gateway/core/ports/probes.ts';
import { setsNetwork, setupOf } from '../../../src/gateway/core/setup-steps.ts';
import type { CheckContext, HealthCheck, HealthState } from '../../../src/gateway/features/health/check.ts';
import { CHECKS } from '../../../src/gateway/features/health/index.ts';
import { NETWORK_REMEDIES } from '../../../src/gateway/features/health/network-remedies.ts';
import { nodesOf } from '../../helpers/server-texts.ts';

const KINDS = Object.keys(PLATFORM_KIND_TITLE) as PlatformKind[];
const NOTHING = { siteSaved: false, pbxSaved: false, connected: false, completed: false };

/** Names of pages and steps that some kinds have and others have not. */
function pagesOf(kind: PlatformKind): Readonly<Record<string, boolean>> {
  const steps = setupOf(kind, NOTHING).steps.map(({ name }) => name);
  return {
    'Appliance Ethernet Configuration': setsNetwork(kind),
    'PBX page': steps.includes('pbx'),
    'Connect page': steps.includes('connect'),
    'Sync page': steps.includes('sync'),
    // nobody has these: the checks stand on the page of alarms, proxy and ports on that of the network
    'health page': false,
    'Gateway page': false,
  };
}

const missing = (kind: PlatformKind, sentence: string) =>
  Object.entries(pagesOf(kind)).flatMap(([page, there]) => (!there && sentence.includes(page) ? [page] : []));

/** Every sentence that the gateway can say, by the file that it stands in; English is its language. */
function* sentences(): Generator<readonly [file: string, sentence: string]> {
  const folder = join(import.meta.dirname, '../../../src');
  for (const part of ['gateway', 'contract', 'base']) {
    const files = readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => name.endsWith('.ts')))
      for (const [node] of nodesOf(join(folder, part, file))) {
        if (node.type === 'Literal' && typeof node.value === 'string') yield [file, node.value];
        if (node.type === 'TemplateElement') yield [file, String((node.value as { cooked: string }).cooked)];
      }
  }
}

test('what every kind says names no page that only some have', async (t) => {
  const all = [...sentences()].filter(([file]) => !file.endsWith('health/network-remedies.ts'));
  t.ok(all.filter(([, text]) => / .*\.$/.test(text)).length > 500, 'the sentences were found');
  const wrong = all.flatMap(([file, text]) =>
    KINDS.flatMap((kind) => missing(kind, text).map((page) => `${kind}, ${file}: ${page}`)),
  );
  t.same(wrong, []);
});

const PORT = { name: 'eth0', link: true, addresses: ['192.0.2.7/24'] } as const;

/** What is found of a network that is out of order, and the remedy that it takes. */
const BROKEN: readonly (readonly [keyof typeof NETWORK_REMEDIES, code: string, Partial<Probes>])[] = [
  ['port', 'CABLE', { ports: async () => [{ ...PORT, link: undefined }] }],
  ['address', 'ADDRESS', { ports: async () => [{ ...PORT, addresses: [] }] }],
  ['address', 'ADDRESS', { ports: async () => [{ ...PORT, addresses: ['169.254.3.4/16'] }] }],
  ['noDefaultGateway', 'DEFAULT_GATEWAY', { gateway: async () => undefined }],
  [
    'defaultGateway',
    'DEFAULT_GATEWAY',
    { gateway: async () => ({ port: 'eth0', address: '192.0.2.254', answers: false }) },
  ],
  ['dns', 'DNS', { resolve: async () => ({ ok: false, code: 'ECONNREFUSED', words: 'refused' }) }],
  [
    'duplicate',
    'DUPLICATE_ADDRESS',
    {
      ports: async () => [PORT],
      duplicate: async () => ({ taken: true, sentence: 'Somebody else has 192.0.2.7.' }),
    },
  ],
];

test('of the network each kind says what can be done there', async (t) => {
  const told = new Set<string>();
  for (const kind of KINDS)
    for (const [what, code, probes] of BROKEN) {
      const state = {
        setsNetwork: () => setsNetwork(kind),
        cloud: () => ({ host: 'cloud.example', port: 443, tls: true }),
        proxy: () => undefined,
        channel: () => undefined,
      } as Partial<HealthState> as HealthState;
      const { run } = CHECKS.find((check) => check.code === code) as HealthCheck;
      const found = await run({ probes, state } as unknown as CheckContext);
      const remedy = 'remedy' in found ? found.remedy : '';
      t.equal(remedy, NETWORK_REMEDIES[what][setsNetwork(kind) ? 'page' : 'platform'], `${kind}: ${code}`);
      t.same(missing(kind, remedy), [], `${kind}: ${remedy}`);
      told.add(what);
    }
  t.same([...told].sort(), Object.keys(NETWORK_REMEDIES).sort(), 'each row is used');
});
