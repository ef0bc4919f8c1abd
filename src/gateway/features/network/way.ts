/**
 * The way to the cloud: the customer's HTTP proxy and certificate authorities. What is saved on the page goes before
 * the configuration file's proxy, until it is forgotten; authorities of both are believed.
 */
import { type Static, Type } from 'typebox';
import type { Clock } from '../../../base/clock.ts';
import { checkProxy, listOf, NETWORK_WRONG } from '../../../contract/network.ts';
import type { AuthorityView, NetworkView, ProxyInput, ProxyView } from '../../../contract/network-api.ts';
import { fail } from '../../core/errors.ts';
import type { Actor, EventBus } from '../../core/events.ts';
import type { ReadAuthorities } from '../../core/ports/network-host.ts';
import type { Secrets, Settings } from '../../core/ports/settings.ts';

/** As the uplink takes it. */
export type ProxyWay = {
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
  readonly bypass?: readonly string[];
};

const Stored = Type.Object({
  /** Empty: none. */
  host: Type.String(),
  port: Type.Integer(),
  user: Type.String(),
  bypass: Type.Array(Type.String()),
});
type Stored = Static<typeof Stored>;
const StoredPem = Type.Object({ pem: Type.String() });

const PROXY = 'network.proxy';
const PASSWORD = 'network.proxy.password';
const AUTHORITIES = 'network.authorities';

export type WayDeps = {
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly events: EventBus;
  readonly clock: Pick<Clock, 'now'>;
  readonly readAuthorities: ReadAuthorities;
  /** Of the configuration file; undefined: none. */
  readonly configured: { readonly proxy: () => ProxyWay | undefined; readonly ca: () => string | undefined };
  /** The way is another one: connections are remade. */
  readonly onChange: () => void;
};

const urlOf = ({ host, port }: Stored) => `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

export function createWay(deps: WayDeps) {
  const { settings, secrets, events, clock, readAuthorities, configured, onChange } = deps;
  const stored = () => settings.get(PROXY, Stored);
  const changed = (action: string, actor: Actor, asset: string, property: string) => {
    events.emit('audit', {
      action,
      eventType: 'Admin',
      actor,
      asset,
      propertiesChanged: [property],
      details: {},
    });
    onChange();
  };

  const configuredView = (): ProxyView => {
    const way = configured.proxy();
    const none = { host: '', user: '', hasPassword: false, bypass: [] };
    if (!way || !URL.canParse(way.url)) return { source: 'none', ...none, configured: way !== undefined };
    const { hostname, port } = new URL(way.url);
    return {
      source: 'configuration',
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: port === '' ? 80 : Number(port),
      user: way.user ?? '',
      hasPassword: (way.password ?? '') !== '',
      bypass: [...(way.bypass ?? [])],
      configured: true,
    };
  };

  const view = (): ProxyView => {
    const own = stored();
    if (!own) return configuredView();
    const { host, port, user, bypass } = own;
    return {
      source: 'page',
      host,
      ...(host === '' ? {} : { port }),
      user,
      hasPassword: secrets.get(PASSWORD) !== undefined,
      bypass,
      configured: configured.proxy() !== undefined,
    };
  };

  /** An unreadable file of the configuration is another part's alarm; here it only shows nothing. */
  const looked = (pem: string | undefined): AuthorityView[] => {
    if (pem === undefined || pem.trim() === '') return [];
    try {
      // what is in use is shown however old it is
      return [...readAuthorities(pem, 0)];
    } catch {
      return [];
    }
  };
  const ownPem = () => settings.get(AUTHORITIES, StoredPem)?.pem;

  return {
    /** For every connection to the cloud; undefined: directly. */
    proxy(): ProxyWay | undefined {
      const own = stored();
      if (!own) return configured.proxy();
      if (own.host === '') return undefined;
      const password = secrets.get(PASSWORD);
      const { user, bypass } = own;
      return { url: urlOf(own), user, bypass, ...(password === undefined ? {} : { password }) };
    },

    /** PEM of every authority to believe beside the system's; undefined: none. */
    ca(): string | undefined {
      const all = [configured.ca(), ownPem()].filter((pem) => pem !== undefined && pem !== '');
      return all.length === 0 ? undefined : all.join('\n');
    },

    view: (): Pick<NetworkView, 'proxy' | 'authorities'> => ({
      proxy: view(),
      authorities: { own: looked(ownPem()), configured: looked(configured.ca()) },
    }),

    /** @throws AppError BAD_INPUT */
    saveProxy(input: ProxyInput, actor: Actor): void {
      const next: Stored = {
        host: input.host.trim().replace(/^\[(.*)\]$/, '$1'),
        port: Number(input.port),
        user: input.user,
        bypass: listOf(input.bypass),
      };
      const before = stored();
      // a stored password goes nowhere but where it was meant for
      const stays = before?.host === next.host && before.port === next.port && before.user === next.user;
      const password = input.password ?? (stays ? secrets.get(PASSWORD) : undefined) ?? '';
      const wrong = checkProxy({ ...input, hasPassword: password !== '' });
      if (wrong.length > 0)
        throw fail('BAD_INPUT', {
          fields: wrong.map(({ field, code }) => ({ field, sentence: NETWORK_WRONG[code] })),
        });
      const none = next.host === '';
      if (none || password === '') secrets.delete(PASSWORD);
      else secrets.set(PASSWORD, password);
      settings.set(PROXY, none ? { ...next, port: 0, user: '' } : next);
      changed('HTTP proxy saved', actor, none ? 'none' : `${next.host}:${next.port}`, 'proxy');
    },

    /** Back to what the configuration file says. */
    forgetProxy(actor: Actor): void {
      if (!stored()) return;
      settings.delete(PROXY);
      secrets.delete(PASSWORD);
      changed('HTTP proxy forgotten', actor, 'as configured', 'proxy');
    },

    /** In place of those before. @throws AppError BAD_INPUT */
    saveAuthorities(pem: string, actor: Actor): void {
      const all = readAuthorities(pem, clock.now());
      settings.set(AUTHORITIES, { pem });
      changed('Certificate authorities saved', actor, all.map((a) => a.subject).join('; '), 'ca');
    },

    removeAuthorities(actor: Actor): void {
      if (ownPem() === undefined) return;
      settings.delete(AUTHORITIES);
      changed('Certificate authorities removed', actor, 'none', 'ca');
    },
  };
}
