/**
 * What reports of gateways are measured against (reports.ts): fastify with one route, which reads the same body and
 * writes it as one row of SQLite. Nobody is asked who he is, nothing is checked, nothing is looked up.
 *
 *     node bench/reports-peer.mjs PORT FILE
 */
import Database from 'better-sqlite3';
import fastify from 'fastify';

const [port, file] = process.argv.slice(2);
const db = new Database(file);
db.pragma('journal_mode = WAL');
// what was answered is on the disk, as with us
db.pragma('synchronous = FULL');
db.exec('CREATE TABLE report (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
const insert = db.prepare('INSERT INTO report (body) VALUES (?)');
const app = fastify({ bodyLimit: 8 * 1024 * 1024 });
app.get('/v1/hello', () => ({ ok: true }));
app.post('/*', (request, reply) => {
  insert.run(JSON.stringify(request.body));
  return reply.code(204).send();
});
await app.listen({ host: '127.0.0.1', port: Number(port) });
