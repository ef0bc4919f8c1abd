/** The change of a gateway's device key: offered under both keys, done with the first use of the new one. */
import { fail } from '../../core/errors.ts';
import type { DeviceKey, Gateway } from '../../core/model.ts';
import type { Audit } from '../../core/ports/audit.ts';
import type { GatewayStore } from '../../core/ports/stores.ts';

export type DeviceKeysDeps = {
  readonly stores: { readonly gateways: GatewayStore };
  readonly audit: Audit;
  /** Ends tokens and connections of the older key; the gateway comes back by itself. */
  readonly reconnect: (gatewayId: string) => Promise<void>;
};

export type DeviceKeys = {
  /**
   * Both keys are valid from now on. Offering the same key again changes nothing.
   * @param next proven by its own signature over `current`
   * @throws AppError KEY_OFFER_BAD (not made for the key in use), KEY_TAKEN
   */
  offer(gateway: Gateway, current: string, next: DeviceKey): Promise<void>;
  /** The offered key was used: the older one is nothing any more. */
  used(gateway: Gateway, jkt: string): Promise<void>;
};

export function createDeviceKeys({ stores, audit, reconnect }: DeviceKeysDeps): DeviceKeys {
  return {
    async offer(gateway, current, next) {
      if (gateway.nextKey?.jkt === next.jkt && gateway.jkt === current) return;
      if (await stores.gateways.wasLinked(next.jkt)) throw fail('KEY_TAKEN');
      if (!(await stores.gateways.offerKey(gateway.id, current, next))) throw fail('KEY_OFFER_BAD');
    },
    async used(gateway, jkt) {
      // another request of the gateway may have been first
      if (!(await stores.gateways.useKey(gateway.id, jkt))) return;
      await reconnect(gateway.id);
      await audit({
        accountId: gateway.accountId,
        gatewayId: gateway.id,
        actor: { id: gateway.id, name: gateway.name },
        action: 'Device key changed',
        eventType: 'Security',
        asset: gateway.name,
        propertiesChanged: ['fingerprint'],
        details: { from: gateway.jkt, to: jkt },
      });
    },
  };
}
