import { test } from 'tap';
import { isLocalUrl } from '../../../src/contract/local-url.ts';
import { type PageAddress, pageUrl } from '../../../src/gateway/http/hosts.ts';

test('the address of the pages keeps every port but the scheme’s own', async (t) => {
  const of = (part: Partial<PageAddress>) =>
    pageUrl({
      scheme: 'http',
      listens: '0.0.0.0',
      port: 80,
      lan: '192.168.10.24',
      name: 'cloudlink.local',
      ...part,
    });
  for (const [part, url] of [
    [{}, 'http://192.168.10.24/'],
    [{ port: 8080 }, 'http://192.168.10.24:8080/'],
    [{ scheme: 'https', port: 443 }, 'https://192.168.10.24/'],
    [{ scheme: 'https', port: 8443 }, 'https://192.168.10.24:8443/'],
    [{ port: 8080, lan: undefined }, 'http://cloudlink.local:8080/'],
    [{ port: 8080, listens: '127.0.0.1' }, 'http://127.0.0.1:8080/'],
    [{ port: 8080, listens: '10.0.0.7' }, 'http://10.0.0.7:8080/'],
    [{ port: 8080, listens: '::', lan: 'fd00::7' }, 'http://[fd00::7]:8080/'],
  ] as const) {
    t.equal(of(part), url);
    t.ok(isLocalUrl(url), `the cloud takes ${url} as a return address`);
  }
});
