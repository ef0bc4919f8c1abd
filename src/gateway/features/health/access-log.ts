import { critical, type HealthCheck, ok, unknown } from './check.ts';

export const accessLog: HealthCheck = {
  code: 'ACCESS_LOG',
  title: 'Access log',
  // the whole chain is read; who wants to know now asks
  every: 24 * 3_600_000,
  async run({ state, signal }) {
    const verdict = await state.accessLog(signal);
    const [fault] = verdict.faults;
    if (fault)
      return critical(
        fault.sentence,
        'Find out who changed state.db; what the cloud was told stays there. cloudlink access verify tells all.',
      );
    if (verdict.records === 0) return ok('Nobody came in through a tunnel yet.');
    const { compared, fault: silence } = verdict.cloud;
    const kept = `${verdict.records} records, each as it was written`;
    if (silence !== undefined) return unknown(`${kept}; the cloud was not asked: ${silence}`);
    return ok(`${kept}; ${compared} heads that the cloud was told agree.`);
  },
};
