/** A box on the way that opens TLS and signs with an authority of its own, behind the real tinyproxy. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { type Test, test } from 'tap';
import { systemClock } from '../../../src/base/runtime/clock.ts';
import { tls } from '../../../src/gateway/features/health/tls.ts';
import { createProbes } from '../../../src/gateway/platform/probes.ts';
import { type Authority, makeAuthority, makeServer } from '../../helpers/certificates.ts';
import { needs } from '../../helpers/needs.ts';
import { startTinyproxy } from '../../helpers/tinyproxy.ts';

async function inspecting(t: Test, authority: Authority, withChain: boolean) {
  const { key, cert } = await makeServer({ authority, host: '127.0.0.1' });
  const server = createServer({ key, cert: withChain ? cert + authority.pem : cert });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port, tls: true };
}

for (const withChain of [true, false])
  test(`it is named, ${withChain ? 'with its authority in the chain' : 'though it shows its own certificate only'}`, async (t) => {
    if (!needs(t, 'tinyproxy')) return;
    const authority = await makeAuthority('Acme Firewall CA');
    const cloud = await inspecting(t, authority, withChain);
    const proxy = new URL((await startTinyproxy(t)).url);
    const look = (ca: string) =>
      tls.run({
        probes: createProbes({
          dataDir: '/',
          databases: () => [],
          env: {},
          proxy: () => ({ host: proxy.hostname, port: Number(proxy.port) }),
          ca: () => ca,
          doors: () => [],
        }),
        state: { cloud: () => cloud } as Parameters<typeof tls.run>[0]['state'],
        clock: systemClock,
        signal: new AbortController().signal,
      });
    t.match(await look(''), {
      state: 'critical',
      facts: /comes from “Acme Firewall CA”, which is not a known authority/,
      remedy: /Exempt 127\.0\.0\.1 from TLS inspection, or add the certificate authority “Acme Firewall CA”/,
    });
    t.match(await look(authority.pem), { state: 'ok', facts: /“Acme Firewall CA”, which was added here/ });
    const other = await makeAuthority('Another CA');
    t.match(
      await look(other.pem),
      { state: 'critical', facts: /“Acme Firewall CA”/ },
      'another one was added',
    );
  });
