/** Slots of an appliance by RAUC: fixed calls, one fixed file. */
import { RAUC_BUNDLE } from '../contract/helper.ts';
import { fail } from './errors.ts';
import type { Host } from './host.ts';

/** The data folder of an appliance is no setting. */
const BUNDLE = `/var/lib/cloudlink/update/${RAUC_BUNDLE}`;
/** A unit of its own: writing a slot takes longer than a helper lives. */
const UNIT = 'cloudlink-rauc-install.service';

export async function installBundle(host: Host, bundle = BUNDLE): Promise<string> {
  await host.run('systemd-run', [
    `--unit=${UNIT}`,
    '--property=Type=oneshot',
    '--property=RemainAfterExit=yes',
    '--no-block',
    '--',
    '/usr/bin/rauc',
    'install',
    bundle,
  ]);
  return 'The release is written into the other slot.';
}

/** @throws AppError STEP_FAILED when it failed */
export async function installState(host: Host): Promise<string> {
  const { stdout } = await host.ask('systemctl', [
    'show',
    '--property=ActiveState,SubState,Result',
    '--',
    UNIT,
  ]);
  const found = Object.fromEntries(stdout.split('\n').map((line) => line.split('=') as [string, string]));
  if (found.ActiveState === 'activating') return 'running';
  const isDone = found.ActiveState === 'active' && found.Result === 'success';
  // its name is free again for the next one
  await host.ask('systemctl', ['stop', '--', UNIT]);
  await host.ask('systemctl', ['reset-failed', '--', UNIT]);
  if (isDone) return 'done';
  const because = found.ActiveState === 'failed' ? found.Result : 'it does not run';
  throw fail('STEP_FAILED', { sentence: `rauc failed: ${because}.` });
}

export async function activateOther(host: Host): Promise<string> {
  await host.run('rauc', ['status', 'mark-active', 'other']);
  return 'The other slot is started next.';
}

export async function markGood(host: Host): Promise<string> {
  await host.run('rauc', ['status', 'mark-good', 'booted']);
  return 'This slot stays.';
}

export async function giveUp(host: Host): Promise<string> {
  await host.run('rauc', ['status', 'mark-active', 'other']);
  await host.run('rauc', ['status', 'mark-bad', 'booted']);
  return 'The other slot is started next, and this one no more.';
}
