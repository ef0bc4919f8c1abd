/**
 * A host of a test's LAN that hears every mDNS packet and can ask. Prints one JSON line a packet; reads questions as
 * JSON lines: `{ "id": 7, "name": "cloudlink.local", "type": "A", "legacy": true }`. A legacy question goes out from a
 * port of its own.
 *
 *     node mdns-ear.ts <own IPv4 address>
 */
import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';
import { decode, encode, type RecordType } from 'dns-packet';

const GROUP = '224.0.0.251';
const PORT = 5353;
const own = process.argv[2] ?? '';
const say = (facts: object) => process.stdout.write(`${JSON.stringify(facts)}\n`);

const ear = createSocket({ type: 'udp4', reuseAddr: true });
const mouth = createSocket({ type: 'udp4', reuseAddr: true });
const stranger = createSocket('udp4');
ear.on('message', (bytes, from) => say({ to: 'all', from: from.address, ...decode(bytes) }));
mouth.on('message', (bytes, from) => say({ to: 'one', from: from.address, ...decode(bytes) }));
stranger.on('message', (bytes, from) => say({ to: 'stranger', from: from.address, ...decode(bytes) }));
ear.bind(PORT, GROUP, () => {
  ear.addMembership(GROUP, own);
  mouth.bind(PORT, own, () => {
    mouth.setMulticastInterface(own);
    stranger.bind(0, own, () => {
      stranger.setMulticastInterface(own);
      say({ hears: own });
    });
  });
});

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const { id, name, type, legacy } = JSON.parse(line) as {
      id: number;
      name: string;
      type: RecordType;
      legacy?: boolean;
    };
    (legacy ? stranger : mouth).send(encode({ id, type: 'query', questions: [{ name, type }] }), PORT, GROUP);
  })
  .on('close', () => process.exit(0));
