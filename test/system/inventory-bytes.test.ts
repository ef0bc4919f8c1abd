/**
 * What an hourly inventory without changes puts on the wire (contract: one request of at most 1 KiB with its headers), by
 * the gateway's own uplink to a real cloud. Counted at the socket, so that nothing is forgotten.
 */
import { createHash, sign } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { type Test, test } from 'tap';
import { systemClock } from '../../src/base/runtime/clock.ts';
import { CLOUD_PATH } from '../../src/contract/claim.ts';
import { OutboxReceipt } from '../../src/contract/outbox.ts';
import { createCrypto } from '../../src/gateway/platform/crypto.ts';
import { startCloudBy } from '../cloud/harness.ts';
import { makeUplink } from '../helpers/uplink.ts';

const MOST = 1024;

/** Bytes that left by all sockets of this process towards that port. */
function meter(t: Test, port: number) {
  const sockets = new Set<Socket>();
  const onSocket = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.once('connect', () => {
      if (socket.remotePort === port) sockets.add(socket);
    });
  };
  subscribe('net.client.socket', onSocket);
  t.teardown(() => unsubscribe('net.client.socket', onSocket));
  return () => [...sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, 0);
}

test('an unchanged inventory is one request of at most 1 KiB, headers and proof included', async (t) => {
  const cloud = await startCloudBy(systemClock, t, {});
  await cloud.partner('ann@partner.example');
  const { number } = await cloud.customer('bob@customer.example');
  const console = await cloud.signIn('bob@customer.example');
  const { gateway, gatewayId } = await cloud.claim(console, number);
  const { jwk: publicJwk, jkt: thumbprint, privateKey } = gateway.key;
  const signer = {
    publicJwk,
    thumbprint,
    sign: async (bytes: Uint8Array) =>
      sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' as const }),
  };
  const sent = meter(t, Number(new URL(cloud.url).port));
  const { http } = await makeUplink(t, {
    base: cloud.url,
    signer,
    gatewayId: () => gatewayId,
    userAgent: 'cloudlinkd/10.20.30',
  });
  const digest = createHash('sha256').update('the same as an hour ago').digest('hex');
  const { uuidv7 } = createCrypto(systemClock.now);
  const report = async () => {
    const before = sent();
    const { body } = await http.request({
      method: 'POST',
      path: CLOUD_PATH.outbox,
      json: { items: [{ id: uuidv7(), at: Date.now(), kind: 'inventory.same', body: { digest } }] },
      answer: OutboxReceipt,
      auth: 'device',
    });
    t.equal(body.accepted.length, 1);
    return sent() - before;
  };
  const first = await report();
  const next = await report();
  t.ok(next <= MOST, `${next} bytes`);
  // the token lives for ten minutes: an hour later it is asked for first, in a request of its own
  t.ok(first > next, `${first} bytes with the request for a token`);
  t.comment(`${next} bytes; ${first} with a new token and the nonce of the first proof`);
});
