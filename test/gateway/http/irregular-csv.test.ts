/** The lists of irregular e-mail addresses as a file: all of it, a page at a time, and nothing a spreadsheet runs. */
import { test } from 'tap';
import { serve } from './serve.ts';

const USERS = 1201;

test('the whole list, read in pages, what was searched for only', async (t) => {
  const { ask, door, deps } = await serve();
  const reads: object[] = [];
  Object.assign(deps.sync, {
    irregular(query: { after?: string; limit: number }) {
      reads.push(query);
      const from = Number(query.after ?? 0);
      const to = Math.min(from + query.limit, USERS);
      const items = Array.from({ length: to - from }, (_, i) => ({
        name: from + i === 0 ? '=HYPERLINK("http://evil")' : `Person ${from + i}`,
        extension: String(3000 + from + i),
      }));
      return { items, total: USERS, ...(to < USERS ? { next: String(to) } : {}) };
    },
  });
  t.ok((await ask('GET', '/api/sync/irregular.csv?list=none')).statusCode >= 400, 'to nobody else');
  t.same(reads, []);

  door({ kind: 'cli' });
  const answer = await ask('GET', '/api/sync/irregular.csv?list=none&q=per');
  t.match(answer.headers, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="users-without-email.csv"',
    'cache-control': 'no-store',
  });
  const lines = answer.body.split('\r\n');
  t.equal(lines[0], '\uFEFFName,Extension,Department,E-mail');
  t.equal(lines[1], '"\'=HYPERLINK(""http://evil"")",3000,,', 'a formula is a text');
  t.equal(lines.at(-2), 'Person 1200,4200,,');
  t.equal(lines.length, USERS + 2);
  t.same(reads, [
    { list: 'none', limit: 500, q: 'per' },
    { list: 'none', limit: 500, q: 'per', after: '500' },
    { list: 'none', limit: 500, q: 'per', after: '1000' },
  ]);

  const shared = await ask('GET', '/api/sync/irregular.csv?list=shared');
  t.match(shared.headers, { 'content-disposition': /users-sharing-an-email\.csv/ });
  t.equal((await ask('GET', '/api/sync/irregular.csv?list=all')).statusCode, 400, 'there are two lists');
});
