import type { PlatformKind } from '../../../contract/common.ts';
import type { Platform } from '../../../contract/inventory.ts';

/** What this host is, as far as its own files say. */
export type HostFacts = Omit<Platform, 'collectedBy' | 'applications'>;

export type HostFactsReader = {
  /** Reads afresh; takes some 100 ms and starts helper programs, so not on every page. */
  read(): Promise<HostFacts>;
  /** How this program is installed; a setting overrides what is seen. */
  kind(): PlatformKind;
};
