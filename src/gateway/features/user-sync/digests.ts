/**
 * Tells the account what is new to look at (row D9, invariant 22). What is to be told was written down with the cycle
 * that found it; its id goes with it, so that a cut between handing it over and noting that down tells nobody twice.
 */
import type { FindingsDigest } from '../../../contract/outbox.ts';
import type { FindingDigests } from '../../core/ports/finding-digests.ts';
import type { FindingDigest } from '../../core/ports/sync-queries.ts';

export type DigestsDeps = {
  readonly digests: FindingDigests;
  /** @returns undefined when it could not be kept: it is tried again with the next cycle */
  readonly enqueue: (
    item: { readonly kind: 'sync.findings'; readonly body: FindingsDigest },
    id: string,
  ) => string | undefined;
};

function bodyOf({ total, codes, people, withoutEmail, sharedEmail }: FindingDigest): FindingsDigest {
  const named = people.map(({ name, code }) => ({ name: name.slice(0, 512), code }));
  return { total, codes: [...codes], people: named, withoutEmail, sharedEmail };
}

/** @returns hands over what nobody was told of yet */
export function createDigests({ digests, enqueue }: DigestsDeps): () => void {
  return () => {
    for (const digest of digests.untold()) {
      if (enqueue({ kind: 'sync.findings', body: bodyOf(digest) }, digest.id) === undefined) return;
      digests.told(digest.id);
    }
  };
}
