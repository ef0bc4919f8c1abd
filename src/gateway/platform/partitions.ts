/**
 * Partitions of this host, one row for each place they are mounted at, so that a bind mount repeats its partition
 * (S3:2485 shows one `/dev/dm-0` several times). Read from the kernel's mount table: `df` and the libraries built on
 * it show every partition once.
 */
import { readFileSync, readlinkSync, statfsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Partition } from '../../contract/inventory.ts';

export type Mount = {
  readonly id: string;
  readonly parent: string;
  /** `254:0` */
  readonly device: string;
  /** What of the file system is shown here: `/`, or the folder that a bind mount took. */
  readonly root: string;
  readonly path: string;
  readonly type: string;
  readonly source: string;
};

/** Octal escapes of proc(5): `\040` is a space. */
const unescaped = (text: string) =>
  text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

/** @param text of /proc/self/mountinfo, proc(5) */
export function parseMounts(text: string): Mount[] {
  return text
    .split('\n')
    .filter((line) => line.includes(' - '))
    .map((line) => {
      const [left = '', right = ''] = line.split(' - ');
      const [id = '', parent = '', device = '', root = '', path = ''] = left.split(' ');
      const [type = '', source = ''] = right.split(' ');
      return {
        id,
        parent,
        device,
        root: unescaped(root),
        path: unescaped(path),
        type,
        source: unescaped(source),
      };
    });
}

/**
 * A folder mounted onto itself to change its flags, as systemd's ProtectSystem= does all over this very process's
 * view: it shows what would be there anyway, and is no partition.
 */
function isRemount(mount: Mount, byId: ReadonlyMap<string, Mount>): boolean {
  const parent = byId.get(mount.parent);
  if (!parent || parent.device !== mount.device || mount.path === parent.path) return false;
  const inside = mount.path.slice(parent.path === '/' ? 0 : parent.path.length);
  return mount.root === `${parent.root === '/' ? '' : parent.root}${inside}`;
}

/** Private folders that systemd mounts for one service (PrivateTmp=, StateDirectory= with DynamicUser=). */
const isPrivate = (mount: Mount) => /\/systemd-private-[0-9a-f]+-|^\/var\/lib\/private\//.test(mount.root);

/** File systems on a disk: named by a device, or the root whatever it is made of. Loop images of packages are none. */
const isStorage = (mount: Mount) =>
  (mount.source.startsWith('/dev/') || mount.type === 'zfs' || mount.path === '/') &&
  mount.type !== 'squashfs';

/** The mounts that are partitions to a person, each place once (a later mount hides an earlier one). */
export function storageMounts(mounts: readonly Mount[]): Mount[] {
  const byId = new Map(mounts.map((m) => [m.id, m]));
  const shown = mounts.filter((m) => isStorage(m) && !isPrivate(m) && !isRemount(m, byId));
  return [...new Map(shown.map((m) => [m.path, m])).values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `/dev/dm-0` rather than `/dev/mapper/root`; needs no device nodes, which a sandbox hides. */
function deviceName(mount: Mount, sys: string): string {
  try {
    return `/dev/${basename(readlinkSync(join(sys, 'dev/block', mount.device)))}`;
  } catch {
    // no block device of its own: overlay, zfs, btrfs
    return mount.source;
  }
}

/** Undefined when the place may not be looked at. */
function capacity(path: string): number | undefined {
  try {
    const { blocks, bsize } = statfsSync(path);
    return blocks * bsize;
  } catch (error) {
    if (['EACCES', 'EPERM', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** @param proc,sys where those file systems are (fixtures in tests) */
export function readPartitions(proc = '/proc', sys = '/sys'): Partition[] {
  const mounts = storageMounts(parseMounts(readFileSync(join(proc, 'self/mountinfo'), 'utf8')));
  return mounts.flatMap((mount) => {
    const capacityBytes = capacity(mount.path);
    if (capacityBytes === undefined) return [];
    return [{ id: deviceName(mount, sys), basePath: mount.path, fileSystemType: mount.type, capacityBytes }];
  });
}
