/**
 * A program that is nothing but the gateway's mDNS, for hosts of a test's LAN. Prints a line for everything that
 * happens; SIGTERM takes the name off the network.
 *
 *     node mdns-program.ts <folder> [name] [random: 0 … 1]
 *
 * With a third argument it begins when a line comes on its standard input, so that two can begin together.
 */
import { once } from 'node:events';
import { join } from 'node:path';
import { systemClock } from '../../src/base/runtime/clock.ts';
import { createEventBus } from '../../src/gateway/core/events.ts';
import { createMdns } from '../../src/gateway/platform/mdns/mdns.ts';
import { createNetworkWatch } from '../../src/gateway/platform/network.ts';
import { openStateDatabase } from '../../src/gateway/store/database.ts';
import { createSettings } from '../../src/gateway/store/settings.ts';

const [folder = '.', configured = 'cloudlink.local', chance] = process.argv.slice(2);
const say = (what: string, facts: object) => process.stdout.write(`${what} ${JSON.stringify(facts)}\n`);
const events = createEventBus((name, error) => say('defect', { name, error: String(error) }));
const { db } = openStateDatabase(join(folder, 'state.db'), systemClock.now);
const mdns = createMdns({
  enabled: true,
  configured,
  services: () => [{ type: '_http._tcp', port: 80, txt: ['txtvers=1', 'path=/'] }],
  serves: () => true,
  settings: createSettings(db, () => undefined),
  events,
  clock: systemClock,
  random: () => (chance === undefined ? Math.random() : Number(chance)),
  log: (message, facts) =>
    say('log', { message, ...facts, ...(facts?.err ? { err: String(facts.err) } : {}) }),
});
events.on('mdns.state', () => say('state', mdns.status()));
events.on('mdns.name', (event) => say('name', event));
const network = createNetworkWatch({
  clock: systemClock,
  onChange: ({ addresses }, change) => events.emit('network.changed', { addresses, change }),
});
const alive = setInterval(() => undefined, 60_000);
process.on('SIGTERM', () => {
  void mdns.stop().then(() => {
    clearInterval(alive);
    db.close();
    say('stopped', {});
  });
});
say('begins', {});
if (chance !== undefined) await once(process.stdin, 'data');
process.stdin.unref?.();
network.start();
await mdns.start().catch((error: unknown) => say('failed', { error: String(error) }));
