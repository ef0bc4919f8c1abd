import { test } from 'tap';
import {
  checkPort,
  checkProxy,
  checkTimeServers,
  isHostName,
  isIpv6Address,
  maskText,
  NETWORK_WRONG,
  type PortForm,
  type ProxyForm,
  prefixOf,
  settingsOf,
} from '../../src/contract/network.ts';

const GOOD: PortForm = {
  port: 'eth0',
  mode: 'static',
  address: '192.168.1.50',
  mask: '255.255.255.0',
  gateway: '192.168.1.1',
  dns: '192.168.1.1, 9.9.9.9',
};
const found = (more: Partial<PortForm>) =>
  Object.fromEntries(checkPort({ ...GOOD, ...more }).map(({ field, code }) => [field, code]));

test('what may be typed for a port', async (t) => {
  const right: Partial<PortForm>[] = [
    {},
    { mask: '24' },
    { mask: '/24' },
    { mask: ' 255.255.255.0 ', address: ' 192.168.1.50 ' },
    { gateway: '' },
    { dns: '' },
    { dns: '1.1.1.1 2.2.2.2;3.3.3.3\n4.4.4.4' },
    { address: '10.0.0.0', mask: '/31', gateway: '10.0.0.1' },
    { address: '10.0.1.0', mask: '/16', gateway: '10.0.255.1' },
    { mode: 'dhcp', address: 'nonsense', mask: '', gateway: '::1', dns: '' },
    { mode: 'dhcp', dns: '9.9.9.9' },
  ];
  for (const form of right) t.same(found(form), {}, JSON.stringify(form));
});

test('what is wrong with a port, field by field', async (t) => {
  const long = 'x'.repeat(300);
  const rows: [Partial<PortForm>, Record<string, string>][] = [
    [{ address: '' }, { address: 'ADDRESS_MISSING' }],
    [{ address: '192.168.1.300' }, { address: 'NOT_IPV4' }],
    [{ address: '192.168.1' }, { address: 'NOT_IPV4' }],
    [{ address: '192.168.01.50' }, { address: 'NOT_IPV4' }],
    [{ address: '192.168.1.50/24' }, { address: 'NOT_IPV4' }],
    [{ address: long }, { address: 'NOT_IPV4' }],
    [{ address: '🏢' }, { address: 'NOT_IPV4' }],
    [{ address: '2001:db8::1' }, { address: 'IS_IPV6' }],
    [{ address: '[fe80::1%eth0]' }, { address: 'IS_IPV6' }],
    [{ address: '::ffff:192.168.1.50' }, { address: 'IS_IPV6' }],
    [{ address: '0.0.0.0' }, { address: 'ADDRESS_SPECIAL' }],
    [{ address: '127.0.0.1' }, { address: 'ADDRESS_SPECIAL' }],
    [{ address: '169.254.3.4' }, { address: 'ADDRESS_SPECIAL' }],
    [{ address: '224.0.0.251' }, { address: 'ADDRESS_SPECIAL' }],
    [{ address: '255.255.255.255' }, { address: 'ADDRESS_SPECIAL' }],
    [{ address: '192.168.1.0' }, { address: 'ADDRESS_NETWORK' }],
    [{ address: '192.168.1.255' }, { address: 'ADDRESS_BROADCAST' }],
    [
      { address: '192.168.1.255', gateway: '192.168.2.1' },
      { address: 'ADDRESS_BROADCAST', gateway: 'GATEWAY_OUTSIDE' },
    ],
    [{ address: '192.168.1.127', mask: '/25' }, { address: 'ADDRESS_BROADCAST' }],
    [{ mask: '' }, { mask: 'MASK_MISSING' }],
    [{ mask: '255.255.0.255' }, { mask: 'MASK_WRONG' }],
    [{ mask: '0.0.0.255' }, { mask: 'MASK_WRONG' }],
    [{ mask: '33' }, { mask: 'MASK_WRONG' }],
    [{ mask: 'ffff::' }, { mask: 'MASK_WRONG' }],
    [{ mask: long }, { mask: 'MASK_WRONG' }],
    [{ mask: '0.0.0.0' }, { mask: 'MASK_RANGE' }],
    [{ mask: '/32' }, { mask: 'MASK_RANGE' }],
    [{ gateway: '192.168.2.1' }, { gateway: 'GATEWAY_OUTSIDE' }],
    [{ mask: '/25', gateway: '192.168.1.200' }, { gateway: 'GATEWAY_OUTSIDE' }],
    [{ gateway: '192.168.1.50' }, { gateway: 'GATEWAY_SAME' }],
    [{ gateway: '192.168.1.0' }, { gateway: 'GATEWAY_NETWORK' }],
    [{ gateway: '192.168.1.255' }, { gateway: 'GATEWAY_BROADCAST' }],
    [{ gateway: 'fe80::1' }, { gateway: 'IS_IPV6' }],
    [{ gateway: 'router' }, { gateway: 'NOT_IPV4' }],
    [{ dns: 'dns.example' }, { dns: 'NOT_IPV4' }],
    [{ dns: '1.1.1.1, 2606:4700::1111' }, { dns: 'IS_IPV6' }],
    [{ dns: '1.1.1.1,2.2.2.2,3.3.3.3,4.4.4.4,5.5.5.5' }, { dns: 'DNS_MANY' }],
    [{ mode: 'dhcp', dns: 'x' }, { dns: 'NOT_IPV4' }],
    [
      { address: 'a', mask: 'b', gateway: 'c', dns: 'd' },
      { address: 'NOT_IPV4', mask: 'MASK_WRONG', gateway: 'NOT_IPV4', dns: 'NOT_IPV4' },
    ],
  ];
  for (const [form, wrong] of rows) t.same(found(form), wrong, JSON.stringify(form).slice(0, 80));
});

test('a form becomes the helper’s settings', async (t) => {
  t.same(settingsOf(GOOD), {
    port: 'eth0',
    mode: 'static',
    address: '192.168.1.50',
    prefix: 24,
    gateway: '192.168.1.1',
    dns: ['192.168.1.1', '9.9.9.9'],
  });
  t.same(settingsOf({ ...GOOD, mask: '/31', gateway: ' ', dns: '' }), {
    port: 'eth0',
    mode: 'static',
    address: '192.168.1.50',
    prefix: 31,
    dns: [],
  });
  t.same(settingsOf({ ...GOOD, mode: 'dhcp', dns: '' }), { port: 'eth0', mode: 'dhcp' });
  t.same(settingsOf({ ...GOOD, mode: 'dhcp', dns: '9.9.9.9' }), {
    port: 'eth0',
    mode: 'dhcp',
    dns: ['9.9.9.9'],
  });
});

test('every mask has one length, and every length one mask', async (t) => {
  for (let prefix = 0; prefix <= 32; prefix++) t.equal(prefixOf(maskText(prefix)), prefix, maskText(prefix));
});

test('time servers: names and addresses of both families', async (t) => {
  const rows: [string, string | undefined][] = [
    ['', undefined],
    ['time.example.com', undefined],
    ['pool.ntp.org, 192.0.2.1 2001:db8::1', undefined],
    ['time.example.com.', undefined],
    ['ntp_1', undefined],
    ['http://time.example.com', 'NTP_WRONG'],
    ['time..example', 'NTP_WRONG'],
    ['-time', 'NTP_WRONG'],
    ['192.168.1.300', 'NTP_WRONG'],
    ['time.example.com\0', 'NTP_WRONG'],
    ['x'.repeat(64), 'NTP_WRONG'],
    ['a b c d e', 'NTP_MANY'],
  ];
  for (const [text, wrong] of rows) t.equal(checkTimeServers(text), wrong, text.slice(0, 40));
});

const PROXY: ProxyForm = { host: 'proxy.example', port: '3128', user: '', hasPassword: false, bypass: '' };
test('the HTTP proxy', async (t) => {
  const wrong = (more: Partial<ProxyForm>) =>
    Object.fromEntries(checkProxy({ ...PROXY, ...more }).map(({ field, code }) => [field, code]));
  const right: Partial<ProxyForm>[] = [
    {},
    { host: '192.168.1.8' },
    { host: '[2001:db8::8]' },
    { host: '2001:db8::8' },
    { user: 'DOMAIN\\usér@example', hasPassword: true },
    { bypass: 'pbx.example.com, .example.com *.example.org 10.0.0.1 10.0.0.1:8080 [::1]:443 *' },
    { host: '', port: 'anything', user: 'a:b' },
  ];
  for (const form of right) t.same(wrong(form), {}, JSON.stringify(form));
  t.same(wrong({ host: 'http://proxy.example' }), { host: 'PROXY_HOST' });
  t.same(wrong({ host: 'proxy.example:3128' }), { host: 'PROXY_HOST' });
  t.same(wrong({ host: 'y'.repeat(300) }), { host: 'PROXY_HOST' });
  for (const port of ['', '0', '65536', '3128.5', '8o8o', '-1'])
    t.same(wrong({ port }), { port: 'PROXY_PORT' }, port);
  t.same(wrong({ user: 'a:b' }), { user: 'PROXY_USER' });
  t.same(wrong({ hasPassword: true }), { user: 'PROXY_PASSWORD_ALONE' });
  t.same(wrong({ bypass: 'ok.example, https://no.example' }), { bypass: 'BYPASS_WRONG' });
  t.same(wrong({ bypass: 'a '.repeat(101) }), { bypass: 'BYPASS_MANY' });
});

test('names and addresses', async (t) => {
  for (const name of ['a', 'a-b.c', 'xn--caf-dma.example', '1and1.com']) t.ok(isHostName(name), name);
  for (const name of ['', '.', 'a..b', 'a-', '-a', '1.2.3', 'a b', 'ü.example', `${'a.'.repeat(130)}a`])
    t.notOk(isHostName(name), name);
  for (const text of ['::', '::1', '2001:db8::', 'fe80:0:0:0:0:0:0:1']) t.ok(isIpv6Address(text), text);
  for (const text of [':', ':::', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', 'g::', '12345::'])
    t.notOk(isIpv6Address(text), text);
});

test('every sentence says what is wrong and what to do', async (t) => {
  for (const [code, sentence] of Object.entries(NETWORK_WRONG)) t.match(sentence, /^[A-Z].*\. .+\.$/, code);
});
