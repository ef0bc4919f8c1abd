/** Releases: what the console lists, and the files that gateways fetch and verify themselves. */
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { route } from '../../../base/runtime/http.ts';
import { CLOUD_PATH } from '../../../contract/claim.ts';
import { ReleasesView } from '../../../contract/rollouts.ts';
import { fail } from '../../core/errors.ts';
import type { ReleaseFolder } from '../../core/ports/releases.ts';
import type { Releases } from '../../features/releases/releases.ts';
import type { Access } from '../access.ts';
import { rangeOf } from '../byte-range.ts';
import { GATEWAY_RATE } from './device.ts';

const ByPath = Type.Object({ '*': Type.String({ maxLength: 500 }) });
/** Names that are written once and never again; all others are asked for anew. */
const FOR_EVER = /^(\d+\.(root|snapshot|targets)\.json|(?:.*\/)?[0-9a-f]{64}\.[^/]+)$/;

type Asked = { readonly headers: Readonly<Record<string, string | string[] | undefined>> };
const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

export function releaseRoutes(deps: { readonly releases: Releases; readonly folder: ReleaseFolder }) {
  const { releases, folder } = deps;

  const serve = async (request: Asked, reply: FastifyReply, part: 'metadata' | 'targets', path: string) => {
    const file = await folder.open(part, path);
    if (!file) throw fail('NOT_FOUND', { sentence: 'There is no such file.' });
    const { size, etag } = file;
    reply
      .header('etag', etag)
      .header('accept-ranges', 'bytes')
      .header('cache-control', FOR_EVER.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache')
      .type(part === 'metadata' ? 'application/json' : 'application/octet-stream');
    const range = rangeOf(
      { range: one(request.headers.range), 'if-range': one(request.headers['if-range']) },
      size,
      etag,
    );
    const { start, end } = typeof range === 'object' ? range : { start: 0, end: size };
    if (one(request.headers['if-none-match']) === etag || range === 'unsatisfiable') {
      await file.close();
      if (range !== 'unsatisfiable') return reply.code(304).send();
      return reply.code(416).header('content-range', `bytes */${size}`).send();
    }
    if (range !== undefined) reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${size}`);
    const body = Readable.from(file.read(start, end), { objectMode: false });
    body.once('close', () => void file.close());
    return reply.header('content-length', end - start).send(body);
  };

  return [
    route<Access, undefined, undefined, undefined>({
      method: 'GET',
      url: '/api/releases',
      access: 'administrator',
      summary: 'Releases that this cloud distributes, newest first.',
      tag: 'updates',
      schema: { response: { 200: ReleasesView } },
      handler: () => releases.view(),
    }),
    route<Access, typeof ByPath, undefined, undefined>({
      method: 'GET',
      url: `${CLOUD_PATH.updateMetadata}/*`,
      access: 'public',
      summary: 'TUF metadata of the releases; signed by their makers.',
      tag: 'gateway',
      rateLimit: GATEWAY_RATE,
      schema: { params: ByPath, response: { 200: Type.Unknown() } },
      handler: (request, reply) => serve(request, reply, 'metadata', request.params['*']),
    }),
    route<Access, typeof ByPath, undefined, undefined>({
      method: 'GET',
      url: `${CLOUD_PATH.updateTargets}/*`,
      access: 'public',
      summary: 'A file of a release, whole or from where a download stopped (Range, If-Range).',
      tag: 'gateway',
      rateLimit: GATEWAY_RATE,
      schema: { params: ByPath, response: { 200: Type.Unknown() } },
      handler: (request, reply) => serve(request, reply, 'targets', request.params['*']),
    }),
  ];
}
