import { type Test, test } from 'tap';
import type { CloudMessage, CommandMessage, GatewayMessage } from '../../../src/contract/channel.ts';
import { COMMANDS, type CommandName, lookOf } from '../../../src/contract/commands.ts';
import { WAITS_FOR_CONSENT } from '../../../src/contract/consent-words.ts';
import type { CommandHandlers, LookGate } from '../../../src/gateway/core/commands.ts';
import { fail } from '../../../src/gateway/core/errors.ts';
import { createEventBus } from '../../../src/gateway/core/events.ts';
import type { CommandJournal } from '../../../src/gateway/core/ports/command-journal.ts';
import { createOperations } from '../../../src/gateway/features/operations/operations.ts';
import { createCommandJournal } from '../../../src/gateway/store/command-journal.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { type Power, power } from '../../base/machine-sweep.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const ID = (n: number) => `019a0000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const TARGET = { targetId: 'msl-server-manager' };
/** Who asks, where an order looks at the customer's data. */
const ASKER = { person: { id: ID(7), name: 'Ada', email: 'ada@example.org' } };
/** The customer lets everybody look. */
const look: LookGate = (_look, _order, act) => act();

/** Both ends of the channel: what the cloud says goes in, what the gateway says is kept. */
function line() {
  const listeners = new Set<(message: CloudMessage) => void>();
  const sent: GatewayMessage[] = [];
  return {
    sent,
    say: (message: CloudMessage) => {
      for (const f of [...listeners]) f(message);
    },
    channel: (p: Power, cloudNow?: () => number) => ({
      send: (message: GatewayMessage) => {
        if (!p.isCut) sent.push(message);
        return !p.isCut;
      },
      onMessage: (f: (message: CloudMessage) => void) => {
        listeners.add(f);
        return () => listeners.delete(f);
      },
      cloudNow: cloudNow ?? (() => undefined),
    }),
    results: () => sent.filter((m) => m.type === 'result'),
  };
}

const NO_CUT = () => power(Number.POSITIVE_INFINITY);

function world(t: Test, handlers: CommandHandlers) {
  const clock = manualClock();
  const { db } = openStateDatabase(':memory:', clock.now);
  const journal = createCommandJournal(db);
  const wire = line();
  const lines: string[] = [];
  const events = createEventBus((_name, error) => t.fail(String(error)));
  const make = (
    bootId = 'boot-1',
    cloudNow?: () => number,
    own: CommandHandlers = handlers,
    gate: LookGate = look,
  ) =>
    createOperations({
      look: gate,
      journal,
      channel: wire.channel(NO_CUT(), cloudNow),
      handlers: own,
      events,
      bootId,
      clock,
      log: (message) => lines.push(message),
    });
  const command = (n: number, name: string, args: Record<string, unknown> = {}): CommandMessage => ({
    type: 'command',
    id: ID(n),
    name,
    args: lookOf(name) === undefined ? args : { ...ASKER, ...args },
    issuedBy: { id: 'u1', name: 'Ada' },
    issuedAt: clock.now(),
    expiresAt: clock.now() + 60_000,
  });
  return { clock, db, journal, wire, lines, events, make, command };
}

test('ack, progress, result; what is repeated is not done again', async (t) => {
  let runs = 0;
  const { wire, make, command } = world(t, {
    'sync.run': {
      async run(_args, context) {
        runs += 1;
        t.match(context, { id: ID(1), actor: { name: 'Ada', via: 'cloud' }, bootId: 'boot-1' });
        context.progress(49.6, 'half way');
        return { value: { added: 3 }, sentence: 'Done.' };
      },
    },
  });
  const operations = make();
  await operations.start();
  wire.say(command(1, 'sync.run'));
  await settle();
  const result = { type: 'result', id: ID(1), result: { ok: true, value: { added: 3 }, sentence: 'Done.' } };
  t.same(wire.sent, [
    { type: 'ack', id: ID(1) },
    { type: 'progress', id: ID(1), percent: 50, sentence: 'half way' },
    result,
  ]);
  wire.say(command(1, 'sync.run'));
  await settle();
  t.same(wire.sent.slice(3), [{ type: 'ack', id: ID(1) }, result], 'told again');
  wire.say({ type: 'stored', id: ID(1) });
  await settle();
  wire.say(command(1, 'sync.run'));
  await settle();
  t.same(wire.sent.slice(5), [{ type: 'ack', id: ID(1) }], 'stored: the result is gone, the id is not');
  t.equal(runs, 1);
  await operations.stop();
});

test('the id is journalled before anything is done; twice at once is once', async (t) => {
  let runs = 0;
  const w = world(t, {
    reboot: {
      async run() {
        runs += 1;
        t.match(await w.journal.find(ID(1)), { state: 'running', name: 'reboot' });
        return {};
      },
    },
  });
  await w.make().start();
  w.wire.say(w.command(1, 'reboot'));
  w.wire.say(w.command(1, 'reboot'));
  await settle();
  t.equal(runs, 1);
});

test('what is refused, and how', async (t) => {
  const { clock, wire, make, command } = world(t, { 'tunnel.start': { run: async () => ({}) } });
  await make('b', () => clock.now() + 120_000).start();
  const table: [CommandMessage, string][] = [
    [command(1, 'coffee.make'), 'COMMAND_UNKNOWN'],
    [command(2, 'constructor'), 'COMMAND_UNKNOWN'],
    [command(3, 'reboot'), 'COMMAND_UNSUPPORTED'],
    [command(4, 'tunnel.start', TARGET), 'COMMAND_EXPIRED'],
    [{ ...command(5, 'tunnel.start', {}), expiresAt: clock.now() + 999_999 }, 'COMMAND_BAD'],
    [
      { ...command(6, 'tunnel.start', { host: '10.0.0.1' }), expiresAt: clock.now() + 999_999 },
      'COMMAND_BAD',
    ],
  ];
  for (const [message, code] of table) {
    wire.say(message);
    await settle();
    t.match(wire.sent.slice(-2), [
      { type: 'ack', id: message.id },
      { type: 'result', result: { ok: false, error: { code } } },
    ]);
  }
});

test('a command from the past is refused by the cloud’s time, however wrong this host’s clock is', async (t) => {
  const year = 365 * 24 * 3600_000;
  for (const [skew, what] of [
    [-50 * year, 'in the past'],
    [19 * year, 'in the future'],
  ] as const) {
    let runs = 0;
    const w = world(t, {
      'tunnel.start': {
        async run() {
          runs += 1;
          return {};
        },
      },
    });
    const cloudNow = w.clock.now() - skew;
    await w.make('b', () => cloudNow).start();
    const at = (n: number, expiresAt: number) => ({ ...w.command(n, 'tunnel.start', TARGET), expiresAt });
    w.wire.say(at(1, cloudNow - 1));
    await settle();
    t.match(w.wire.results(), [{ result: { ok: false, error: { code: 'COMMAND_EXPIRED' } } }], what);
    t.equal(runs, 0);
    w.wire.say(at(2, cloudNow + 60_000));
    await settle();
    t.match(
      w.wire.results().at(-1),
      { id: ID(2), result: { ok: true } },
      `${what}: one in time is carried out`,
    );
    t.equal(runs, 1);
  }
});

test('a handler’s error is the result; a value that is too long is left out', async (t) => {
  const { wire, make, command } = world(t, {
    'sync.run': {
      run: async () => {
        throw new Error('secret detail');
      },
    },
    'logs.read': { run: async () => ({ value: 'x'.repeat(300_000), sentence: 'Read.' }) },
  });
  await make().start();
  wire.say(command(1, 'sync.run'));
  wire.say(command(2, 'logs.read', { lines: 10 }));
  await settle();
  const [failed, long] = wire.results();
  t.match(failed, { result: { ok: false, error: { code: 'INTERNAL' } } });
  t.notMatch(JSON.stringify(failed), /secret detail/);
  t.same(long?.type === 'result' && long.result, {
    ok: true,
    sentence: 'Read. The answer was too long to be sent.',
  });
});

test('an order that looks at data waits for the customer, whatever its handler is', async (t) => {
  const runs: string[] = [];
  const handler = (name: string) => ({ run: async () => ({ sentence: String(runs.push(name)) }) });
  const w = world(
    t,
    Object.fromEntries(
      (Object.keys(COMMANDS) as CommandName[]).map((name) => [name, handler(name)]),
    ) as CommandHandlers,
  );
  const asked: { look: string; order: { id: string; name: string; args: unknown } }[] = [];
  const gate: LookGate = async (one, { id, name, args, waits }) => {
    asked.push({ look: one, order: { id, name, args } });
    waits();
    throw fail('CONSENT_OFF');
  };
  await w.make('boot-1', undefined, undefined, gate).start();
  const why = { ...ASKER, reason: 'The night sync ended early', ticket: 'INC-7' };
  for (const [i, [name, args]] of [
    ['logs.read', { lines: 10 }],
    ['logs.collect', {}],
    ['trace.start', {}],
    ['trace.stop', {}],
  ].entries() as Iterable<[number, [string, object]]>)
    w.wire.say(w.command(i + 1, name, { ...args, ...why }));
  await settle();
  t.same(runs, [], 'nothing was done');
  t.same(
    asked.map(({ look: one, order }) => [one, order.name]),
    [
      ['logs', 'logs.read'],
      ['logs', 'logs.collect'],
      ['traces', 'trace.start'],
      ['traces', 'trace.stop'],
    ],
  );
  t.same(asked[0]?.order, { id: ID(1), name: 'logs.read', args: why }, 'who asks, and why');
  t.match(w.wire.sent, [
    { type: 'ack', id: ID(1) },
    { type: 'progress', id: ID(1), sentence: WAITS_FOR_CONSENT },
  ]);
  for (const result of w.wire.results())
    t.match(result, { result: { ok: false, error: { code: 'CONSENT_OFF' } } });
  t.equal(w.wire.results().length, 4);

  w.wire.say({ ...w.command(9, 'logs.collect'), args: {} });
  await settle();
  t.match(w.wire.results().at(-1), { result: { error: { code: 'COMMAND_BAD' } } }, 'nobody looks unnamed');
  // a row that is added to the contract must say whose policy is asked
  const looks = Object.keys(COMMANDS).filter((name) => /^(logs|trace)[.]/.test(name));
  t.same(
    looks.filter((name) => lookOf(name) === undefined),
    [],
  );
});

test('a session secret is not kept on the disk', async (t) => {
  const { clock, db, wire, make, command } = world(t, { 'session.open': { run: async () => ({}) } });
  await make().start();
  const person = { id: ID(7), name: 'Ada', email: 'ada@example' };
  const args = {
    sessionId: ID(8),
    targetId: 'x',
    secret: 'Zm9vYmFy',
    person,
    expiresAt: clock.now(),
    idleMs: 9000,
  };
  wire.say(command(1, 'session.open', { ...args, origin: 'https://x' }));
  await settle();
  t.match(wire.results(), [{ result: { ok: true } }]);
  t.notMatch(JSON.stringify(db.prepare('SELECT * FROM command_journal').all()), /Zm9vYmFy/);
});

test('half done at start: repeat, verify, unknown', async (t) => {
  const never = () => new Promise<never>(() => undefined);
  const w = world(t, {});
  const hanging: CommandHandlers = {
    'sync.run': { run: never },
    reboot: { run: never },
    restart: { run: never },
    'update.install': { run: never },
    'session.open': { run: never },
    'trace.start': { run: never },
  };
  await w.make('boot-1', undefined, hanging).start();
  for (const [i, name] of ['sync.run', 'reboot', 'restart', 'update.install', 'trace.start'].entries())
    w.wire.say(w.command(i + 1, name));
  await settle();
  t.equal(w.wire.results().length, 0);

  let syncs = 0;
  const second = line();
  const operations = createOperations({
    look,
    journal: w.journal,
    channel: second.channel(NO_CUT()),
    handlers: {
      'sync.run': {
        async run() {
          syncs += 1;
          return {};
        },
      },
      reboot: {
        run: never,
        verify: async (_args, context) =>
          context.bootId === 'boot-2' ? undefined : { sentence: 'Rebooted.' },
      },
      restart: { run: never, verify: async () => undefined },
      'update.install': { run: never },
      'trace.start': { run: never },
    },
    events: w.events,
    bootId: 'boot-2',
    clock: w.clock,
    log: () => undefined,
  });
  await operations.start();
  await settle();
  const byId = Object.fromEntries(
    second.results().map((m) => [m.id, m.type === 'result' ? m.result : undefined]),
  );
  t.equal(syncs, 1);
  t.match(byId[ID(1)], { ok: true }, 'repeat: done again');
  t.match(byId[ID(2)], { ok: true, sentence: 'Rebooted.' }, 'verify: it happened');
  t.match(byId[ID(3)], { ok: false, error: { code: 'COMMAND_INTERRUPTED' } }, 'verify: it did not');
  t.notOk((byId[ID(3)] as { unknown?: boolean }).unknown);
  t.match(byId[ID(4)], { ok: false, unknown: true }, 'nobody can verify it');
  t.match(byId[ID(5)], { ok: false, unknown: true }, 'unknown');
  await operations.stop();
});

test('a command found half done long after its time is not begun again', async (t) => {
  let runs = 0;
  const w = world(t, {
    'tunnel.start': {
      async run() {
        runs += 1;
        return runs === 1 ? new Promise(() => undefined) : {};
      },
    },
  });
  await w.make().start();
  w.wire.say(w.command(1, 'tunnel.start', TARGET));
  await settle();
  await w.clock.advance(30 * 24 * 3600_000);
  await w.make('boot-2').start();
  await settle();
  t.equal(runs, 1);
  t.match(w.wire.results(), [{ result: { ok: false, unknown: true } }]);
});

test('an orderly stop ends commands and leaves them to the next start', async (t) => {
  const w = world(t, {
    'sync.run': {
      run: (_args, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    },
  });
  const operations = w.make();
  await operations.start();
  w.wire.say(w.command(1, 'sync.run'));
  await settle();
  t.same(operations.running(), [ID(1)]);
  await operations.stop();
  t.same(operations.running(), []);
  t.match(await w.journal.running(), [{ id: ID(1) }]);
  t.equal(w.wire.results().length, 0, 'no result was made up');
});

test('results that the cloud has not stored are told after every welcome, without being asked', async (t) => {
  const { wire, make, command, clock } = world(t, { 'sync.run': { run: async () => ({}) } });
  await make().start();
  for (const n of [1, 2]) {
    wire.say(command(n, 'sync.run'));
    await settle();
    await clock.advance(1000);
  }
  wire.say({ type: 'stored', id: ID(1) });
  await settle();
  const before = wire.sent.length;
  const welcome: CloudMessage = { type: 'welcome', time: clock.now(), selfVersion: 1 };
  wire.say(welcome);
  await settle();
  t.same(wire.sent.slice(before), [{ type: 'result', id: ID(2), result: { ok: true } }]);
  wire.say({ type: 'stored', id: ID(2) });
  await settle();
  wire.say(welcome);
  await settle();
  t.equal(wire.sent.length, before + 1, 'stored: told no more');
});

test('after unlinking nothing of the old account is left', async (t) => {
  const w = world(t, { 'sync.run': { run: async () => ({}) } });
  await w.make().start();
  w.wire.say(w.command(1, 'sync.run'));
  await settle();
  w.events.emit('link.changed', { linked: false });
  await settle();
  t.equal(await w.journal.find(ID(1)), undefined);
});

/** A journal whose every write is a moment at which the power may go. */
function watched(journal: CommandJournal, p: Power): CommandJournal {
  return {
    find: (id) => journal.find(id),
    running: () => journal.running(),
    unacknowledged: () => journal.unacknowledged(),
    clear: () => journal.clear(),
    prune: (before) => journal.prune(before),
    insert: (entry) => p.around('insert', () => journal.insert(entry)),
    finish: (id, result) => p.around('finish', () => journal.finish(id, result)),
    stored: (id, at) => p.around('stored', () => journal.stored(id, at)),
  };
}

type Life = { readonly runs: number; readonly results: readonly GatewayMessage[] };

/** One command, the power cut at one moment, a restart, and the cloud that sends it again until it has a result. */
async function live(
  t: Test,
  name: 'sync.run' | 'reboot' | 'trace.start',
  cutAt: number,
): Promise<Life & { moments: readonly string[] }> {
  const clock = manualClock();
  const { db } = openStateDatabase(':memory:', clock.now);
  const journal = createCommandJournal(db);
  const wire = line();
  let runs = 0;
  const events = createEventBus((_n, error) => t.fail(String(error)));
  const boot = async (p: Power, bootId: string) => {
    const run = async () => {
      await p.around('the act', () => {
        runs += 1;
      });
      return {};
    };
    const verify = async () => (runs > 0 ? {} : undefined);
    await createOperations({
      look,
      journal: watched(journal, p),
      channel: wire.channel(p),
      handlers: { [name]: { run, verify } },
      events,
      bootId,
      clock,
      log: () => undefined,
    }).start();
  };
  const command: CommandMessage = {
    type: 'command',
    id: ID(1),
    name,
    args: lookOf(name) === undefined ? {} : ASKER,
    issuedBy: { id: 'u', name: 'Ada' },
    issuedAt: clock.now(),
    expiresAt: clock.now() + 60_000,
  };
  const p = power(cutAt);
  await boot(p, 'boot-1');
  wire.say(command);
  await settle();
  if (p.isCut) await boot(NO_CUT(), 'boot-2');
  await settle();
  wire.say(command);
  await settle();
  return { runs, results: wire.results(), moments: p.moments };
}

for (const [name, most] of [
  ['sync.run', 2],
  ['reboot', 1],
  ['trace.start', 1],
] as const)
  test(`the power is cut at every moment of ${name}: at most ${most}, and always one kind of result`, async (t) => {
    const { moments } = await live(t, name, Number.POSITIVE_INFINITY);
    t.same(moments, [
      'before insert',
      'after insert',
      'before the act',
      'after the act',
      'before finish',
      'after finish',
    ]);
    for (const [index, moment] of moments.entries()) {
      const { runs, results } = await live(t, name, index);
      t.ok(runs <= most, `${moment}: done ${runs} times`);
      t.ok(results.length > 0, `${moment}: the cloud has a result`);
      t.equal(new Set(results.map((r) => JSON.stringify(r))).size, 1, `${moment}: always the same one`);
      const [first] = results;
      const ok = first?.type === 'result' && first.result.ok;
      if (ok) t.ok(runs >= 1, `${moment}: it says that it was done, and it was`);
    }
  });

test('ids are forgotten after 90 days', async (t) => {
  const w = world(t, { 'sync.run': { run: async () => ({}) } });
  const operations = w.make();
  await operations.start();
  w.wire.say(w.command(1, 'sync.run'));
  await settle();
  w.wire.say({ type: 'stored', id: ID(1) });
  await settle();
  await w.clock.advance(89 * 24 * 3600_000);
  t.equal(await operations.prune(), 0);
  t.ok(await w.journal.find(ID(1)));
  await w.clock.advance(2 * 24 * 3600_000);
  t.equal(await operations.prune(), 1);
  t.equal(await w.journal.find(ID(1)), undefined);
});

test('a command of the contract that this gateway cannot carry out is refused with its reason', async (t) => {
  const { wire, make, command, journal } = world(t, {});
  await make().start();
  const names = Object.keys(COMMANDS) as CommandName[];
  for (const [n, name] of names.entries()) {
    wire.say(command(n + 1, name));
    await settle();
    t.same(wire.sent.slice(-2), [
      { type: 'ack', id: ID(n + 1) },
      {
        type: 'result',
        id: ID(n + 1),
        result: {
          ok: false,
          error: {
            code: 'COMMAND_UNSUPPORTED',
            sentence: `This gateway cannot carry out “${COMMANDS[name].title}” (${name}).`,
            remedy: 'Do it on the gateway’s host, or update the gateway to a version that can.',
          },
        },
      },
    ]);
    t.match(
      await journal.find(ID(n + 1)),
      { state: 'done' },
      'journalled: sent again, it is answered the same',
    );
  }
});

test('what may follow only a stored result follows it, or a minute of silence, also after a restart', async (t) => {
  const done: string[] = [];
  const w = world(t, {
    unlink: {
      run: async () => ({ sentence: 'Unlinked.' }),
      async stored() {
        done.push('forgotten');
        await w.journal.clear();
      },
    },
    'sync.run': { run: async () => ({}) },
  });
  const first = w.make();
  await first.start();
  w.wire.say(w.command(1, 'unlink'));
  await settle();
  t.equal(w.wire.results().length, 1);
  await w.clock.advance(59_000);
  t.same(done, [], 'the cloud has not stored it yet');
  w.wire.say({ type: 'stored', id: ID(1) });
  await settle();
  t.same(done, ['forgotten']);
  await w.clock.advance(120_000);
  t.same(done, ['forgotten'], 'once');

  w.wire.say(w.command(2, 'unlink'));
  await settle();
  await w.clock.advance(60_000);
  await settle();
  t.equal(done.length, 2, 'a cloud that stays silent does not hold it up');

  w.wire.say(w.command(3, 'unlink'));
  await settle();
  await first.stop();
  await w.clock.advance(120_000);
  t.equal(done.length, 2, 'stopped');
  const second = w.make();
  await second.start();
  w.wire.say({ type: 'stored', id: ID(3) });
  await settle();
  t.equal(done.length, 3, 'told after a restart');

  w.wire.say(w.command(4, 'unlink'));
  await settle();
  await second.stop();
  const third = w.make();
  await third.start();
  await w.clock.advance(60_000);
  await settle();
  t.equal(done.length, 4, 'silent, also after a restart');
  await third.stop();
});
