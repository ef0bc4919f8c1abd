import { type Test, test } from 'tap';
import { fail } from '../../../src/gateway/core/errors.ts';
import { createEventBus, SYSTEM } from '../../../src/gateway/core/events.ts';
import type { KeyExchange } from '../../../src/gateway/core/ports/device-keys.ts';
import { KEY_STATES } from '../../../src/gateway/features/identity/key-machine.ts';
import { createKeyRotation } from '../../../src/gateway/features/identity/key-rotation.ts';
import { openDeviceKeys } from '../../../src/gateway/platform/keystore.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createMachineStore } from '../../../src/gateway/store/machine-state.ts';
import { createSettings } from '../../../src/gateway/store/settings.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';

/** A request that never ends by itself. */
const hangs = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

async function world(t: Test, exchange: Partial<KeyExchange>) {
  const clock = manualClock();
  const { db } = openStateDatabase(':memory:', clock.now);
  const events = createEventBus((_name, error) => t.fail(String(error)));
  const link = { is: true };
  const told: string[] = [];
  const folder = temporaryFolder(t);
  const boot = async () => {
    const keys = await openDeviceKeys(folder);
    const rotation = createKeyRotation({
      store: createMachineStore({ db, machine: 'key', known: KEY_STATES, onUnknown: t.fail, now: clock.now }),
      keys,
      exchange: { offer: async () => undefined, use: async () => undefined, ...exchange },
      settings: createSettings(db, (key) => t.fail(key)),
      clock,
      random: () => 0,
      events,
      isLinked: () => link.is,
      onPromoted: () => told.push(keys.signer.thumbprint),
      onChange: () => undefined,
      log: () => undefined,
    });
    await rotation.start();
    t.teardown(rotation.stop);
    return { keys, rotation };
  };
  return { events, link, told, boot };
}

test('changed: said to who holds connections; not linked: there is nobody to change it for', async (t) => {
  const { link, told, boot } = await world(t, {});
  const { keys, rotation } = await boot();
  const first = keys.signer.thumbprint;
  link.is = false;
  await t.rejects(rotation.rotate(SYSTEM), { code: 'NOT_LINKED' });
  link.is = true;
  await rotation.rotate(SYSTEM);
  const view = await rotation.settled();
  t.same(view, { fingerprint: keys.signer.thumbprint, rotation: 'none' });
  t.not(view.fingerprint, first);
  t.same(told, [view.fingerprint]);
});

test('refused: the key in use stays, and the reason is shown until the next change', async (t) => {
  let refuses = true;
  const { boot } = await world(t, {
    offer: async () => {
      if (refuses) throw fail('KEY_REFUSED');
    },
  });
  const { keys, rotation } = await boot();
  const first = keys.signer.thumbprint;
  await rotation.rotate(SYSTEM);
  t.match(await rotation.settled(), {
    fingerprint: first,
    rotation: 'failed',
    error: { code: 'KEY_REFUSED' },
  });
  refuses = false;
  t.match(await rotation.rotate(SYSTEM), { rotation: 'running' });
  t.notOk((await rotation.settled()).error);
});

test('unlinked in the middle: the next key goes, whether the program ran or not', async (t) => {
  const { events, link, boot } = await world(t, { offer: async (_next, signal) => hangs(signal) });
  const first = await boot();
  t.match(await first.rotation.rotate(SYSTEM), { rotation: 'running' });
  link.is = false;
  events.emit('link.changed', { linked: false });
  await first.rotation.settled();
  while ((await first.keys.next()) !== undefined) await new Promise((next) => setImmediate(next));
  t.equal(first.rotation.view().rotation, 'none');

  link.is = true;
  await first.rotation.rotate(SYSTEM);
  await first.rotation.stop();
  link.is = false;
  const second = await boot();
  await second.rotation.settled();
  t.equal(await second.keys.next(), undefined);
  t.equal(second.rotation.view().rotation, 'none');
});
