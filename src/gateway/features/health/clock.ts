import { critical, type HealthCheck, ok, unknown, warning } from './check.ts';

const WARN_MS = 30_000;
/** Proofs of possession and tokens are refused beyond this. */
const CRITICAL_MS = 5 * 60_000;
const REMEDY = 'Check the time server of this host; certificates and tokens need the right time.';

/** Constant, so that every language has it; the facts of the alarm and of skipped jobs say the same. */
export const IN_THE_PAST = 'The clock says a time that is past for certain.';

/** The cloud's clock is the judge where it was heard; otherwise the host's own time service. */
export const clock: HealthCheck = {
  code: 'CLOCK',
  title: 'Time',
  async run({ probes, state, clock }) {
    if (clock.now() < state.clockFloor()) return critical(IN_THE_PAST, REMEDY);
    const cloudNow = state.cloudNow();
    if (cloudNow !== undefined) {
      const off = clock.now() - cloudNow;
      const seconds = Math.round(Math.abs(off) / 1000);
      const facts = `The clock is ${seconds} s ${off < 0 ? 'behind' : 'ahead of'} the cloud’s.`;
      if (Math.abs(off) > CRITICAL_MS) return critical(facts, REMEDY);
      return Math.abs(off) > WARN_MS ? warning(facts, REMEDY) : ok(facts);
    }
    const synchronised = await probes.clockSynchronised();
    if (synchronised === undefined) return unknown('Nothing here says whether the clock is right.');
    return synchronised
      ? ok('The clock is synchronised.')
      : warning('The clock is not synchronised with a time server.', REMEDY);
  },
};
