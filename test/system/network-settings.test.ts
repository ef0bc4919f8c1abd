/**
 * Network settings for real: the gateway and its helper from source in a booted host, systemd-networkd, and a LAN with
 * dnsmasq. The two minutes are not waited for: the unit of the timer is started by hand, which runs what the timer runs.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, t as tap, test } from 'tap';
import type { NetworkApplied, NetworkView, PortInput } from '../../src/contract/network-api.ts';
import { needs } from '../helpers/needs.ts';
import { BY_DHCP, bootSite, ROUTER, type Site } from './network-rig.ts';
import { REPOSITORY } from './nspawn.ts';

tap.setTimeout(120_000);

const NODE = '/opt/cloudlink/bin/node';
const SOURCE = '/opt/cloudlink/src';
const STATIC: PortInput = {
  port: 'eth0',
  mode: 'static',
  address: '192.168.77.50',
  mask: '255.255.255.0',
  gateway: ROUTER,
  dns: ROUTER,
};
const exec = (unit: string, command: string) => ({
  [`etc/systemd/system/${unit}.d/test.conf`]: `[Service]\nExecStart=\nExecStart=${command}\n`,
});
const FILES = {
  ...exec('cloudlinkd-helper@.service', `${NODE} ${SOURCE}/helper/main.ts --peer=%i --group=cloudlink`),
  ...exec('cloudlinkd.service', `${NODE} ${SOURCE}/gateway/main.ts`),
  'etc/cloudlink/config.json': '{ "mdns": { "enabled": false }, "kind": "standalone" }',
};

function canRun(t: Test): boolean {
  if (process.getuid?.() !== 0) {
    t.pass('needs root', { skip: 'only root can boot a container' });
    return false;
  }
  if (!existsSync(join(REPOSITORY, 'src/gateway/main.ts'))) throw new Error('no source here');
  return needs(t, 'nspawn') && needs(t, 'dnsmasq') && needs(t, 'arping') && needs(t, 'curl');
}

/** A gateway that runs, and its API by the control socket and from the LAN. */
async function bootGateway(t: Test) {
  const site = await bootSite(t, { files: FILES });
  const { machine } = site;
  const start = async () =>
    machine.run('systemctl', 'start', 'cloudlinkd-helper.socket', 'cloudlinkd.service');
  const json = (text: string) => (text === '' ? undefined : JSON.parse(text));
  const body = (value?: object) =>
    value ? ['--header', 'content-type: application/json', '--data', JSON.stringify(value)] : [];
  const api = async <T = NetworkView>(method: string, path: string, value?: object): Promise<T> =>
    json(
      await machine.run(
        ...(['curl', '-sS', '--unix-socket', '/run/cloudlink/control.sock', '-X', method] as const),
        ...body(value),
        `http://localhost/api/network${path}`,
      ),
    );
  const fromLan = async (address: string, method: string, path: string, value?: object) =>
    json(
      await site.lan(
        ...(['curl', '-sS', '--insecure', '--max-time', '10', '-X', method] as const),
        ...body(value),
        `https://${address}/api${path}`,
      ),
    );
  await site.has(BY_DHCP);
  await start();
  return { ...site, start, api, fromLan };
}

/** What the timer's unit does when the time is up. */
const timeIsUp = async ({ machine }: Site) =>
  machine.run('systemctl', 'start', 'cloudlink-network-revert.service');

test('network settings of a real host', async (t) => {
  if (!canRun(t)) return;
  const gateway = await bootGateway(t);
  const { machine, api, fromLan, has, addresses } = gateway;

  await t.test('the form begins with what the DHCP server gave', async (t) => {
    const view = await api('GET', '');
    t.equal(view.obstacle, undefined);
    t.match(view.ports, [
      {
        name: 'eth0',
        link: true,
        form: { mode: 'dhcp', address: BY_DHCP, mask: '255.255.255.0', gateway: ROUTER, dns: '' },
      },
    ]);
  });

  await t.test('an address that somebody has is refused before anything changes', async (t) => {
    const refused = await api<{ code: string; title: string }>('POST', '/apply', {
      ...STATIC,
      address: ROUTER,
      gateway: '',
    });
    t.match(refused, {
      code: 'NETWORK_ADDRESS_TAKEN',
      title: new RegExp(`^${ROUTER} belongs to another device on eth0, ([0-9a-f]{2}:){5}[0-9a-f]{2}\\.$`),
    });
    t.same(await addresses(), [BY_DHCP]);
  });

  await t.test('DHCP to Static: reached at the new address, kept by the code of the link', async (t) => {
    const { keepCode: code, network } = await api<NetworkApplied>('POST', '/apply', STATIC);
    t.match(network.trial?.urls, ['https://192.168.77.50/setup/network']);
    await has('192.168.77.50');
    t.same(await addresses(), ['192.168.77.50']);
    t.match(await machine.run('ip', 'route', 'show', 'default'), new RegExp(`via ${ROUTER} `));
    t.match(await fromLan('192.168.77.50', 'POST', '/network/keep', { code: 'a guess of that length' }), {
      code: 'KEEP_CODE_WRONG',
    });
    t.equal(await fromLan('192.168.77.50', 'POST', '/network/keep', { code }), undefined, '204');
    t.match(await api('GET', ''), { last: { outcome: 'kept', why: 'confirmed' } });
    t.notMatch(await machine.run('systemctl', 'list-timers', '--all'), /cloudlink-network-revert/);
  });

  await t.test('nobody keeps them: the settings before are back', async (t) => {
    await api('POST', '/apply', { ...STATIC, address: '192.168.77.60' });
    await has('192.168.77.60');
    await timeIsUp(gateway);
    await has('192.168.77.50');
    t.same(await addresses(), ['192.168.77.50']);
    const { trial, last } = await api('GET', '');
    t.equal(trial, undefined);
    t.match(last, { outcome: 'reverted', settings: { address: '192.168.77.60' } });
  });

  await t.test(
    'a power cut during the trial: the settings before are back, and the page says so',
    async (t) => {
      await api('POST', '/apply', { ...STATIC, mode: 'dhcp', dns: ROUTER });
      await has(BY_DHCP);
      await machine.powerCut();
      await gateway.plug();
      await has('192.168.77.50');
      await gateway.start();
      // `why` is `restart` where the kernel is one’s own: in a container the sandbox shows the boot of the host
      const { trial, last } = await api('GET', '');
      t.equal(trial, undefined);
      t.match(last, { outcome: 'reverted', settings: { mode: 'dhcp' } });
      t.same(await addresses(), ['192.168.77.50'], 'the kept ones outlive it');
    },
  );

  await t.test('Static to DHCP with a name server of one’s own, taken back by the page', async (t) => {
    await api('POST', '/apply', { ...STATIC, mode: 'dhcp', dns: '192.168.77.2' });
    await has(BY_DHCP);
    const dns = await machine.run('sh', '-c', 'grep -h ^DNS= /run/systemd/netif/links/*');
    t.equal(dns, 'DNS=192.168.77.2', 'that of the DHCP server is not used');
    await api('POST', '/revert');
    await has('192.168.77.50');
    t.match(await machine.run('sh', '-c', 'grep -h ^DNS= /run/systemd/netif/links/*'), `DNS=${ROUTER}`);
  });

  await t.test('time servers', async (t) => {
    t.same((await api('PUT', '/time', { servers: 'time.example.com, 192.0.2.1' })).timeServers, [
      'time.example.com',
      '192.0.2.1',
    ]);
    const known = await machine.run('systemd-analyze', 'cat-config', 'systemd/timesyncd.conf');
    t.match(known, /^NTP=time\.example\.com 192\.0\.2\.1$/m, 'timesyncd reads them');
    await api('PUT', '/time', { servers: '' });
    t.same((await api('GET', '')).timeServers, []);
  });

  await t.test('without the helper the page says so, and the proxy can still be set', async (t) => {
    await machine.run('systemctl', 'stop', 'cloudlinkd-helper.socket');
    t.match((await api('GET', '')).obstacle, { code: 'HELPER_UNAVAILABLE' });
    t.match(await api('POST', '/apply', STATIC), { code: 'HELPER_UNAVAILABLE' });
    const saved = await api('PUT', '/proxy', { host: ROUTER, port: '3128', user: '', bypass: '' });
    t.match(saved.proxy, { source: 'page', host: ROUTER });
  });
});
