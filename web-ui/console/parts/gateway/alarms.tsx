import type { GatewayStatus } from '../../../../src/contract/status.ts';
import { Age, clockTime, now, Section, Shape, State, said } from '../../../shared/index.ts';
import { rich, t } from '../../words.ts';

type Alarm = GatewayStatus['alarms'][number];

/** Alarms as the gateway last told them: cause, what to do, code. */
export function Alarms({ alarms }: { alarms: readonly Alarm[] }) {
  const { length: n } = alarms;
  return (
    <Section title={t('g.alarms')} {...(n > 0 && { aside: t('g.alarms.active', { n }) })}>
      {n === 0 ? (
        <p class="ruled">
          <State kind="ok" word={t('g.alarms.none')} note={t('g.alarms.noneNote')} />
        </p>
      ) : (
        <div>
          {alarms.map((alarm) => (
            <AlarmArticle key={alarm.code + alarm.since} alarm={alarm} />
          ))}
        </div>
      )}
    </Section>
  );
}

function AlarmArticle({ alarm }: { alarm: Alarm }) {
  const { severity, title, since, facts, remedy, code } = alarm;
  const critical = severity === 'critical';
  return (
    <article class="alarm">
      <Shape name={critical ? 'bad' : 'warn'} class={critical ? 'is-bad' : 'is-warn'} />
      <div class="body">
        <h3>{said(title)}</h3>
        <p>
          {rich('g.alarms.since', {
            facts: said(facts),
            time: () => clockTime(since, now()),
            age: () => <Age at={since} form="for" />,
          })}
        </p>
        <p>{rich('g.alarms.todo', { remedy: said(remedy), b: (words) => <b>{words}</b> })}</p>
        <p class="quiet">{rich('g.code', { code, c: (words) => <code>{words}</code> })}</p>
      </div>
    </article>
  );
}
