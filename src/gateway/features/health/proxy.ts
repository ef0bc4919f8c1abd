import { critical, type HealthCheck, ok, place, unknown } from './check.ts';

const PROXY_AUTHENTICATION_REQUIRED = 407;

export const proxy: HealthCheck = {
  code: 'PROXY',
  title: 'HTTP proxy',
  async run({ probes, state }) {
    const cloud = state.cloud();
    if (!cloud) return unknown('No cloud address is set, so there is nothing to ask a proxy for.');
    const proxy = state.proxy();
    if (!proxy) return ok(`The gateway connects to ${place(cloud)} directly, without a proxy.`);
    const answer = await probes.proxyConnect(proxy, cloud);
    if (!answer.ok)
      return critical(
        `The proxy ${place(proxy)} cannot be reached (${answer.code}).`,
        'Check the proxy’s address and port.',
      );
    if (answer.status === 200) return ok(`The proxy ${place(proxy)} connects to ${place(cloud)}.`);
    if (answer.status === PROXY_AUTHENTICATION_REQUIRED)
      return critical(
        `The proxy ${place(proxy)} does not accept the user name and password.`,
        'Enter the proxy’s credentials again.',
      );
    return critical(
      `The proxy ${place(proxy)} refuses to connect to ${place(cloud)} (status ${answer.status}).`,
      `Ask for a rule on the proxy that allows CONNECT to ${place(cloud)}.`,
    );
  },
};
