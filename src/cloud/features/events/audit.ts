import type { Clock } from '../../../base/clock.ts';
import type { Live } from '../../core/live.ts';
import type { Audit } from '../../core/ports/audit.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { EventStore } from '../../core/ports/stores.ts';

/** Makes the writer of the event history: one row, and open pages learn of it at once. */
export function createAudit(deps: {
  readonly events: EventStore;
  readonly crypto: Crypto;
  readonly clock: Clock;
  readonly live: Live;
}): Audit {
  return async (event) => {
    const id = deps.crypto.uuidv7();
    await deps.events.insert({
      id,
      at: deps.clock.now(),
      propertiesChanged: [],
      details: {},
      ...event,
    });
    deps.live.tell({ kind: 'event', id, accountId: event.accountId });
  };
}
