/** Support bundles: gateways send them in pieces, administrators take them. */
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { bytesOf, route } from '../../../base/runtime/http.ts';
import { CLOUD_PATH } from '../../../contract/claim.ts';
import { Uuid } from '../../../contract/common.ts';
import {
  SUPPORT_PIECE_BYTES,
  SupportUploaded,
  SupportUploadQuery,
  UPLOAD_OFFSET,
  UploadedBundles,
} from '../../../contract/support.ts';
import { fail } from '../../core/errors.ts';
import type { Gateways } from '../../features/gateways/gateways.ts';
import { contentRange, type SupportUploads } from '../../features/support/support.ts';
import type { Access } from '../access.ts';
import type { ConsoleAuth } from '../console-auth.ts';
import type { DeviceAuth } from '../device-auth.ts';
import { GATEWAY_RATE } from './device.ts';

const ById = Type.Object({ id: Uuid });
const ByBundle = Type.Object({ id: Uuid, bundle: Uuid });

/** @throws AppError SUPPORT_TOO_LARGE */
async function pieceOf(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of bytes) {
    size += part.byteLength;
    if (size > SUPPORT_PIECE_BYTES) throw fail('SUPPORT_TOO_LARGE');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const answer = (reply: FastifyReply, uploaded: SupportUploaded) => {
  reply.header(UPLOAD_OFFSET, uploaded.offset);
  return uploaded;
};

export function supportRoutes(deps: {
  readonly auth: ConsoleAuth;
  readonly device: DeviceAuth;
  readonly gateways: Gateways;
  readonly uploads: SupportUploads;
}) {
  const { auth, device, gateways, uploads } = deps;
  return [
    // Fastify answers HEAD with the headers of GET
    route<Access, typeof ById, undefined, undefined>({
      method: 'GET',
      url: `${CLOUD_PATH.support}/:id`,
      access: 'device',
      summary: 'How much of a support bundle is here.',
      tag: 'gateway',
      rateLimit: GATEWAY_RATE,
      schema: { params: ById, response: { 200: SupportUploaded } },
      handler: async (request, reply) =>
        answer(reply, await uploads.state(device.of(request).gateway.id, request.params.id)),
    }),
    route<Access, typeof ById, typeof SupportUploadQuery, undefined>({
      method: 'PUT',
      url: `${CLOUD_PATH.support}/:id`,
      access: 'device',
      summary: 'A piece of a support bundle, by its Content-Range; they come in order.',
      tag: 'gateway',
      rateLimit: GATEWAY_RATE,
      takesBytes: true,
      schema: { params: ById, querystring: SupportUploadQuery, response: { 200: SupportUploaded } },
      async handler(request, reply) {
        const range = contentRange(request.headers['content-range']);
        if (!range) throw fail('BAD_INPUT', { facts: { header: 'content-range' } });
        const bytes = await pieceOf(bytesOf(request));
        if (bytes.byteLength !== range.length)
          throw fail('BAD_INPUT', { facts: { length: bytes.byteLength } });
        const piece = { start: range.start, total: range.total, bytes };
        return answer(
          reply,
          await uploads.take(device.of(request).gateway, request.params.id, request.query, piece),
        );
      },
    }),
    route<Access, typeof ById, undefined, undefined>({
      method: 'GET',
      url: '/api/gateways/:id/support',
      access: 'administrator',
      summary: 'Support bundles of a gateway, newest first.',
      tag: 'gateways',
      schema: { params: ById, response: { 200: UploadedBundles } },
      async handler(request) {
        const gateway = await gateways.find(auth.of(request).me, request.params.id);
        return { bundles: await uploads.list(gateway.id) };
      },
    }),
    route<Access, typeof ByBundle, undefined, undefined>({
      method: 'GET',
      url: '/api/gateways/:id/support/:bundle/file',
      access: 'supportFiles',
      summary: 'A support bundle as a zip file; the event history says who took it.',
      tag: 'gateways',
      schema: { params: ByBundle, response: { 200: Type.String() } },
      async handler(request, reply) {
        const { me } = auth.of(request);
        const gateway = await gateways.find(me, request.params.id);
        const { bundle, bytes } = await uploads.open(me, gateway, request.params.bundle);
        return reply
          .type('application/zip')
          .header('content-length', bundle.size)
          .header('content-disposition', `attachment; filename="${bundle.name}"`)
          .header('cache-control', 'no-store')
          .send(Readable.from(bytes));
      },
    }),
  ];
}
