import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { type Test, test } from 'tap';
import { Value } from 'typebox/value';
import { Platform, swaStatus } from '../../../src/contract/inventory.ts';
import { createHostFacts } from '../../../src/gateway/platform/host-facts.ts';
import { detectKind } from '../../../src/gateway/platform/kind.ts';
import { readLicence } from '../../../src/gateway/platform/licence.ts';
import { APPLICATION_ID, platformIdOf, readMachineId } from '../../../src/gateway/platform/platform-id.ts';

function tree(t: Test, files: Record<string, string> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'host-'));
  t.teardown(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

test('facts of this host are an inventory platform, without the machine-id', async (t) => {
  const root = tree(t);
  const warnings: unknown[] = [];
  const reader = createHostFacts({
    kind: 'standalone',
    mslRoot: root,
    mslPackages: [],
    licenceFile: join(root, 'licence.json'),
    fallbackId: () => 'fallback',
    warn: (...w) => void warnings.push(w),
  });
  const facts = await reader.read();
  const { packaged, ...platform } = facts;
  t.ok(Value.Check(Platform, { ...platform, collectedBy: 'self', applications: [] }));
  t.same(packaged, [], 'no host of MSL');
  t.equal(reader.kind(), 'standalone');
  t.match(facts, { platformType: 'linux', systemFamily: 'linux', memoryBytes: totalmem() });
  t.same(facts.licence, { type: 'unlicensed' });
  t.ok(facts.processor, 'a processor');
  t.match(readFileSync('/etc/os-release', 'utf8'), facts.platformName);
  const machineId = readMachineId();
  if (machineId !== undefined) t.notMatch(JSON.stringify(facts), machineId);
  t.same(await reader.read(), facts, 'the same when read again');
  t.same(warnings, []);
});

test('an MSL host is named and dated by its database', async (t) => {
  const root = tree(t, {
    'home/e-smith/db/configuration':
      'SystemName=mivb1\nDomainName=ballad.example\nsysconfig=configuration|ReleaseVersion|11.0.110.0\n',
    'licence.json': '{ "number": "76408312", "type": "perpetual", "expiresOn": "2027-03-31" }',
  });
  const reader = createHostFacts({
    kind: 'auto',
    mslRoot: root,
    mslPackages: [],
    licenceFile: join(root, 'licence.json'),
    fallbackId: () => 'fallback',
    warn: (message) => t.fail(message),
  });
  t.equal(reader.kind(), 'msl');
  t.match(await reader.read(), {
    host: 'mivb1.ballad.example',
    platformType: 'msl',
    platformName: 'Mitel Standard Linux',
    version: '11.0.110.0',
    licence: { number: '76408312', type: 'perpetual', expiresOn: '2027-03-31' },
  });
});

test('the platform id is what systemd derives for this program', async (t) => {
  const machineId = readMachineId();
  if (machineId === undefined || !existsSync('/usr/bin/systemd-id128'))
    return t.pass('', { skip: 'no machine-id or no systemd-id128' });
  const args = ['machine-id', '--uuid', `--app-specific=${APPLICATION_ID}`];
  const theirs = execFileSync('/usr/bin/systemd-id128', args, { encoding: 'utf8' }).trim();
  t.equal(platformIdOf(machineId), theirs);
  return undefined;
});

test('a host without a machine-id', async (t) => {
  t.equal(readMachineId(tree(t)), undefined);
  t.equal(readMachineId(tree(t, { 'etc/machine-id': 'uninitialized\n' })), undefined);
});

test('how it is installed', async (t) => {
  const kinds: [string, Record<string, string>, string][] = [
    ['a bare host', { 'proc/cpuinfo': 'flags\t: fpu vme\n' }, 'standalone'],
    ['VMware firmware', { 'sys/class/dmi/id/sys_vendor': 'VMware, Inc.\n' }, 'virtual'],
    ['the processor says so', { 'proc/cpuinfo': 'flags\t: fpu hypervisor lahf_lm\n' }, 'virtual'],
    ['a guest on ARM', { 'proc/device-tree/hypervisor/compatible': 'kvm' }, 'virtual'],
    ['an ARM board', { 'proc/device-tree/model': 'Raspberry Pi 5' }, 'standalone'],
    ['a container', { 'run/.containerenv': '' }, 'virtual'],
    ['MSL in a virtual machine', { 'home/e-smith/db/configuration': 'a=b', '.dockerenv': '' }, 'msl'],
    [
      'the image’s mark',
      { 'etc/cloudlink/platform-kind': 'smbc\n', 'home/e-smith/db/configuration': '' },
      'smbc',
    ],
    ['a mark that means nothing', { 'etc/cloudlink/platform-kind': 'toaster' }, 'standalone'],
  ];
  for (const [what, files, kind] of kinds) t.equal(detectKind('auto', tree(t, files)), kind, what);
  t.equal(detectKind('smbc', tree(t, { '.dockerenv': '' })), 'smbc', 'the setting wins');
});

test('the licence file', async (t) => {
  const read = (text?: string) =>
    readLicence(join(tree(t, text === undefined ? {} : { 'licence.json': text }), 'licence.json'));
  t.same(read(), { licence: { type: 'unlicensed' } }, 'none');
  t.same(read('{"number":"1","type":"subscription","note":"x"}').licence, {
    number: '1',
    type: 'subscription',
  });
  for (const bad of ['', '{', '[]', '{"number":7,"type":"perpetual"}', '{"number":"7"}']) {
    const { licence, problem } = read(bad);
    t.ok(problem, `${bad}: ${problem}`);
    t.equal(swaStatus(licence, '2026-11-23'), 'Unknown', 'not "Not Indicated"');
  }
});
