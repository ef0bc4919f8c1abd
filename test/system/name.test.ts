/** A whole gateway on a LAN where another host is called cloudlink.local: every part of it knows its new name. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { startAvahi } from '../helpers/avahi.ts';
import { type Host, makeLan } from '../helpers/lan.ts';
import { needs, needsRoot } from '../helpers/needs.ts';
import { programFile } from '../helpers/programs.ts';
import { temporaryFolder } from '../helpers/uplink.ts';

/** What a browser on the LAN that opened the name would get: status, and the certificate's names. */
const BROWSE = `
const [address, host] = process.argv.slice(1);
const http = require('node:http');
const tls = require('node:tls');
http.get({ host: address, port: 80, path: '/api/signpost', headers: { host } }, async (answer) => {
  let body = '';
  for await (const part of answer) body += part;
  const socket = tls.connect({ host: address, port: 443, servername: host, rejectUnauthorized: false }, () => {
    console.log(JSON.stringify({ status: answer.statusCode, body, names: socket.getPeerCertificate().subjectaltname }));
    socket.destroy();
  });
});
`;

const browse = async (from: Host, host: string) =>
  JSON.parse(await from.run(process.execPath, '-e', BROWSE, '10.77.0.1', host)) as {
    status: number;
    body: string;
    names: string;
  };

test('the gateway’s new name: page, certificate, command line, console', { timeout: 120_000 }, async (t) => {
  if (!needsRoot(t) || !needs(t, 'ip') || !needs(t, 'avahi-daemon') || !needs(t, 'dbus-daemon')) return;
  const lan = await makeLan(t);
  const pc = await lan.host('10.77.0.9/24');
  await startAvahi(t, pc, 'cloudlink');
  const host = await lan.host('10.77.0.1/24');
  const folder = temporaryFolder(t);
  const run = join(folder, 'run');
  const gateway = host.spawn(
    'env',
    `CLOUDLINKD_DATA_DIR=${join(folder, 'data')}`,
    `CLOUDLINKD_RUN_DIR=${run}`,
    process.execPath,
    programFile('gateway/main'),
  );
  await gateway.line(/"part":"mdns".*"name":"cloudlink-2\.local"/);
  await gateway.line(/"msg":"ready"/);

  const { status, body, names } = await browse(pc, 'cloudlink-2.local');
  t.equal(status, 200, 'it answers to the name');
  t.match(JSON.parse(body), { name: 'cloudlink-2.local', lanAddress: '10.77.0.1' });
  t.match(names, /DNS:cloudlink-2\.local/);
  t.equal((await browse(pc, 'evil.example')).status, 421, 'and to no other');

  const words = await host.run(
    process.execPath,
    programFile('cli/main'),
    '--socket',
    join(run, 'control.sock'),
    'status',
  );
  t.match(words, /Gateway +cloudlink-2\.local/);
  t.match(words, /Open +http:\/\/10\.77\.0\.1\//);
  t.match(words, /Address +10\.77\.0\.1/);
  t.match(
    words,
    /Name on the network \(MDNS\).*Open the pages as http:\/\/cloudlink-2\.local\//,
    'the alarm',
  );
  t.match(words, /[█▀▄]{10}/, 'the QR code');

  const issue = readFileSync(join(run, 'cloudlinkd.issue'), 'utf8');
  t.match(issue, /Open +http:\/\/10\.77\.0\.1\//);
  t.match(issue, /Set-up code +([A-Z0-9]{4}-)+[A-Z0-9]{4}/);
});
