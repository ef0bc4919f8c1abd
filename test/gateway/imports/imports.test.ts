/** Import of files, from the upload to the synchroniser: a real server, a real disk, a real reading process. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { pino } from 'pino';
import { test } from 'tap';
import { runProgram } from '../../../src/cli/program.ts';
import type { ImportRow, ImportView, Synchroniser } from '../../../src/contract/sync-api.ts';
import { fail } from '../../../src/gateway/core/errors.ts';
import { createEventBus } from '../../../src/gateway/core/events.ts';
import type { ImportReader, ImportTakers } from '../../../src/gateway/core/ports/imports.ts';
import {
  createImports,
  MAX_EDITS,
  MAX_IMPORTS,
  plainName,
} from '../../../src/gateway/features/imports/imports.ts';
import { importRoutes } from '../../../src/gateway/http/routes/imports.ts';
import { createLocalServer } from '../../../src/gateway/http/server.ts';
import { mark, type Via } from '../../../src/gateway/http/via.ts';
import { CONNECTORS, connectorOf } from '../../../src/gateway/pbx/index.ts';
import {
  createImportFiles,
  importPaths,
  MAX_UPLOAD_BYTES,
} from '../../../src/gateway/platform/import-files.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createSettings } from '../../../src/gateway/store/settings.ts';
import { createImportReader } from '../../../src/gateway/sync/import/reader.ts';
import { surveyImport, writeCorrected } from '../../../src/gateway/sync/import/survey.ts';
import { createPhone } from '../../../src/gateway/sync/phone.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';
import { workbook } from '../../helpers/workbook.ts';
import { fakeDeps } from '../http/fake-deps.ts';

type Taken = { type: string; values: Record<string, unknown>; name?: string; mapping?: unknown };

/** Keeps what it is given; the answer is as little of a synchroniser as its schema wants. */
function takers() {
  const taken = new Map<string, Taken>();
  const answer = (id: string, { type, name = '' }: Taken): Synchroniser => ({
    id,
    type,
    typeTitle: type,
    note: '',
    name,
    isPbxLink: false,
    precedence: 1,
    values: {},
    secretsSet: [],
    options: { deferAll: true, incompleteChanges: true, validation: 'cloud' },
    mapping: 'own',
    delta: false,
    state: 'never',
    people: 0,
    applied: 0,
    detained: 0,
    reinitialise: false,
    details: [],
  });
  const one = (id: string) => {
    const found = taken.get(id);
    if (!found) throw fail('NOT_FOUND');
    return { ...answer(id, found), values: found.values };
  };
  const port: ImportTakers = {
    find: one,
    async add({ name, type, values, mapping }) {
      if (name === 'refused') throw fail('NOT_ALLOWED');
      const id = `s${taken.size + 1}`;
      taken.set(id, { type, name, values, mapping });
      return one(id);
    },
    async replace(id, { type, values, mapping }) {
      taken.set(id, { ...taken.get(id), type, values, mapping });
      return one(id);
    },
  };
  return { port, taken };
}

test('import of files', async (t) => {
  const data = temporaryFolder(t);
  const [uploads, importDir] = [join(data, 'imports'), join(data, 'import')];
  mkdirSync(importDir);
  const clock = manualClock();
  const { db } = openStateDatabase(':memory:', clock.now);
  const audits: { action: string; details: unknown }[] = [];
  const events = createEventBus((_name, error) => {
    throw error;
  });
  events.on('audit', ({ action, details }) => audits.push({ action, details }));
  const { port, taken } = takers();
  let serial = 0;
  const files = createImportFiles(uploads, importDir, 1024 * 1024);
  // the start of a process costs a second on a busy machine; the last test below starts one
  const byProcess = createImportReader(uploads, {});
  const reader: ImportReader = {
    async survey(id, look) {
      const { file, rows } = importPaths(uploads, id);
      const found = await surveyImport({ file, rows, look }, createPhone(), new AbortController().signal);
      return JSON.parse(JSON.stringify(found)) as typeof found;
    },
    async correct(id, look) {
      const { file, rows, corrected } = importPaths(uploads, id);
      await writeCorrected({ file, rows, look, corrected }, new AbortController().signal);
    },
    rows: byProcess.rows,
  };
  const imports = createImports({
    files,
    reader,
    takers: port,
    connectors: CONNECTORS,
    settings: createSettings(db, (key) => t.fail(`setting ${key} does not fit`)),
    events,
    clock,
    newId: () => `i${++serial}`,
    country: () => 'CA',
  });
  mkdirSync(join(uploads, 'left-by-a-power-cut'), { recursive: true });
  await imports.start();
  t.same(readdirSync(uploads), [], 'what no import knows is removed at the start');

  const { deps } = fakeDeps();
  const local = await createLocalServer({
    deps: { ...deps, imports },
    logger: pino({ level: 'silent' }) as never,
    webDir: '/nonexistent',
    host: '127.0.0.1',
    port: 0,
    httpsPort: 0,
    socketPath: '/nonexistent',
    names: () => ['x'],
  });
  let via: Via = { kind: 'cli' };
  const socketPath = join(data, 'control.sock');
  const server = createServer((request, response) => {
    mark(request, via);
    local.app.routing(request, response);
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  t.teardown(async () => {
    server.closeAllConnections();
    server.close();
    await local.app.close();
    db.close();
  });

  type Answer = { status: number; body: Record<string, unknown> };
  const ask = (
    method: string,
    path: string,
    body?: Buffer | string | object,
    headers: Record<string, string> = {},
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const isJson = body !== undefined && typeof body === 'object' && !Buffer.isBuffer(body);
      const type = isJson ? 'application/json' : 'application/octet-stream';
      const request = httpRequest(
        {
          socketPath,
          method,
          path,
          headers: { host: 'x', ...(body === undefined ? {} : { 'content-type': type }), ...headers },
        },
        async (response) => {
          const parts: Buffer[] = [];
          for await (const part of response) parts.push(part as Buffer);
          const text = Buffer.concat(parts).toString();
          resolve({ status: response.statusCode ?? 0, body: text === '' ? {} : JSON.parse(text) });
        },
      );
      request.on('error', reject);
      request.end(isJson ? JSON.stringify(body) : body);
    });
  const upload = async (name: string, content: Buffer | string) => {
    const { status, body } = await ask('POST', `/api/imports?name=${encodeURIComponent(name)}`, content);
    t.equal(status, 200, JSON.stringify(body));
    return body as unknown as ImportView;
  };
  const rows = async (id: string, query = '') =>
    (await ask('GET', `/api/imports/${id}/rows?${query}`)).body as unknown as {
      items: ImportRow[];
      total: number;
      next?: string;
    };
  const clear = async () => {
    for (const { id } of imports.list()) await ask('DELETE', `/api/imports/${id}`);
  };

  await t.test('upload, survey, preview rows, and errors by row with the engine’s own rules', async (t) => {
    const view = await upload(
      '../../C:\\Users\\Ann\\people list.csv',
      'id;displayName;email;extension;phone\n1;Ann;ann@x.org;1001;613 555 0101\n2;Ben;no address;1002;\n3;;c@x.org;;\n4;Dee;ANN@x.org;1004;\n5;Eve\n6;F\u0001ay;f@x.org;;\n',
    );
    t.match(view, {
      name: 'people list.csv',
      format: 'csv',
      encoding: 'UTF-8',
      separator: ';',
      recognised: 'cloudlink',
      anchor: 'id',
      columns: ['id', 'displayName', 'email', 'extension', 'phone'],
      map: { displayName: 'displayName', email: 'email', extension: 'extension', phone: 'phone' },
      by: 'Command line',
      rows: 6,
      good: 0,
      errors: 6,
    });
    const all = await rows(view.id);
    t.same(
      all.items.map(({ row, errors }) => [row, errors.map(({ code }) => code).join()]),
      [
        [2, 'DUP_USERNAME,DUP_EMAIL'],
        [3, 'BAD_EMAIL'],
        [4, 'NAME_MISSING'],
        [5, 'DUP_USERNAME,DUP_EMAIL'],
        [6, 'ROW_COLUMNS'],
        [7, 'BAD_CHAR'],
      ],
    );
    t.match(all.items[5]?.errors[0], { field: 'displayName', position: 1, remedy: /Correct/ });
    t.match(await rows(view.id, 'q=ben'), { total: 1, items: [{ row: 3 }] });
    const page = await rows(view.id, 'limit=2&only=errors');
    t.match(page, { total: 6, items: [{ row: 2 }, { row: 3 }] });
    t.match(await rows(view.id, `limit=2&after=${page.next}`), { items: [{ row: 4 }, { row: 5 }] });
    t.match(statSync(join(uploads, view.id)).mode & 0o777, 0o700, 'private');
    t.match(statSync(join(uploads, view.id, 'upload')).mode & 0o777, 0o600, 'and not to be run');
    await clear();
    t.same(readdirSync(uploads), []);
  });

  await t.test('columns by hand, identity, auto-fill of a field over empty rows or all', async (t) => {
    const view = await upload('x.csv', 'Staff,Who,Mail,Branch\n7,Ann,a@x.org,Rome\n8,Ben,b@x.org,\n');
    t.match(view, { rows: 0, columns: ['Staff', 'Who', 'Mail', 'Branch'], fault: { code: 'SOURCE_FILE' } });
    const put = await ask('PUT', `/api/imports/${view.id}`, {
      anchor: 'Staff',
      map: { Who: 'displayName', Mail: 'email', Branch: 'location' },
      fills: [
        { field: 'location', value: 'Paris', rows: 'empty' },
        { field: 'role', value: 'User', rows: 'all' },
      ],
    });
    t.match(put.body, { rows: 2, good: 2, errors: 0, anchor: 'Staff', fills: [{}, {}], fault: undefined });
    const done = await ask('POST', `/api/imports/${view.id}/take`, { name: 'Staff list', partial: false });
    t.match(done, { status: 200, body: { name: 'Staff list', type: 'csv' } });
    const source = [...taken.values()].at(-1);
    t.same(source?.values, { path: 'x.csv', anchor: 'Staff' });
    t.same(source?.mapping, [
      {
        field: 'userName',
        from: { lower: { firstOf: [{ trim: { attr: 'Mail' } }, { trim: { attr: 'Staff' } }] } },
      },
      { field: 'displayName', from: { trim: { attr: 'Who' } } },
      { field: 'email', from: { trim: { attr: 'Mail' } } },
      { field: 'location', from: { firstOf: [{ trim: { attr: 'Branch' } }, { text: 'Paris' }] } },
      { field: 'role', from: { text: 'User' } },
    ]);
    t.equal(
      readFileSync(join(importDir, 'x.csv'), 'utf8').split('\n').length,
      4,
      'it lies in the import folder',
    );
    const session = await connectorOf('csv').open(source?.values ?? {}, {
      log: () => undefined,
      signal: new AbortController().signal,
      importDir,
    });
    t.match(await session.test(new AbortController().signal), [{ ok: true, facts: '2 people, UTF-8' }]);
    t.match((await ask('PUT', `/api/imports/${view.id}`, {})).body, { code: 'IMPORT_TAKEN' });
    t.match((await ask('POST', `/api/imports/${view.id}/take`, { partial: true })).body, {
      code: 'IMPORT_TAKEN',
    });
    await clear();
    t.ok(existsSync(join(importDir, 'x.csv')), 'the file of a synchroniser stays with it');
  });

  /** People that the connector reads of a taken file, and how the read ends. */
  const readBack = async ({ type, values }: Taken) => {
    const { signal } = new AbortController();
    const session = await connectorOf(type).open(values, { log: () => undefined, signal, importDir });
    const pages = session.users(signal);
    const people: Record<string, unknown>[] = [];
    for (;;) {
      const step = await pages.next();
      if (step.done) return { people, end: step.value.kind };
      for (const { raw, fault } of step.value) people.push(fault ? { fault: fault.code } : { ...raw });
    }
  };
  const edit = async (id: string, row: number, body: object) =>
    (await ask('PUT', `/api/imports/${id}/rows/${row}`, body)) as unknown as {
      status: number;
      body: { view: ImportView; row: ImportRow; code: string };
    };

  await t.test('one row is corrected in place, checked at once, and taken as corrected', async (t) => {
    const view = await upload(
      'rows.csv',
      'id;displayName;email\n1;Ann;ann@\n2;Ben;ben@x.org;surplus\n;Cat;cat@x.org\n4;Dee;ben@x.org\n5;"Eve;\n6;Fay;fay@x.org\n',
    );
    t.match(view, { rows: 6, good: 2, errors: 4, edited: undefined });
    t.match(await rows(view.id, 'only=errors'), {
      items: [
        { row: 2, errors: [{ code: 'BAD_EMAIL' }] },
        { row: 3, values: { displayName: 'Ben' }, errors: [{ code: 'ROW_COLUMNS' }] },
        { row: 4, values: { displayName: 'Cat' }, errors: [{ code: 'ROW_NO_ID' }] },
        { row: 6, values: {}, errors: [{ code: 'ROW_UNREADABLE' }] },
      ],
    });
    const still = await edit(view.id, 2, { values: { email: 'ann@@x.org' } });
    t.match(still.body, { view: { errors: 4 }, row: { edited: true, errors: [{ code: 'BAD_EMAIL' }] } });
    const first = await edit(view.id, 2, { values: { email: 'ann@x.org' } });
    t.match(first.body, { view: { errors: 3, edited: 1 }, row: { row: 2, values: { email: 'ann@x.org' } } });
    t.same(first.body.row.errors, []);
    const twice = await edit(view.id, 3, { values: { id: '2' } });
    t.match(
      twice.body.row.errors,
      [{ code: 'DUP_USERNAME' }, { code: 'DUP_EMAIL' }],
      'the cells that remain are those of its columns, and other rows are looked at too',
    );
    // two people at once: neither change is lost
    await Promise.all([
      edit(view.id, 4, { values: { id: '3' } }),
      edit(view.id, 3, { values: { email: 'b"e;n@x.org' } }),
      edit(view.id, 6, { values: { id: '5', displayName: 'Eve, "the second"' } }),
    ]);
    t.match(imports.view(view.id), { rows: 6, edited: 4 });
    t.match((await edit(view.id, 3, { values: { email: 'ben2@x.org' } })).body.view, { errors: 0, good: 6 });
    const left = await edit(view.id, 7, { leftOut: true });
    t.match(left.body, { view: { rows: 5, good: 5 }, row: { leftOut: true } });
    t.match((await edit(view.id, 5, { values: { displayName: 'Dora' } })).body.view, { edited: 6 });
    const back = await edit(view.id, 5, { values: {} });
    t.match(back.body, { view: { edited: 5 }, row: { values: { displayName: 'Dee' } } });
    t.equal(back.body.row.edited, undefined, 'the row as the file has it');
    const done = await ask('POST', `/api/imports/${view.id}/take`, { name: 'Rows', partial: false });
    t.equal(done.status, 200);
    t.same(readFileSync(join(importDir, 'rows.csv'), 'utf8').split('\r\n'), [
      'id;displayName;email',
      '1;Ann;ann@x.org',
      '2;Ben;ben2@x.org',
      '3;Cat;cat@x.org',
      '4;Dee;ben@x.org',
      '5;"Eve, ""the second""";',
      '',
    ]);
    t.match(await readBack(taken.get(String(done.body.id)) as Taken), {
      end: 'complete',
      people: { length: 5 },
    });
    t.match(audits.at(-1)?.details, { rowsCorrected: 5 });
    t.match((await edit(view.id, 2, { leftOut: true })).body, { code: 'IMPORT_TAKEN' });
    t.same(readdirSync(join(uploads, view.id)), ['rows.db'], 'nor is the corrected copy left');
    await clear();
  });

  await t.test('rows that stay in error stay in the corrected file; its encoding is UTF-8', async (t) => {
    const view = await upload('w2.csv', Buffer.from('id,displayName\n1,Zo\xeb\n2,"b\n3,\n', 'latin1'));
    await ask('PUT', `/api/imports/${view.id}`, { encoding: 'windows-1252' });
    t.match((await edit(view.id, 2, { values: { displayName: 'Zoë B.' } })).body.view, {
      good: 1,
      errors: 2,
    });
    const done = await ask('POST', `/api/imports/${view.id}/take`, { name: 'W', partial: true });
    const source = taken.get(String(done.body.id)) as Taken;
    t.same(source.values, { path: 'w2.csv' }, 'no encoding of the file before');
    t.match(await readBack(source), {
      end: 'incomplete',
      people: [{ displayName: 'Zoë B.' }, { fault: 'ROW_COLUMNS' }, { id: '3' }],
    });
    await clear();
  });

  await t.test('a workbook is corrected as a workbook', async (t) => {
    const odd = '<a> & "é" _x0041_ \u0007';
    const view = await upload(
      'team.xlsx',
      workbook([
        ['FIRST NAME', 'LAST NAME', 'NAME', 'EMAIL', 'ROLE'],
        ['John', '_x005F_x0041_', '', 'john@x.org', 'User'],
        ['Jane', 'Doe', '', 'jane', 'User'],
      ]),
    );
    t.match((await rows(view.id, 'row=3')).items, [{ row: 3, errors: [{ code: 'BAD_EMAIL' }] }]);
    const mended = await edit(view.id, 3, { values: { EMAIL: 'jane@x.org', ROLE: odd } });
    t.match(mended.body.row, { values: { email: 'jane@x.org' } });
    const partial = mended.body.view.errors > 0;
    const done = await ask('POST', `/api/imports/${view.id}/take`, { name: 'Team', partial });
    const source = taken.get(String(done.body.id)) as Taken;
    t.same(source.values, { path: 'team.xlsx', sheet: 'People' });
    t.match(await readBack(source), {
      end: 'complete',
      people: [
        { 'LAST NAME': '_x0041_', email: 'john@x.org' },
        { role: odd, email: 'jane@x.org' },
      ],
    });
    await clear();
  });

  await t.test('records of LDIF are corrected as rows are: fields, left out, put back', async (t) => {
    const view = await upload(
      'people.ldif',
      [
        'dn: uid=ann,dc=x\nentryUUID: A1\nsn: Lee\nmail: ann@\nmail: lee@x.org\nuserPassword: hunter2\n',
        'dn: uid=ben,dc=x\nentryUUID: b2\nsn:: 4pyT!\nmail: ben@x.org\ntitle: kept\n',
        'dn: ou=people,dc=x\nobjectClass: organizationalUnit\nou: people\n',
        'dn: uid=nobody,dc=x\nchangetype: delete\n',
        'dn: uid=cat,dc=x\nsn: Cat\nmail: cat@x.org\n',
        'dn: uid=dee,dc=x\nentryUUID: d4\nsn: Dee\nmail: dee@x.org\n',
        'dn: uid=dee,dc=x\nchangetype: modify\nreplace: sn\nsn: Doe\n-\n',
        'dn: uid=eve,dc=x\nentryUUID: e5\nsn:< file:///etc/hostname\n',
      ].join('\n'),
    );
    t.match(view, { format: 'ldif', rows: 6, good: 1, errors: 5, edited: undefined });
    t.match(await rows(view.id, 'only=errors'), {
      items: [
        { row: 1, errors: [{ code: 'BAD_EMAIL', field: 'email' }] },
        { row: 8, values: { mail: 'ben@x.org', title: 'kept' }, errors: [{ code: 'ROW_UNREADABLE' }] },
        { row: 18, values: { dn: 'uid=nobody,dc=x' }, errors: [{ code: 'LDIF_NO_ENTRY' }] },
        { row: 21, values: { sn: 'Cat' }, errors: [{ code: 'ROW_NO_ID' }] },
        { row: 36, values: { entryUUID: 'e5' }, errors: [{ code: 'LDIF_URL' }] },
      ],
    });
    const twoMails = await edit(view.id, 1, { values: { MAIL: 'ann@x.org; lee@x.org' } });
    t.match(twoMails.body, { view: { errors: 4 }, row: { values: { mail: 'ann@x.org; lee@x.org' } } });
    t.match((await edit(view.id, 8, { values: { sn: ' Zoë ' } })).body.row, { errors: [], edited: true });
    t.match((await edit(view.id, 18, { leftOut: true })).body.view, { rows: 5, errors: 2 });
    t.match((await edit(view.id, 21, { values: { entryUUID: 'b2' } })).body.row, {
      errors: [{ code: 'DUP_ID', sentence: /lines 8, 21/ }],
    });
    t.match((await edit(view.id, 21, { values: { entryUUID: 'c3' } })).body.view, { errors: 1 });
    // what the file itself changes comes first
    t.match((await edit(view.id, 25, { values: { mail: 'doe@x.org' } })).body.row, { values: { sn: 'Doe' } });
    t.match((await edit(view.id, 36, { values: { sn: 'Eve', mail: 'eve@x.org' } })).body.view, { errors: 0 });
    t.match((await edit(view.id, 36, { values: {} })).body, {
      view: { errors: 1 },
      row: { errors: [{ code: 'LDIF_URL' }], edited: undefined },
    });
    t.match(
      (await edit(view.id, 36, { values: { sn: 'E', objectClass: 'computer' } })).body,
      { code: 'IMPORT_COLUMN' },
      'but what no record has is no column, unless one has it',
    );
    const done = await ask('POST', `/api/imports/${view.id}/take`, { name: 'LDIF', partial: true });
    t.equal(done.status, 200);
    const source = taken.get(String(done.body.id)) as Taken;
    const text = readFileSync(join(importDir, 'people.ldif'), 'utf8');
    t.match(text, /^version: 1\n\ndn: uid=ann,dc=x\nentryUUID: A1\n/);
    t.notMatch(text, /hunter2|organizationalUnit|nobody/);
    t.match(await readBack(source), {
      end: 'incomplete',
      people: [
        { dn: 'uid=ann,dc=x', entryUUID: 'A1', sn: 'Lee', mail: ['ann@x.org', 'lee@x.org'] },
        { sn: 'Zoë', mail: 'ben@x.org', title: 'kept' },
        { entryUUID: 'c3', sn: 'Cat' },
        { fault: 'ROW_UNREADABLE' },
        { sn: 'Doe', mail: 'doe@x.org' },
      ],
    });
    await clear();
  });

  await t.test(
    'a file that may be cut off says so, and does not look whole when it was corrected',
    async (t) => {
      const cases = [
        ['cut.ldif', 'dn: uid=a\nentryUUID: a\nsn: A\n\ndn: uid=b\nentryUUID: b\nsn: B', 1, { sn: 'Z' }],
        ['cut.csv', 'id,displayName\n1,Ann\n2,Ben\n3', 2, { displayName: 'Zoë' }],
      ] as const;
      for (const [name, text, row, values] of cases) {
        const view = await upload(name, text);
        t.match(view.warnings, [{ code: 'SOURCE_INCOMPLETE' }], name);
        t.equal(view.good, 2, 'without an address the identity is the user name, as in a sync');
        await edit(view.id, row, { values });
        const done = await ask('POST', `/api/imports/${view.id}/take`, { name, partial: true });
        t.match(await readBack(taken.get(String(done.body.id)) as Taken), {
          end: 'incomplete',
          people: [values],
        });
        await clear();
      }
    },
  );

  await t.test('what cannot be corrected here says so', async (t) => {
    const view = await upload('many.csv', `id,displayName\n${'1,\n'.repeat(3)}`);
    t.match(await edit(view.id, 9, { leftOut: true }), { status: 404, body: { code: 'IMPORT_ROW_UNKNOWN' } });
    t.match(await edit(view.id, 1, { leftOut: true }), { status: 404 }, 'nor the names of the columns');
    t.match(await edit(view.id, 2, { values: { nothing: 'x' } }), {
      status: 400,
      body: { code: 'IMPORT_COLUMN', title: 'The file has no column “nothing”.' },
    });
    t.match(await edit(view.id, 2, {}), { status: 400, body: { code: 'BAD_INPUT' } });
    t.match(await edit(view.id, 2, { values: { id: 'x'.repeat(1025) } }), { status: 400 });
    const settings = createSettings(db, () => undefined);
    const edits = Object.fromEntries(
      Array.from({ length: MAX_EDITS }, (_, n) => [n + 100, { leftOut: true }] as const),
    );
    settings.set('imports', [{ view, choice: {}, edits }]);
    t.match(await edit(view.id, 2, { leftOut: true }), { status: 409, body: { code: 'IMPORT_EDITS' } });
    await clear();
  });

  await t.test('partial import: refused with errors, unless the person says so', async (t) => {
    const view = await upload('p.csv', 'id,displayName,email\n1,Ann,a@x.org\n2,Ben,bad\n');
    t.match((await ask('POST', `/api/imports/${view.id}/take`, { name: 'P', partial: false })).body, {
      code: 'IMPORT_ERRORS',
      title: '1 of 2 rows are in error.',
    });
    t.equal((await ask('POST', `/api/imports/${view.id}/take`, { name: 'P', partial: true })).status, 200);
    t.notOk(existsSync(join(uploads, view.id, 'upload')), 'whoever took it has it alone');
    const unwanted = await upload('u.csv', 'id,displayName\n1,Ann\n');
    const before = readdirSync(importDir);
    t.equal(
      (await ask('POST', `/api/imports/${unwanted.id}/take`, { name: 'refused', partial: false })).status,
      403,
    );
    t.same(readdirSync(importDir), before, 'what no synchroniser wanted lies in no import folder');
    t.match(
      (await ask('PUT', `/api/imports/${unwanted.id}`, {})).body,
      { good: 1 },
      'and can be taken again',
    );
    const empty = await upload('e.csv', 'id,displayName,email\n');
    t.match((await ask('POST', `/api/imports/${empty.id}/take`, { partial: true })).body, {
      code: 'IMPORT_ERRORS',
    });
    const broken = await upload('b.csv', 'id,id\n');
    t.match((await ask('POST', `/api/imports/${broken.id}/take`, { partial: true })).body, {
      code: 'IMPORT_UNREADABLE',
      title: /“id” is there more than once/,
    });
    await clear();
  });

  await t.test(
    'a file of the same name does not replace another’s; one taken into a synchroniser does',
    async (t) => {
      writeFileSync(join(importDir, 'same.csv'), 'id\nold\n');
      const first = await upload('same.csv', 'id,displayName\n1,Ann\n');
      const { body } = await ask('POST', `/api/imports/${first.id}/take`, { name: 'Same', partial: false });
      t.equal(taken.get(String(body.id))?.values.path, 'same-2.csv');
      t.equal(readFileSync(join(importDir, 'same.csv'), 'utf8'), 'id\nold\n');
      const inode = statSync(join(importDir, 'same-2.csv')).ino;
      const second = await upload('newer.csv', 'id,displayName\n2,Ben\n');
      t.equal(
        (await ask('POST', `/api/imports/${second.id}/take`, { into: body.id, partial: false })).status,
        200,
      );
      t.equal(readFileSync(join(importDir, 'same-2.csv'), 'utf8'), 'id,displayName\n2,Ben\n');
      t.not(statSync(join(importDir, 'same-2.csv')).ino, inode, 'whole for whole');
      const other = await upload('x.ldif', 'dn: uid=a\nentryUUID: a\nuid: a\nsn: A\n');
      t.match(other, { format: 'ldif', rows: 1, good: 1, warnings: [{ code: 'NO_EMAIL' }] });
      t.match((await ask('POST', `/api/imports/${other.id}/take`, { into: body.id, partial: false })).body, {
        code: 'IMPORT_OTHER_TYPE',
      });
      await clear();
    },
  );

  await t.test(
    'the spreadsheet of a cloud account; formats are told by what the file begins with',
    async (t) => {
      const book = await upload(
        'users.csv',
        workbook([
          ['FIRST NAME', 'LAST NAME', 'NAME', 'EMAIL', 'ROLE'],
          ['John', 'Smith', 'John Smith', 'john@x.org', 'Account Admin'],
          ['', '', '', 'nobody@x.org', 'User'],
        ]),
      );
      t.match(book, {
        format: 'xlsx',
        recognised: 'cloudlink',
        anchor: 'email',
        sheets: ['People'],
        sheet: 'People',
        rows: 2,
        errors: 1,
      });
      t.match((await rows(book.id, 'only=errors')).items, [{ row: 3, errors: [{ code: 'NAME_MISSING' }] }]);
      const done = await ask('POST', `/api/imports/${book.id}/take`, { name: 'Users', partial: true });
      t.same(taken.get(String(done.body.id))?.values, { path: 'users.csv.xlsx', sheet: 'People' });
      t.equal((await upload('people', 'dn: uid=a\nentryUUID: a\nuid: a\nsn: A\n')).format, 'ldif');
      t.equal((await upload('people.txt', '\ufeffid\n1\n')).format, 'csv');
      await clear();
    },
  );

  await t.test('windows-1252 only when it is chosen', async (t) => {
    const view = await upload('w.csv', Buffer.from('id,displayName\n1,Zo\xeb\n', 'latin1'));
    t.match(view.fault, { code: 'SOURCE_FILE', sentence: /Line 2 is not UTF-8/ });
    t.match((await ask('PUT', `/api/imports/${view.id}`, { encoding: 'windows-1252' })).body, {
      encoding: 'windows-1252',
      good: 1,
    });
    t.match((await rows(view.id)).items, [{ values: { displayName: 'Zoë' } }]);
    await clear();
  });

  await t.test(
    'limits: too large, too many, broken off, another media type, nothing that is no id',
    async (t) => {
      let sent = 0;
      async function* endless() {
        for (; sent < 100; sent++) yield Buffer.alloc(100 * 1024);
      }
      const actor = { id: 'x', name: 'x', via: 'cli' } as const;
      await t.rejects(imports.upload('large.csv', endless(), actor), { code: 'IMPORT_TOO_LARGE' });
      t.equal(sent, 10, 'nothing is read beyond the limit');
      t.equal(MAX_UPLOAD_BYTES, 256 * 1024 * 1024);
      async function* breaking() {
        yield Buffer.from('id\n');
        throw new Error('the browser went away');
      }
      await t.rejects(imports.upload('x.csv', breaking(), actor), /went away/);
      t.same(readdirSync(uploads), [], 'nothing is left of either');
      t.match(await ask('POST', '/api/imports?name=x', { a: 1 }), {
        status: 400,
        body: { code: 'BAD_INPUT' },
      });
      t.match(await ask('POST', '/api/imports', 'x'), { status: 400 });
      for (const id of ['..%2f..%2fetc', 'nothing']) {
        t.match(await ask('GET', `/api/imports/${id}`), { status: 404, body: { code: 'IMPORT_UNKNOWN' } });
        t.match(await ask('DELETE', `/api/imports/${id}`), { status: 404 });
      }
      const stored = Array.from({ length: MAX_IMPORTS }, (_, n) => n);
      const one = await upload('x.csv', 'id\n1\n');
      const settings = createSettings(db, () => undefined);
      settings.set(
        'imports',
        stored.map((n) => ({ view: { ...one, id: `m${n}` }, choice: {} })),
      );
      t.match(await ask('POST', '/api/imports?name=x', 'id\n'), {
        status: 409,
        body: { code: 'IMPORT_TOO_MANY' },
      });
      await clock.advance(8 * 24 * 3600_000);
      t.equal(await imports.prune(), MAX_IMPORTS, 'after a week they are gone');
      t.same(imports.list(), []);
    },
  );

  await t.test('who is signed in may look, an administrator may change', (t) => {
    for (const { method, access } of importRoutes({ ...deps, imports }))
      t.equal(access, method === 'GET' ? 'signedIn' : 'admin');
    t.end();
  });

  await t.test('a remote session needs its token; a stranger’s body is not read', async (t) => {
    via = { kind: 'tunnel', sessionId: 's', person: { id: 'p', name: 'Priya' } };
    t.equal((await ask('POST', '/api/imports?name=x', 'id\n1\n')).status, 403);
    const { csrf } = (await ask('GET', '/api/me')).body;
    const sent = await ask('POST', '/api/imports?name=x.csv', 'id,displayName\n1,Ann\n', {
      'x-csrf-token': String(csrf),
    });
    t.match(sent, { status: 200, body: { by: 'Priya', good: 1 } });
    via = { kind: 'https' };
    t.equal((await ask('POST', '/api/imports?name=x', 'id\n1\n')).status, 401);
    via = { kind: 'cli' };
    await clear();
  });

  await t.test('the command', async (t) => {
    const out: string[] = [];
    let code = 0;
    const run = async (...args: string[]) => {
      out.length = 0;
      code = 0;
      await runProgram(['--socket', socketPath, 'import', ...args], '0', {
        clock: { ...deps.clock, sleep: () => Promise.reject(new Error('enough')) },
        out: (text) => out.push(text),
        err: (text) => out.push(text),
        exit: (given) => {
          code = given;
        },
        interrupted: () => undefined,
        firstLine: async () => '',
        variable: () => undefined,
      });
      return out.join('\n');
    };
    const file = join(data, 'cli.csv');
    writeFileSync(file, 'id,displayName,Town\n1,Ann,Rome\n2,,Paris\n');
    t.match(await run('upload', file), /Rows +2, 1 good, 1 in error/);
    t.equal(code, 2);
    const [view] = imports.list();
    t.match(await run('rows', view?.id ?? '', '--errors'), /^Row .*\n3 +There is no display name/);
    const id = view?.id ?? '';
    t.match(await run('row', id, '3', '--set', 'displayName=Ben'), /good, corrected[\s\S]*Corrected here +1/);
    t.equal(code, 0);
    t.match(await run('row', id, '3', '--put-back'), /1 in error/);
    t.match(await run('row', id, '3', '--leave-out'), /left out/);
    t.match(await run('row', id, '0', '--leave-out'), /number of the row/);
    t.match(await run('row', id, '3', '--put-back'), /1 in error/);
    t.match(
      await run(
        'map',
        view?.id ?? '',
        '--column',
        'displayName=displayName',
        '--column',
        'Town=location',
        '--fill',
        'displayName=Nobody',
      ),
      /displayName → displayName, Town → location[\s\S]*2 good/,
    );
    t.equal(code, 0);
    t.match(await run('take', view?.id ?? '', '--name', 'From the command'), /From the command/);
    t.match(await run('list'), /cli.csv +2 good, 0 in error +taken by/);
    t.match(await run('upload', join(data, 'missing.csv')), /INPUT_FILE/);
    t.match(await run('map', 'x', '--column', 'a=nonsense'), /one of our fields/);
    t.match(await run('delete', view?.id ?? ''), /deleted/);
  });

  await t.test('the reading process: what it finds comes back, its rows lie beside the file', async (t) => {
    const bytes = async function* () {
      yield Buffer.from('id,displayName\n1,Ann\n2,\n');
    };
    await files.receive('process', bytes());
    const look = { format: 'csv', fills: [] } as const;
    t.match(await byProcess.survey('process', look), { rows: 2, good: 1, errors: 1 });
    t.match(byProcess.rows('process', { only: 'errors' }), { total: 1, items: [{ row: 3 }] });
    await byProcess.correct('process', { ...look, edits: { 3: { values: { displayName: 'Ben' } } } });
    const { corrected } = importPaths(uploads, 'process');
    t.equal(readFileSync(corrected, 'utf8'), 'id,displayName\r\n1,Ann\r\n2,Ben\r\n');
    await rm(join(uploads, 'process', 'upload'));
    t.match(await byProcess.survey('process', look), { fault: { sentence: /no such file/ } });
    await rm(join(uploads, 'process'), { recursive: true });
    const dying = createImportReader(uploads, { NODE_OPTIONS: '--require=/nonexistent' });
    await t.rejects(dying.survey('process', look), { code: 'IMPORT_READER' });
  });

  await t.test('what was done is in the audit, without a value of a person', (t) => {
    t.ok(audits.some(({ action }) => action === 'File uploaded for import'));
    t.ok(audits.some(({ action }) => action === 'File taken over'));
    t.notMatch(JSON.stringify(audits), /x\.org/);
    t.end();
  });

  await t.test('names that are no paths and hide nothing', (t) => {
    const cases = [
      ['a.csv', 'a.csv'],
      ['/etc/passwd', 'passwd'],
      ['..', 'import'],
      ['.hidden', 'hidden'],
      ['a\u0000b\n.csv', 'a_b_.csv'],
      ['Übersicht (2).xlsx', 'Übersicht (2).xlsx'],
      [`${'x'.repeat(300)}.csv`, `${'x'.repeat(60)}.csv`],
      ['', 'import'],
    ] as const;
    for (const [given, expected] of cases) t.equal(plainName(given), expected);
    t.end();
  });
});
