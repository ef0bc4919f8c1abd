import type { PlatformKind } from '../../../contract/common.ts';
import type { Platform } from '../../../contract/inventory.ts';

/** An application that the host's package manager knows. The version is its own word. */
export type PackagedApplication = { readonly type: string; readonly version: string };

/** What this host is, as far as its own files say. */
export type HostFacts = Omit<Platform, 'collectedBy' | 'applications'> & {
  readonly packaged: readonly PackagedApplication[];
};

export type HostFactsReader = {
  /** Reads afresh; takes some 100 ms and starts helper programs, so not on every page. */
  read(): Promise<HostFacts>;
  /** How this program is installed; a setting overrides what is seen. */
  kind(): PlatformKind;
};
