import { test } from 'tap';
import { sentence } from '../../src/cli/commands/status.ts';
import { usersInSync } from '../../src/contract/users-in-sync.ts';
import { overviewHeld, overviewOffline, overviewQuiet, overviewTypical } from '../fakes/setup-data.ts';

const NOW = Date.UTC(2026, 10, 25);

test('who is detained is not in sync, on the pages and in the command alike', (t) => {
  for (const [overview, wanted, said] of [
    [overviewQuiet(NOW), 244, '244 users in sync.'],
    [overviewTypical(NOW), 232, '232 users in sync, 12 need attention.'],
    [overviewOffline(NOW), 232, '232 users in sync, 12 need attention.'],
    [overviewHeld(NOW), 244, '244 users were read; the first sync waits for approval.'],
  ] as const) {
    t.equal(usersInSync(overview.sync), wanted);
    t.equal(sentence(overview), `Linked to Ballad Industries. ${said}`);
  }
  t.equal(usersInSync({ ...overviewTypical(NOW).sync, users: 3 }), 0, 'never less than nobody');
  t.end();
});
