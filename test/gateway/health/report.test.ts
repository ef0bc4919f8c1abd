/** The report of the checks as text. */
import { test } from 'tap';
import type { CheckView } from '../../../src/contract/local-api.ts';
import { healthReport } from '../../../src/gateway/features/health/report.ts';

const NOW = Date.UTC(2026, 10, 23, 12, 0, 5, 250);
const report = (...checks: CheckView[]) =>
  healthReport({ name: 'cloudlink.local', version: '1.2.3', now: NOW, checks });

test('what is wrong stands first, each with its facts and what to do', async (t) => {
  const text = report(
    { code: 'DISK', title: 'Disk space', state: 'ok', facts: '8.0 GiB are free.', at: NOW - 5250 },
    { code: 'DNS', title: 'Name server', state: 'unknown', facts: 'Not checked yet.' },
    { code: 'CABLE', title: 'Network cable', state: 'critical', facts: 'No link.', remedy: 'Plug.', at: NOW },
    { code: 'CLOCK', title: 'Time', state: 'warning', facts: '60 s behind.', remedy: 'Check.', at: NOW },
  );
  t.equal(
    text,
    `CloudLink gateway cloudlink.local, version 1.2.3
Health report of 2026-11-23T12:00:05Z: 1 critical, 1 warning, 1 unknown, 1 ok

[CRITICAL] Network cable (CABLE), checked 2026-11-23T12:00:05Z
  No link.
  What to do: Plug.

[WARNING] Time (CLOCK), checked 2026-11-23T12:00:05Z
  60 s behind.
  What to do: Check.

[UNKNOWN] Name server (DNS), not checked
  Not checked yet.

[OK] Disk space (DISK), checked 2026-11-23T12:00:00Z
  8.0 GiB are free.
`,
  );
});

test('a name that somebody else chose makes no line of its own', async (t) => {
  const facts = 'Signed by \u201cAcme\r\n[OK] Cloud (CLOUD)\u001b[2J\u0085x\u201d.';
  const text = report({ code: 'TLS', title: 'TLS', state: 'critical', facts, remedy: 'a\nb', at: NOW });
  t.equal(text.split('\n').length, 7);
  t.match(text, /\n {2}Signed by \u201cAcme \[OK\] Cloud \(CLOUD\) \[2J x\u201d\.\n {2}What to do: a b\n$/);
});
