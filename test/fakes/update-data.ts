/** Updates, for the fake of the gateway's API. */
import type { UpdateView } from '../../src/contract/update.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const base = (time: number) => ({
  running: '1.4.0',
  lastUpdateAt: time - 41 * DAY,
  lastCheckAt: time - 7 * HOUR,
  lastCheck: { ok: true },
  nextCheckAt: time + 17 * HOUR,
  schedule: {
    automatic: true,
    every: 'daily' as const,
    weekdays: [0],
    minute: 157,
    zone: 'America/Toronto',
  },
  backend: 'directory' as const,
  warnings: [],
});

/** Never looked for, on a schedule that nobody has changed. */
export const updateNone = (time: number): UpdateView => {
  const { lastUpdateAt: _, lastCheckAt: __, lastCheck: ___, ...rest } = base(time);
  return { ...rest, state: 'idle' };
};

/** One can be installed; Priya had set the days. */
export const updateAvailable = (time: number): UpdateView => ({
  ...base(time),
  state: 'idle',
  available: {
    version: '1.5.0',
    bytes: 41_300_000,
    releasedAt: time - 3 * DAY,
    notes: 'Users with two addresses are matched by the first. Tunnels come back faster after a cut line.',
  },
  schedule: {
    ...base(time).schedule,
    every: 'weekly',
    weekdays: [0, 6],
    changedBy: { name: 'Priya Nair', via: 'cloud' },
    changedAt: time - 9 * DAY,
  },
});

export const updateDownloading = (time: number): UpdateView => ({
  ...updateAvailable(time),
  state: 'downloading',
  version: '1.5.0',
  from: '1.4.0',
  source: 'cloud',
  progress: { bytes: 17_900_000, total: 41_300_000 },
  startedAt: time - 2 * MINUTE,
});

export const updateWaiting = (time: number): UpdateView => ({
  ...updateDownloading(time),
  state: 'waiting',
  progress: { bytes: 41_300_000, total: 41_300_000 },
  waitsUntil: time + 3 * HOUR,
});

export const updateTrial = (time: number): UpdateView => ({
  ...updateDownloading(time),
  state: 'trial',
  running: '1.5.0',
  trial: {
    startedAt: time - MINUTE,
    endsAt: time + 4 * MINUTE,
    facts: [
      { fact: 'page', before: 'good', now: 'good', worse: false },
      { fact: 'network', before: 'good', now: 'good', worse: false },
      { fact: 'channel', before: 'good', now: 'good', worse: false },
      { fact: 'tunnels', before: 'bad', now: 'bad', worse: false },
      { fact: 'pbx', before: 'good', now: 'bad', worse: true },
      { fact: 'sync', before: 'good', now: 'none', worse: false },
      { fact: 'memory', before: 'good', now: 'good', worse: false },
    ],
  },
});

export const updateRolledBack = (time: number): UpdateView => ({
  ...updateAvailable(time),
  state: 'rolledBack',
  version: '1.5.0',
  from: '1.4.0',
  startedAt: time - HOUR,
  endedAt: time - 52 * MINUTE,
  reason: {
    code: 'UPDATE_WORSE',
    sentence: 'The new version was worse than the one before.',
    remedy: 'The old version runs again. Collect the logs and report the version.',
    logExcerpt: '{"level":50,"msg":"the PBX does not answer"}\n{"level":40,"msg":"trial ended"}',
  },
  schedule: { ...updateAvailable(time).schedule, pausedUntil: time + 2 * DAY },
  warnings: ['The metadata ran out while this site was offline.'],
});
