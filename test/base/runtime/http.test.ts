/** The server builder: validators and serialisers are made at their first use, and judge the same every time. */
import { test } from 'tap';
import { Type } from 'typebox';
import { type ErrorRow, thrower } from '../../../src/base/errors.ts';
import { buildHttpServer, type RouteRow, route } from '../../../src/base/runtime/http.ts';
import { createLogger } from '../../../src/base/runtime/logger.ts';
import { ERRORS } from '../../../src/gateway/core/errors.ts';

const fail = thrower(ERRORS satisfies Record<string, ErrorRow>);

function server(row: RouteRow<'open'>) {
  return buildHttpServer<'open'>({
    logger: createLogger({ level: 'silent', name: 'test' }),
    access: { open: async () => undefined },
    routes: [row],
    errors: {
      badInput: (options) => fail('BAD_INPUT', options),
      notFound: () => fail('NOT_FOUND'),
      rateLimited: (retryAfterMs) => fail('RATE_LIMITED', { retryAfterMs }),
    },
  });
}

const people = (response = Type.Object({ name: Type.String() })) =>
  route({
    method: 'POST',
    url: '/people/:id',
    access: 'open',
    summary: 'test',
    tag: 'test',
    schema: {
      params: Type.Object({ id: Type.Integer() }),
      querystring: Type.Object({
        limit: Type.Integer({ default: 10 }),
        tag: Type.Optional(Type.Array(Type.String())),
      }),
      body: Type.Object({ age: Type.Integer() }, { additionalProperties: false }),
      response: { 200: response },
    },
    handler: ({ params, query, body }) =>
      ({ name: JSON.stringify([params.id, query, body.age]), secret: 'not in the schema' }) as {
        name: string;
      },
  });

test('params and query are coerced and completed, a body is taken as it is', async (t) => {
  const app = await server(people());
  t.teardown(() => app.close());
  const post = (url: string, payload: object) => app.inject({ method: 'POST', url, payload });
  for (const time of ['first', 'second']) {
    const good = await post('/people/7?tag=a', { age: 3 });
    t.same(
      good.json(),
      { name: '[7,{"tag":["a"],"limit":10},3]' },
      `${time}: what is not named does not leave`,
    );
    const text = await post('/people/7', { age: '3' });
    t.equal(text.statusCode, 400, time);
    t.match(text.json(), { code: 'BAD_INPUT', errors: [{ field: 'age' }] }, time);
    t.match((await post('/people/7', { age: 3, more: 1 })).json(), { errors: [{ field: 'more' }] }, time);
    t.match((await post('/people/x', { age: 3 })).json(), { errors: [{ field: 'id' }] }, time);
  }
});

test('a start compiles no schema', async (t) => {
  let looked = 0;
  const watched = new Proxy(Type.Object({ name: Type.String() }), {
    get(target, key) {
      if (key === 'properties') looked++;
      return Reflect.get(target, key);
    },
  });
  const app = await server(people(watched));
  t.teardown(() => app.close());
  await app.ready();
  const before = looked;
  await app.inject({ method: 'POST', url: '/people/7', payload: { age: 3 } });
  t.ok(looked > before, `${before} looks before, ${looked} after the first answer`);
  t.equal(before, 0);
});
