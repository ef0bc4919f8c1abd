import { critical, type HealthCheck, ok, unknown } from './check.ts';

/** Asked from outside, the way the pages and the command ask: a server that thinks it listens may not (row F1). */
export const localRest: HealthCheck = {
  code: 'REST_CONNECT_FAILURE',
  title: 'Local REST service',
  async run({ probes }) {
    const doors = await probes.doors();
    if (doors.length === 0) return unknown('The gateway’s own web server has not been started yet.');
    const shut = doors.filter((door) => door.problem !== undefined);
    if (shut.length === 0) return ok(`It answers on ${doors.map((door) => door.name).join(', ')}.`);
    return critical(
      shut
        .map((door) => `The gateway’s own web server does not answer on ${door.name}: ${door.problem}.`)
        .join(' '),
      'Restart the gateway; if it happens again, collect the logs.',
    );
  },
};
