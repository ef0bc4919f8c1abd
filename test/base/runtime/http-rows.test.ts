/** A server is built of whole rows only: `test/docs/openapi.test.ts` builds both programs' servers with all of theirs. */
import { pino } from 'pino';
import { test } from 'tap';
import { Type } from 'typebox';
import { AppError, COMMON_ERRORS } from '../../../src/base/errors.ts';
import { buildHttpServer, type RouteRow } from '../../../src/base/runtime/http.ts';

const ROW: RouteRow<'anybody'> = {
  method: 'GET',
  url: '/things/:id',
  access: 'anybody',
  tag: 'things',
  summary: 'A thing',
  schema: {
    params: Type.Object({ id: Type.String() }),
    response: { 200: Type.Object({ id: Type.String() }) },
  },
  handler: () => ({ id: 'a', more: 'does not leave' }),
};

const error = () => new AppError('BAD_INPUT', COMMON_ERRORS.BAD_INPUT);
const build = (row: object) =>
  buildHttpServer<'anybody'>({
    logger: pino({ level: 'silent' }) as never,
    access: { anybody: async () => undefined },
    routes: [{ ...ROW, ...row }],
    errors: { badInput: error, notFound: error, rateLimited: error },
  });

test('a whole row is served, by its schema', async (t) => {
  const app = await build({});
  t.same((await app.inject('/things/a')).json(), { id: 'a' });
  await app.close();
});

test('a row without schema or access fails before anything is served', async (t) => {
  const { response, params } = ROW.schema;
  await t.rejects(build({ access: undefined }), { message: /GET \/things\/:id has no access row/ });
  await t.rejects(build({ access: 'nobody' }), { message: /no access row: nobody/ });
  await t.rejects(build({ access: 'constructor' }), { message: /no access row: constructor/ });
  await t.rejects(build({ schema: undefined }), { message: /no schema of its answer/ });
  await t.rejects(build({ schema: { params, response: {} } }), { message: /no schema of its answer/ });
  await t.rejects(build({ schema: { response } }), { message: /no schema of :id/ });
});
