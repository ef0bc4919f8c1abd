/**
 * What gateways say of their access logs, kept as it was said (contract: Tunnels). A log that became shorter, or whose
 * record of before is another one now, is told to the account; the gateway compares the rest itself, record by record.
 */
import type { Clock } from '../../../base/clock.ts';
import type { AccessHeads } from '../../../contract/access-log.ts';
import type { Gateway } from '../../core/model.ts';
import type { Audit } from '../../core/ports/audit.ts';
import type { AccessHeadStore } from '../../core/ports/stores.ts';

const PAGE = 1000;
const DAY_MS = 24 * 3_600_000;
/** Every head is kept so long, one an hour thereafter. */
const WHOLE_MS = 7 * DAY_MS;
const KEPT_MS = 500 * DAY_MS;

export type AccessHeadsFeature = ReturnType<typeof createAccessHeads>;

export function createAccessHeads({
  store,
  audit,
  clock,
}: {
  readonly store: AccessHeadStore;
  readonly audit: Audit;
  readonly clock: Clock;
}) {
  return {
    /** A status said this. A gateway that nobody came through yet has no head. */
    async take(gateway: Gateway, said: { readonly count: number; readonly head: string }): Promise<void> {
      if (said.count < 1) return;
      const newest = await store.newest(gateway.id);
      // nearly every status: nobody came through since the last one
      if (said.count === newest?.count && said.head === newest.head) return;
      const head = { ...said, at: clock.now() };
      if (!newest || said.count > newest.count) return void (await store.add(gateway.id, head, true));
      const before = await store.disagrees(gateway.id);
      // one that was said before may come late, by a connection that was replaced
      if (!(await store.add(gateway.id, head, false)) || before) return;
      await audit({
        accountId: gateway.accountId,
        gatewayId: gateway.id,
        actor: { id: gateway.id, name: gateway.name },
        action: 'Access log contradicts itself',
        eventType: 'Security',
        asset: gateway.name,
        details: {
          said: `record ${said.count}, ${said.head.slice(0, 16)}`,
          before: `record ${newest.count}, ${newest.head.slice(0, 16)}`,
        },
      });
    },
    async list(gatewayId: string, after: number): Promise<AccessHeads> {
      const heads = await store.list(gatewayId, after, PAGE);
      const last = heads.at(-1);
      return { heads, ...(last && heads.length === PAGE ? { next: last.count } : {}) };
    },
    prune: (): Promise<void> => store.prune(clock.now() - WHOLE_MS, clock.now() - KEPT_MS),
  };
}
