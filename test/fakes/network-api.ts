/** The network routes of the fake of the gateway's API (setup-api.ts): data sets, and changes that act on them. */
import type { FastifyInstance } from 'fastify';
import { settingsOf } from '../../src/contract/network.ts';
import type { NetworkView, PortInput, ProxyInput } from '../../src/contract/network-api.ts';

export const KEEP_CODE = 'Kq7-keep_code_of_the_fake';
/** In the data set it belongs to somebody else. */
export const TAKEN = '192.168.10.77';

const STATIC = {
  port: 'eth0',
  mode: 'static',
  address: '192.168.10.50',
  prefix: 24,
  gateway: '192.168.10.1',
  dns: ['192.168.10.1'],
} as const;
const settings = () => ({ ...STATIC, dns: [...STATIC.dns] });

export function networkTypical(time: number): NetworkView {
  const blank = { mode: 'dhcp', address: '', mask: '', gateway: '', dns: '' } as const;
  return {
    time,
    ports: [
      {
        name: 'eth0',
        link: true,
        addresses: ['192.168.10.24/24', 'fe80::5054:ff:fe12:3456/64'],
        form: {
          ...blank,
          port: 'eth0',
          address: '192.168.10.24',
          mask: '255.255.255.0',
          gateway: '192.168.10.1',
        },
      },
      { name: 'eth1', link: false, addresses: [], form: { ...blank, port: 'eth1' } },
    ],
    timeServers: ['time.ballad.example'],
    proxy: {
      source: 'page',
      host: 'proxy.ballad.example',
      port: 3128,
      user: 'BALLAD\\gateway',
      hasPassword: true,
      bypass: ['.ballad.example', '192.168.10.5'],
      configured: false,
    },
    authorities: {
      own: [
        {
          subject: 'Ballad Inspection CA, Ballad Industries',
          issuer: 'Ballad Inspection CA, Ballad Industries',
          fingerprint: Array.from({ length: 32 }, (_, i) => (i * 7 + 16).toString(16).toUpperCase()).join(
            ':',
          ),
          validTo: Date.UTC(2031, 4, 1),
        },
      ],
      configured: [],
    },
  };
}

export const networkTrial = (time: number): NetworkView => ({
  ...networkTypical(time),
  trial: {
    settings: settings(),
    state: 'trial',
    endsAt: time + 104_000,
    inForce: true,
    urls: ['https://192.168.10.50/setup/network', 'https://cloudlink.local/setup/network'],
  },
});

export const networkReverted = (time: number): NetworkView => ({
  ...networkTypical(time),
  last: { settings: settings(), outcome: 'reverted', why: 'restart', at: time - 90_000 },
});

export const networkOfPlatform = (time: number): NetworkView => ({
  ...networkTypical(time),
  obstacle: {
    code: 'NETWORK_KIND',
    sentence: 'The platform that this gateway runs on sets its own network.',
    remedy: 'Change addresses and time servers in the administration of that platform.',
  },
});

const taken = () => ({
  type: 'urn:cloudlink:error:NETWORK_ADDRESS_TAKEN',
  code: 'NETWORK_ADDRESS_TAKEN',
  status: 409,
  title: `${TAKEN} belongs to another device on eth0, 52:54:00:aa:bb:cc.`,
  remedy: 'Choose another address, or give the other device another one.',
  errors: [
    {
      field: 'address',
      sentence: `${TAKEN} belongs to another device on eth0, 52:54:00:aa:bb:cc. Choose another address.`,
    },
  ],
});

/** @param put the data set from now on */
export function addNetwork(
  app: FastifyInstance,
  network: () => NetworkView,
  put: (next: NetworkView) => void,
): void {
  const answer = (next: NetworkView) => {
    put(next);
    return next;
  };
  const ended = (outcome: 'kept' | 'reverted', why: 'confirmed' | 'undone') => {
    const { trial, ...rest } = network();
    if (!trial) return answer(rest);
    return answer({ ...rest, last: { settings: trial.settings, outcome, why, at: Date.now() } });
  };
  app.get('/api/network', async () => ({ ...network(), time: Date.now() }));
  app.post<{ Body: PortInput }>('/api/network/apply', async ({ body }, reply) => {
    if (body.address === TAKEN) return reply.code(409).type('application/problem+json').send(taken());
    const trial = { ...networkTrial(Date.now()).trial, settings: settingsOf(body) } as NonNullable<
      NetworkView['trial']
    >;
    return { network: answer({ ...network(), trial }), keepCode: KEEP_CODE };
  });
  app.post('/api/network/confirm', async () => ended('kept', 'confirmed'));
  app.post('/api/network/revert', async () => ended('reverted', 'undone'));
  app.post<{ Body: { code: string } }>('/api/network/keep', async ({ body }, reply) => {
    if (body.code === KEEP_CODE) return reply.code(204).send();
    return reply.code(403).type('application/problem+json').send({
      type: 'urn:cloudlink:error:KEEP_CODE_WRONG',
      code: 'KEEP_CODE_WRONG',
      status: 403,
      title: 'This link keeps no network settings any more.',
      remedy: 'Sign in and keep them there, while they are on trial.',
    });
  });
  app.put<{ Body: { servers: string } }>('/api/network/time', async ({ body }) =>
    answer({ ...network(), timeServers: body.servers === '' ? [] : body.servers.split(/[, ]+/) }),
  );
  app.put<{ Body: ProxyInput }>(
    '/api/network/proxy',
    async ({ body: { host, port, user, password, bypass } }) =>
      answer({
        ...network(),
        proxy: {
          source: 'page',
          host,
          port: Number(port),
          user,
          hasPassword: password !== '',
          bypass: bypass.split(/[, ]+/).filter(Boolean),
          configured: false,
        },
      }),
  );
  app.put('/api/network/ca', async () => network());
  app.delete('/api/network/ca', async () =>
    answer({ ...network(), authorities: { ...network().authorities, own: [] } }),
  );
}
