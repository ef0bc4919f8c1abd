/**
 * The other slot of an appliance, by RAUC (rauc.readthedocs.io) through the helper's fixed verbs. RAUC checks the bundle's
 * own signature too, by the keyring of the image. `activate-installed=false` in system.conf: what was written starts only
 * when it is activated. The boot loader counts the tries, and goes back by itself.
 */

import { readFileSync } from 'node:fs';
import { link, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Clock } from '../../../base/clock.ts';
import { toAppError, toFault } from '../../../base/errors.ts';
import { RAUC_BUNDLE } from '../../../contract/helper.ts';
import { UpdateReason } from '../../../contract/update.ts';
import { fail } from '../../core/errors.ts';
import type { Helper } from '../../core/ports/helper.ts';
import type { UpdateBackend } from '../../core/ports/update.ts';
import { writeFileAtomic } from '../atomic-file.ts';

/** `rauc-trial.json`: what was activated, and in which boot of the host that was done. */
const Tried = Type.Object({
  to: Type.String(),
  bootId: Type.String(),
  reason: Type.Optional(UpdateReason),
});
type Tried = Static<typeof Tried>;

export type RaucOptions = {
  /** `compatible` of system.conf. */
  readonly compatible: string;
  /** Of updates, in the data folder that both slots share. */
  readonly folder: string;
  readonly helper: Pick<Helper, 'rauc' | 'reboot'>;
  readonly bootId: string;
  /** Which version runs. */
  readonly version: string;
  readonly clock: Pick<Clock, 'sleep'>;
};

const LOOK_MS = 1_000;
const INSTALL_MS = 30 * 60_000;

export function createRaucBackend({
  compatible,
  folder,
  helper,
  bootId,
  version,
  clock,
}: RaucOptions): UpdateBackend {
  const file = join(folder, 'rauc-trial.json');
  const bundle = join(folder, RAUC_BUNDLE);
  const tried = (): Tried | undefined => {
    try {
      const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
      return Value.Check(Tried, value) ? value : undefined;
    } catch {
      return undefined;
    }
  };
  const write = (value: Tried) => writeFileAtomic(file, JSON.stringify(value), { mode: 0o600 });
  const forget = () => rm(file, { force: true });

  const installed = async (signal: AbortSignal): Promise<void> => {
    for (let waited = 0; waited < INSTALL_MS; waited += LOOK_MS) {
      await clock.sleep(LOOK_MS, signal);
      if ((await helper.rauc('installed')) === 'done') return;
    }
    throw fail('UPDATE_BAD_RELEASE', {
      sentence: 'The release could not be put in place: it took more than half an hour.',
    });
  };

  return {
    kind: 'rauc',
    hardware: compatible,
    // it goes into a slot of its own
    room: () => 0,
    async install(path, _release, signal) {
      try {
        await rm(`${bundle}.new`, { force: true });
        await link(path, `${bundle}.new`);
        await rename(`${bundle}.new`, bundle);
        await helper.rauc('install');
        await installed(signal);
      } catch (error) {
        signal.throwIfAborted();
        const { code, message } = toAppError(error);
        throw code === 'HELPER_REFUSED'
          ? fail('UPDATE_BAD_RELEASE', {
              sentence: `The release could not be put in place: ${message}`,
              cause: error,
            })
          : error;
      } finally {
        await rm(bundle, { force: true });
      }
    },
    async activate({ to }) {
      write({ to, bootId });
      await helper.rauc('activate-other');
    },
    restart: async () => void (await helper.reboot()),
    async fellBack({ to }) {
      const found = tried();
      if (found?.to !== to || version === to) return undefined;
      if (found.reason) return found.reason;
      // the host started again since, and this is what it started
      return found.bootId === bootId ? undefined : toFault(fail('UPDATE_CRASHED'));
    },
    async commit() {
      await helper.rauc('mark-good');
      await forget();
    },
    async revert({ to }, reason) {
      write({ to, bootId: tried()?.bootId ?? bootId, reason });
      if (version === to) await helper.rauc('give-up');
    },
    forget,
  };
}
