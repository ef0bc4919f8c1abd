/**
 * A connector against a real server, whose settings a person gives: `CLOUDLINK_REAL_SOURCE` names a JSON file
 * `{ "type": "asterisk", "values": { … }, "ca": "PEM" }`. Without it only the Asterisk simulator is asked, so that what is
 * asked of a real one is known to be asked.
 */
import { readFileSync } from 'node:fs';
import { test } from 'tap';
import { connectorOf } from '../../../src/gateway/pbx/index.ts';
import { startAsterisk } from '../../fakes/asterisk.ts';
import { askRealSource, type RealSource } from '../../helpers/real-source.ts';

const FILE = process.env.CLOUDLINK_REAL_SOURCE;

if (FILE !== undefined)
  test(`the source of ${FILE}`, async (t) => {
    const { type, ...source } = JSON.parse(readFileSync(FILE, 'utf8')) as RealSource & { type: string };
    await askRealSource(t, connectorOf(type), source);
  });

test('the same of the Asterisk simulator', async (t) => {
  const password = 'a secret of the simulator';
  const { host, port, certificate, close } = await startAsterisk({
    people: 3,
    secret: password,
    security: 'tls',
  });
  t.teardown(() => close());
  const values = { host, port, username: 'cloudlink', password };
  await askRealSource(t, connectorOf('asterisk'), { values, ca: certificate.cert });
});
