/** A web application that believes in its own address: redirect, cookie and policy name it. Run in the target's network. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const [host = '', port = ''] = process.argv.slice(2);
const origin = `http://${host}:${port}`;
const MIB = Buffer.alloc(1024 * 1024, 'x');

createServer((req, res) => {
  const url = new URL(req.url ?? '/', origin);
  if (url.pathname === '/') {
    const cookie = `sid=1; Domain=${host}; Path=/; HttpOnly; SameSite=None; Secure`;
    return void res.writeHead(302, { location: `${origin}/desk`, 'set-cookie': cookie }).end();
  }
  if (url.pathname === '/desk') {
    const policy = `default-src 'none'; script-src ${origin}/js/; connect-src ${host}:${port}; frame-ancestors ${origin}`;
    res.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy });
    return void res.end(`<h1>${req.headers.cookie ?? 'no cookie'}</h1><script src="/js/a.js"></script>`);
  }
  if (url.pathname === '/js/a.js')
    return void res
      .writeHead(200, { 'content-type': 'text/javascript' })
      .end(`fetch('/asked',{method:'POST'}).then(r=>r.text()).then(x=>{document.title=x})`);
  if (url.pathname === '/asked')
    return void res.end(req.headers.origin === origin ? 'own origin' : `foreign ${req.headers.origin}`);
  if (url.pathname === '/down') {
    let left = Number(url.searchParams.get('mib'));
    const more = () => {
      while (left-- > 0) if (!res.write(MIB)) return void res.once('drain', more);
      res.end();
    };
    return more();
  }
  if (url.pathname === '/up') {
    const hash = createHash('sha256');
    req.on('data', (chunk: Buffer) => hash.update(chunk));
    return void req.on('end', () => res.end(hash.digest('hex')));
  }
  res.writeHead(404).end();
}).listen(Number(port), host);
