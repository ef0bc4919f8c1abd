import type { MachineStore } from '../../base/machine.ts';
import type { Db } from '../../base/runtime/sqlite.ts';

export type MachineStateOptions<S extends string> = {
  readonly db: Db;
  readonly machine: string;
  /** A state that this version does not know reads as none, and this says so. */
  readonly known: readonly S[];
  readonly onUnknown: (state: string) => void;
  readonly now: () => number;
};

/** Where one machine stands: a row of table machine_state, on the disk when `save` resolves. */
export function createMachineStore<S extends string>(options: MachineStateOptions<S>): MachineStore<S> {
  const { db, machine, known, onUnknown, now } = options;
  const load = db.prepare<[string], { state: string }>('SELECT state FROM machine_state WHERE machine = ?');
  const save = db.prepare(
    `INSERT INTO machine_state (machine, state, at) VALUES (?, ?, ?)
     ON CONFLICT (machine) DO UPDATE SET state = excluded.state, at = excluded.at`,
  );
  return {
    async load() {
      const row = load.get(machine);
      const state = known.find((name) => name === row?.state);
      if (row && state === undefined) onUnknown(row.state);
      return state;
    },
    save: async (state) => void save.run(machine, state, now()),
  };
}
