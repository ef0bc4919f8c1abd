/** Linked gateways: what they know of their account, how the console sees them, and how a link ends. */
import type { Clock } from '../../../base/clock.ts';
import type { GatewaySelf } from '../../../contract/claim.ts';
import type { AccountView, GatewayView } from '../../../contract/console-api.ts';
import { fail } from '../../core/errors.ts';
import { integrationNote, integrationOf } from '../../core/integration.ts';
import type { Live } from '../../core/live.ts';
import type { Account, Actor, Gateway, Page, PageQuery, Scope } from '../../core/model.ts';
import type { Audit } from '../../core/ports/audit.ts';
import type { TunnelFact } from '../../core/ports/launch.ts';
import type { AccountStore, GatewayStore } from '../../core/ports/stores.ts';
import { withTunnelFacts } from '../../core/tunnel-facts.ts';

export type GatewaysDeps = {
  readonly stores: { readonly gateways: GatewayStore; readonly accounts: AccountStore };
  readonly clock: Clock;
  readonly live: Live;
  readonly audit: Audit;
  /** Synced people of an account. */
  readonly userCount: (accountId: string) => Promise<number>;
  /** The cloud's public URL, without a slash at the end. */
  readonly publicUrl: string;
  /** `ssh-ed25519 AAAA…`; a gateway pins them. */
  readonly brokerHostKeys: readonly string[];
  /** What the broker measured of the gateway's tunnels. */
  readonly tunnelFacts: (gatewayId: string) => readonly TunnelFact[];
  /** Ends tokens, channel, tunnel and sessions at once. */
  readonly disconnect: (gatewayId: string, why: 'unlinked') => Promise<void>;
};

export type Gateways = {
  self(gateway: Gateway, account: Account): GatewaySelf;
  /** @throws AppError NOT_FOUND */
  find(scope: Scope, id: string): Promise<Gateway>;
  view(scope: Scope, id: string): Promise<GatewayView>;
  list(
    scope: Scope,
    query: PageQuery & { readonly q?: string; readonly account?: string },
  ): Promise<Page<GatewayView>>;
  unlink(actor: Actor, gateway: Gateway, reason: string): Promise<void>;
  /** Its link is over in the store already: ends what lives of it, and tells its account. */
  ended(actor: Actor, gateway: Gateway, reason: string): Promise<void>;
  /** An account with what its gateways say about it. */
  accountView(account: Account): Promise<AccountView>;
};

export function createGateways(deps: GatewaysDeps): Gateways {
  const { stores, clock, live } = deps;

  const find = async (scope: Scope, id: string) => {
    const gateway = await stores.gateways.inScope(scope, id);
    if (!gateway) throw fail('NOT_FOUND', { sentence: 'There is no such gateway.' });
    return gateway;
  };

  const toView = async (gateway: Gateway): Promise<GatewayView> => {
    const account = await stores.accounts.byId(gateway.accountId);
    if (!account) throw new TypeError(`gateway ${gateway.id} has no account`);
    const note = integrationNote(gateway);
    return {
      id: gateway.id,
      name: gateway.name,
      account: { number: account.number, name: account.name },
      kind: gateway.kind,
      version: gateway.version,
      fingerprint: gateway.jkt,
      online: gateway.online,
      since: gateway.since,
      ...(gateway.transport === undefined ? {} : { transport: gateway.transport }),
      linkedAt: gateway.linkedAt,
      linkedBy: gateway.linkedBy,
      integrationStatus: integrationOf(gateway),
      ...(note === undefined ? {} : { integrationNote: note }),
      users: await deps.userCount(gateway.accountId),
      ...(gateway.status === undefined ? {} : { status: gateway.status }),
      targets: withTunnelFacts(gateway.status?.tunnels ?? [], deps.tunnelFacts(gateway.id), clock.now()),
    };
  };

  const ended: Gateways['ended'] = async (actor, gateway, reason) => {
    await deps.disconnect(gateway.id, 'unlinked');
    await deps.audit({
      accountId: gateway.accountId,
      gatewayId: gateway.id,
      actor,
      action: 'Gateway unlinked',
      eventType: 'Security',
      asset: gateway.name,
      details: { reason },
    });
    live.tell({ kind: 'gateway', id: gateway.id, accountId: gateway.accountId });
  };

  return {
    find,
    ended,
    self: (gateway, account) => ({
      gatewayId: gateway.id,
      account: {
        name: account.name,
        number: account.number,
        region: account.region,
        // quiet, it would not hear its order
        state: account.deletedAt === undefined ? account.state : 'active',
        ...(account.address ? { address: account.address } : {}),
      },
      linkedAt: gateway.linkedAt,
      linkedBy: gateway.linkedBy,
      ...(gateway.linkedById === undefined ? {} : { linkedById: gateway.linkedById }),
      baseUrl: deps.publicUrl,
      brokerHostKeys: [...deps.brokerHostKeys],
    }),
    view: async (scope, id) => toView(await find(scope, id)),
    async list(scope, query) {
      const page = await stores.gateways.list(scope, query);
      return { ...page, items: await Promise.all(page.items.map(toView)) };
    },
    async unlink(actor, gateway, reason) {
      await stores.gateways.unlink(gateway.id, clock.now(), reason);
      await ended(actor, gateway, reason);
    },
    async accountView(account) {
      const gateways = await stores.gateways.ofAccount(account.id);
      const [first] = gateways;
      const note = integrationNote(first);
      const pbx = first?.status?.pbxLink;
      return {
        number: account.number,
        name: account.name,
        kind: account.kind,
        state: account.state,
        region: account.region,
        supportContacts: [...account.supportContacts],
        createdAt: account.createdAt,
        gateways: gateways.length,
        users: await deps.userCount(account.id),
        integrationStatus: integrationOf(first),
        ...(note === undefined ? {} : { integrationNote: note }),
        ...(pbx?.onboarded ? { pbxType: pbx.type } : {}),
      };
    },
  };
}
