/** The three hosts of one link, opened for one piece of work and closed after it. */
import type { ConnectorContext } from '../../core/ports/connector.ts';
import { type Client, createClient } from './client.ts';
import type { MivoiceBusinessSettings } from './settings.ts';
import { System } from './wire.ts';

export type Hosts = { readonly pbx: Client; readonly mbg: Client; readonly micollab: Client | undefined };

export type Opening = {
  readonly settings: MivoiceBusinessSettings;
  readonly context: ConnectorContext;
  readonly timeoutMs: number;
};

function hostsOf({ settings, context, timeoutMs }: Opening, signal: AbortSignal, firstLook: boolean): Hosts {
  const shared = { ca: context.ca, pins: context.pins ?? {}, firstLook, timeoutMs, signal };
  const { host, mbgHost, micollabHost } = settings;
  return {
    pbx: createClient({ ...shared, role: 'pbx', host }),
    mbg: createClient({ ...shared, role: 'mbg', host: mbgHost }),
    micollab: micollabHost ? createClient({ ...shared, role: 'micollab', host: micollabHost }) : undefined,
  };
}

/** @param firstLook certificates that nobody has seen yet are taken, because a person is looking */
export async function withHosts<T>(
  opening: Opening,
  signal: AbortSignal,
  firstLook: boolean,
  use: (hosts: Hosts) => Promise<T>,
): Promise<T> {
  const hosts = hostsOf(opening, signal, firstLook);
  try {
    return await use(hosts);
  } finally {
    await Promise.allSettled([hosts.pbx.close(), hosts.mbg.close(), hosts.micollab?.close()]);
  }
}

/** Products first, then the password: it goes to a MiVoice Border Gateway or nowhere. */
export async function withSession<T>(
  opening: Opening,
  signal: AbortSignal,
  use: (pbx: Client, token: string, system: System) => Promise<T>,
): Promise<T> {
  return withHosts(opening, signal, false, async ({ pbx, mbg }) => {
    await pbx.product();
    await mbg.product();
    const token = await mbg.signIn(opening.settings.mbgPassword);
    try {
      return await use(pbx, token, await pbx.get('/system', token, System));
    } finally {
      await mbg.signOut(token);
    }
  });
}
