/** A synchroniser whose file lies in the import folder, cycle after cycle: unchanged, replaced, cut off, gone. */
import { mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'tap';
import type { ReadEnd, UserPages } from '../../../../src/gateway/core/ports/connector.ts';
import { csv } from '../../../../src/gateway/pbx/csv/index.ts';
import { cursorOf, openPlain } from '../../../../src/gateway/pbx/files/file.ts';
import { ldif } from '../../../../src/gateway/pbx/ldif/index.ts';
import { xlsx } from '../../../../src/gateway/pbx/xlsx/index.ts';
import type { FakeSource } from '../../../fakes/fake-source.ts';
import { workbook } from '../../../helpers/workbook.ts';
import { bench } from '../../user-sync/helpers/bench.ts';

const HEADER = ['id', 'givenName', 'email'];
const rows = (ids: readonly number[]) => ids.map((n) => [String(n), `Given${n}`, `p${n}@example.com`]);
const TYPES = [
  [csv, (ids: readonly number[]) => [HEADER, ...rows(ids)].map((row) => row.join(',')).join('\n')],
  [
    ldif,
    (ids: readonly number[]) =>
      rows(ids)
        .map(([id, name, mail]) => `dn: uid=${id}\nentryUUID: ${id}\ngivenName: ${name}\nmail: ${mail}\n`)
        .join('\n'),
  ],
  [xlsx, (ids: readonly number[]) => workbook([HEADER, ...rows(ids)])],
] as const;

for (const [connector, write] of TYPES)
  test(`an import folder with a file of type ${connector.type}`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'watched-'));
    t.teardown(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'people');
    const put = (ids: readonly number[]) => {
      // whole for whole, as docs/import.md asks of whoever writes it
      writeFileSync(`${path}.new`, write(ids));
      renameSync(`${path}.new`, path);
    };
    const reads: [ReadEnd['kind'], number][] = [];

    async function* users(signal: AbortSignal, cursor: string | undefined): UserPages {
      const context = { log: () => undefined, signal, importDir: folder };
      const session = await connector.open({ path: 'people' }, context);
      const pages = session.users(signal, cursor);
      let count = 0;
      for (;;) {
        const step = await pages.next();
        if (!step.done) {
          count += step.value.length;
          yield step.value;
          continue;
        }
        reads.push([step.value.kind, count]);
        if (step.value.kind !== 'complete') return step.value;
        // as if the file were older than the disk's clock is coarse
        const file = await openPlain(path, 'test');
        await file.close();
        return { kind: 'complete', cursor: cursorOf(file.stamp) };
      }
    }
    const source = {
      id: 'src',
      precedence: 0,
      fingerprint: 'same',
      mapping: connector.mapping,
      country: undefined,
      absent: connector.absent,
      frozen: [],
      users,
    };
    const b = bench([], { source: source as unknown as FakeSource });
    const names = () =>
      [...b.scim.users.values()].filter(({ user }) => user.active).map(({ user }) => user.email);
    const everybody = Array.from({ length: 8 }, (_, n) => n + 1);

    put(everybody);
    t.match((await b.cycle()).counts, { added: 8 });
    t.match((await b.cycle()).counts, { added: 0, changed: 0, removed: 0, requests: 0 });
    t.same(
      reads,
      [
        ['complete', 8],
        ['delta', 0],
      ],
      'a file that nobody wrote to is not read again',
    );

    put([...everybody.slice(1), 9]);
    t.match((await b.cycle()).counts, { added: 1, removed: 1 }, 'one that was replaced is');
    t.ok(names().includes('p9@example.com'));

    put([...everybody.slice(1), 9, 10]);
    const whole = write([...everybody.slice(1), 9, 10]).length;
    // in the middle of the last row, behind its identity
    truncateSync(path, whole - 16);
    const cut = await b.cycle();
    t.equal(cut.counts.removed, 0, 'a half-written one removes nobody');
    t.equal(reads.at(-1)?.[0], 'incomplete');

    rmSync(path);
    t.equal((await b.cycle()).counts.removed, 0, 'nor does one that is gone');
    put([...everybody.slice(1), 9, 10]);
    t.match((await b.cycle()).counts, { removed: 0 });
    t.ok(names().includes('p10@example.com'), 'the next whole one is read');
    t.equal(names().length, 9);
  });
