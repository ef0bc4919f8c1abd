/** Writes docs/alarms.md out of the table of alarms: `node scripts/lib/alarms-page.ts`. */
import { writeFileSync } from 'node:fs';
import { CURES } from '../../src/contract/alarms.ts';
import { ALARMS, type AlarmRow, FEATURE_ROW } from '../../src/gateway/core/alarms.ts';
import { ERRORS } from '../../src/gateway/core/errors.ts';
import { EVENT_ALARMS } from '../../src/gateway/features/health/event-alarms.ts';
import { CHECKS } from '../../src/gateway/features/health/index.ts';

const HEAD = `# Alarms

An alarm says what is wrong, since when, and what to do. It is raised once, however often it is found; it says more
exactly what stands as more is known; and it is cleared by itself as soon as the gateway finds all well. How often it
was raised in the last day stands in it, so that a line that breaks for seconds is seen. Alarms that were cleared are
kept for seven days.

Alarms stand on the dashboard and the page *Alarms* of the gateway, in \`cloudlink alarms\`, in the cloud beside the gateway and
behind its bell, and in support bundles. Each one raised or cleared is a line of the event history; of one that comes and goes
a few times a minute, twelve lines an hour are told, with the number of those left out.

**One click.** Where something can be done at once that loses nothing, the alarm has a button, and
\`cloudlink alarms cure <code>\` does the same. It is in the history, with who did it.

This page is made from the table in \`src/gateway/core/alarms.ts\` by \`node scripts/lib/alarms-page.ts\`.

| code | title | stands when | what to do | one click |
|---|---|---|---|---|
`;

const TITLES = new Map<string, string>([...CHECKS, ...EVENT_ALARMS].map(({ code, title }) => [code, title]));

const line = (code: string, { when, remedy, cure }: AlarmRow) => {
  const sentence = (ERRORS as Readonly<Record<string, { readonly sentence: string }>>)[code]?.sentence;
  const title = TITLES.get(code) ?? sentence ?? 'A part of this gateway does not work';
  return `| \`${code}\` | ${title} | ${when} | ${remedy} | ${cure === undefined ? '–' : CURES[cure]} |\n`;
};

/** The whole page, Markdown. */
export function alarmsPage(): string {
  const rows = Object.entries(ALARMS).map(([code, row]) => line(code, row));
  return `${HEAD}${rows.join('')}${line('FEATURE_<NAME>', FEATURE_ROW)}`;
}

if (import.meta.main) writeFileSync(new URL('../../docs/alarms.md', import.meta.url), alarmsPage());
