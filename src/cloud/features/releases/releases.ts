/** The releases that this cloud distributes; it has no key to sign any. */
import { toAppError, toFault } from '../../../base/errors.ts';
import type { ReleasesView } from '../../../contract/rollouts.ts';
import { fail } from '../../core/errors.ts';
import type { ReleaseFolder } from '../../core/ports/releases.ts';

export type Releases = {
  view(): Promise<ReleasesView>;
  /** @throws AppError RELEASE_UNKNOWN, RELEASE_INCOMPLETE, RELEASES_UNREADABLE */
  mustBeReleased(version: string): Promise<void>;
};

export function createReleases(folder: ReleaseFolder): Releases {
  return {
    async view() {
      try {
        const repository = await folder.repository();
        if (!repository) return { releases: [] };
        const { releases, ...metadata } = repository;
        return { releases: [...releases], metadata };
      } catch (error) {
        if (toAppError(error).code !== 'RELEASES_UNREADABLE') throw error;
        return { releases: [], problem: toFault(error) };
      }
    },
    async mustBeReleased(version) {
      const repository = await folder.repository();
      const release = repository?.releases.find((one) => one.version === version);
      if (!release) throw fail('RELEASE_UNKNOWN');
      if (release.files.some(({ present }) => !present)) throw fail('RELEASE_INCOMPLETE');
    },
  };
}
