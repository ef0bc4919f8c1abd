import type { CloudStores } from '../core/ports/stores.ts';
import { createAccessHeadStore } from './access-heads.ts';
import { createAccountStore } from './accounts.ts';
import { createClaimTokenStore } from './claim-tokens.ts';
import { createClaimStore } from './claims.ts';
import { createCommandStore } from './commands.ts';
import type { CloudDatabase } from './database.ts';
import { createEventStore } from './events.ts';
import { createGatewayStore } from './gateways.ts';
import { createInventoryStore } from './inventory.ts';
import { createMetricStore } from './metrics.ts';
import { createOutboxStore } from './outbox.ts';
import { createAttemptStore, createInviteStore, createPersonStore, createSessionStore } from './people.ts';
import { createSupportStore } from './support.ts';
import { createSupportLogStore } from './support-logs.ts';
import { createReplayStore, createScimKeyStore, createSecretStore, createTokenStore } from './tokens.ts';

/** All core stores over one database. */
export function createStores(db: CloudDatabase): CloudStores {
  return {
    accounts: createAccountStore(db),
    people: createPersonStore(db),
    sessions: createSessionStore(db),
    invites: createInviteStore(db),
    attempts: createAttemptStore(db),
    claims: createClaimStore(db),
    claimTokens: createClaimTokenStore(db),
    tokens: createTokenStore(db),
    replays: createReplayStore(db),
    secrets: createSecretStore(db),
    gateways: createGatewayStore(db),
    commands: createCommandStore(db),
    events: createEventStore(db),
    inventory: createInventoryStore(db),
    outbox: createOutboxStore(db),
    scimKeys: createScimKeyStore(db),
    metrics: createMetricStore(db),
    accessHeads: createAccessHeadStore(db),
    support: createSupportStore(db),
    supportLogs: createSupportLogStore(db),
  };
}
