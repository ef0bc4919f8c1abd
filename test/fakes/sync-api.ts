/**
 * User synchronisation in the fake of the gateway's HTTP API: the routes of src/contract/sync-api.ts over data sets.
 * What a verb, a decision or an undo does shows at the next reading.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type {
  Decision,
  Detained,
  DetainedVerb,
  ImportChoice,
  ImportRow,
  ImportRowEdit,
  ImportView,
  Synchroniser,
  SynchroniserInput,
  Synchronisers,
  SyncRun,
} from '../../src/contract/sync-api.ts';
import * as data from './sync-data.ts';

type Query = Readonly<Record<string, string | undefined>>;

/** What the fake remembers of one scene. */
export type SyncWorld = {
  readonly size: data.Size;
  readonly time: number;
  synchronisers: Synchronisers;
  detained: Detained[];
  decisions: Decision[];
  runs: SyncRun[];
  imports: ImportView[];
  /** What was corrected in rows of the first file, by row. */
  edits: Map<number, ImportRowEdit>;
};

export function syncWorld(time: number, size: data.Size): SyncWorld {
  return {
    size,
    time,
    synchronisers: data.synchronisers(time, size),
    detained: data.detained(time, size),
    decisions: data.decisions(time, size),
    runs: data.runs(time, size),
    imports: data.imports(time, size),
    edits: new Map(),
  };
}

function page<T>(items: readonly T[], { after, limit }: Query) {
  const from = Number(after ?? 0);
  const next = from + Number(limit ?? 50);
  return {
    items: items.slice(from, next),
    total: items.length,
    ...(next < items.length ? { next: String(next) } : {}),
  };
}

const has = (q: string | undefined, ...texts: (string | undefined)[]) =>
  texts
    .join(' ')
    .toLowerCase()
    .includes((q ?? '').toLowerCase());

function problem(reply: FastifyReply, status: number, code: string, title: string, remedy: string) {
  return reply
    .code(status)
    .type('application/problem+json')
    .send({ type: `urn:cloudlink:error:${code}`, title, status, code, remedy });
}

const none = (reply: FastifyReply) =>
  problem(reply, 404, 'NOT_FOUND', 'There is nothing here.', 'Check the address.');

function countBy<K extends string>(keys: readonly K[]): [K, number][] {
  const counts = new Map<K, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts];
}

const matching = (rows: readonly Detained[], { action, code, source, q }: Query) =>
  rows.filter(
    (row) =>
      (!action || row.action === action) &&
      (!code || row.code === code) &&
      (!source || row.source === source) &&
      has(q, row.name, row.email, row.extension, row.code),
  );

const codesOf = (rows: readonly { code: string; sentence: string }[]) =>
  countBy(rows.map(({ code }) => code)).map(([code, count]) => ({
    code,
    sentence: rows.find((row) => row.code === code)?.sentence ?? '',
    count,
  }));

function addDetained(app: FastifyInstance, world: () => SyncWorld): void {
  app.get<{ Querystring: Query }>('/api/sync/detained', async ({ query }) => {
    const all = world().detained;
    return {
      ...page(matching(all, query), query),
      codes: codesOf(all),
      actions: countBy(all.map(({ action }) => action)).map(([action, count]) => ({ action, count })),
    };
  });
  app.get<{ Params: { id: string } }>('/api/sync/detained/:id', async ({ params }, reply) => {
    const row = world().detained.find(({ id }) => id === params.id);
    return row ? data.detainedDetail(row) : none(reply);
  });
  app.post<{ Body: DetainedVerb }>('/api/sync/detained/verb', async ({ body }, reply) => {
    const { verb, ids, all } = body;
    const rows = all
      ? matching(world().detained, { action: all.action, code: all.code, source: all.source, q: all.q })
      : world().detained.filter(({ id }) => ids?.includes(id));
    if (all && all.count !== rows.length)
      return problem(reply, 409, 'PLAN_STALE', 'The list is another one now.', 'Look at it again.');
    const able = rows.filter(({ verbs }) => verbs.includes(verb));
    const kind = ({ cancel: 'cancelled', ignore: 'ignored', modify: 'modified', leave: 'left' } as const)[
      verb as 'cancel'
    ];
    const now = world();
    const orderId = `order-${now.decisions.length}-${able.length}`;
    now.detained = now.detained.filter((row) => !able.includes(row));
    if (kind)
      now.decisions = [
        ...able.map(({ id, name, source }) => ({
          id: `new-${id}`,
          personId: id,
          name,
          source,
          kind,
          by: 'Priya Nair',
          at: Date.now(),
          orderId,
          values: [],
        })),
        ...now.decisions,
      ];
    return {
      orderId,
      done: able.length,
      failed: rows
        .filter((row) => !able.includes(row))
        .map(({ id, name, code, sentence }) => ({ id, name, code, sentence })),
      started: ['apply', 'modify', 'recreate'].includes(verb),
    };
  });
  app.get<{ Querystring: Query }>('/api/sync/decisions', async ({ query }) =>
    page(
      world().decisions.filter(({ name }) => has(query.q, name)),
      query,
    ),
  );
  app.post<{ Body: { ids?: string[]; orderId?: string } }>('/api/sync/decisions/revoke', async ({ body }) => {
    const now = world();
    const gone = now.decisions.filter(
      ({ id, orderId }) => body.ids?.includes(id) || (body.orderId !== undefined && orderId === body.orderId),
    );
    now.decisions = now.decisions.filter((one) => !gone.includes(one));
    const back = data
      .detained(now.time, now.size)
      .filter(({ id }) => gone.some(({ personId }) => personId === id));
    now.detained = [...back, ...now.detained];
    return { done: gone.length, failed: [], started: false };
  });
}

function addSynchronisers(app: FastifyInstance, world: () => SyncWorld): void {
  type Id = { Params: { id: string } };
  const find = (id: string) => world().synchronisers.items.find((one) => one.id === id);
  const put = (items: readonly Synchroniser[]) => {
    const now = world();
    now.synchronisers = {
      ...now.synchronisers,
      items: items.map((one, i) => ({ ...one, precedence: i + 1 })),
    };
    return now.synchronisers;
  };
  const change = (id: string, over: Partial<Synchroniser>) => {
    put(world().synchronisers.items.map((one) => (one.id === id ? { ...one, ...over } : one)));
    return find(id);
  };
  app.get('/api/synchronisers', async () => world().synchronisers);
  app.put<{ Body: { ids: string[] } }>('/api/synchronisers/order', async ({ body }) =>
    put(body.ids.flatMap((id) => find(id) ?? [])),
  );
  app.post<{ Body: SynchroniserInput }>('/api/synchronisers', async ({ body }) => {
    const [sample] = data.synchronisers(world().time, 'some').items;
    if (!sample) throw new Error('the data has no synchroniser');
    const { lastRead: _, ...rest } = sample;
    const made: Synchroniser = {
      ...rest,
      id: 'made',
      type: body.type,
      typeTitle: body.type,
      name: body.name,
      isPbxLink: false,
      options: { ...sample.options, deferAll: true, ...body.options },
      state: 'never',
      people: 0,
      applied: 0,
      detained: 0,
      details: [],
    };
    put([...world().synchronisers.items, made]);
    return find('made');
  });
  app.post('/api/synchronisers/test', async () => ({
    ok: true,
    users: 251,
    steps: [
      { title: 'Reachable', ok: true, facts: 'dc1.ballad.example answered in 12 ms.' },
      { title: 'Signs in', ok: true, facts: 'As cn=cloudlink.' },
    ],
  }));
  app.get<Id>('/api/synchronisers/:id', async ({ params }, reply) => find(params.id) ?? none(reply));
  app.put<Id & { Body: SynchroniserInput }>('/api/synchronisers/:id', async ({ params, body }, reply) => {
    const known = find(params.id);
    return known
      ? change(params.id, { name: body.name, options: { ...known.options, ...body.options } })
      : none(reply);
  });
  app.delete<Id & { Body: { people: 'move' | 'delete'; to?: string } }>(
    '/api/synchronisers/:id',
    async ({ params, body }) => {
      change(params.id, { state: 'leaving', leaving: body });
      return world().synchronisers;
    },
  );
  app.post<Id>('/api/synchronisers/:id/keep', async ({ params }, reply) => {
    const known = find(params.id);
    if (!known) return none(reply);
    const { leaving: _, ...kept } = known;
    put(world().synchronisers.items.map((one) => (one.id === params.id ? { ...kept, state: 'ok' } : one)));
    return find(params.id);
  });
  app.post<Id>(
    '/api/synchronisers/:id/reinitialise',
    async ({ params }, reply) => change(params.id, { reinitialise: true }) ?? none(reply),
  );
  app.get<Id>('/api/synchronisers/:id/mapping', async () => data.MAPPING);
  app.put('/api/synchronisers/:id/mapping', async () => data.MAPPING);
  app.post('/api/synchronisers/:id/mapping/try', async () => data.TRIAL);
}

function addRuns(app: FastifyInstance, world: () => SyncWorld): void {
  type Id = { Params: { id: string }; Querystring: Query };
  const find = (id: string) => world().runs.find((one) => one.id === id);
  app.get<{ Querystring: Query }>('/api/sync/runs', async ({ query }) => page(world().runs, query));
  app.get<Id>('/api/sync/runs/:id', async ({ params }, reply) => find(params.id) ?? none(reply));
  app.get<Id>('/api/sync/runs/:id/changes', async ({ params, query }, reply) => {
    const run = find(params.id);
    if (!run) return none(reply);
    const rows = data.runChanges(world().time, run);
    return page(
      rows.filter(({ kind, name }) => (!query.kind || kind === query.kind) && has(query.q, name)),
      query,
    );
  });
  app.get<Id>('/api/sync/runs/:id/undo', async ({ params }, reply) => {
    const run = find(params.id);
    return run ? data.undo(run, run.undoneBy !== undefined) : none(reply);
  });
  app.post<{ Body: { runId: string; preview?: boolean; planHash?: string } }>(
    '/api/sync/undo',
    async ({ body }, reply) => {
      const run = find(body.runId);
      if (!run?.canUndo)
        return problem(reply, 409, 'UNDO_OVER', 'This run cannot be undone.', 'Look at the last run.');
      const done = body.preview === false;
      if (done) {
        const back: SyncRun = {
          ...run,
          id: 'undone',
          number: run.number + 1,
          mode: 'undo',
          actor: 'Priya Nair',
          canUndo: false,
          undoes: run.id,
          counts: { ...run.counts, leftAlone: 2 },
        };
        const now = world();
        now.runs = [
          back,
          ...now.runs.map((one) => (one === run ? { ...one, canUndo: false, undoneBy: back.id } : one)),
        ];
      }
      return data.undo(run, done);
    },
  );
}

function addPeople(app: FastifyInstance, world: () => SyncWorld): void {
  const everybody = () => data.people(world().time, world().size);
  app.get<{ Querystring: Query }>('/api/sync/people', async ({ query }) =>
    page(
      everybody().filter(
        (one) =>
          (!query.state || one.state === query.state) &&
          (!query.source || one.sources.includes(query.source)) &&
          has(query.q, one.name, one.email, one.extension),
      ),
      query,
    ),
  );
  app.get<{ Params: { id: string } }>('/api/sync/people/:id', async ({ params }, reply) => {
    const found = everybody().find(({ id }) => id === params.id);
    return found ? data.explanation(world().time, found) : none(reply);
  });
  app.get('/api/sync/people.csv', async (_request, reply) =>
    reply.type('text/csv; charset=utf-8').send('Name\r\nAnn Cole\r\n'),
  );
  app.get<{ Querystring: Query }>('/api/sync/findings', async ({ query }) => {
    const all = data.findings(world().size);
    const found = all.filter(
      ({ code, name }) => (!query.code || code === query.code) && has(query.q, name, code),
    );
    return { ...page(found, query), codes: codesOf(all) };
  });
}

/** The rows with what was corrected in them; an address with a name behind its `@` is right. */
function importRows({ edits, time, size }: SyncWorld, id: string): ImportRow[] {
  const asUploaded = data.imports(time, size).find((one) => one.id === id) ?? data.importView(time);
  return data.importRows(asUploaded).map((row) => {
    const edit = edits.get(row.row);
    if (!edit) return row;
    if (edit.leftOut) return { ...row, errors: [], edited: true, leftOut: true };
    const values = { ...row.values, ...edit.values };
    return { ...row, values, errors: /@[a-z]/.test(values.Email ?? '') ? [] : row.errors, edited: true };
  });
}

function addImports(app: FastifyInstance, world: () => SyncWorld): void {
  type Id = { Params: { id: string }; Querystring: Query };
  const find = (id: string) => world().imports.find((one) => one.id === id);
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.get('/api/imports', async () => ({ imports: world().imports }));
  app.post<{ Querystring: Query; Body: Buffer }>('/api/imports', async ({ query, body }, reply) => {
    if (query.name?.endsWith('.exe'))
      return problem(
        reply,
        415,
        'IMPORT_FORMAT',
        'This is neither CSV, LDIF nor XLSX.',
        'Export the users as CSV.',
      );
    const made = data.importView(Date.now(), { name: query.name ?? 'users.csv', bytes: body.length });
    const now = world();
    now.imports = [made, ...now.imports.filter(({ id }) => id !== made.id)];
    return made;
  });
  app.get<Id>('/api/imports/:id', async ({ params }, reply) => find(params.id) ?? none(reply));
  app.get<Id>('/api/imports/:id/rows', async ({ params, query }, reply) => {
    const view = find(params.id);
    if (!view) return none(reply);
    const rows = importRows(world(), view.id);
    return page(
      rows.filter(
        ({ errors, values }) =>
          (query.only !== 'errors' || errors.length > 0) && has(query.q, ...Object.values(values)),
      ),
      query,
    );
  });
  app.put<{ Params: { id: string; row: string }; Body: ImportRowEdit }>(
    '/api/imports/:id/rows/:row',
    async ({ params, body }, reply) => {
      const view = find(params.id);
      const n = Number(params.row);
      if (!view) return none(reply);
      const now = world();
      const before = now.edits.get(n);
      const isBack = body.values !== undefined && Object.keys(body.values).length === 0;
      if (isBack || body.leftOut === false) now.edits.delete(n);
      else now.edits.set(n, { ...before, ...body, values: { ...before?.values, ...body.values } });
      const rows = importRows(now, view.id);
      const errors = rows.filter((one) => one.errors.length > 0).length;
      const left = rows.filter(({ leftOut }) => leftOut).length;
      const next = {
        ...view,
        rows: rows.length - left,
        errors,
        good: rows.length - left - errors,
        edited: now.edits.size,
      };
      now.imports = now.imports.map((one) => (one === view ? next : one));
      return { view: next, row: rows.find(({ row }) => row === n) };
    },
  );
  app.put<Id & { Body: ImportChoice }>('/api/imports/:id', async ({ params, body }, reply) => {
    const now = world();
    now.imports = now.imports.map((one) =>
      one.id === params.id
        ? {
            ...one,
            ...(body.map ? { map: body.map } : {}),
            ...(body.anchor === undefined ? {} : { anchor: body.anchor }),
            ...(body.fills ? { fills: body.fills } : {}),
          }
        : one,
    );
    return find(params.id) ?? none(reply);
  });
  app.post<Id & { Body: { name?: string; into?: string; partial: boolean } }>(
    '/api/imports/:id/take',
    async ({ params, body }, reply) => {
      const view = find(params.id);
      if (!view) return none(reply);
      if (view.errors > 0 && !body.partial)
        return problem(
          reply,
          409,
          'IMPORT_ERRORS',
          'Rows of the file are wrong.',
          'Take the good rows alone, or correct the file.',
        );
      return world().synchronisers.items.at(-1) ?? none(reply);
    },
  );
  app.delete<Id>('/api/imports/:id', async ({ params }, reply) => {
    const now = world();
    now.imports = now.imports.filter(({ id }) => id !== params.id);
    return reply.code(204).send();
  });
}

/** Adds the routes. @param world what the scene that is shown remembers */
export function addSync(app: FastifyInstance, world: () => SyncWorld): void {
  addDetained(app, world);
  addSynchronisers(app, world);
  addRuns(app, world);
  addPeople(app, world);
  addImports(app, world);
}
