/** The power is cut before and after every effect, every save and every single move of a restore. */
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { test } from 'tap';
import { checkTable } from '../../../src/base/machine.ts';
import { makeBackup } from '../../../src/gateway/backup/make.ts';
import { restoreEffects, restoreRecord } from '../../../src/gateway/backup/restore.ts';
import {
  RESTORE,
  type RestoreEffects,
  type RestoreState,
} from '../../../src/gateway/features/backup/machine.ts';
import { type Power, type SweepWorld, sweep } from '../../base/machine-sweep.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';
import { makeData, markOf } from './folder.ts';

test('a power cut at any moment leaves the old data or the new, whole', async (t) => {
  checkTable(RESTORE);
  const root = temporaryFolder(t);
  const identity = await generateX25519Identity();
  await makeData(join(root, 'first'), 'first');
  await makeData(join(root, 'other'), 'other', '0190a000-0000-7000-8000-000000000002');
  const options = { name: 'a', kind: 'virtual', version: '1', now: () => 1, tell: () => undefined };
  const { file } = await makeBackup(root, {
    ...options,
    dataDir: join(root, 'first'),
    by: { recipient: await identityToRecipient(identity) },
  });
  let worlds = 0;

  /** @param ending what the first start with the restored data comes to */
  const world = (ending: 'started' | 'failed') => (): SweepWorld<RestoreState, RestoreEffects> => {
    const dataDir = join(root, `world-${worlds++}`);
    cpSync(join(root, 'other'), dataDir, { recursive: true });
    const record = restoreRecord(dataDir);
    let askedFor = false;
    return {
      store: record.store,
      context: (power: Power) =>
        restoreEffects(
          record,
          { dataDir, now: () => 2, tell: () => undefined, file, by: { identity } },
          (what) => power.at(what),
        ),
      async drive(run) {
        await run.settled();
        // whoever asked once does not know of the power cut, and looks at the page
        if (run.state === 'idle' && !askedFor) {
          askedFor = true;
          await run.send('stage');
          await run.settled();
        }
        if (run.state === 'staged') {
          t.equal(markOf(dataDir), 'other');
          await run.send('apply');
          await run.settled();
        }
        if (run.state === 'trying') {
          if (markOf(dataDir) !== 'first') throw new Error('tried with the old data');
          await run.send(ending);
        }
        return run.settled();
      },
      check(end, cutAt) {
        if (end !== 'idle') throw new Error(`ended in ${end}`);
        const mark = markOf(dataDir);
        const threwAway = record.read()?.last === undefined;
        const right = ending === 'started' && !threwAway ? 'first' : 'other';
        if (mark !== right) throw new Error(`${cutAt}: ${String(mark)} instead of ${right}`);
        if (threwAway && !/stag|idle|discard/.test(cutAt)) throw new Error('the restore was forgotten');
        for (const name of ['device-key.pem', 'certificate/cert.pem', 'import/people.csv', 'support/one.zip'])
          if (!existsSync(join(dataDir, name))) throw new Error(`${name} is gone`);
        for (const name of ['new', 'old'])
          if (existsSync(join(dataDir, 'restore', name))) throw new Error(`restore/${name} is left`);
      },
    };
  };

  for (const ending of ['started', 'failed'] as const) {
    const { cuts, faults } = await sweep({ table: RESTORE, makeWorld: world(ending) });
    t.strictSame(faults, [], `${ending}: ${cuts} cuts`);
    t.ok(cuts > 30, `${cuts} cuts`);
  }
});
