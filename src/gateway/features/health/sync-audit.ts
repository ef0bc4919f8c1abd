import { critical, type HealthCheck, ok, unknown } from './check.ts';

export const syncAudit: HealthCheck = {
  code: 'SYNC_AUDIT',
  title: 'Audit chain of user synchronisation',
  async run({ state }) {
    const found = await state.syncAudit();
    if (!found) return unknown('It cannot be read before the next sync.');
    if (found.brokenAt === undefined) return ok(`${found.count} rows, each as it was written.`);
    return critical(
      `Row ${found.brokenAt} is not what was written, or is missing; ${found.count} rows are there.`,
      'Find out who changed sync.db. If it was restored or replaced on purpose: cloudlink sync verify --accept.',
    );
  },
};
