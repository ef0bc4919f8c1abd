/**
 * The cloud's own code calls a REST interface behind a gateway (contract: Tunnels, the use *service*). There is no URL and
 * no person: the service says its name and its purpose, the gateway's policy of that target lets it in or not, and each
 * call is a line of the gateway's access log.
 */
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Clock } from '../../../base/clock.ts';
import { toFault } from '../../../base/errors.ts';
import type { ServiceOpenArgs } from '../../../contract/commands.ts';
import type { InterfaceCheck } from '../../../contract/console-api.ts';
import { AllowedCall } from '../../../contract/local-api.ts';
import { fail } from '../../core/errors.ts';
import type { Actor, Gateway, Scope } from '../../core/model.ts';
import { type Audit, CLOUD_ACTOR } from '../../core/ports/audit.ts';
import type { CommandService } from '../../core/ports/commands.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { ServiceAnswer, ServiceCall, ServiceDoor, ServiceLine } from '../../core/ports/services.ts';
import type { GatewayStore } from '../../core/ports/stores.ts';

export type ServicesDeps = {
  readonly gateways: GatewayStore;
  readonly commands: CommandService;
  readonly line: ServiceLine;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly crypto: Crypto;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
};

/** Milliseconds. */
const ANSWER_MS = 20_000;
const CALL_MS = 30_000;
const IDLE_MS = 60_000;
/** The longest that one piece of work may take; the gateway ends its session then. */
const LIFE_MS = 10 * 60_000;

/** Who calls what, and why; the customer reads name and purpose. */
export type ServiceOrder = {
  readonly scope: Scope;
  readonly gatewayId: string;
  readonly targetId: string;
  readonly service: { readonly name: string; readonly purpose: string };
};

/** While the gateway's session is open. */
export type ServiceSession = {
  /** The calls that the customer's policy lets pass: path prefixes. */
  readonly allowed: readonly AllowedCall[];
  /** @throws AppError of ServiceLine, SERVICE_SILENT */
  readonly call: (call: ServiceCall) => Promise<ServiceAnswer>;
};

export type Services = ReturnType<typeof createServices>;

const Opened = Type.Object({ calls: Type.Array(AllowedCall) });

export function createServices({ gateways, commands, line, audit, clock, crypto, log }: ServicesDeps) {
  const place = async ({ scope, gatewayId, targetId }: ServiceOrder) => {
    const gateway = await gateways.inScope(scope, gatewayId);
    if (!gateway) throw fail('NOT_FOUND', { sentence: 'There is no such gateway.' });
    const target = gateway.status?.tunnels.find((one) => one.id === targetId);
    if (target?.use !== 'service') throw fail('TARGET_UNKNOWN');
    if (!gateway.online) throw fail('GATEWAY_OFFLINE');
    if (target.state !== 'started') throw fail('TUNNEL_STOPPED');
    return { gateway, title: `${target.component}: ${target.tunnel}` };
  };

  /** @returns the calls that pass. @throws AppError SERVICE_REFUSED with the gateway's reason, GATEWAY_SILENT */
  const open = async (door: ServiceDoor, { service }: ServiceOrder): Promise<readonly AllowedCall[]> => {
    const { gatewayId, ...rest } = door;
    const { id } = await commands.issue({
      gatewayId,
      name: 'session.open',
      args: { ...rest, service, expiresAt: clock.now() + LIFE_MS, idleMs: IDLE_MS } satisfies ServiceOpenArgs,
      issuedBy: CLOUD_ACTOR,
      ttlMs: ANSWER_MS,
    });
    const result = await commands.result(id, ANSWER_MS);
    if (!result.ok)
      throw fail('SERVICE_REFUSED', { sentence: result.error.sentence, remedy: result.error.remedy });
    return Value.Check(Opened, result.value) ? result.value.calls : [];
  };

  const end = async ({ gatewayId, sessionId }: ServiceDoor) => {
    try {
      await commands.issue({
        gatewayId,
        name: 'session.end',
        args: { sessionId },
        issuedBy: CLOUD_ACTOR,
        ttlMs: LIFE_MS,
      });
    } catch (error) {
      // unlinked or deactivated meanwhile: the gateway has ended it by that
      log('the end of a service session could not be ordered', { sessionId, code: toFault(error).code });
    }
  };

  const withLimit = async (door: ServiceDoor, call: ServiceCall): Promise<ServiceAnswer> => {
    const limit = new AbortController();
    const cancel = clock.after(CALL_MS, () => limit.abort(new Error('late')));
    try {
      return await line(door, call, limit.signal);
    } catch (error) {
      throw limit.signal.aborted ? fail('SERVICE_SILENT') : error;
    } finally {
      cancel();
    }
  };

  const told = (
    at: { gateway: Gateway; title: string },
    { service }: ServiceOrder,
    details: { readonly calls: string; readonly because?: string },
  ) =>
    audit({
      accountId: at.gateway.accountId,
      gatewayId: at.gateway.id,
      actor: CLOUD_ACTOR,
      action: details.because === undefined ? 'Interface called' : 'Interface call failed',
      eventType: 'Security',
      asset: `${at.gateway.name}: ${at.title}`,
      details: { service: service.name, purpose: service.purpose, ...details },
    });

  /**
   * Opens a session at the gateway, works in it, ends it, and writes that into the history.
   * @throws AppError NOT_FOUND, TARGET_UNKNOWN, GATEWAY_OFFLINE, TUNNEL_STOPPED, GATEWAY_SILENT, SERVICE_REFUSED,
   *   ACCOUNT_DEACTIVATED, and what `work` throws
   */
  const use = async <T>(order: ServiceOrder, work: (session: ServiceSession) => Promise<T>): Promise<T> => {
    const at = await place(order);
    const door: ServiceDoor = {
      gatewayId: at.gateway.id,
      targetId: order.targetId,
      sessionId: crypto.uuidv7(),
      secret: crypto.randomToken(32),
    };
    const calls: string[] = [];
    let because: string | undefined;
    try {
      const allowed = await open(door, order);
      const call = async (one: ServiceCall) => {
        const words = `${one.method} ${one.path.split('?')[0]}`;
        calls.push(words);
        const answer = await withLimit(door, one);
        calls[calls.lastIndexOf(words)] = `${words} → ${answer.status}`;
        return answer;
      };
      return await work({ allowed, call });
    } catch (error) {
      because = toFault(error).sentence;
      throw error;
    } finally {
      await end(door);
      await told(at, order, {
        calls: calls.slice(0, 20).join(', '),
        ...(because === undefined ? {} : { because }),
      });
    }
  };

  return {
    use,
    /**
     * Asks a REST interface whether it answers: the first reading call that the customer's policy lets pass.
     * @throws AppError as `use`, and those of a call
     */
    check(order: Omit<ServiceOrder, 'service'> & { readonly person: Actor }): Promise<InterfaceCheck> {
      const purpose = `Does the interface answer? Asked by ${order.person.name} in the console.`;
      const service = { name: 'Interface check', purpose: purpose.slice(0, 200) };
      return use({ ...order, service }, async ({ allowed, call }) => {
        const first = allowed.find(({ method }) => method === 'GET' || method === 'HEAD');
        if (!first) throw fail('SERVICE_REFUSED', { sentence: 'The customer’s policy allows no reading.' });
        const { status } = await call(first);
        return { at: clock.now(), method: first.method, path: first.path, status };
      });
    },
  };
}
