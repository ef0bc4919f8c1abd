import { critical, type HealthCheck, ok, place, unknown } from './check.ts';

export const pbxReachable: HealthCheck = {
  code: 'PBX',
  title: 'PBX',
  async run({ probes, state }) {
    const pbx = state.pbx();
    if (!pbx) return unknown('No PBX link with a host is saved.');
    const answer = await probes.connect(pbx);
    if (answer.ok) return ok(`${pbx.name} answers at ${place(pbx)}.`);
    const refused = answer.code === 'ECONNREFUSED';
    return critical(
      `${pbx.name} cannot be reached at ${place(pbx)} (${answer.code}).`,
      refused
        ? 'The host is there and nothing listens on that port: check the port, and that the service runs.'
        : 'Check its address, that it is running, and that no firewall stands between.',
    );
  },
};
