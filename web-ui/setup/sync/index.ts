/** The pages of user synchronisation that are fetched together, by name. */
import { DetainedPage } from './detained.tsx';

export const SYNC_PAGES = {
  detained: DetainedPage,
} as const;
export type SyncPageName = keyof typeof SYNC_PAGES;
