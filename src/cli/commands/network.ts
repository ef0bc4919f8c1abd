import { readFileSync } from 'node:fs';
import { Ordered } from '../../contract/local-api.ts';
import { NetworkApplied, NetworkView, type PortInput } from '../../contract/network-api.ts';
import { type Context, show } from '../context.ts';
import { fail } from '../errors.ts';
import { age, facts, table } from '../print.ts';
import { secretOf } from '../secrets.ts';

function words(view: NetworkView, now: number): string {
  const { trial, proxy, authorities, timeServers } = view;
  const through = proxy.host === '' ? 'none' : `${proxy.host}${proxy.port ? `:${proxy.port}` : ''}`;
  return [
    table(
      ['Port', 'Cable', 'Mode', 'Addresses', 'Default gateway', 'DNS servers'],
      view.ports.map(({ name, link, form, addresses }) => [
        name,
        link === undefined ? 'unknown' : link ? 'plugged in' : 'not plugged in',
        form.mode === 'dhcp' ? 'DHCP' : 'Static',
        addresses.join(', '),
        form.gateway,
        form.dns,
      ]),
    ),
    '',
    facts([
      ['Time servers', timeServers.join(', ') || 'those of the host'],
      ['Proxy', `${through}${proxy.user ? `, user ${proxy.user}` : ''}`],
      ['Not through it', proxy.bypass.join(', ') || undefined],
      ['Authorities', String(authorities.own.length + authorities.configured.length)],
      [
        'On trial',
        trial && `${trial.settings.port}, ends ${age(trial.endsAt, now)}: cloudlink network confirm`,
      ],
      ['Cannot be changed', view.obstacle && `${view.obstacle.sentence} ${view.obstacle.remedy}`],
    ]),
  ].join('\n');
}

const shown = (context: Context, view: NetworkView) => show(context, view, (v) => words(v, context.now));

export async function showNetwork(context: Context): Promise<void> {
  shown(context, await context.client.get('/api/network', NetworkView));
}

export type PortOptions = Partial<Omit<PortInput, 'port' | 'mode'>> & { readonly dhcp?: boolean };

/** On trial for two minutes: they come back by themselves unless somebody confirms. */
export async function applyPort(context: Context, options: PortOptions, port: string): Promise<void> {
  const { dhcp, address = '', mask = '', gateway = '', dns = '' } = options;
  if (!dhcp && address === '')
    throw fail('USAGE', {
      sentence: 'A port needs an address, or DHCP.',
      remedy: 'Give --dhcp, or --address and --mask.',
    });
  const body = { port, mode: dhcp ? 'dhcp' : 'static', address, mask, gateway, dns };
  const applied = await context.client.send('POST', '/api/network/apply', NetworkApplied, body);
  show(context, applied.network, (view) =>
    [
      words(view, context.now),
      '',
      'It comes back by itself unless you confirm: cloudlink network confirm',
    ].join('\n'),
  );
}

export async function settle(context: Context, verb: 'confirm' | 'revert'): Promise<void> {
  shown(context, await context.client.send('POST', `/api/network/${verb}`, NetworkView));
}

export async function setTime(context: Context, servers: readonly string[]): Promise<void> {
  const body = { servers: servers.join(', ') };
  shown(context, await context.client.send('PUT', '/api/network/time', NetworkView, body));
}

export type ProxyOptions = {
  readonly user?: string;
  readonly password?: string;
  readonly bypass?: string;
  readonly asConfigured?: boolean;
};

/** @param address `host:port`; empty: no proxy, whatever the configuration says */
export async function setProxy(context: Context, options: ProxyOptions, address?: string): Promise<void> {
  if (options.asConfigured)
    return shown(context, await context.client.send('DELETE', '/api/network/proxy', NetworkView));
  if (address === undefined)
    throw fail('USAGE', {
      sentence: 'A proxy needs an address.',
      remedy: 'Give HOST:PORT, none, or --as-configured.',
    });
  const [, host = '', port = ''] = /^(.*?)(?::(\d+))?$/.exec(address === 'none' ? '' : address) ?? [];
  const password = options.password === undefined ? undefined : await secretOf(context, options.password);
  const body = {
    host: host.replace(/^\[|\]$/g, ''),
    port,
    user: options.user ?? '',
    bypass: options.bypass ?? '',
    ...(password === undefined ? {} : { password }),
  };
  shown(context, await context.client.send('PUT', '/api/network/proxy', NetworkView, body));
}

/** @param path a PEM file; without it the authorities that were added are removed */
export async function setAuthorities(context: Context, path: string | undefined): Promise<void> {
  if (path === undefined)
    return shown(context, await context.client.send('DELETE', '/api/network/ca', NetworkView));
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw fail('INPUT_FILE', { sentence: `The file ${path} cannot be read (${why}).`, cause });
  }
  shown(context, await context.client.send('PUT', '/api/network/ca', NetworkView, { pem }));
}

export async function order(context: Context, verb: 'restart' | 'reboot'): Promise<void> {
  const ordered = await context.client.send('POST', `/api/${verb}`, Ordered);
  show(context, ordered, ({ sentence }) => sentence);
}
