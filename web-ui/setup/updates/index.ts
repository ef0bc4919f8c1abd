/** What is fetched together of updates, by name. */
import { UpdatesPage } from './page.tsx';
import { DaemonUpdate, UpdateSchedule } from './sections.tsx';

export const UPDATE_PARTS = { page: UpdatesPage, tile: DaemonUpdate, schedule: UpdateSchedule } as const;
export type UpdatePartName = keyof typeof UPDATE_PARTS;
