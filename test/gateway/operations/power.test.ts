import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { createEventBus } from '../../../src/gateway/core/events.ts';
import { mustOwnHost } from '../../../src/gateway/features/operations/power.ts';
import { tellProgress } from '../../../src/gateway/features/user-sync/tell-progress.ts';
import { isInEngine } from '../../../src/gateway/platform/kind.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

test('a host that is not the gateway’s own is not rebooted', async (t) => {
  for (const kind of ['standalone', 'virtual', 'msl'] as const) {
    mustOwnHost({ kind, inEngine: false });
    t.throws(() => mustOwnHost({ kind, inEngine: true }), { code: 'REBOOT_CONTAINER' });
  }
  for (const inEngine of [true, false])
    t.throws(() => mustOwnHost({ kind: 'smbc', inEngine }), { code: 'REBOOT_SMBC' });
});

test('a container of an engine shows itself; one that boots as a machine of its own does not count', async (t) => {
  const root = t.testdir();
  t.equal(isInEngine(root), false);
  mkdirSync(join(root, 'run/systemd'), { recursive: true });
  writeFileSync(join(root, 'run/systemd/container'), 'systemd-nspawn');
  t.equal(isInEngine(root), false);
  writeFileSync(join(root, 'run/.containerenv'), '');
  t.equal(isInEngine(root), true);
});

test('an ordered sync tells how far it is: each step at once, then every two seconds', async (t) => {
  const clock = manualClock();
  const events = createEventBus((_name, error) => t.fail(String(error)));
  const told: [number, string][] = [];
  let at = { stage: 'read', step: 1, steps: 5, done: 0, total: 100, sentence: 'Reading: 0.' };
  const end = tellProgress({
    events,
    clock,
    view: () => at,
    progress: (percent, sentence) => told.push([percent, sentence]),
  });
  const step = (stage: string, n: number, done: number) => {
    at = { ...at, stage, step: n, done, sentence: `${stage} ${done}` };
    events.emit('sync.progress', { stage, done });
  };
  step('read', 1, 0);
  step('read', 1, 10);
  await clock.advance(2_000);
  step('read', 1, 50);
  step('apply', 4, 100);
  end();
  step('record', 5, 0);
  t.same(told, [
    [0, 'read 0'],
    [10, 'read 50'],
    [80, 'apply 100'],
  ]);
});
