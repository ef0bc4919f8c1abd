import { numbered } from '../../../base/runtime/sqlite.ts';
import { accessCuts } from './access-cuts.ts';
import { accessEnds } from './access-ends.ts';
import { consent } from './consent.ts';
import { outflow } from './outflow.ts';
import { serviceCalls } from './service-calls.ts';
import { sessionEnds } from './session-ends.ts';
import { spine } from './spine.ts';
import { tunnels } from './tunnels.ts';
import { uplink } from './uplink.ts';

/** Migrations of state.db. Position is the number. A landed migration is never edited; add a row. */
export const MIGRATIONS = numbered([
  spine,
  uplink,
  tunnels,
  accessEnds,
  accessCuts,
  outflow,
  consent,
  serviceCalls,
  sessionEnds,
]);
