/** The power is cut before and after every effect, every save and every removal of a factory reset. */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { test } from 'tap';
import { checkTable } from '../../../src/base/machine.ts';
import { RESET, type ResetEffects, type ResetState } from '../../../src/gateway/features/reset/machine.ts';
import { eraseIfOrdered, resetEffects } from '../../../src/gateway/reset/at-start.ts';
import { resetRecord } from '../../../src/gateway/reset/record.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createSecrets, createSettings } from '../../../src/gateway/store/settings.ts';
import { type Power, type SweepWorld, sweep } from '../../base/machine-sweep.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';
import { makeData } from '../backup/folder.ts';

const WAY = { host: 'proxy.example', port: 3128, user: 'edge', bypass: [] };

async function template(folder: string): Promise<void> {
  await makeData(folder, 'mine');
  const { db } = openStateDatabase(join(folder, 'state.db'), () => 0);
  createSettings(db, () => undefined).set('network.proxy', WAY);
  createSecrets(db).set('network.proxy.password', 'of the proxy');
  db.close();
}

const rowsOf = (folder: string, table: 'setting' | 'secret') => {
  const db = new Database(join(folder, 'state.db'), { readonly: true });
  try {
    return (db.prepare(`SELECT key FROM ${table} ORDER BY key`).all() as { key: string }[]).map((r) => r.key);
  } finally {
    db.close();
  }
};

test('once ordered, everything goes, whenever the power is cut; the way stays where that was asked', async (t) => {
  checkTable(RESET);
  const root = temporaryFolder(t);
  await template(join(root, 'first'));
  let worlds = 0;
  const world = (keepWay: boolean) => (): SweepWorld<ResetState, ResetEffects> => {
    const dataDir = join(root, `world-${worlds++}`);
    cpSync(join(root, 'first'), dataDir, { recursive: true });
    const record = resetRecord(dataDir);
    // the person has typed the word: the order is on the disk
    record.note({ by: 'page', who: 'Priya', keepWay, dueAt: 1 });
    let ordered = false;
    return {
      store: record.store,
      context: (power: Power) =>
        resetEffects(
          dataDir,
          () => 2,
          (what) => power.at(what),
        ),
      async drive(run) {
        if (!ordered && run.state === 'idle') {
          ordered = true;
          await run.send('order');
        }
        await run.settled();
        await run.send('begin');
        return run.settled();
      },
      check(end, cutAt) {
        if (end !== 'idle') throw new Error(`ended in ${end}`);
        if (record.last() === undefined) {
          // cut before the order was on the disk: nothing may be gone
          if (!/idle|save ordered/.test(cutAt)) throw new Error('it was forgotten');
          if (!readdirSync(dataDir).includes('device-key.pem')) throw new Error('erased without an order');
          return;
        }
        const left = readdirSync(dataDir).sort();
        const right = keepWay ? ['reset', 'state.db'] : ['reset'];
        if (JSON.stringify(left) !== JSON.stringify(right)) throw new Error(`left: ${left.join(' ')}`);
        if (readdirSync(join(dataDir, 'reset')).join(' ') !== 'state.json')
          throw new Error('kept.json is left');
        if (!keepWay) return;
        if (rowsOf(dataDir, 'setting').join() !== 'network.proxy') throw new Error('other settings are left');
        if (rowsOf(dataDir, 'secret').join() !== 'network.proxy.password') throw new Error('other secrets');
      },
    };
  };
  for (const keepWay of [false, true]) {
    const { cuts, faults } = await sweep({ table: RESET, makeWorld: world(keepWay) });
    t.strictSame(faults, [], `${cuts} cuts`);
    t.ok(cuts > 15, `${cuts} cuts`);
  }
});

test('no state but an order erases: announced, due, unreadable, unknown, none', async (t) => {
  const root = temporaryFolder(t);
  await template(join(root, 'first'));
  const files = [
    undefined,
    '{"state":"announced","facts":{"by":"cloud","who":"x","keepWay":false,"dueAt":1}}',
    '{"state":"due","facts":{"by":"cloud","who":"x","keepWay":false,"dueAt":1}}',
    '{"state":"idle"}',
    '{"state":"erase"}',
    '{"state":"order',
    '',
  ];
  for (const [i, text] of files.entries()) {
    const dataDir = join(root, `case-${i}`);
    cpSync(join(root, 'first'), dataDir, { recursive: true });
    const before = readdirSync(dataDir);
    if (text !== undefined) {
      resetRecord(dataDir).note({ by: 'cloud', who: 'x', keepWay: false, dueAt: 1 });
      writeFileSync(join(dataDir, 'reset/state.json'), text);
    }
    await eraseIfOrdered(
      dataDir,
      () => 1,
      () => undefined,
    );
    t.strictSame(
      readdirSync(dataDir).filter((name) => name !== 'reset'),
      before,
      text ?? 'no file',
    );
    t.ok(readFileSync(join(dataDir, 'device-key.pem')).length > 0);
  }
});
