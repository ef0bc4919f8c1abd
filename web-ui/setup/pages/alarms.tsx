/** Alarms: what stands with its remedy and its cure, what was cleared, and every check with a button to run them now. */
import {
  Button,
  FailureBanner,
  Head,
  Loading,
  Section,
  State,
  useDoing,
  useLoad,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { AlarmList, ClearedList } from '../parts/alarm-list.tsx';
import { Checks, passedWords } from '../parts/checks.tsx';
import { HealthReport } from '../parts/health-report.tsx';
import { t } from '../words.ts';

export function AlarmsPage() {
  useTitle(t('alarms.title'), t('brand'));
  const { alarms, clearedAlarms = [] } = useInside().overview;
  return (
    <>
      <Head sentences={[t('alarms.head', { n: alarms.length })]} lead={t('alarms.lead')} />
      <Section title={t('alarms.stand')}>
        {alarms.length > 0 ? (
          <AlarmList alarms={alarms} />
        ) : (
          <p class="ruled">
            <State kind="ok" word={t('alarms.none')} note={t('alarms.noneNote')} />
          </p>
        )}
      </Section>
      <Section title={t('alarms.clearedTitle')}>
        {clearedAlarms.length > 0 ? (
          <ClearedList alarms={clearedAlarms} />
        ) : (
          <p class="ruled quiet">{t('alarms.noneCleared')}</p>
        )}
      </Section>
      <EveryCheck />
    </>
  );
}

function EveryCheck() {
  const { mayChange } = useInside();
  const health = useLoad('/api/health', (_, signal) => gateway.health(signal));
  const again = useDoing(async () => health.set(await gateway.runHealth()));
  const checks = health.data?.checks;
  const failure = again.failure ?? health.failure;
  return (
    <Section title={t('alarms.checks')} aside={checks && passedWords(checks)}>
      {failure && <FailureBanner failure={failure} onRetry={health.reload} />}
      {!checks && health.loading && <Loading>{t('alarms.reading')}</Loading>}
      {checks && <Checks checks={checks} />}
      <div class="row">
        {mayChange && (
          <Button
            small
            icon="refresh"
            busy={again.busy}
            busyWord={t('alarms.running')}
            onClick={() => void again.run()}
          >
            {t('alarms.run')}
          </Button>
        )}
        <HealthReport />
      </div>
    </Section>
  );
}
