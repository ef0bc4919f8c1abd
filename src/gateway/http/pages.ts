/** The built pages: static assets, and the one HTML document for every page path. */
import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { LOCAL_PAGES } from '../../contract/local-pages.ts';

/** No inline script or style, nothing from elsewhere. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGES = [
  ...LOCAL_PAGES,
  '/sign-in',
  '/first-administrator',
  '/dashboard',
  '/setup/*',
  '/sync/*',
  '/advanced',
  '/about',
];

/** @param dir folder of the build, with setup/index.html and assets/ */
export async function registerPages(app: FastifyInstance, dir: string): Promise<void> {
  if (!existsSync(`${dir}/setup/index.html`)) {
    app.log.warn({ dir }, 'the pages are not built; the API works without them');
    return;
  }
  await app.register(fastifyStatic, {
    root: `${dir}/assets`,
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    cacheControl: true,
  });
  for (const url of PAGES) {
    app.get(url, { schema: { hide: true } }, async (_request, reply) =>
      reply.header('cache-control', 'no-cache').sendFile('setup/index.html', dir),
    );
  }
}
