/**
 * Many gateways' tunnels in one process, for fleet.ts: each with a key of its own, the product's own uplink and SSH
 * link, and one forward. Over IPC: sends `{ keys }`, waits for `{ url, hostKeys }`, then tells `{ up }`, the number whose
 * probe went round both ways since the last `{ count: true }`, and `{ attempts }` on request.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../src/base/runtime/clock.ts';
import { forwardName, PORTAL_TARGET } from '../src/contract/tunnel.ts';
import { createEventBus } from '../src/gateway/core/events.ts';
import type { StoredTarget } from '../src/gateway/core/ports/targets.ts';
import type { TunnelDoor } from '../src/gateway/core/ports/tunnel.ts';
import { createFront } from '../src/gateway/http/front/front.ts';
import { openSigner } from '../src/gateway/platform/keystore.ts';
import { createSshLink } from '../src/gateway/uplink/ssh/link.ts';
import { createUplink } from '../src/gateway/uplink/uplink.ts';

const COUNT = Number(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'cloudlink-fleet-'));
const tell = (message: object) => process.send?.(message);
const idOf = (n: number) => `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const random = () => randomBytes(4).readUInt32BE() / 2 ** 32;

const signers: Awaited<ReturnType<typeof openSigner>>[] = [];
for (let n = 0; n < COUNT; n++) signers.push(await openSigner(join(folder, String(n))));

const portal = {
  id: PORTAL_TARGET,
  protocol: 'internal',
  host: '',
  port: 0,
  state: 'started',
} as StoredTarget;
const front = createFront({
  portal: (_req, res) => void res.end(),
  ownPorts: () => [],
  log: () => undefined,
});
const up = new Set<number>();
const attempts = new Map<number, number>();

function startGateway(n: number, url: string, hostKeys: readonly string[]) {
  const signer = signers[n];
  if (!signer) throw new RangeError(`${n}`);
  const uplink = createUplink({
    baseUrl: () => url,
    signer,
    gatewayId: () => idOf(n),
    clock: systemClock,
    random,
    events: createEventBus(() => undefined),
    log: () => undefined,
    mayConnect: () => true,
    onUnlinked: () => tell({ fault: `${n} is not linked` }),
    onDeactivated: () => undefined,
  });
  let answered: string | undefined;
  const door: TunnelDoor = {
    target: () => portal,
    admit: () => undefined,
    probed(nonce, seen) {
      if (seen !== undefined && seen === answered && !up.has(n)) {
        up.add(n);
        tell({ up: up.size });
      }
      answered = nonce;
    },
    certificate: () => undefined,
  };
  const link = createSshLink({
    plan(asked, signal) {
      attempts.set(n, (attempts.get(n) ?? 0) + 1);
      return uplink.tunnel.plan(asked, signal);
    },
    dial: uplink.tunnel.dial,
    signer,
    clock: systemClock,
    random,
    log: () => undefined,
  });
  link.forward(forwardName(PORTAL_TARGET), {
    onChannel: (channel) => front.accept(channel, door),
    onState: () => undefined,
  });
  link.start({ user: idOf(n), hostKeys });
  return link;
}

let links: ReturnType<typeof startGateway>[] = [];
process.on('message', (message: { url?: string; hostKeys?: string[]; count?: boolean; ask?: boolean }) => {
  if (message.url !== undefined)
    links = signers.map((_, n) => startGateway(n, message.url as string, message.hostKeys ?? []));
  if (message.count) {
    up.clear();
    attempts.clear();
  }
  if (message.ask) tell({ attempts: [...attempts.values()] });
});
process.on('disconnect', () => {
  for (const link of links) void link.stop();
  rmSync(folder, { recursive: true, force: true });
  process.exit();
});
tell({ keys: signers.map(({ publicJwk, thumbprint }, n) => ({ id: idOf(n), publicJwk, thumbprint })) });
