import { critical, type HealthCheck, ok, unknown } from './check.ts';

export const database: HealthCheck = {
  code: 'DATABASE',
  title: 'Databases',
  async run({ probes }) {
    const files = await probes.databases();
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
