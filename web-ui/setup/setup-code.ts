/** The set-up code as people type it; the same folding as the gateway's own (src/contract/claim.ts). */

export const SETUP_CODE_LENGTH = 12;

/** Upper case, look-alikes folded (I L → 1, O → 0), everything else dropped. */
export function normaliseSetupCode(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
    .replace(/[^0-9A-HJKMNP-TV-Z]/g, '');
}
