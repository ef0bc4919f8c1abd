import { test } from 'tap';
import { Type } from 'typebox';
import { settingsOf } from '../../../src/base/runtime/config.ts';
import { ConfigSchema } from '../../../src/gateway/config.ts';
import { type Actor, createEventBus } from '../../../src/gateway/core/events.ts';
import { createConfiguration, isRemote } from '../../../src/gateway/features/configuration/configuration.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createSettings } from '../../../src/gateway/store/settings.ts';

const ADA: Actor = { id: 'u1', name: 'Ada', via: 'cloud' };

function world() {
  const { db } = openStateDatabase(':memory:', () => 0);
  const level = { now: 'info' };
  const heard: unknown[] = [];
  const events = createEventBus((_name, error) => {
    throw error;
  });
  events.on('audit', ({ action, actor, propertiesChanged }) =>
    heard.push({ action, by: actor.name, propertiesChanged }),
  );
  const make = () =>
    createConfiguration({
      known: settingsOf(ConfigSchema),
      own: () => 'info',
      effects: {
        'log.level': (value) => {
          level.now = String(value);
        },
      },
      settings: createSettings(db, () => undefined),
      events,
    });
  return { make, level, heard, db };
}

test('applied, audited by its key, kept over a restart, taken back with null', async (t) => {
  const { make, level, heard } = world();
  t.equal(make().apply({ 'log.level': 'debug' }, ADA), 'Applied: log.level.');
  t.equal(level.now, 'debug');
  t.same(heard, [{ action: 'Settings applied', by: 'Ada', propertiesChanged: ['log.level'] }]);
  level.now = 'info';
  make().start();
  t.equal(level.now, 'debug', 'after a restart');
  make().apply({ 'log.level': null }, ADA);
  t.equal(level.now, 'info', 'the file’s own again');
  make().start();
  t.equal(level.now, 'info');
});

test('what the contract keeps from the cloud is refused, and nothing of that order is done', async (t) => {
  const { make, level, heard } = world();
  const local = [...settingsOf(ConfigSchema)].filter(([, schema]) => !isRemote(schema)).map(([key]) => key);
  for (const key of [
    'cloud.url',
    'cloud.proxy',
    'cloud.proxyPassword',
    'cloud.ca',
    'dataDir',
    'http.allowHosts',
  ])
    t.ok(local.includes(key), key);
  for (const key of local) {
    const set = { 'log.level': 'trace', [key]: 'x' };
    t.throws(() => make().apply(set, ADA), {
      code: 'SETTING_LOCAL',
      message: `The setting "${key}" can be changed on the gateway’s site only.`,
    });
  }
  t.equal(level.now, 'info', 'all or none');
  t.same(heard, []);
});

test('unknown keys, wrong values, nothing at all', async (t) => {
  const { make, level } = world();
  const refused = (set: Record<string, unknown>, message: string | RegExp) =>
    t.throws(() => make().apply(set, ADA), { code: 'COMMAND_BAD', message });
  refused({ 'log.levle': 'debug' }, 'There is no setting "log.levle". Did you mean "log.level"?');
  refused({ 'tunnels.consent': 'always' }, 'There is no setting "tunnels.consent".');
  refused({ 'log.level': 'loud' }, /^The setting "log.level" must/);
  refused({ 'log.level': 3 }, /^The setting "log.level" must/);
  refused({}, 'There is no setting to apply.');
  t.equal(level.now, 'info');
});

test('a value that this version does not take any more is left alone', async (t) => {
  const { make, level, db } = world();
  createSettings(db, () => undefined).set('config.applied', { 'log.level': 'loud', 'old.key': 1 });
  make().start();
  t.equal(level.now, 'info');
});

test('a remote setting without an effect is a defect that shows at the start', async (t) => {
  const { db } = world();
  t.throws(
    () =>
      createConfiguration({
        known: new Map([['x', Type.String({ remote: true })]]),
        own: () => '',
        effects: {},
        settings: createSettings(db, () => undefined),
        events: createEventBus(() => undefined),
      }),
    /the remote setting x has no effect/,
  );
});
