import { bytes, type HealthCheck, ok, warning } from './check.ts';

const LOW_BYTES = 96 * 1024 * 1024;

export const memory: HealthCheck = {
  code: 'MEMORY',
  title: 'Memory',
  async run({ probes }) {
    const { availableBytes, totalBytes, ownBytes } = await probes.memory();
    const facts = `${bytes(availableBytes)} of ${bytes(totalBytes)} are available; the gateway uses ${bytes(ownBytes)}.`;
    return availableBytes < LOW_BYTES
      ? warning(facts, 'Give this host more memory, or stop other programs on it.')
      : ok(facts);
  },
};
