import { Type } from 'typebox';
import { CURES, Cured } from '../../contract/alarms.ts';
import { ClearedAlarm } from '../../contract/local-api.ts';
import { AlarmStatus } from '../../contract/status.ts';
import { type Context, show } from '../context.ts';
import { age, facts, table } from '../print.ts';

const Alarms = Type.Object({ alarms: Type.Array(AlarmStatus), cleared: Type.Array(ClearedAlarm) });

function block({ code, severity, title, facts: found, remedy, since, cure }: AlarmStatus, now: number) {
  return facts([
    [code, `${title} (${severity}), since ${age(since, now)}`],
    ['Found', found],
    ['What to do', remedy],
    ['Or', cure && `${CURES[cure]}: cloudlink alarms cure ${code}`],
  ]);
}

/** @returns exit code: 2 while an alarm stands */
export async function alarms(context: Context, options: { readonly cleared?: boolean }): Promise<number> {
  const answer = await context.client.get('/api/alarms', Alarms);
  show(context, answer, ({ alarms: standing, cleared }) =>
    [
      standing.length === 0
        ? 'No alarm stands.'
        : standing.map((alarm) => block(alarm, context.now)).join('\n\n'),
      ...(options.cleared
        ? [
            '',
            table(
              ['Cleared', 'Alarm', 'Code', 'Times in 7 days'],
              cleared.map((c) => [age(c.clearedAt, context.now), c.title, c.code, String(c.times)]),
            ),
          ]
        : []),
    ].join('\n'),
  );
  return answer.alarms.length > 0 ? 2 : 0;
}

export async function cureAlarm(context: Context, _: object, code: string): Promise<void> {
  const done = await context.client.send('POST', `/api/alarms/${encodeURIComponent(code)}/cure`, Cured);
  show(context, done, ({ sentence }) => sentence);
}
