/** What user sync waits for or could not do, as alarms. Each is asked of memory, so that it follows the sync at once. */
import { critical, type HealthCheck, type HealthState, ok, unknown, warning } from './check.ts';

const FOLLOWS = ['sync.ended', 'link.changed'] as const;
const NEVER = unknown('Users were not synchronised yet.');

type Facts = NonNullable<ReturnType<HealthState['sync']>>;
const row = (code: string, title: string, look: (facts: Facts) => ReturnType<typeof ok>): HealthCheck => ({
  code,
  title,
  follows: FOLLOWS,
  async run({ state }) {
    const facts = state.sync();
    return facts ? look(facts) : NEVER;
  },
});

export const syncFailed = row('SYNC_FAILED', 'User sync', ({ fault }) =>
  fault ? warning(fault.sentence, fault.remedy) : ok('The last sync came to its end.'),
);

export const syncBlocked = row('SYNC_BLOCKED', 'Held removals of users', ({ held }) =>
  held === undefined
    ? ok('No sync waits for a confirmation.')
    : critical(
        held,
        'Look at the plan on the page of user sync. Confirm it if so many were meant to go; otherwise put the PBX in order.',
      ),
);

export const syncDetained = row('SYNC_DETAINED', 'Detained users', ({ detained }) =>
  detained === 0
    ? ok('Nobody is detained.')
    : warning(
        `Users who are detained and not in the cloud: ${detained}.`,
        'Look at each on the page of detained users; it says what is wrong and what helps.',
      ),
);
