import type { SyncView } from '../../../contract/local-api.ts';

/** One sentence about the last sync, for jobs and command results. */
export function syncWords({ counts, plan, error }: SyncView): string {
  if (error) return error.sentence;
  if (!counts) return plan ? 'A plan was made; nothing was sent.' : 'Nothing was synchronised yet.';
  const { added, changed, removed, detained, held, unchanged } = counts;
  const parts = [
    [added, 'added'],
    [changed, 'changed'],
    [removed, 'removed'],
    [unchanged, 'unchanged'],
    [detained, 'detained'],
    [held, 'held'],
  ] as const;
  return `${
    parts
      .filter(([n]) => n > 0)
      .map(([n, word]) => `${n} ${word}`)
      .join(', ') || 'Nothing to do'
  }.`;
}
