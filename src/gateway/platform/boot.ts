/** Which boot of the kernel this is: a reboot is proven by a new one. */
import { readFileSync } from 'node:fs';

/** A random UUID made by the kernel at every boot. */
export function readBootId(file = '/proc/sys/kernel/random/boot_id'): string {
  return readFileSync(file, 'utf8').trim();
}
