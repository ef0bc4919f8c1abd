/** Whether this program may start the host again. Pure. */
import type { PlatformKind } from '../../../contract/common.ts';
import { fail } from '../../core/errors.ts';

/**
 * A host that is not this gateway's own is left alone: an SMB Controller belongs to the PBX's own administration, and
 * a container of an engine has no machine to start again. On an MSL host the person is warned and decides.
 *
 * @throws AppError REBOOT_SMBC, REBOOT_CONTAINER
 */
export function mustOwnHost(host: { readonly kind: PlatformKind; readonly inEngine: boolean }): void {
  if (host.kind === 'smbc') throw fail('REBOOT_SMBC');
  if (host.inEngine) throw fail('REBOOT_CONTAINER');
}
