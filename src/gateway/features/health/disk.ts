import { bytes, critical, type HealthCheck, ok, warning } from './check.ts';

const WARN_BYTES = 512 * 1024 * 1024;
const CRITICAL_BYTES = 64 * 1024 * 1024;
const REMEDY = 'Free space on the data volume, or make it larger.';

/** Absolute amounts: what the gateway needs does not grow with the disk. */
export const disk: HealthCheck = {
  code: 'DISK',
  title: 'Disk space',
  async run({ probes }) {
    const { freeBytes, totalBytes } = await probes.disk();
    const facts = `${bytes(freeBytes)} of ${bytes(totalBytes)} are free.`;
    if (freeBytes < CRITICAL_BYTES) return critical(facts, REMEDY);
    return freeBytes < WARN_BYTES ? warning(facts, REMEDY) : ok(facts);
  },
};
