import { symlinkSync, writeFileSync } from 'node:fs';
import { test } from 'tap';
import { Type } from 'typebox';
import { nearest } from '../../../src/base/nearest.ts';
import { ConfigError, loadConfig } from '../../../src/base/runtime/config.ts';

const schema = Type.Object(
  {
    name: Type.String({ default: 'gw' }),
    http: Type.Object(
      {
        port: Type.Integer({ minimum: 0, maximum: 65535, default: 80 }),
        allowHosts: Type.Array(Type.String(), { default: [] }),
      },
      { additionalProperties: false, default: {} },
    ),
  },
  { additionalProperties: false },
);
const load = (file: string | undefined, env: Record<string, string> = {}, options = {}) =>
  loadConfig({
    schema,
    env,
    envPrefix: 'X_',
    options,
    ...(file === undefined ? {} : { file, fileRequired: true }),
  });
const issues = (f: () => unknown): string[] => {
  try {
    f();
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.issues.map((i) => i.sentence);
    throw error;
  }
};

test('defaults < file < environment < options', async (t) => {
  const file = `${t.testdir()}/c.json`;
  writeFileSync(file, JSON.stringify({ name: 'file', http: { port: 1 } }));
  t.strictSame(load(undefined), { name: 'gw', http: { port: 80, allowHosts: [] } });
  t.strictSame(load(file).http.port, 1);
  t.strictSame(load(file, { X_HTTP_PORT: '2', X_HTTP_ALLOW_HOSTS: 'a, b' }).http, {
    port: 2,
    allowHosts: ['a', 'b'],
  });
  t.equal(load(file, { X_HTTP_PORT: '2' }, { 'http.port': 3 }).http.port, 3);
  t.throws(() => Object.assign(load(file).http, { port: 9 }), 'it is frozen');
});

test('a wrong key names the nearest right one', async (t) => {
  const file = `${t.testdir()}/c.json`;
  writeFileSync(file, JSON.stringify({ htp: {}, http: { prot: 1 } }));
  const all = issues(() => load(file, { X_HTTP_ALLOWHOSTS: 'a' }));
  t.match(all, [/htp.*"http"/, /http\.prot.*"http\.port"/, /X_HTTP_ALLOWHOSTS.*"X_HTTP_ALLOW_HOSTS"/]);
  t.equal(nearest('somethingelse', ['port']), undefined, 'nothing is near');
});

test('a wrong value, a broken file and a missing file are said', async (t) => {
  const file = `${t.testdir()}/c.json`;
  t.match(
    issues(() => load(undefined, { X_HTTP_PORT: '70000' })),
    [/http\.port.*65535/],
  );
  t.match(
    issues(() => load(file)),
    [/does not exist/],
  );
  // also where the file may be missing: one that is there and cannot be read is not "none"
  const loop = `${t.testdir()}/loop.json`;
  symlinkSync(loop, loop);
  t.match(
    issues(() => loadConfig({ schema, env: {}, envPrefix: 'X_', file: loop })),
    [/loop\.json cannot be read: ELOOP/],
  );
  t.same(
    issues(() => loadConfig({ schema, env: {}, envPrefix: 'X_', file: `${loop}.none` })),
    [],
  );
  writeFileSync(file, '{"name": ');
  t.match(
    issues(() => load(file)),
    [/cannot be read/],
  );
  writeFileSync(file, '[]');
  t.match(
    issues(() => load(file)),
    [/JSON object/],
  );
});
