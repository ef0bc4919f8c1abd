/** Orders to reset a gateway to factory default, and what follows when one is obeyed (contract: The account's end). */
import type { Clock } from '../../../base/clock.ts';
import { RESET_TYPE, type ResetClaims } from '../../../contract/factory-reset.ts';
import type { Actor, Gateway } from '../../core/model.ts';
import type { CommandService } from '../../core/ports/commands.ts';
import type { CommandStore, GatewayStore } from '../../core/ports/stores.ts';

/** A tombstone: it is kept until the gateway says that it obeys, or that somebody there does not want it. */
const KEPT_MS = 10 * 365 * 86_400_000;

export type ResetsDeps = {
  readonly stores: { readonly gateways: GatewayStore; readonly commands: CommandStore };
  readonly commands: CommandService;
  readonly clock: Clock;
  /** Ed25519 by the key that gateways pinned when they were linked; base64url. */
  readonly sign: (text: string) => string;
  readonly base64url: (text: string) => string;
  readonly unlink: (actor: Actor, gateway: Gateway, reason: string) => Promise<void>;
};

export type Resets = {
  /** Signs and stores the order; one that waits already is not doubled. @returns the order's id */
  order(actor: Actor, gateway: Gateway, why: ResetClaims['why']): Promise<string>;
  /** The gateway has said that it is reset now, and was told that this is stored. */
  obeyed(gatewayId: string): Promise<void>;
};

export function createResets(deps: ResetsDeps): Resets {
  const { stores, commands, clock, sign, base64url } = deps;

  const signed = (claims: ResetClaims): string => {
    const head = base64url(JSON.stringify({ alg: 'EdDSA', typ: RESET_TYPE }));
    const text = `${head}.${base64url(JSON.stringify(claims))}`;
    return `${text}.${sign(text)}`;
  };

  return {
    async order(actor, gateway, why) {
      const open = await stores.commands.open(gateway.id);
      const waiting = open.find(({ name }) => name === 'factory.reset');
      if (waiting) return waiting.id;
      const { id } = await commands.issue({
        gatewayId: gateway.id,
        name: 'factory.reset',
        args: { order: signed({ gatewayId: gateway.id, jkt: gateway.jkt, why, at: clock.now() }) },
        issuedBy: actor,
        ttlMs: KEPT_MS,
      });
      return id;
    },
    async obeyed(gatewayId) {
      const gateway = await stores.gateways.byId(gatewayId);
      if (!gateway) return;
      await deps.unlink({ id: gateway.id, name: gateway.name }, gateway, 'reset to factory default');
    },
  };
}
