/** Alarms with their remedies, the click that helps, and the page to look at; those that were cleared. */

import type { Overview } from '../../../src/contract/local-api.ts';
import type { LocalPage } from '../../../src/contract/local-pages.ts';
import {
  Age,
  Button,
  clockTime,
  duration,
  FailureBanner,
  Link,
  now,
  Said,
  Shape,
  Steps,
  said,
  toast,
  useDoing,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { rich, t } from '../words.ts';
import { b } from './tags.tsx';

type Alarm = Overview['alarms'][number];

/** Where a person sees more of it. */
const PLACE: Readonly<Record<string, readonly [LocalPage, () => string]>> = {
  SYNC_FAILED: ['/sync', () => t('nav.sync')],
  SYNC_BLOCKED: ['/sync', () => t('nav.sync')],
  SYNC_DETAINED: ['/sync/detained', () => t('alarms.place.detained')],
  TUNNEL_DOWN: ['/tunnels', () => t('nav.tunnels')],
  TARGET_CERTIFICATE: ['/tunnels', () => t('nav.tunnels')],
  ACCESS_LOG: ['/access-log', () => t('nav.log')],
  SWA_EXPIRING: ['/inventory', () => t('nav.inventory')],
  ADDRESS: ['/network', () => t('nav.network')],
  DUPLICATE_ADDRESS: ['/network', () => t('nav.network')],
  DEFAULT_GATEWAY: ['/network', () => t('nav.network')],
  DNS: ['/network', () => t('nav.network')],
  PROXY: ['/network', () => t('nav.network')],
  TLS: ['/network', () => t('nav.network')],
  CRASH_LOOP: ['/support', () => t('support.title')],
  MEMORY_CEILING: ['/support', () => t('support.title')],
};

function AlarmItem({ alarm }: { alarm: Alarm }) {
  const { mayChange, refresh } = useInside();
  const { code, cure } = alarm;
  const doing = useDoing(async () => {
    const { sentence } = await gateway.cureAlarm(code);
    toast(said(sentence));
    refresh();
  });
  const critical = alarm.severity === 'critical';
  const age = <Age at={alarm.since} form="for" />;
  const facts = <Said text={alarm.facts} />;
  const place = PLACE[code];
  return (
    <article class="alarm">
      <Shape name={critical ? 'bad' : 'warn'} class={critical ? 'is-bad' : 'is-warn'} />
      <div class="body">
        <h3>
          <Said text={alarm.title} />
        </h3>
        <p>{rich('alarms.since', { when: clockTime(alarm.since, now()), age, facts })}</p>
        <p>{rich('alarms.todo', { b, remedy: <Said text={alarm.remedy} /> })}</p>
        <p class="quiet">
          {rich('alarms.code', { code: <code key="c">{code}</code> })}
          {place && (
            <>
              {' · '}
              <Link href={place[0]}>{place[1]()}</Link>
            </>
          )}
        </p>
        {doing.failure && <FailureBanner failure={doing.failure} title={t('alarms.notCured')} focus />}
      </div>
      {cure && mayChange && (
        <div class="act">
          <Button small busy={doing.busy} busyWord={t('alarms.curing')} onClick={() => void doing.run()}>
            {t(`alarms.cure.${cure}`)}
          </Button>
        </div>
      )}
    </article>
  );
}

export function AlarmList({ alarms }: { alarms: readonly Alarm[] }) {
  return (
    <div>
      {alarms.map((alarm) => (
        <AlarmItem alarm={alarm} key={alarm.code + alarm.since} />
      ))}
    </div>
  );
}

export function ClearedList({ alarms }: { alarms: NonNullable<Overview['clearedAlarms']> }) {
  return (
    <Steps
      steps={alarms.map(({ code, title, since, clearedAt, times }) => ({
        key: code,
        shape: 'off',
        title: <Said text={title} />,
        aside: <Age at={clearedAt} />,
        note: t('alarms.stood', {
          when: clockTime(since, now()),
          lasted: duration(clearedAt - since),
          times,
        }),
      }))}
    />
  );
}
