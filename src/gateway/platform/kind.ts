/** How this program is installed (row A2), by what the host's files show. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlatformKind } from '../../contract/common.ts';
import { CONFIGURATION_DB } from './msl/configuration-db.ts';

/** Written by container engines. */
const CONTAINER_MARKS = ['run/systemd/container', '.dockerenv', 'run/.containerenv'];
/** Of these, the marks of engines whose containers have no init of their own: there is nothing to reboot. */
const ENGINE_MARKS = ['.dockerenv', 'run/.containerenv'];
/** Firmware vendor and product names of hypervisors, as systemd-detect-virt knows them. */
const VIRTUAL_FIRMWARE =
  /QEMU|KVM|VMware|VirtualBox|innotek|Xen|Bochs|Parallels|BHYVE|Virtual Machine|Google Compute|Amazon EC2|OpenStack|Hyper-V|Apple Virtualization/i;

function text(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // absent, or not for this user: it shows nothing
    return '';
  }
}

/** Whether this program runs in a container of Docker, Podman or the like. */
export const isInEngine = (root = '/'): boolean => ENGINE_MARKS.some((mark) => existsSync(join(root, mark)));

/** A file the image's maker leaves where nothing else tells: `standalone`, `virtual`, `smbc` or `msl`. */
function marked(root: string): PlatformKind | undefined {
  const word = text(join(root, 'etc/cloudlink/platform-kind')).trim();
  return (['standalone', 'virtual', 'smbc', 'msl'] as const).find((kind) => kind === word);
}

function isVirtual(root: string): boolean {
  if (CONTAINER_MARKS.some((mark) => existsSync(join(root, mark)))) return true;
  const firmware = ['sys_vendor', 'product_name', 'bios_vendor']
    .map((name) => text(join(root, 'sys/class/dmi/id', name)))
    .join(' ');
  if (VIRTUAL_FIRMWARE.test(firmware)) return true;
  if (/^flags\s*:.*\bhypervisor\b/m.test(text(join(root, 'proc/cpuinfo')))) return true;
  const tree = join(root, 'proc/device-tree');
  return existsSync(tree) && readdirSync(tree).some((name) => name === 'hypervisor' || name === 'fw-cfg');
}

/**
 * @param setting what the configuration says; `auto` looks
 * @param root `/`, or a fixture; the MSL root may be another one (config `msl.root`)
 */
export function detectKind(setting: PlatformKind | 'auto', root = '/', mslRoot = root): PlatformKind {
  if (setting !== 'auto') return setting;
  // an SMB Controller runs MSL too and nothing public tells them apart: its image leaves the mark
  const mark = marked(root);
  if (mark !== undefined) return mark;
  if (existsSync(join(mslRoot, CONFIGURATION_DB))) return 'msl';
  return isVirtual(root) ? 'virtual' : 'standalone';
}
