/** What the dashboard says first: how many there are, and what wants a person. */
import type { Clock } from '../../../base/clock.ts';
import type { Attention, OverviewView } from '../../../contract/console-api.ts';
import { integrationOf } from '../../core/integration.ts';
import type { Account, Command, Gateway, Scope } from '../../core/model.ts';
import type { AccountStore, CommandStore, GatewayStore, GatewayTrait } from '../../core/ports/stores.ts';

/** Of each kind the page shows so many and says how many more there are. */
const SHOWN = 5;
const FAILED_SINCE_MS = 24 * 3_600_000;

export type OverviewDeps = {
  readonly stores: {
    readonly accounts: AccountStore;
    readonly gateways: GatewayStore;
    readonly commands: CommandStore;
  };
  readonly clock: Clock;
};

export type OverviewService = {
  /** @param account narrows to one account, by its 9-digit Account ID */
  view(scope: Scope, account?: string): Promise<OverviewView>;
};

type Facts = Pick<Attention, 'at' | 'sentence' | 'remedy' | 'code' | 'critical'>;

export function createOverview({ stores, clock }: OverviewDeps): OverviewService {
  const accountOf = async (id: string): Promise<Account> => {
    const account = await stores.accounts.byId(id);
    if (!account) throw new TypeError(`there is no account ${id}`);
    return account;
  };

  const about = async (gateway: Gateway, facts: Facts): Promise<Attention> => {
    const { number, name } = await accountOf(gateway.accountId);
    return { gatewayId: gateway.id, gatewayName: gateway.name, account: { number, name }, ...facts };
  };

  const gatewaysWith = async (
    where: { readonly scope: Scope; readonly account: string | undefined },
    only: GatewayTrait,
    facts: (gateway: Gateway) => Facts,
  ) => {
    const { scope, account } = where;
    const page = await stores.gateways.list(scope, { ...given(account), only, limit: SHOWN });
    const items = await Promise.all(page.items.map((gateway) => about(gateway, facts(gateway))));
    return { total: page.total, items };
  };

  const failedOrders = async (scope: Scope, account: string | undefined) => {
    const since = clock.now() - FAILED_SINCE_MS;
    const { items, total } = await stores.commands.failed(scope, { ...given(account), since, limit: SHOWN });
    const rows = await Promise.all(
      items.map(async (command) => {
        const gateway = await stores.gateways.byId(command.gatewayId);
        return gateway && about(gateway, orderFacts(command));
      }),
    );
    return { total, items: rows.filter((row) => row !== undefined) };
  };

  return {
    async view(scope, account) {
      const where = { scope, account };
      const one = { ...given(account), limit: 1 };
      const accounts = await stores.accounts.list(scope, { state: 'active', limit: 1 });
      const gateways = await stores.gateways.list(scope, one);
      const offline = await gatewaysWith(where, 'offline', ({ since }) => ({ at: since }));
      return {
        accounts: accounts.total,
        gateways: gateways.total,
        online: gateways.total - offline.total,
        offline,
        alarms: await gatewaysWith(where, 'alarm', alarmFacts),
        failed: await failedOrders(scope, account),
        setUp: await gatewaysWith(where, 'setUp', (gateway) => ({
          at: gateway.linkedAt,
          code: integrationOf(gateway),
        })),
      };
    },
  };
}

const given = (account: string | undefined) => (account === undefined ? {} : { account });

/** The gravest alarm, of several the oldest. */
function alarmFacts(gateway: Gateway): Facts {
  const alarms = [...(gateway.status?.alarms ?? [])];
  const rank = (severity: string) => (severity === 'critical' ? 0 : 1);
  alarms.sort((a, b) => rank(a.severity) - rank(b.severity) || a.since - b.since);
  const [worst] = alarms;
  if (!worst) return { at: gateway.since };
  const { since, title, remedy, code, severity } = worst;
  return { at: since, sentence: title, remedy, code, critical: severity === 'critical' };
}

function orderFacts({ name, endedAt, issuedAt, error, sentence }: Command): Facts {
  const words = error?.sentence ?? sentence;
  return {
    at: endedAt ?? issuedAt,
    code: name,
    ...(words === undefined ? {} : { sentence: words }),
    ...(error === undefined ? {} : { remedy: error.remedy }),
  };
}
