import { execFileSync } from 'node:child_process';
import { test } from 'tap';
import { parseMounts, readPartitions, storageMounts } from '../../../src/gateway/platform/partitions.ts';

/** An MSL-like host: one logical volume, bind mounts, a boot partition, what is no partition. */
const HOST = String.raw`
25 1 253:0 / / rw,relatime shared:1 - xfs /dev/mapper/vg-root rw
26 25 0:5 / /proc rw - proc proc rw
27 25 0:20 / /dev/shm rw - tmpfs tmpfs rw
28 25 8:1 / /boot rw,relatime shared:3 - ext4 /dev/sda1 rw
29 25 253:0 /var/database /db rw,relatime shared:1 - xfs /dev/mapper/vg-root rw
30 25 253:0 / /sysro ro,relatime shared:1 - xfs /dev/mapper/vg-root rw
31 25 7:1 / /snap/core/1 ro - squashfs /dev/loop1 ro
32 25 8:2 / /mnt/with\040space rw - ext4 /dev/sda2 rw
33 25 0:40 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw
`;

test('every place a partition is mounted at, bind mounts too', async (t) => {
  const rows = storageMounts(parseMounts(HOST)).map((m) => [m.source, m.path, m.type]);
  t.same(rows, [
    ['/dev/mapper/vg-root', '/', 'xfs'],
    ['/dev/sda1', '/boot', 'ext4'],
    ['/dev/mapper/vg-root', '/db', 'xfs'],
    ['/dev/sda2', '/mnt/with space', 'ext4'],
    ['/dev/mapper/vg-root', '/sysro', 'xfs'],
  ]);
});

test('what systemd’s sandbox mounts for this service only is no partition', async (t) => {
  const sandbox = `${HOST}
60 25 253:0 /usr /usr ro,relatime - xfs /dev/mapper/vg-root rw
61 25 253:0 /var/lib/cloudlink /var/lib/cloudlink rw,relatime - xfs /dev/mapper/vg-root rw
62 28 8:1 /efi /boot/efi ro,relatime - ext4 /dev/sda1 rw
63 25 253:0 /tmp/systemd-private-0a1b2c-cloudlinkd.service-xyz/tmp /tmp rw - xfs /dev/mapper/vg-root rw
64 29 253:0 /var/database/x /db/x ro - xfs /dev/mapper/vg-root rw
`;
  t.same(storageMounts(parseMounts(sandbox)), storageMounts(parseMounts(HOST)));
});

test('in a container the root counts, whatever it is made of', async (t) => {
  const mounts = parseMounts('90 80 0:55 / / rw - overlay overlay rw\n91 90 0:56 / /proc rw - proc proc rw');
  t.same(
    storageMounts(mounts).map((m) => m.path),
    ['/'],
  );
});

test('this host, against df', async (t) => {
  const root = readPartitions().find((p) => p.basePath === '/');
  const df = execFileSync('df', ['-P', '-B1', '/'], { encoding: 'utf8' }).split('\n')[1] ?? '';
  t.equal(root?.capacityBytes, Number(df.split(/\s+/)[1]));
});
