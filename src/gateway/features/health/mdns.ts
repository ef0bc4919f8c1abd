import { ERRORS } from '../../core/errors.ts';
import type { MdnsStatus } from '../../core/ports/mdns.ts';
import { type HealthCheck, ok, unknown, warning } from './check.ts';

const BY = { gateway: 'this program', avahi: 'the avahi-daemon of this host' } as const;

function taken({ name, configured, conflict }: MdnsStatus) {
  const who = conflict?.address === undefined ? 'Another device' : `Another device (${conflict.address})`;
  return warning(
    `${who} is called ${conflict?.name ?? configured}; this gateway is ${name}.`,
    `Open the pages as http://${name}/, and set “name” to ${name} if it shall stay so; or give the other device another name and set “name” anew.`,
  );
}

/** Row A1: the name by which an installer finds the gateway. */
export const mdns: HealthCheck = {
  code: 'MDNS',
  title: 'Name on the network',
  async run({ state }) {
    const status = state.mdns();
    if (status.state === 'failed') return warning(status.reason ?? '', ERRORS.MDNS_FAILED.remedy);
    if (status.state === 'off') return unknown(status.reason ?? 'It is switched off.');
    if (status.state === 'waiting')
      return unknown(`${status.name} is not made known yet. ${status.reason ?? ''}`.trim());
    if (status.name !== status.configured) return taken(status);
    return ok(`This gateway is ${status.name}; ${BY[status.by ?? 'gateway']} answers for it.`);
  },
};
