/** A gateway's uplink as the program builds it, for tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { systemClock } from '../../src/base/runtime/clock.ts';
import { createEventBus, type Events } from '../../src/gateway/core/events.ts';
import { openSigner } from '../../src/gateway/platform/keystore.ts';
import { createUplink, type UplinkOptions } from '../../src/gateway/uplink/uplink.ts';

export function temporaryFolder(t: Pick<Test, 'teardown'>): string {
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-test-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export type LogLine = { readonly message: string; readonly facts: Readonly<Record<string, unknown>> };

export async function makeUplink(t: Test, options: { readonly base: string } & Partial<UplinkOptions>) {
  const signer = options.signer ?? (await openSigner(temporaryFolder(t)));
  const events = createEventBus((name, error) => t.fail(`${name}: ${String(error)}`));
  const lines: LogLine[] = [];
  const told: string[] = [];
  const uplink = createUplink({
    baseUrl: () => options.base,
    signer,
    gatewayId: () => undefined,
    clock: systemClock,
    random: () => 0,
    events,
    log: (message, facts = {}) => lines.push({ message, facts }),
    mayConnect: () => true,
    onUnlinked: () => told.push('unlinked'),
    onDeactivated: () => told.push('deactivated'),
    ...options,
  });
  t.teardown(async () => {
    await uplink.channel.stop();
    await uplink.close();
  });
  return { ...uplink, signer, events, lines, told };
}

/** Resolves with the next event of that name. */
export function nextEvent<N extends keyof Events>(
  events: { on(name: N, f: (event: Events[N]) => void): () => void },
  name: N,
): Promise<Events[N]> {
  return new Promise((resolve) => {
    const off = events.on(name, (event) => {
      off();
      resolve(event);
    });
  });
}
