import { test } from 'tap';
import {
  checkTable,
  type MachineOptions,
  type MachineRun,
  type MachineStore,
  type MachineTable,
  SAVE_RETRY_MS,
  startMachine,
} from '../../src/base/machine.ts';
import { manualClock } from '../fakes/manual-clock.ts';
import { type Power, type Runner, type SweepWorld, sweep } from './machine-sweep.ts';

function memory<S extends string>(saved: S[] = []): MachineStore<S> & { readonly saved: S[] } {
  return { saved, load: async () => saved.at(-1), save: async (state) => void saved.push(state) };
}

type Door = 'closed' | 'opening' | 'open' | 'stuck';
type Hinge = { open(signal: AbortSignal): Promise<string> };
const DOOR: MachineTable<Door, Hinge> = {
  name: 'door',
  initial: 'closed',
  states: {
    closed: { on: { push: 'opening' }, resume: 'run' },
    opening: {
      run: (hinge, signal) => hinge.open(signal),
      to: { done: 'open', error: 'stuck' },
      on: { push: 'closed' },
      resume: 'run',
    },
    open: { on: { pull: 'closed' }, after: { ms: 60_000, state: 'closed' }, resume: 'closed' },
    stuck: { ends: true, resume: 'run' },
  },
};
const noTimer = () => () => undefined;
const door = (hinge: Hinge, store = memory<Door>(), after: MachineOptions<Door, Hinge>['after'] = noTimer) =>
  startMachine({ table: DOOR, context: hinge, store, after });
const easy: Hinge = { open: async () => 'done' };

test('a state is saved before its effect is run', async (t) => {
  const store = memory<Door>();
  const open = async () => {
    t.equal(store.saved.at(-1), 'opening');
    return 'done';
  };
  const run = await door({ open }, store);
  await run.send('push');
  t.equal(await run.settled(), 'open');
  t.same(store.saved, ['closed', 'opening', 'open']);
});

/** A store that can be full. */
function disk() {
  const store = memory<Door>();
  const full = { now: false };
  const save = async (state: Door) => {
    if (full.now) throw new Error('the disk is full');
    await store.save(state);
  };
  return { ...store, save, full };
}

test('a full disk: the outcome waits for room, is told, and the effect is not run again', async (t) => {
  const clock = manualClock();
  const store = disk();
  const errors: string[] = [];
  let opened = 0;
  const hinge: Hinge = {
    open: async () => {
      opened++;
      store.full.now = true;
      return 'done';
    },
  };
  const run = await startMachine({
    table: DOOR,
    context: hinge,
    store,
    after: clock.after,
    onError: (state, error) => errors.push(`${state}: ${(error as Error).message}`),
  });
  await run.send('push');
  await clock.advance(2 * SAVE_RETRY_MS);
  t.equal(run.state, 'opening', 'nothing goes on without its state on disk');
  t.same(errors, Array(3).fill('opening: the disk is full'));
  store.full.now = false;
  await clock.advance(SAVE_RETRY_MS);
  t.equal(await run.settled(), 'open');
  t.equal(opened, 1);
});

test('a full disk: an event is refused, and the machine stays where it is and works', async (t) => {
  const clock = manualClock();
  const store = disk();
  let begun = 0;
  const hinge: Hinge = {
    open: (signal) => {
      begun++;
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
  };
  const run = await startMachine({ table: DOOR, context: hinge, store, after: clock.after });
  store.full.now = true;
  await t.rejects(run.send('push'), { message: 'the disk is full' });
  t.equal(run.state, 'closed');
  store.full.now = false;
  t.equal(await run.send('push'), true);
  store.full.now = true;
  await t.rejects(run.send('push'), { message: 'the disk is full' });
  t.equal(run.state, 'opening');
  await clock.advance(0);
  t.equal(begun, 2, 'the effect that the event cut off is begun again');
  await run.stop();
});

test('an event that the state does not know is not taken', async (t) => {
  const run = await door(easy);
  t.equal(await run.send('pull'), false);
  t.equal(run.state, 'closed');
});

test('an event aborts the running effect', async (t) => {
  let reason: unknown;
  const run = await door({
    open: (signal) =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          reason = signal.reason;
          reject(signal.reason);
        }),
      ),
  });
  await run.send('push');
  t.equal(await run.send('push'), true);
  t.equal(run.state, 'closed');
  t.match(reason, { message: 'left' });
});

test('an event that comes while an outcome is being saved does not skip the state it leads to', async (t) => {
  let finishSave: () => void = () => undefined;
  const store = memory<Door>();
  const save = store.save;
  store.save = async (state) => {
    await save(state);
    if (state === 'open') await new Promise<void>((resolve) => (finishSave = resolve));
  };
  const run = await door(easy, store);
  await run.send('push');
  while (store.saved.at(-1) !== 'open') await new Promise((resolve) => setImmediate(resolve));
  const sent = run.send('push');
  finishSave();
  t.equal(await sent, false, 'the event was for a state that had been left');
  t.equal(run.state, 'open');
});

test('an event that comes while an outcome is being saved: the next effect is run once, and not aborted', async (t) => {
  type Lift = 'rising' | 'opening' | 'there' | 'stopped';
  let finishSave: () => void = () => undefined;
  const opened: boolean[] = [];
  const store = memory<Lift>();
  const save = store.save;
  store.save = async (state) => {
    await save(state);
    if (state === 'opening')
      await new Promise<void>((resolve) => {
        finishSave = resolve;
      });
  };
  const run = await startMachine<Lift, null>({
    table: {
      name: 'lift',
      initial: 'rising',
      states: {
        rising: { run: async () => 'up', to: { up: 'opening' }, on: { stop: 'stopped' }, resume: 'run' },
        opening: {
          run: async (_context, signal) => {
            opened.push(signal.aborted);
            return 'open';
          },
          to: { open: 'there' },
          resume: 'run',
        },
        there: { ends: true, resume: 'run' },
        stopped: { ends: true, resume: 'run' },
      },
    },
    context: null,
    store,
    after: noTimer,
  });
  while (store.saved.at(-1) !== 'opening') await new Promise((resolve) => setImmediate(resolve));
  const sent = run.send('stop');
  await new Promise((resolve) => setImmediate(resolve));
  finishSave();
  t.equal(await sent, false);
  t.equal(await run.settled(), 'there');
  t.same(opened, [false]);
});

test('two events at once: the first one counts', async (t) => {
  const run = await door(easy);
  const [first, second] = await Promise.all([run.send('push'), run.send('push')]);
  t.same([first, second], [true, false]);
  t.equal(await run.settled(), 'open');
});

test('an error thrown is the outcome `error`', async (t) => {
  const run = await door({
    open: async () => {
      throw new Error('rust');
    },
  });
  await run.send('push');
  t.equal(await run.settled(), 'stuck');
});

test('a timer leaves a waiting state', async (t) => {
  const clock = manualClock();
  const run = await door(easy, memory<Door>(), clock.after);
  await run.send('push');
  await run.settled();
  await clock.advance(59_999);
  t.equal(run.state, 'open');
  await clock.advance(1);
  t.equal(run.state, 'closed');
  await run.stop();
});

test('after a power cut `resume` decides', async (t) => {
  const again = await door(easy, memory<Door>(['opening']));
  t.equal(await again.settled(), 'open', 'run: the effect is run again');
  const elsewhere = memory<Door>(['open']);
  await door(easy, elsewhere);
  t.same(elsewhere.saved, ['open', 'closed'], 'a state: it goes on there, and that is saved');
});

test('an outcome that is not in the table, and a loop without waiting, are defects', async (t) => {
  const run = await door({ open: async () => 'sideways' });
  await run.send('push');
  await t.rejects(run.settled(), /no outcome sideways/);
  const loop = await startMachine<'a' | 'b', null>({
    table: {
      name: 'loop',
      initial: 'a',
      states: {
        a: { run: async () => 'go', to: { go: 'b' }, resume: 'run' },
        b: { run: async () => 'go', to: { go: 'a' }, resume: 'run' },
      },
    },
    context: null,
    store: memory(),
    after: noTimer,
    maxSteps: 50,
  });
  await t.rejects(loop.settled(), /more than 50 steps/);
});

test('a table that cannot work is refused, with what is wrong', async (t) => {
  const table = (states: object, cutEnds?: object) =>
    ({ name: 'x', initial: 'a', states, cutEnds }) as unknown as MachineTable<string, null>;
  const run = async () => 'go';
  t.throws(() => checkTable(table({})), /initial names the unknown state a/);
  t.throws(() => checkTable(table({ a: { resume: 'run' } })), /a can never be left/);
  t.throws(() => checkTable(table({ a: { run, resume: 'run' } })), /runs and leads nowhere/);
  t.throws(() => checkTable(table({ a: { run, to: { go: 'b' }, resume: 'run' } })), /unknown state b/);
  t.throws(() => checkTable(table({ a: { ends: true, run, to: {}, resume: 'run' } })), /runs something/);
  const end = { state: 'a', because: 'x' };
  t.throws(
    () => checkTable(table({ a: { ends: true, resume: 'run' } }, { a: [end, end, end] })),
    /more than two ends/,
  );
});

type Post = 'writing' | 'sending' | 'sent';
type Desk = { write(): Promise<string>; send(): Promise<string> };
const LETTER: MachineTable<Post, Desk> = {
  name: 'letter',
  initial: 'writing',
  states: {
    writing: { run: (desk) => desk.write(), to: { written: 'sending' }, resume: 'run' },
    sending: { run: (desk) => desk.send(), to: { ok: 'sent' }, resume: 'run' },
    sent: { ends: true, resume: 'run' },
  },
};

/** The letter is written on a disk; whoever sends must find it there, and the box takes each letter once. */
function letterWorld(): SweepWorld<Post, Desk> {
  const box = new Set<string>();
  let letter: string | undefined;
  return {
    store: memory<Post>(),
    context: (p: Power) => ({
      async write() {
        letter ??= 'L1';
        await p.at('after the pen');
        return 'written';
      },
      async send() {
        if (letter === undefined) throw new Error('nothing is written');
        box.add(letter);
        return 'ok';
      },
    }),
    drive: (run: MachineRun<Post>) => run.settled(),
    check() {
      if (box.size !== 1) throw new Error(`${box.size} letters in the box`);
    },
  };
}

test('the sweep: a machine that is safe', async (t) => {
  const { cuts, faults } = await sweep({ table: LETTER, makeWorld: letterWorld });
  t.same(faults, []);
  t.equal(cuts, 11, 'before and after three saves and two effects, and one moment inside');
});

/** A copy of the runner that saves a state only after its effect: the mistake that the sweep is there to find. */
const savesAfter: Runner = async ({ table, context, store }) => {
  const stored = await store.load();
  const resume = stored === undefined ? 'run' : table.states[stored].resume;
  let state = resume === 'run' ? (stored ?? table.initial) : resume;
  const loop = async () => {
    for (;;) {
      const row = table.states[state];
      const outcome = row.run ? await row.run(context, new AbortController().signal) : '';
      await store.save(state);
      const next = row.to?.[outcome];
      if (next === undefined) return state;
      state = next;
    }
  };
  const settled = loop();
  return { state, settled: () => settled, send: async () => false, stop: async () => undefined };
};

type Pump = 'off' | 'filling' | 'full';
/** The effect must be done once; a cut in it is seen by the saved state, and looked into before it is done again. */
const PUMP: MachineTable<Pump | 'asking', { fill(): Promise<string>; look(): Promise<string> }> = {
  name: 'pump',
  initial: 'off',
  states: {
    off: { run: async () => 'go', to: { go: 'filling' }, resume: 'run' },
    filling: { run: (c) => c.fill(), to: { done: 'full' }, resume: 'asking' },
    asking: { run: (c) => c.look(), to: { full: 'full', empty: 'filling' }, resume: 'run' },
    full: { ends: true, resume: 'run' },
  },
};
function pumpWorld(): SweepWorld<Pump | 'asking', { fill(): Promise<string>; look(): Promise<string> }> {
  let litres = 0;
  return {
    store: memory(),
    context: () => ({
      async fill() {
        litres += 10;
        return 'done';
      },
      look: async () => (litres > 0 ? 'full' : 'empty'),
    }),
    drive: (run) => run.settled(),
    check() {
      if (litres !== 10) throw new Error(`${litres} litres`);
    },
  };
}

test('the sweep finds a runner that saves after the effect', async (t) => {
  t.same((await sweep({ table: PUMP, makeWorld: pumpWorld })).faults, [], 'the real runner is safe');
  const { faults } = await sweep({ table: PUMP, makeWorld: pumpWorld, runner: savesAfter });
  t.ok(faults.length > 0, 'the wrong one is found');
  t.match(faults.join('\n'), /20 litres/);
});

test('the sweep: another end is a fault, unless the table allows it with a reason', async (t) => {
  type S = 'asking' | 'yes' | 'no';
  const table: MachineTable<S, { ask(): Promise<string> }> = {
    name: 'once',
    initial: 'asking',
    states: {
      asking: { run: (c) => c.ask(), to: { yes: 'yes', no: 'no' }, resume: 'no' },
      yes: { ends: true, resume: 'run' },
      no: { ends: true, resume: 'run' },
    },
  };
  const makeWorld = (): SweepWorld<S, { ask(): Promise<string> }> => ({
    store: memory<S>(),
    context: () => ({ ask: async () => 'yes' }),
    drive: (run) => run.settled(),
  });
  t.match((await sweep({ table, makeWorld })).faults.join(), /ended in no instead of yes/);
  const cutEnds = { asking: [{ state: 'no' as const, because: 'the answer is lost with the power' }] };
  t.same((await sweep({ table: { ...table, cutEnds }, makeWorld })).faults, []);
});
