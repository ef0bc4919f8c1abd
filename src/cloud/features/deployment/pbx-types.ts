/** Which PBX a synced user belongs to: that of the gateway which wrote it last. */
import type { GatewayStore } from '../../core/ports/stores.ts';

/** For one account: gateway id → PBX type as its status tells it; '' when it is not known. */
export type PbxTypes = (accountId: string) => Promise<(gatewayId: string | undefined) => string>;

export function createPbxTypes(gateways: Pick<GatewayStore, 'ofAccount'>): PbxTypes {
  return async (accountId) => {
    const linked = await gateways.ofAccount(accountId);
    const types = new Map(linked.map(({ id, status }) => [id, status?.pbxLink?.type ?? '']));
    return (gatewayId) => types.get(gatewayId ?? '') ?? '';
  };
}
