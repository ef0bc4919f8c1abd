/** Where a factory reset stands: a small file in the data folder that the wiping leaves alone. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { Instant } from '../../contract/common.ts';
import { ResetBy } from '../../contract/factory-reset.ts';
import type { ResetRecord } from '../core/ports/reset.ts';
import { RESET_STATES, type ResetState } from '../features/reset/machine.ts';
import { writeFileAtomic } from '../platform/atomic-file.ts';

export const RESET_FOLDER = 'reset';

const Facts = Type.Object({
  by: ResetBy,
  who: Type.String(),
  keepWay: Type.Boolean(),
  dueAt: Instant,
});
const Stored = Type.Object({
  state: Type.Enum(RESET_STATES),
  facts: Type.Optional(Facts),
  last: Type.Optional(Type.Object({ at: Instant, by: ResetBy })),
});
type Stored = Static<typeof Stored>;

/** A file that cannot be read is none: a damaged disk erases nothing. */
export function resetRecord(dataDir: string) {
  const folder = join(dataDir, RESET_FOLDER);
  const file = join(folder, 'state.json');
  const read = (): Stored | undefined => {
    if (!existsSync(file)) return undefined;
    try {
      const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
      return Value.Check(Stored, found) ? found : undefined;
    } catch {
      return undefined;
    }
  };
  /** A value that is undefined is taken out. */
  const write = (change: { readonly [K in keyof Stored]?: Stored[K] | undefined }) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileAtomic(file, JSON.stringify({ state: 'idle', ...read(), ...change }), { mode: 0o600 });
  };
  const record: ResetRecord<ResetState> = {
    store: {
      load: async () => read()?.state,
      save: async (state) => {
        // nothing is written on a gateway that never heard of one
        if (state !== 'idle' || read() !== undefined) write({ state });
      },
    },
    facts: () => read()?.facts,
    note: (facts) => write({ facts }),
    last: () => read()?.last,
  };
  return {
    ...record,
    noteDone: (at: number) => {
      const facts = read()?.facts;
      // who ordered it was a person of the customer's
      if (facts) write({ last: { at, by: facts.by }, facts: undefined });
    },
  };
}
