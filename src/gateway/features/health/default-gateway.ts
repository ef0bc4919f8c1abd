import type { DefaultGateway } from '../../core/ports/probes.ts';
import { type CheckOutcome, critical, type HealthCheck, type HealthState, ok } from './check.ts';
import { networkRemedy } from './network-remedies.ts';

/** On a network of its own, with a proxy or the cloud beside it, a gateway needs no router. */
function withoutRouter(state: HealthState): CheckOutcome {
  if (state.proxy()) return ok('There is no default gateway; the way to the cloud is the proxy.');
  if (state.channel()?.online) return ok('There is no default gateway; the cloud is reached without one.');
  return critical(
    'There is no default gateway, so nothing beyond this network can be reached.',
    networkRemedy(state, 'noDefaultGateway'),
  );
}

function routed({ port, address, answers, mac }: DefaultGateway, state: HealthState): CheckOutcome {
  if (address === undefined) return ok(`The way out is ${port}.`);
  if (answers !== false) return ok(`${address} answers on ${port}${mac === undefined ? '' : ` (${mac})`}.`);
  return critical(
    `The default gateway ${address} does not answer on ${port}.`,
    networkRemedy(state, 'defaultGateway'),
  );
}

export const defaultGateway: HealthCheck = {
  code: 'DEFAULT_GATEWAY',
  title: 'Default gateway',
  async run({ probes, state }) {
    const found = await probes.gateway();
    return found ? routed(found, state) : withoutRouter(state);
  },
};
