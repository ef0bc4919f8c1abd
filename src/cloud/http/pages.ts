/** The built console: its assets for ever, its one page for every address that is no API. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { fail } from '../core/errors.ts';

/** Addresses below these are never answered with the page. */
const NO_PAGE = /^\/(api|v1|oauth|assets)(\/|$)/;

/**
 * @param webDir the folder that vite builds: `console/index.html` and `assets/` with hashed names
 */
export async function registerPages(app: FastifyInstance, webDir: string): Promise<void> {
  const assets = join(webDir, 'assets');
  const page = readPage(join(webDir, 'console', 'index.html'));
  if (existsSync(assets)) {
    await app.register(fastifyStatic, {
      root: assets,
      prefix: '/assets/',
      immutable: true,
      maxAge: '365d',
      index: false,
      decorateReply: false,
    });
  }
  app.get('/*', { schema: { hide: true }, config: { rateLimit: { max: 1200 } } }, (request, reply) => {
    if (NO_PAGE.test(request.url.split('?')[0] ?? '')) throw fail('NOT_FOUND');
    if (page === undefined) throw fail('NOT_FOUND', { sentence: 'The pages of this cloud are not built.' });
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
  });
}

/** The build names its assets relatively; the page is shown at addresses of any depth. */
function readPage(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  return readFileSync(file, 'utf8').replaceAll('"../assets/', '"/assets/');
}
