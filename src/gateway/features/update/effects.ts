/** What the rows of the update machine do. */
import { backoffMs } from '../../../base/backoff.ts';
import type { Clock, Random } from '../../../base/clock.ts';
import { toAppError, toFault } from '../../../base/errors.ts';
import { UPDATE_LOG_BYTES, type UpdateFactName, type UpdateReason } from '../../../contract/update.ts';
import { fail } from '../../core/errors.ts';
import type {
  Release,
  ReleaseFiles,
  Snapshots,
  UpdateBackend,
  UpdateFacts,
  UpdateWay,
} from '../../core/ports/update.ts';
import { type Compared, watchTrial } from './gate.ts';
import type { UpdateEffects } from './machine.ts';
import type { JobRecord } from './records.ts';

export type EffectDeps = {
  readonly running: string;
  readonly files: ReleaseFiles;
  readonly backend: UpdateBackend;
  readonly snapshots: Snapshots;
  readonly facts: () => Promise<UpdateFacts>;
  readonly job: () => JobRecord;
  readonly change: (patch: Partial<JobRecord>) => void;
  readonly downloaded: (bytes: number) => void;
  readonly compared: (facts: Compared) => void;
  /** Resolves when it is due. */
  readonly due: (signal: AbortSignal) => Promise<void>;
  /** The rules that a release must fit, asked again right before it is put in place. */
  readonly check: (release: Release) => void;
  readonly committed: (job: JobRecord) => void;
  readonly logTail: (lines: number) => Promise<readonly string[]>;
  readonly settleMs: number;
  readonly limitMs: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
};

const RETRY = { firstMs: 2_000, maxMs: 60_000 };
/** Failures one after the other, without a byte in between: about half an hour. */
const TRIES = 60;
/** Starts of the new version that one update orders; more were never its own. */
const ATTEMPTS = 2;
/** And starts of the version before. */
const BACK_ATTEMPTS = 3;
const LOG_LINES = 40;
/** Beside what a release takes: databases go on, and the log. */
const RESERVE_BYTES = 64 * 1024 * 1024;

const mb = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;

/** Ends when the effect is left or the program stops; a restart was ordered. */
const forEver = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

const WORDS: Readonly<Record<UpdateFactName, string>> = {
  page: 'its own pages',
  network: 'the network',
  channel: 'the line to the cloud',
  tunnels: 'tunnels',
  pbx: 'the PBX',
  sync: 'user synchronisation',
  memory: 'memory',
};

export function updateEffects(deps: EffectDeps): UpdateEffects {
  const { running, files, backend, snapshots, job, change, clock, log } = deps;
  const way = (): UpdateWay => ({ from: job().from, to: job().release.version });

  const withLog = async (reason: UpdateReason): Promise<UpdateReason> => {
    if (reason.logExcerpt !== undefined) return reason;
    const lines = await deps.logTail(LOG_LINES).catch(() => []);
    const text = lines.join('\n').slice(-UPDATE_LOG_BYTES);
    return text === '' ? reason : { ...reason, logExcerpt: text };
  };
  const refuse = (error: unknown) => {
    log('the update failed', { err: error });
    change({ reason: toFault(error) });
  };

  const makeRoom = async (release: Release, have: number): Promise<void> => {
    const needed = Math.max(0, release.bytes - have) + backend.room(release) + RESERVE_BYTES;
    const free = await files.free();
    if (free < needed)
      throw fail('UPDATE_NO_SPACE', {
        sentence: `There is not enough space on the disk for this update: ${mb(needed)} are needed, ${mb(free)} are free.`,
        facts: { needed, free },
      });
  };

  /** Goes on after every break; a file that is not what it should be is fetched once more, whole. */
  const fetchPatiently = async (release: Release, signal: AbortSignal): Promise<void> => {
    let tampered = 0;
    for (let tries = 0; ; tries++) {
      const before = await files.have(release);
      try {
        return await files.fetch(release, signal, deps.downloaded);
      } catch (thrown) {
        signal.throwIfAborted();
        const error = toAppError(thrown);
        log('the download of a release was broken off', { code: error.code, sentence: error.message });
        if (error.code === 'UPDATE_TAMPERED' && ++tampered > 1) throw error;
        if (!error.retryable || ['UPDATE_NO_SPACE', 'DISK_FULL'].includes(error.code)) throw error;
        if ((await files.have(release)) > before) tries = 0;
        if (tries >= TRIES)
          throw fail('UPDATE_DOWNLOAD', {
            sentence: `The release could not be downloaded: ${error.message}`,
            cause: error,
          });
        await clock.sleep(Math.max(error.retryAfterMs ?? 0, backoffMs(tries, deps.random, RETRY)), signal);
      }
    }
  };

  /** The old version runs: the new one was given up. Undefined while it was not. */
  const fallen = async (): Promise<UpdateReason | undefined> => {
    if (running === way().to) return undefined;
    return await backend.fellBack(way());
  };
  const noteFall = async (reason: UpdateReason) => {
    change({ reason: await withLog(reason) });
    return 'fellBack' as const;
  };
  const lost = () => toFault(fail('UPDATE_NOT_STARTED'));

  return {
    async download(signal) {
      const { release } = job();
      try {
        const have = await files.have(release);
        deps.downloaded(have);
        await makeRoom(release, have);
        await fetchPatiently(release, signal);
        return 'here';
      } catch (error) {
        signal.throwIfAborted();
        refuse(error);
        return 'failed';
      }
    },

    async verify(signal) {
      const { release, source: from } = job();
      try {
        deps.check(release);
        if (from === 'file') {
          await makeRoom(release, await files.have(release));
          await files.unpackFile(release, signal, deps.downloaded);
        }
        if (!(await files.isWhole(release, signal))) throw fail('UPDATE_TAMPERED');
        return 'good';
      } catch (error) {
        signal.throwIfAborted();
        refuse(error);
        return 'bad';
      }
    },

    async wait(signal) {
      await deps.due(signal);
      return 'due';
    },

    async install(signal) {
      const { release } = job();
      // an appliance's boot loader may have started it already, when the power went right after it was written
      if (running === release.version) return 'installed';
      try {
        deps.check(release);
        await makeRoom(release, release.bytes);
        if (!(await files.isWhole(release, signal))) throw fail('UPDATE_TAMPERED');
        // what an earlier update left behind says nothing of this one
        await backend.forget();
        await backend.install(files.path(release), release, signal);
        change({ before: await deps.facts() });
        return 'installed';
      } catch (error) {
        signal.throwIfAborted();
        refuse(error);
        return 'failed';
      }
    },

    async tryOnce(signal) {
      const { attempts } = job();
      if (running === way().to) return 'arrived';
      const reason = await fallen();
      if (reason) return noteFall(reason);
      if (attempts >= ATTEMPTS) {
        change({ reason: lost() });
        return 'failed';
      }
      change({ attempts: attempts + 1 });
      await snapshots.take();
      await backend.activate(way());
      log('the new version is tried', { ...way(), attempt: attempts + 1 });
      await backend.restart();
      return await forEver(signal);
    },

    async trial(signal) {
      if (running !== way().to) return noteFall((await fallen()) ?? lost());
      const { before } = job();
      change({ trialAt: clock.now() });
      if (!before) return 'noWorse';
      const { settleMs, limitMs, facts, compared: seen } = deps;
      const worse = await watchTrial({ before, facts, clock, settleMs, limitMs, seen }, signal);
      if (worse.length === 0) return 'noWorse';
      const sentence = `With the new version something worked no longer that had worked before: ${worse.map((fact) => WORDS[fact]).join(', ')}.`;
      change({ reason: await withLog(toFault(fail('UPDATE_WORSE', { sentence }))) });
      return 'worse';
    },

    async commit() {
      if (running !== way().to) return noteFall((await fallen()) ?? lost());
      await backend.commit(way());
      await snapshots.forget();
      await files.keepOnly(undefined);
      deps.committed(job());
      return 'committed';
    },

    async rollBack(signal) {
      const { attempts, reason = lost() } = job();
      await backend.revert(way(), reason);
      if (running === way().from) return 'back';
      // the version before does not come: this one goes on rather than starting again for ever
      if (attempts >= ATTEMPTS + BACK_ATTEMPTS) return 'failed';
      change({ attempts: attempts + 1 });
      log('the version before comes back', { ...way(), code: reason.code });
      await backend.restart();
      return await forEver(signal);
    },
  };
}
