// The peer of bench/start.ts and bench/memory.ts: an empty fastify server that imports the same libraries, by the same
// names, as the gateway does at its start. test/bench/empty-server.test.ts holds the list to that.
import '@fastify/cookie';
import '@fastify/fast-json-stringify-compiler';
import '@fastify/rate-limit';
import '@fastify/static';
import 'ajv';
import 'ajv-formats';
import 'better-sqlite3';
import 'dns-packet';
import 'multicast-dns';
import 'pino';
import 'ssh2';
import 'typebox';
import 'typebox/compile';
import 'typebox/value';
import 'undici';
import 'ws';
import { fastify } from 'fastify';

const app = fastify();
app.get('/', async () => 'ok');
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
