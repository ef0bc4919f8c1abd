import { test } from 'tap';
import { isLocalUrl } from '../../src/contract/local-url.ts';

const ROWS: readonly (readonly [string, boolean])[] = [
  ['http://cloudlink.local/', true],
  ['https://CLOUDLINK-2.local:8443/x?y', true],
  ['http://localhost:1/', true],
  ['http://127.0.0.1/', true],
  ['http://10.1.2.3/', true],
  ['http://172.16.0.1/', true],
  ['http://172.31.255.255/', true],
  ['http://172.32.0.1/', false],
  ['http://192.168.1.20/', true],
  ['http://169.254.1.1/', true],
  ['http://[::1]/', true],
  ['http://[fe80::1]/', true],
  ['http://[fd00::1]/', true],
  ['http://[2001:db8::1]/', false],
  ['http://8.8.8.8/', false],
  ['http://0x0a.1/', true],
  ['https://evil.example/', false],
  ['https://evil.example/.local', false],
  ['http://10.0.0.1.evil.example/', false],
  ['http://fd00.evil.example/', false],
  ['http://cloudlink.local@evil.example/', false],
  ['http://user:pw@cloudlink.local/', false],
  ['javascript:alert(1)//.local', false],
  ['ftp://cloudlink.local/', false],
  ['cloudlink.local', false],
  ['', false],
];

test('where a browser may be sent back to', async (t) => {
  for (const [url, expected] of ROWS) t.equal(isLocalUrl(url), expected, url);
});
