import { test } from 'tap';
import { isOnDomain, launchDomainFaults } from '../../../src/cloud/platform/launch-domain.ts';

test('what pages of a launch domain can set cookies for', (t) => {
  const SHARED = /registrable domain/;
  const UNLISTED = /Public Suffix List/;
  const rows: readonly [string, string, RegExp[]][] = [
    ['https://cloud.example.co.uk', 'launch.example.co.uk', [SHARED, UNLISTED]],
    ['https://cloud.co.uk', 'launch.co.uk', [UNLISTED]],
    ['https://cloud.example.com', 'launch.example.net', [UNLISTED]],
    ['https://a.b.example.com', 'example.com', [SHARED, UNLISTED]],
    // on the list, among the private names: each page below is a site of its own
    ['https://cloud.example.com', 'github.io', []],
    ['https://me.github.io', 'you.github.io', [UNLISTED]],
    ['https://cloud.me.github.io', 'launch.me.github.io', [SHARED, UNLISTED]],
    ['http://localhost:8480', 'launch.localhost', []],
    ['http://127.0.0.1:8480', 'launch.localhost', []],
    ['https://[::1]:8480', 'launch.example.net', [UNLISTED]],
  ];
  for (const [url, domain, wanted] of rows) {
    const faults = launchDomainFaults(url, domain);
    t.equal(faults.length, wanted.length, `${url} with ${domain}: ${faults.join(' ')}`);
    for (const [i, pattern] of wanted.entries()) t.match(faults[i], pattern);
  }
  t.end();
});

test('names of the launch domain', (t) => {
  for (const [host, on] of [
    ['launch.example', true],
    ['Launch.Example:8443', true],
    ['launch.example.', true],
    ['a.b.launch.example', true],
    ['xlaunch.example', false],
    ['launch.example.net', false],
    [undefined, false],
  ] as const)
    t.equal(isOnDomain(host, 'launch.example'), on, String(host));
  t.end();
});
