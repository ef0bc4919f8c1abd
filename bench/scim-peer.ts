/**
 * A SCIM server as a process of its own: `scimmy` (not written here) or `no-op`, which says yes to everything at once
 * and keeps the bulk bodies that it was sent. Says `{ url, token }` and, when told `bodies`, gives them.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { start } from '../test/peers/scimmy-server.ts';

type Sent = { readonly Operations: readonly { readonly method: string; readonly bulkId?: string }[] };

function answerTo(path: string, body: string): unknown {
  if (!path.endsWith('/Bulk')) return { patch: { supported: true }, bulk: { supported: true } };
  const results = (JSON.parse(body) as Sent).Operations.map(({ method, bulkId }) => ({
    method,
    bulkId,
    location: `/Users/${bulkId}`,
    status: '201',
  }));
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'], Operations: results };
}

/** @param bodies what was sent to /Bulk, in order */
async function startNoOp(bodies: string[]): Promise<{ url: string; token: string }> {
  const server = createServer(async (request, response) => {
    const body = (await request.setEncoding('utf8').toArray()).join('');
    const { url = '' } = request;
    if (url.endsWith('/Bulk')) bodies.push(body);
    response.setHeader('content-type', 'application/scim+json').end(JSON.stringify(answerTo(url, body)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`, token: 'any' };
}

const bodies: string[] = [];
const { url, token } = process.argv[2] === 'scimmy' ? await start() : await startNoOp(bodies);
process.on('message', () => process.send?.(bodies));
process.on('disconnect', () => process.exit());
process.send?.({ url, token });
