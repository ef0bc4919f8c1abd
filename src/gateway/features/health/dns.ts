import { critical, type HealthCheck, ok, unknown } from './check.ts';
import { networkRemedy } from './network-remedies.ts';

export const dns: HealthCheck = {
  code: 'DNS',
  title: 'Name server',
  async run({ probes, state }) {
    const cloud = state.cloud();
    if (!cloud) return unknown('No cloud address is set, so there is no name to ask for.');
    // with a proxy it is the proxy that resolves the cloud's name
    const host = state.proxy()?.host ?? cloud.host;
    const answer = await probes.resolve(host);
    if (answer.ok) return ok(`${host} is ${answer.addresses.join(', ')}.`);
    return critical(
      `${host} has no address here (${answer.code}).`,
      answer.code === 'ENOTFOUND'
        ? 'Check the spelling of the name, and that the name server knows names of the Internet.'
        : networkRemedy(state, 'dns'),
    );
  },
};
