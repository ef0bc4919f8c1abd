/** The power is cut before and after every effect and every save of a change of the device key; nobody is locked out. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { type AppError, toAppError } from '../../../src/base/errors.ts';
import { checkTable, startMachine } from '../../../src/base/machine.ts';
import { fail } from '../../../src/gateway/core/errors.ts';
import type { KeyExchange } from '../../../src/gateway/core/ports/device-keys.ts';
import {
  KEY_ROTATION,
  type KeyEffects,
  type KeyState,
} from '../../../src/gateway/features/identity/key-machine.ts';
import { keyEffects } from '../../../src/gateway/features/identity/key-rotation.ts';
import { NEXT_KEY_FILE, openDeviceKeys } from '../../../src/gateway/platform/keystore.ts';
import { type Power, power, type SweepWorld, sweep } from '../../base/machine-sweep.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';

const NO_CUT = () => power(Number.POSITIVE_INFINITY);
const NOT_KNOWN = () => fail('CLOUD_REFUSED', { facts: { error: 'invalid_client' } });

/** The other side, which no power cut here touches; takes and refuses keys as the contract says. */
function cloud(first: string) {
  const state = { current: first, next: undefined as string | undefined };
  /** @param by the key that the gateway has in use @param trouble thrown after the cloud has done it: a lost answer */
  const exchange = (
    p: Power,
    by: () => string,
    trouble: () => AppError | undefined = () => undefined,
  ): KeyExchange => ({
    offer: (next) =>
      p.around('request: offer', () => {
        if (by() !== state.current) throw NOT_KNOWN();
        state.next = next.thumbprint;
        const lost = trouble();
        if (lost) throw lost;
      }),
    use: (next) =>
      p.around('request: use', () => {
        if (next.thumbprint !== state.current && next.thumbprint !== state.next) throw NOT_KNOWN();
        if (next.thumbprint === state.next)
          Object.assign(state, { current: next.thumbprint, next: undefined });
        const lost = trouble();
        if (lost) throw lost;
      }),
  });
  return { state, exchange };
}

async function world(t: Test) {
  const folder = temporaryFolder(t);
  const first = (await openDeviceKeys(folder)).signer.thumbprint;
  const other = cloud(first);
  const clock = { ...manualClock(), sleep: async () => undefined };
  const saved: { state?: KeyState } = {};
  const store = {
    load: async () => saved.state,
    save: async (state: KeyState) => {
      saved.state = state;
    },
  };
  /** The program after a start: its keys are what is on the disk. */
  const effects = async (p: Power, trouble?: () => AppError | undefined) => {
    const keys = await openDeviceKeys(folder);
    const context = keyEffects({
      keys,
      exchange: other.exchange(p, () => keys.signer.thumbprint, trouble),
      clock,
      random: () => 0,
      note: () => undefined,
      promoted: () => undefined,
      log: () => undefined,
    });
    return { context, keys };
  };
  return { folder, first, other, store, saved, effects };
}

/** Effects that are there once the keys are read. */
function later(made: Promise<{ context: KeyEffects }>): KeyEffects {
  return {
    make: async () => (await made).context.make(),
    offer: async (signal) => (await made).context.offer(signal),
    use: async (signal) => (await made).context.use(signal),
    promote: async () => (await made).context.promote(),
    drop: async () => (await made).context.drop(),
  };
}

test('a change of the key survives a power cut at every step', async (t) => {
  checkTable(KEY_ROTATION);
  const worlds: Awaited<ReturnType<typeof world>>[] = [];
  for (let n = 0; n < 40; n++) worlds.push(await world(t));
  const ends: Promise<void>[] = [];
  const makeWorld = (): SweepWorld<KeyState, KeyEffects> => {
    const w = worlds.pop();
    if (!w) throw new Error('more worlds are needed');
    return {
      store: w.store,
      context: (p) => later(w.effects(p)),
      async drive(run) {
        await run.settled();
        // a person orders it once more when the power went before it was taken up
        if (w.other.state.current === w.first) await run.send('rotate');
        return run.settled();
      },
      check(end, cutAt) {
        if (end !== 'idle') throw new Error(`it stands in ${end}`);
        if (w.other.state.current === w.first) throw new Error('the cloud has the old key');
        if (existsSync(join(w.folder, NEXT_KEY_FILE))) throw new Error('a next key is left');
        ends.push(
          openDeviceKeys(w.folder).then(
            ({ signer }) =>
              void t.equal(signer.thumbprint, w.other.state.current, `one key on both sides, cut ${cutAt}`),
          ),
        );
      },
    };
  };
  const { cuts, faults } = await sweep({ table: KEY_ROTATION, makeWorld });
  await Promise.all(ends);
  t.same(faults, []);
  t.ok(cuts >= 20, `${cuts} cuts`);
});

test('lost answers, refusals and a restored cloud never cost the key that the cloud takes', async (t) => {
  const w = await world(t);
  const answers: (AppError | undefined)[] = [];
  const { context, keys } = await w.effects(NO_CUT(), () => answers.shift());
  const run = await startMachine({
    table: KEY_ROTATION,
    context,
    store: w.store,
    after: () => () => undefined,
  });
  const lost = () => fail('CLOUD_UNREACHABLE');
  const refused = (status: number) => fail('CLOUD_REFUSED', { facts: { status } });

  // each answer lost once, then both refused by something in between although the cloud has done what was asked
  answers.push(lost(), refused(403));
  await run.send('rotate');
  t.equal(await run.settled(), 'pausing');
  t.ok(await keys.next(), 'not given up');
  answers.push(lost(), refused(401));
  await run.send('rotate'); // in place of the minute that it waits
  // used, and not heard of: the key in use is nothing to the cloud any more, and only the next one helps
  t.equal(await run.settled(), 'pausing');
  t.not(w.other.state.current, w.first);
  t.ok(await keys.next(), 'the only key that is good is still there');
  await run.send('rotate');
  t.equal(await run.settled(), 'idle');
  t.equal(keys.signer.thumbprint, w.other.state.current);

  // the cloud comes back from a backup of before the offer: the key in use is good, and the next is offered again
  answers.push(undefined, refused(403));
  const before = w.other.state.current;
  await run.send('rotate');
  t.equal(await run.settled(), 'pausing');
  Object.assign(w.other.state, { current: before, next: undefined });
  await run.send('rotate');
  t.equal(await run.settled(), 'idle');
  t.equal(keys.signer.thumbprint, w.other.state.current);
  t.not(keys.signer.thumbprint, before);
  await run.stop();
});

test('a key that the cloud does not want is dropped, and the one in use stays', async (t) => {
  const w = await world(t);
  const { context, keys } = await w.effects(NO_CUT(), () => fail('KEY_REFUSED'));
  const run = await startMachine({
    table: KEY_ROTATION,
    context,
    store: w.store,
    after: () => () => undefined,
  });
  await run.send('rotate');
  t.equal(await run.settled(), 'idle');
  t.equal(keys.signer.thumbprint, w.first);
  t.equal(await keys.next(), undefined);
  t.equal(toAppError(fail('KEY_REFUSED')).retryable, false);
  await run.stop();
});
