/** What is done with a restore before anything of the data folder is opened, and once the gateway has started. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { logLine } from '../../base/logs.ts';
import type { MachineRun } from '../../base/machine.ts';
import type { RestoreState } from '../features/backup/machine.ts';
import { RESTORE_FOLDER } from './names.ts';

export type AtStart = {
  /** The restored gateway runs: what was kept aside goes. */
  started(): Promise<void>;
  /** It was put in place with the key of the backup, which another device may have, too. */
  readonly changeKey: boolean;
};

/**
 * Puts a staged restore in place, goes on with one that a power cut stopped, and takes one back that did not start.
 * Costs one look at the disk where there never was one.
 */
export async function beforeStart(
  dataDir: string,
  now: () => number,
  log: (line: string) => void,
): Promise<AtStart> {
  const nothing: AtStart = { started: async () => undefined, changeKey: false };
  if (!existsSync(join(dataDir, RESTORE_FOLDER, 'state.json'))) return nothing;
  const { restoreMachine, restoreRecord, STARTS } = await import('./restore.ts');
  const record = restoreRecord(dataDir);
  const { state = 'idle' } = record.read() ?? {};
  if (state === 'idle') return nothing;
  const run: MachineRun<RestoreState> = await restoreMachine(
    record,
    { dataDir, now, tell: () => undefined },
    (error) => log(logLine('restore.failed', (error as Error).message)),
  );
  await run.settled();
  if (run.state === 'staged') {
    await run.send('apply');
    await run.settled();
  }
  if (run.state !== 'trying') {
    log(logLine('restore.unplaced'));
    return nothing;
  }
  const starts = (record.read()?.starts ?? 0) + 1;
  if (starts > STARTS) {
    await run.send('failed');
    await run.settled();
    log(logLine('restore.unstarted'));
    return nothing;
  }
  record.write({ starts });
  log(logLine('restore.placed'));
  return {
    changeKey: record.read()?.key === 'changed',
    async started() {
      await run.send('started');
      await run.settled();
    },
  };
}
