/** What is behind the tunnels: `/small` is 1 KB, `/bulk?mib=N` so many MiB. Says its port as the first message. */
import { createServer } from 'node:http';

const MIB = Buffer.alloc(1024 * 1024, 'x');
const SMALL = Buffer.alloc(1024, 's');
const server = createServer({ keepAliveTimeout: 60_000 }, (req, res) => {
  const { pathname, searchParams } = new URL(req.url, 'http://target');
  if (pathname !== '/bulk') return res.writeHead(200, { 'content-length': SMALL.length }).end(SMALL);
  let left = Number(searchParams.get('mib'));
  res.writeHead(200, { 'content-length': left * MIB.length });
  const more = () => {
    while (left > 0) {
      left--;
      if (!res.write(MIB)) return res.once('drain', more);
    }
    res.end();
  };
  more();
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit());
