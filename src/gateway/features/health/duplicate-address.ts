import { type CheckOutcome, critical, type HealthCheck, ok, unknown } from './check.ts';
import { networkRemedy } from './network-remedies.ts';

/** IPv4 only: for IPv6 the kernel asks by itself, and does not use an address that somebody has (RFC 4862 §5.4). */
export const duplicateAddress: HealthCheck = {
  code: 'DUPLICATE_ADDRESS',
  title: 'Duplicate address',
  // each question is a process and takes two seconds
  every: 60 * 60_000,
  async run({ probes, state }): Promise<CheckOutcome> {
    const ports = (await probes.ports()).filter(({ link }) => link === true);
    const own = ports.flatMap(({ name, addresses }) =>
      addresses.filter((a) => !a.includes(':')).map((a) => ({ name, address: a.replace(/\/.*$/, '') })),
    );
    if (own.length === 0) return unknown('Known once a port has an IPv4 address.');
    const asked: string[] = [];
    for (const { name, address } of own) {
      const answer = await probes.duplicate(name, address);
      if (answer === undefined) return unknown('Asking for it takes the privileged helper and arping.');
      if (answer.taken) return critical(answer.sentence, networkRemedy(state, 'duplicate'));
      asked.push(`${address} on ${name}`);
    }
    return ok(`Nobody else has ${asked.join(', ')}.`);
  },
};
