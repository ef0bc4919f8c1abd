/** Real packets between network namespaces: our responder, avahi's tools, and a host that hears everything. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { startAvahi } from '../../../helpers/avahi.ts';
import { type Host, makeLan, type Running } from '../../../helpers/lan.ts';
import { needs, needsRoot } from '../../../helpers/needs.ts';

const PROGRAM = new URL('../../../helpers/mdns-program.ts', import.meta.url).pathname;
const EAR = new URL('../../../helpers/mdns-ear.ts', import.meta.url).pathname;

function folder(t: Test): string {
  const made = mkdtempSync(join(tmpdir(), 'mdns-'));
  t.teardown(() => rmSync(made, { recursive: true, force: true }));
  return made;
}
const gateway = (t: Test, host: Host, more: { folder?: string; random?: number } = {}): Running =>
  host.spawn(
    process.execPath,
    PROGRAM,
    more.folder ?? folder(t),
    'cloudlink.local',
    ...(more.random === undefined ? [] : [String(more.random)]),
  );
const published = (name: string, by = 'gateway') =>
  new RegExp(`^state .*"published","name":"${name}\\.local",.*"by":"${by}"`);
const able = (t: Test, ...programs: Parameters<typeof needs>[1][]) =>
  needsRoot(t) && ['ip' as const, ...programs].every((program) => needs(t, program));
/** Of the other host: IPv4, or link-local where its answer came by IPv6 first. */
const THEIRS = /^(10\.77\.0\.9$|fe80::)/;
const AVAHI = ['avahi-daemon', 'avahi-browse', 'dbus-daemon'] as const;

type Heard = {
  to: string;
  type: string;
  id: number;
  questions: { name: string; type: string }[];
  answers: { name: string; type: string; ttl: number; flush: boolean; data: unknown }[];
  additionals: { type: string; ttl: number; flush: boolean }[];
};
/** Waits for a packet that is so. */
async function hears(ear: Running, fits: (heard: Heard) => boolean): Promise<Heard> {
  const line = await ear.line({
    test: (text: string) => text.startsWith('{"to"') && fits(JSON.parse(text) as Heard),
  });
  return JSON.parse(line) as Heard;
}
async function listen(host: Host, address: string): Promise<Running> {
  const ear = host.spawn(process.execPath, EAR, address);
  await ear.line(/"hears"/);
  return ear;
}

test('found by avahi from another host, and gone after a goodbye', async (t) => {
  if (!able(t, ...AVAHI)) return;
  const lan = await makeLan(t);
  const pc = await lan.host('10.77.0.9/24');
  await startAvahi(t, pc, 'office');
  const ours = gateway(t, await lan.host('10.77.0.1/24', 'fd00::1/64'));
  await ours.line(published('cloudlink'));
  t.match(await pc.run('avahi-resolve', '-4', '-n', 'cloudlink.local'), /\t10\.77\.0\.1\n/);
  t.match(await pc.run('avahi-resolve', '-6', '-n', 'cloudlink.local'), /\tfd00::1\n/);
  t.match(await pc.run('avahi-resolve', '-a', '10.77.0.1'), /\tcloudlink\.local\n/);
  t.match(await pc.run('avahi-resolve', '-a', 'fd00::1'), /\tcloudlink\.local\n/);
  const browse = pc.spawn('avahi-browse', '-rp', '_http._tcp');
  t.match(await browse.line(/^=;eth0;IPv4;/), /;cloudlink\.local;10\.77\.0\.1;80;.*"path=\/"/);
  await ours.end();
  t.match(await browse.line(/^-;eth0;IPv4;/), /cloudlink/, 'the goodbye took it away');
});

test('avahi had cloudlink.local before: ours is cloudlink-2.local, and asks for that first the next time', async (t) => {
  if (!able(t, ...AVAHI)) return;
  const lan = await makeLan(t);
  const pc = await lan.host('10.77.0.9/24');
  await startAvahi(t, pc, 'cloudlink');
  const host = await lan.host('10.77.0.1/24');
  const kept = folder(t);
  const ours = gateway(t, host, { folder: kept });
  const state = await ours.line(published('cloudlink-2'));
  t.match(JSON.parse(state.slice(6)), { conflict: { name: 'cloudlink.local', address: THEIRS } });
  await ours.line(/^name \{"name":"cloudlink-2\.local"\}/);
  t.match(
    await pc.run('avahi-resolve', '-4', '-n', 'cloudlink.local'),
    /\t10\.77\.0\.9\n/,
    'theirs is theirs',
  );
  t.match(await pc.run('avahi-resolve', '-4', '-n', 'cloudlink-2.local'), /\t10\.77\.0\.1\n/);
  await ours.end();

  const again = gateway(t, host, { folder: kept });
  t.match(JSON.parse((await again.line(published('cloudlink-2'))).slice(6)), {
    conflict: { address: THEIRS },
  });
  t.notOk(
    again.lines.some((line) => line.includes('is taken"')),
    'it did not try the other one',
  );
});

test('two gateways that are switched on together: one keeps the name', async (t) => {
  if (!able(t)) return;
  const lan = await makeLan(t);
  const ear = await listen(await lan.host('10.77.0.9/24'), '10.77.0.9');
  const [a, b] = [await lan.host('10.77.0.1/24'), await lan.host('10.77.0.2/24')];
  // both without the random pause, which would hide the tiebreak
  const both = [gateway(t, a, { random: 0 }), gateway(t, b, { random: 0 })];
  for (const one of both) await one.line(/^begins/);
  both[0]?.child.stdin?.write('now\n');
  // the other begins while the first one probes, which would have the name but for the tiebreak
  await hears(ear, ({ type, questions }) => type === 'query' && questions[0]?.name === 'cloudlink.local');
  both[1]?.child.stdin?.write('now\n');
  // on a busy machine both may have it for a moment (§9): they probe again, and the tiebreak decides then
  const [lost, won] = both;
  t.ok(await lost?.line(published('cloudlink-2')), '10.77.0.1 gives way');
  t.ok(await won?.line(published('cloudlink')), '10.77.0.2 is the later one and wins (§8.2)');
  t.notOk(
    won?.lines.some((line) => published('cloudlink-2').test(line)),
    'and never had another name',
  );
});

test('a legacy question from a plain UDP socket', async (t) => {
  if (!able(t)) return;
  const lan = await makeLan(t);
  const pc = await lan.host('10.77.0.9/24');
  const ours = gateway(t, await lan.host('10.77.0.1/24'));
  await ours.line(published('cloudlink'));
  const ear = await listen(pc, '10.77.0.9');
  ear.child.stdin?.write(
    `${JSON.stringify({ id: 4711, name: 'cloudlink.local', type: 'A', legacy: true })}\n`,
  );
  const answer = await hears(ear, (heard) => heard.to === 'stranger');
  t.match(answer, {
    id: 4711,
    type: 'response',
    questions: [{ name: 'cloudlink.local', type: 'A' }],
    answers: [{ name: 'cloudlink.local', type: 'A', data: '10.77.0.1' }],
  });
  t.ok([...answer.answers, ...answer.additionals].every((r) => r.ttl <= 10 && !r.flush));
  // what it announces meanwhile (§8.3) has all of its records, an answer to this question the address alone
  const heard = ear.lines.filter((line) => line.startsWith('{"to"')).map((line) => JSON.parse(line) as Heard);
  t.notOk(
    heard.some(
      ({ to, type, answers }) =>
        to === 'all' && type === 'response' && answers.every((one) => one.type === 'A'),
    ),
    'to nobody else',
  );
});

test('a new address is announced, in place of the old one; a host of another network is not heard', async (t) => {
  if (!able(t)) return;
  const lan = await makeLan(t);
  const pc = await lan.host('10.77.0.9/24', '198.51.100.9/24');
  const host = await lan.host('10.77.0.1/24');
  const ours = gateway(t, host);
  await ours.line(published('cloudlink'));
  const ear = await listen(pc, '10.77.0.9');
  await host.run('ip', 'addr', 'del', '10.77.0.1/24', 'dev', 'eth0');
  await host.run('ip', 'addr', 'add', '10.77.0.33/24', 'dev', 'eth0');
  const isNew = (r: Heard['answers'][number]) => r.type === 'A' && r.data === '10.77.0.33' && r.ttl > 0;
  const announced = await hears(ear, (heard) => heard.to === 'all' && heard.answers.some(isNew));
  t.match(announced.answers.find(isNew), { name: 'cloudlink.local', flush: true }, 'caches drop the old one');

  const sockets = (await host.run('cat', '/proc/net/udp')).match(/:14E9 /g);
  t.equal(sockets?.length, 2, 'those of the old address are closed');
  await host.run('ip', 'route', 'add', '198.51.100.0/24', 'dev', 'eth0');
  const off = await listen(pc, '198.51.100.9');
  off.child.stdin?.write(`${JSON.stringify({ id: 1, name: 'cloudlink.local', type: 'A', legacy: true })}\n`);
  ear.child.stdin?.write(`${JSON.stringify({ id: 2, name: 'cloudlink.local', type: 'A', legacy: true })}\n`);
  const { answers } = await hears(ear, (heard) => heard.to === 'stranger' && heard.id === 2);
  t.same(
    answers.map((r) => r.data),
    ['10.77.0.33'],
  );
  t.notOk(
    off.lines.some((line) => line.includes('"to":"stranger"')),
    'asked first, and not answered (§11)',
  );
});

test('two ports: each is told its own address alone', async (t) => {
  if (!able(t)) return;
  const [left, right] = [await makeLan(t), await makeLan(t)];
  const host = await left.host('10.77.0.1/24');
  await right.join(host, 'eth1', '10.88.0.1/24');
  const ours = gateway(t, host);
  await ours.line(published('cloudlink'));
  for (const [lan, net] of [
    [left, '10.77.0'],
    [right, '10.88.0'],
  ] as const) {
    const ear = await listen(await lan.host(`${net}.9/24`), `${net}.9`);
    // as a legacy question, whose answer is not held back by the announcement of a moment ago
    ear.child.stdin?.write(
      `${JSON.stringify({ id: 1, name: 'cloudlink.local', type: 'A', legacy: true })}\n`,
    );
    const { answers } = await hears(ear, (heard) => heard.to === 'stranger');
    t.same(
      answers.map((a) => a.data),
      [`${net}.1`],
    );
  }
});

test('two ports on one network are no conflict', async (t) => {
  if (!able(t)) return;
  const lan = await makeLan(t);
  const ear = await listen(await lan.host('10.77.0.9/24'), '10.77.0.9');
  const host = await lan.host('10.77.0.1/24');
  await lan.join(host, 'eth1', '10.77.0.2/24');
  const ours = gateway(t, host);
  for (const address of ['10.77.0.1', '10.77.0.2'])
    await hears(ear, (h) => h.answers.some((r) => r.name === 'cloudlink.local' && r.data === address));
  await ours.end();
  t.notOk(ours.lines.some((line) => line.includes('is taken"')));
});

test('where avahi-daemon runs, it publishes for us', async (t) => {
  if (!able(t, ...AVAHI)) return;
  const lan = await makeLan(t);
  const pc = await lan.host('10.77.0.9/24');
  await startAvahi(t, pc, 'office');
  const host = await lan.host('10.77.0.1/24', 'fd00::1/64');
  const avahi = await startAvahi(t, host, 'appliance');
  const ours = gateway(t, host);
  await ours.line(published('cloudlink', 'avahi'));
  t.match(await pc.run('avahi-resolve', '-4', '-n', 'cloudlink.local'), /\t10\.77\.0\.1\n/);
  t.match(await pc.run('avahi-resolve', '-6', '-n', 'cloudlink.local'), /\tfd00::1\n/);
  t.match(
    await pc.run('avahi-resolve', '-4', '-n', 'appliance.local'),
    /\t10\.77\.0\.1\n/,
    'the host keeps its own',
  );
  const browse = pc.spawn('avahi-browse', '-rp', '_http._tcp');
  t.match(await browse.line(/^=;eth0;IPv4;/), /;cloudlink\.local;10\.77\.0\.1;80;.*"path=\/"/);

  const ear = await listen(pc, '10.77.0.9');
  await host.run('ip', 'addr', 'del', '10.77.0.1/24', 'dev', 'eth0');
  await host.run('ip', 'addr', 'add', '10.77.0.33/24', 'dev', 'eth0');
  await hears(ear, (heard) =>
    heard.answers.some((r) => r.type === 'A' && r.name === 'cloudlink.local' && r.data === '10.77.0.33'),
  );

  await avahi.daemon.end();
  await ours.line(published('cloudlink', 'gateway'));
  await ours.end();
  t.pass('avahi was stopped: our own responder took over');
});

test('avahi-daemon on this host, and the name is another host’s', async (t) => {
  if (!able(t, ...AVAHI)) return;
  const lan = await makeLan(t);
  const first = gateway(t, await lan.host('10.77.0.9/24'));
  await first.line(published('cloudlink'));
  const host = await lan.host('10.77.0.1/24');
  await startAvahi(t, host, 'appliance');
  const ours = gateway(t, host);
  const state = await ours.line(published('cloudlink-2', 'avahi'));
  t.match(JSON.parse(state.slice(6)), { conflict: { name: 'cloudlink.local', address: THEIRS } });
});

test('avahi-daemon of a host that is called cloudlink itself', async (t) => {
  if (!able(t, ...AVAHI)) return;
  const lan = await makeLan(t);
  const pc = await lan.host('10.77.0.9/24');
  await startAvahi(t, pc, 'office');
  const host = await lan.host('10.77.0.1/24');
  await startAvahi(t, host, 'cloudlink');
  await gateway(t, host).line(published('cloudlink', 'avahi'));
  const found = await pc.spawn('avahi-browse', '-rp', '_http._tcp').line(/^=;eth0;IPv4;/);
  t.match(found, /;cloudlink\.local;10\.77\.0\.1;80;/);
});

test('no name can be made known: a sentence, and no crash', async (t) => {
  if (!able(t)) return;
  const lan = await makeLan(t);
  const host = await lan.host('10.77.0.1/24');
  const hog = "require('node:dgram').createSocket('udp4').bind(5353, () => console.log('mine'))";
  await host.spawn(process.execPath, '-e', hog).line(/mine/);
  const six =
    "require('node:dgram').createSocket({ type: 'udp6', ipv6Only: true }).bind(5353, () => console.log('mine'))";
  await host.spawn(process.execPath, '-e', six).line(/mine/);
  const ours = gateway(t, host);
  t.match(await ours.line(/^failed/), /cannot be made known on the network.*EADDRINUSE/);
  t.equal(ours.child.exitCode, null, 'it goes on');
});
