/**
 * Whether somebody on the port's network has an address: RFC 5227's question, asked by arping(8). It takes raw frames,
 * which this program may not send; systemd runs arping as nobody, with that one right and for some seconds.
 */
import { fail } from './errors.ts';
import type { Host } from './host.ts';

/** Two questions, a second apart; who is there answers within milliseconds. */
const QUESTIONS = ['-c', '2', '-w', '2'];
/** arping's exit code for "somebody answered" under -D. */
const TAKEN = 1;

const SANDBOX = [
  'User=nobody',
  'CapabilityBoundingSet=CAP_NET_RAW',
  'AmbientCapabilities=CAP_NET_RAW',
  'NoNewPrivileges=yes',
  'RestrictAddressFamilies=AF_UNIX AF_NETLINK AF_PACKET AF_INET',
  'ProtectSystem=strict',
  'ProtectHome=yes',
  'PrivateTmp=yes',
  'RuntimeMaxSec=10',
];

/**
 * @param port that the question leaves by
 * @throws AppError ADDRESS_TAKEN with the other device's hardware address; STEP_FAILED where it cannot be asked
 */
export async function probeAddress(host: Host, port: string, address: string): Promise<string> {
  const { code, stdout } = await host.ask('systemd-run', [
    ...['--quiet', '--wait', '--pipe', '--collect', '--service-type=exec'],
    ...SANDBOX.map((line) => `--property=${line}`),
    ...['/usr/bin/arping', '-D', ...QUESTIONS, '-I', port, address],
  ]);
  if (code === 0) return `Nobody else has ${address} on ${port}.`;
  const mac = /\[([0-9a-f:]{17})\]/i.exec(stdout)?.[1];
  if (code !== TAKEN || mac === undefined)
    throw fail('STEP_FAILED', { sentence: `arping could not ask for ${address} on ${port}.` });
  throw fail('ADDRESS_TAKEN', {
    sentence: `${address} belongs to another device on ${port}, ${mac.toLowerCase()}.`,
  });
}
