import { numbered } from '../../../base/runtime/sqlite.ts';
import { accessHeads } from './access-heads.ts';
import { accountEnd } from './account-end.ts';
import { claimTokens } from './claim-tokens.ts';
import { consent } from './consent.ts';
import { core } from './core.ts';
import { deployment } from './deployment.ts';
import { findingsMail } from './findings-mail.ts';
import { launch } from './launch.ts';
import { lists } from './lists.ts';
import { metrics } from './metrics.ts';
import { nextKey } from './next-key.ts';
import { orders } from './orders.ts';
import { retention } from './retention.ts';
import { rollouts } from './rollouts.ts';
import { scim } from './scim.ts';
import { support } from './support.ts';
import { supportLogs } from './support-logs.ts';
import { tunnelAddress } from './tunnel-address.ts';

/** Position is the number. A landed migration is never edited; add a row. */
export const MIGRATIONS = numbered([
  core,
  scim,
  launch,
  lists,
  orders,
  retention,
  claimTokens,
  nextKey,
  deployment,
  findingsMail,
  accessHeads,
  tunnelAddress,
  consent,
  support,
  rollouts,
  accountEnd,
  supportLogs,
  metrics,
]);
