/**
 * The least that a proxy for HTTP can be on Node: `node:http` on both sides, connections kept, nothing checked, rewritten
 * or written down. One at each end of `ssh -R` does the part of a launched page that `ssh -R` alone leaves out.
 *
 *     node bench/bare-proxy.mjs PORT     # sends the port that it listens on; forwards to PORT
 */
import { Agent, createServer, request } from 'node:http';

const port = Number(process.argv[2]);
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const server = createServer((asked, answer) => {
  const { method, url, headers } = asked;
  const onward = request({ host: '127.0.0.1', port, agent, method, path: url, headers }, (got) => {
    answer.writeHead(got.statusCode ?? 502, got.rawHeaders);
    got.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  asked.pipe(onward);
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));
process.on('disconnect', () => process.exit());
