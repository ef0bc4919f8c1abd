import { critical, type HealthCheck, ok, unknown } from './check.ts';

/** Every page of every file is read. */
const EVERY_MS = 24 * 3_600_000;

export const database: HealthCheck = {
  code: 'DATABASE',
  title: 'Databases',
  every: EVERY_MS,
  async run({ probes, signal }) {
    const files = await probes.databases(signal);
    const bad = files.filter((file) => file.problem !== undefined);
    if (bad.length > 0)
      return critical(
        bad.map((file) => `${file.name}: ${file.problem}.`).join(' '),
        'Check the disk. At the next start the damaged file is kept aside; restore a backup then.',
      );
    if (files.length === 0) return unknown('There is no database file yet.');
    return ok(`${files.map((file) => file.name).join(', ')}: every page is sound.`);
  },
};
