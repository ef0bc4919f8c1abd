import type { NetworkSettings } from '../../../contract/helper.ts';

/**
 * What needs root. Every call resolves with a sentence that says what happened.
 *
 * @throws AppError HELPER_UNAVAILABLE (not installed, not reachable) or HELPER_REFUSED (with its reason)
 */
export type Helper = {
  /** Whether the helper answers; never throws. */
  available(): Promise<boolean>;
  /** Asks for the reboot and returns; the host goes down some seconds later. */
  reboot(): Promise<string>;
  /** Restarts cloudlinkd itself, by systemd. */
  restartService(): Promise<string>;
  /** @param to milliseconds since 1970 */
  setClock(to: number): Promise<string>;
  /** On trial for 120 s; call {@link Helper.confirmNetwork} over the new address to keep it. */
  applyNetwork(settings: NetworkSettings): Promise<string>;
  confirmNetwork(): Promise<string>;
  revertNetwork(): Promise<string>;
  /** Asks the network of a port whether somebody has an address; the sentence says who, or that nobody has. */
  probeAddress(
    port: string,
    address: string,
  ): Promise<{ readonly taken: boolean; readonly sentence: string }>;
  /** Slots of an appliance (contract/helper.ts, `rauc.…`). */
  rauc(what: 'install' | 'installed' | 'activate-other' | 'mark-good' | 'give-up'): Promise<string>;
  /** Empty: the host's own. */
  setTimeServers(servers: readonly string[]): Promise<string>;
};
