/** A stable name of this host that does not give its machine-id away (machine-id(5) asks for that). */
import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names this program to sd_id128_get_machine_app_specific(3); must never change. */
export const APPLICATION_ID = '5f1d2f0e9f0b4c52a9c5a1d2c84b7e36';

/**
 * The machine's id as this program may show it: HMAC-SHA256 of the application id keyed by the machine-id, cut to
 * 128 bits and marked as a random UUID. The same as `systemd-id128 machine-id --app-specific=`.
 *
 * @param machineId 32 hex digits
 * @returns a UUID
 */
export function platformIdOf(machineId: string): string {
  const key = Buffer.from(machineId, 'hex');
  const mac = createHmac('sha256', key).update(Buffer.from(APPLICATION_ID, 'hex')).digest().subarray(0, 16);
  mac[6] = ((mac[6] ?? 0) & 0x0f) | 0x40;
  mac[8] = ((mac[8] ?? 0) & 0x3f) | 0x80;
  return mac.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** @returns undefined where the host has none yet (a container, a first boot: `uninitialized`) */
export function readMachineId(root = '/'): string | undefined {
  const file = join(root, 'etc/machine-id');
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8').trim();
  return /^[0-9a-f]{32}$/.test(text) ? text : undefined;
}
