// The peer of bench/start.ts and bench/memory.ts: an empty fastify server that imports the same libraries.
import 'better-sqlite3';
import 'ssh2';
import 'ws';
import 'undici';
import 'pino';
import 'node-cron';
import 'typebox';
import 'ajv';
import '@fastify/static';
import '@fastify/cookie';
import '@fastify/rate-limit';
import '@fastify/swagger';
import { fastify } from 'fastify';

const app = fastify();
app.get('/', async () => 'ok');
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
