import { describePort } from '../../contract/network.ts';
import { NetworkApplied, NetworkView, type PortInput, type ProxyInput } from '../../contract/network-api.ts';
import { type Context, show } from '../context.ts';
import { fail } from '../errors.ts';
import { age, facts } from '../print.ts';
import { secretFile, secretOf } from '../secrets.ts';

const PATH = '/api/network';

/** A view with what to add to it, as lines. */
function words({ now }: Context) {
  return ({ ports, trial, last, timeServers, proxy, authorities, obstacle }: NetworkView): string => {
    const { source, host, port } = proxy;
    return facts([
      ...ports.map(({ name, form, addresses }) => [name, [form.mode, ...addresses].join(', ')] as const),
      [
        'On trial',
        trial && `${trial.settings.port} ${describePort(trial.settings)}, ends ${age(trial.endsAt, now)}`,
      ],
      [
        'Last trial',
        last && `${last.settings.port} ${describePort(last.settings)}: ${last.outcome}, ${last.why}`,
      ],
      ['Time servers', timeServers.join(', ') || 'of the host'],
      ['HTTP proxy', host === '' ? 'none' : `${host}:${port} (${source})`],
      [
        'Authorities',
        [...authorities.own, ...authorities.configured].map((a) => a.subject).join('; ') || 'none',
      ],
      ['Not changeable', obstacle?.sentence],
    ]);
  };
}

export async function showNetwork(context: Context): Promise<void> {
  show(context, await context.client.get(PATH, NetworkView), words(context));
}

export type PortOptions = {
  readonly dhcp?: boolean;
  readonly address?: string;
  readonly mask?: string;
  readonly gateway?: string;
  readonly dns?: string;
};

/** Begins a trial. @throws AppError USAGE */
export async function setPort(context: Context, given: PortOptions, port: string): Promise<void> {
  const { dhcp, address = '', mask = '', gateway = '', dns = '' } = given;
  if ((dhcp === true) === (address !== ''))
    throw fail('USAGE', { sentence: 'Give --dhcp, or --address with --mask.' });
  const body: PortInput = { port, mode: dhcp ? 'dhcp' : 'static', address, mask, gateway, dns };
  const { network } = await context.client.send('POST', `${PATH}/apply`, NetworkApplied, body);
  show(
    context,
    network,
    () =>
      'On trial for two minutes. Keep it with: cloudlink network keep. Otherwise the settings before come back.',
  );
}

const change =
  (method: 'POST' | 'DELETE', path: string) =>
  async (context: Context): Promise<void> =>
    show(context, await context.client.send(method, PATH + path, NetworkView), words(context));

export const keep = change('POST', '/confirm');
export const undo = change('POST', '/revert');
export const forgetProxy = change('DELETE', '/proxy');
export const removeAuthorities = change('DELETE', '/ca');

const put = async (context: Context, path: string, body: object): Promise<void> =>
  show(context, await context.client.send('PUT', PATH + path, NetworkView, body), words(context));

export async function setTime(context: Context, _options: object, servers: readonly string[]): Promise<void> {
  await put(context, '/time', { servers: servers.join(' ') });
}

export type ProxyOptions = {
  readonly host?: string;
  readonly port?: string;
  readonly user?: string;
  readonly password?: string;
  readonly bypass?: string;
};

export async function setProxy(context: Context, given: ProxyOptions): Promise<void> {
  const { host = '', port = '', user = '', bypass = '', password } = given;
  const body: ProxyInput = { host, port, user, bypass };
  const secret = password === undefined ? {} : { password: await secretOf(context, password) };
  await put(context, '/proxy', { ...body, ...secret });
}

export async function setAuthorities(context: Context, _options: object, file: string): Promise<void> {
  await put(context, '/ca', { pem: secretFile(file) });
}
