/** A small administration page behind the gateway, as a PBX would have one: redirects to its sign-in, sets a cookie, counts. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export const MARK = 'Demo PBX administration';

export async function startWebApp(): Promise<{ port: number; server: Server; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.url === '/') {
      response.writeHead(302, {
        location: `http://${request.headers.host}/admin`,
        'set-cookie': 'seen=1; Path=/; HttpOnly',
      });
      return response.end();
    }
    response.setHeader('content-type', 'text/html; charset=utf-8');
    return response.end(`<!doctype html><html lang="en"><title>${MARK}</title><h1>${MARK}</h1><p>You asked for ${request.url?.replace(/[<&]/g, '')}.</p>
<p>This page runs on a web server behind the gateway. It has no address outside.</p></html>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    server,
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
