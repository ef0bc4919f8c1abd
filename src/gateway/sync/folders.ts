/**
 * One folder of sync state a link. What was approved, learnt and sent under one account is nothing to the next one, so
 * a new link begins with an empty folder; the old one stays beside it for a while, under the id of its link.
 */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** As long as a removed user is kept at the cloud: somebody may want to look what was there. */
export const KEPT_MS = 30 * 24 * 3600_000;
/** Stands for "not linked": it is never made, and nothing is read from it. */
const NOBODY = 'unlinked';

export type SyncFolders = {
  /** The folder of a link. @param gatewayId the link's own id, new with every claim */
  of(gatewayId: string | undefined): string;
  /** Removes folders of earlier links in which nothing was written for 30 days; gives their names. */
  prune(gatewayId: string | undefined, now: number): string[];
};

const lastWritten = (folder: string) =>
  Math.max(
    ...[folder, ...readdirSync(folder).map((name) => join(folder, name))].map((p) => statSync(p).mtimeMs),
  );

export function createSyncFolders(root: string): SyncFolders {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  return {
    of: (gatewayId) => join(root, gatewayId ?? NOBODY),
    prune(gatewayId, now) {
      const old = readdirSync(root, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && entry.name !== gatewayId)
        .map(({ name }) => name)
        .filter((name) => now - lastWritten(join(root, name)) > KEPT_MS);
      for (const name of old) rmSync(join(root, name), { recursive: true });
      return old;
    },
  };
}
