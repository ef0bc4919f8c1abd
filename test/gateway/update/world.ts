/**
 * One gateway's updates, on a real folder of releases with the real launcher: what is true after a power cut is what lies
 * in the folder and what was stored. Programs are run here; the launcher only says which one it would start.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Clock } from '../../../src/base/clock.ts';
import type { MachineStore } from '../../../src/base/machine.ts';
import { systemClock } from '../../../src/base/runtime/clock.ts';
import { UPDATE_ENDS, type UpdateInstallInput, type UpdateState } from '../../../src/contract/update.ts';
import { createEventBus } from '../../../src/gateway/core/events.ts';
import type { Settings } from '../../../src/gateway/core/ports/settings.ts';
import type { ReleaseWay, UpdateFacts } from '../../../src/gateway/core/ports/update.ts';
import { createUpdate } from '../../../src/gateway/features/update/update.ts';
import { createDirectoryBackend } from '../../../src/gateway/platform/update/directory.ts';
import { createReleaseFiles, uploadFileOf } from '../../../src/gateway/platform/update/files.ts';
import { createReleaseMetadata } from '../../../src/gateway/platform/update/metadata.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createSettings } from '../../../src/gateway/store/settings.ts';
import { type Power, power } from '../../base/machine-sweep.ts';
import { makeRepository } from '../../helpers/releases.ts';

export const LAUNCHER = resolve(import.meta.dirname, '../../../systemd/cloudlinkd-launch');
export const ANNA = { id: 'anna', name: 'Anna', via: 'local' } as const;

/** In memory where there is room: the sweep syncs hundreds of times. */
export function scratch(): string {
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'cloudlink-update-'));
}

/** The repository's files without a network. */
export function wayOf(repository: { metadata: string; targets: string }): ReleaseWay {
  return {
    async metadata(name) {
      const file = join(repository.metadata, name);
      return existsSync(file) ? readFileSync(file) : undefined;
    },
    async target(path, { offset }) {
      const bytes = readFileSync(join(repository.targets, path)).subarray(offset);
      return {
        offset,
        etag: '"1"',
        pieces: (async function* () {
          for (let at = 0; at < bytes.length; at += 200) yield bytes.subarray(at, at + 200);
        })(),
      };
    },
  };
}

export const FINE: UpdateFacts = {
  values: {
    page: 'good',
    network: 'good',
    channel: 'good',
    tunnels: 'none',
    pbx: 'good',
    sync: 'good',
    memory: 'good',
  },
  memoryBytes: 100e6,
};

export type Behaviour = {
  /** Ends before it does anything. */
  readonly crashes?: boolean;
  readonly facts?: UpdateFacts;
};

export type Options = {
  /** How a version behaves; a version that is not named is fine. */
  readonly versions?: Readonly<Record<string, Behaviour>>;
  readonly clock?: Clock;
  readonly free?: () => number;
  readonly way?: ReleaseWay;
  readonly zone?: string;
};

/** Without `release`, the repository is empty. */
export async function makeWorld(options: Options = {}) {
  const folder = scratch();
  const repository = makeRepository(folder);
  const program = join(folder, 'program');
  mkdirSync(join(program, 'releases/1.0.0'), { recursive: true });
  symlinkSync('releases/1.0.0', join(program, 'current'));
  const data = join(folder, 'data');
  mkdirSync(data);
  const clock = options.clock ?? systemClock;
  const { db } = openStateDatabase(':memory:', clock.now);
  const settings: Settings = createSettings(db, (key) => {
    throw new Error(`${key} does not fit`);
  });
  let stored: UpdateState | undefined;
  const history: string[] = [];
  const alarms: (string | undefined)[] = [];
  const launches: string[] = [];

  /** What the service manager does: starts the launcher. @returns the version that it starts */
  const launch = (): string => {
    const done = spawnSync(LAUNCHER, [program, '/bin/true'], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, CLOUDLINK_TRIAL_SECONDS: '0' },
    });
    if (done.status !== 0) throw new Error(`the launcher ended with ${done.status}: ${done.stderr}`);
    const version = basename(readlinkSync(join(program, 'current')));
    launches.push(version);
    return version;
  };

  const make = (running: string, p: Power, restart: () => void) => {
    const events = createEventBus((name, error) => {
      throw new Error(`${name}: ${String(error)}`);
    });
    events.on('audit', ({ action, actor, details }) =>
      history.push(
        `${action} by ${actor.name}: ${details.from} → ${details.to}${details.code ? ` ${details.code}` : ''}`,
      ),
    );
    events.on('alarm.told', ({ facts }) => alarms.push(facts));
    const store: MachineStore<UpdateState> = {
      load: async () => stored,
      save: (state) =>
        p.around(`save ${state}`, () => {
          stored = state;
        }),
    };
    const way = options.way ?? wayOf(repository);
    const files = createReleaseFiles({ folder: data, way, bytesPerSecond: 0, clock });
    const backend = createDirectoryBackend({ folder: program, restart, at: p.at });
    const cutting =
      <A extends unknown[], R>(name: string, f: (...args: A) => Promise<R>) =>
      (...args: A) =>
        p.around(name, () => f(...args));
    const update = createUpdate({
      running,
      store,
      settings,
      source: createReleaseMetadata({
        rootFile: repository.rootFile,
        folder: join(data, 'metadata'),
        uploadFile: uploadFileOf(data),
        way,
        now: clock.now,
      }),
      files: {
        ...files,
        fetch: cutting('fetch', files.fetch),
        isWhole: cutting('isWhole', files.isWhole),
        ...(options.free ? { free: async () => options.free?.() ?? 0 } : {}),
      },
      backend: {
        ...backend,
        install: cutting('install', backend.install),
        activate: cutting('activate', backend.activate),
        restart: cutting('restart', backend.restart),
        commit: cutting('commit', backend.commit),
        revert: cutting('revert', backend.revert),
      },
      snapshots: { take: () => p.at('take copies'), forget: () => p.at('forget copies') },
      facts: async () => {
        await p.at('look at the facts');
        return options.versions?.[running]?.facts ?? FINE;
      },
      logTail: async () => [`the log of ${running}`],
      settleMs: 0,
      limitMs: 0,
      log: () => undefined,
      events,
      clock,
      random: () => 0.5,
      newId: () => 'one',
      zone: () => options.zone ?? 'UTC',
      asset: () => 'cloudlink.local',
    });
    return { update, events };
  };

  /** Starts the gateway until it has nothing more to do, with every restart on the way. @returns the end state */
  const live = async (p: Power, order?: UpdateInstallInput): Promise<UpdateState> => {
    for (let starts = 0; starts < 20; starts++) {
      const running = launch();
      if (options.versions?.[running]?.crashes) continue;
      let restarted: () => void = () => undefined;
      const restart = new Promise<'restart'>((tell) => {
        restarted = () => tell('restart');
      });
      const { update, events } = make(running, p, restarted);
      const settled = new Promise<'settled'>((tell) => {
        events.on('update.changed', () => {
          if (UPDATE_ENDS.includes(update.view().state) && isOrdered) tell('settled');
        });
      });
      let isOrdered = order === undefined || (stored !== undefined && stored !== 'idle');
      await update.start();
      if (!isOrdered && order) {
        await update.install(order, ANNA);
        isOrdered = true;
      }
      const ended = UPDATE_ENDS.includes(update.view().state)
        ? 'settled'
        : await Promise.race([restart, settled]);
      await update.stop();
      if (ended === 'settled') return update.view().state;
    }
    throw new Error('it starts again and again');
  };

  return {
    folder,
    program,
    repository,
    settings,
    history,
    alarms,
    launches,
    launch,
    live,
    make,
    state: () => stored,
    current: () => readlinkSync(join(program, 'current')),
    has: (name: string) => existsSync(join(program, name)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
export type World = Awaited<ReturnType<typeof makeWorld>>;

export const uncut = () => power(Number.POSITIVE_INFINITY);
