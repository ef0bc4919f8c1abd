import type { TunnelAddressStore } from '../core/ports/tunnel-addresses.ts';
import type { CloudDatabase } from './database.ts';

export function createTunnelAddressStore(db: CloudDatabase): TunnelAddressStore {
  return {
    async numberOf(gatewayId) {
      await db
        .insertInto('tunnel_address')
        .values({ gateway_id: gatewayId })
        .onConflict((conflict) => conflict.column('gateway_id').doNothing())
        .execute();
      const row = await db
        .selectFrom('tunnel_address')
        .select('number')
        .where('gateway_id', '=', gatewayId)
        .executeTakeFirstOrThrow();
      return row.number;
    },
  };
}
