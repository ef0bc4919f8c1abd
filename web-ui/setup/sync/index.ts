/** The pages of user synchronisation that are fetched together, by name. */
import { DetainedPage } from './detained.tsx';
import { ImportPage } from './imports.tsx';
import { ExplainPage, FindingsPage, SyncPeoplePage } from './people.tsx';
import { RunPage, RunsPage } from './runs.tsx';
import { SynchroniserPage } from './synchroniser.tsx';
import { SynchronisersPage } from './synchronisers.tsx';

export const SYNC_PAGES = {
  detained: DetainedPage,
  runs: RunsPage,
  run: RunPage,
  people: SyncPeoplePage,
  person: ExplainPage,
  findings: FindingsPage,
  import: ImportPage,
  synchronisers: SynchronisersPage,
  synchroniser: SynchroniserPage,
} as const;
export type SyncPageName = keyof typeof SYNC_PAGES;
