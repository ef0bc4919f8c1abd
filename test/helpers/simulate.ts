/**
 * `npm run --silent simulate TYPE`: the simulator of a connector, or its small real source, until Ctrl-C. Prints the settings that
 * reach it, as `real-server.test.ts` takes them.
 */
import type { Test } from 'tap';
import { CONNECTOR_BENCHES } from './connector-benches.ts';

const [type = ''] = process.argv.slice(2);
const bench = CONNECTOR_BENCHES[type];
if (!bench) {
  process.stderr.write(`One of ${Object.keys(CONNECTOR_BENCHES).join(', ')}, please.\n`);
  process.exit(64);
}
const ends: (() => unknown)[] = [];
/** All that a bench asks of a test. */
const t = { name: 'simulate', teardown: (end: () => unknown) => ends.unshift(end) } as unknown as Test;
const { working: values, ca } = await bench(t);
process.stdout.write(`${JSON.stringify({ type, values, ...(ca === undefined ? {} : { ca }) })}\n`);
const held = setInterval(() => undefined, 3_600_000);
process.once('SIGINT', async () => {
  clearInterval(held);
  for (const end of ends) await end();
});
