import { test } from 'tap';
import { watcher } from '../../../../src/gateway/platform/mdns/publisher.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';

function rig(look: () => Promise<boolean>) {
  const clock = manualClock();
  const errors: unknown[] = [];
  let changed: (() => void) | undefined;
  const onNetwork = (f: () => void) => {
    changed = f;
    return () => {
      changed = undefined;
    };
  };
  let looks = 0;
  const counted = () => {
    looks++;
    return look();
  };
  const watch = watcher({ clock, onNetwork }, counted, (error) => errors.push(error));
  const change = async () => {
    changed?.();
    await clock.advance(0);
  };
  return { clock, watch, errors, change, isListening: () => changed !== undefined, looks: () => looks };
}

test('it looks at the start and when the network has changed, and at no other time', async (t) => {
  const { watch, clock, change, looks, isListening } = rig(async () => true);
  await watch.start();
  t.equal(looks(), 1);
  await clock.advance(3_600_000);
  t.equal(looks(), 1);
  await change();
  t.equal(looks(), 2);
  await watch.stop();
  t.notOk(isListening());
});

test('a link that cannot be used yet is tried again until it can', async (t) => {
  const answers = [async () => false, () => Promise.reject(new Error('EADDRNOTAVAIL')), async () => true];
  const { watch, clock, errors, looks } = rig(async () => answers.shift()?.() ?? true);
  await watch.start();
  await clock.advance(2_000);
  t.match(errors, [{ message: 'EADDRNOTAVAIL' }]);
  await clock.advance(2_000);
  t.equal(looks(), 3);
  t.equal(clock.pending, 0, 'and then no more');
});

test('one look at a time; none after the end', async (t) => {
  const gates: PromiseWithResolvers<boolean>[] = [];
  const { watch, clock, change, looks } = rig(() => {
    const gate = Promise.withResolvers<boolean>();
    gates.push(gate);
    return gate.promise;
  });
  const started = watch.start();
  await change();
  t.equal(looks(), 1, 'the change waits');
  gates[0]?.resolve(true);
  await started;
  await clock.advance(0);
  t.equal(looks(), 2);
  await change();
  const stopped = watch.stop();
  gates[1]?.resolve(false);
  await stopped;
  t.equal(looks(), 2);
  t.equal(clock.pending, 0);
});
