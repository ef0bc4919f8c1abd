/** A disk of its own that is quickly full. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { temporaryFolder } from './uplink.ts';

/** A folder whose `data` is a small disk, or undefined where none may be mounted. */
export function smallDisk(t: Test, size: string): string | undefined {
  const folder = temporaryFolder(t);
  const disk = join(folder, 'data');
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk], { stdio: 'pipe' });
  } catch {
    t.pass('needs to mount a tmpfs', { skip: 'not allowed here' });
    return undefined;
  }
  t.teardown(() => execFileSync('umount', [disk]));
  return folder;
}
