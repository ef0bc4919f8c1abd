/** Every alarm has its row, the rows' alarms exist, and docs/alarms.md is the table. */
import { readFileSync } from 'node:fs';
import { test } from 'tap';
import { alarmsPage } from '../../../scripts/lib/alarms-page.ts';
import { CURES } from '../../../src/contract/alarms.ts';
import { ALARMS } from '../../../src/gateway/core/alarms.ts';
import { ERRORS } from '../../../src/gateway/core/errors.ts';
import { EVENT_ALARMS } from '../../../src/gateway/features/health/event-alarms.ts';
import { CHECKS } from '../../../src/gateway/features/health/index.ts';

test('the table has a row for every alarm that a check or an event raises, and no other', async (t) => {
  const raised = [...CHECKS.filter(({ onDemand }) => !onDemand), ...EVENT_ALARMS].map(({ code }) => code);
  t.equal(new Set(raised).size, raised.length, 'one thing raises one alarm');
  const atStart = Object.keys(ALARMS).filter((code) => code in ERRORS && !raised.includes(code));
  t.same([...raised, ...atStart].sort(), Object.keys(ALARMS).sort());
});

test('every cure is the cure of an alarm', async (t) => {
  const used = Object.values(ALARMS).flatMap((row) => ('cure' in row ? [row.cure] : []));
  t.same(Object.keys(CURES).sort(), [...new Set<string>(used)].sort());
});

test('docs/alarms.md is made of the table: node scripts/lib/alarms-page.ts', async (t) => {
  const page = readFileSync(new URL('../../../docs/alarms.md', import.meta.url), 'utf8');
  t.equal(page, alarmsPage());
});
