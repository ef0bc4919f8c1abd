/** The prerequisite checklist beside the set-up forms. */
import type { ComponentChildren } from 'preact';
import { Button, FailureBanner, Loading, useDoing, useLoad } from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { t } from '../words.ts';
import { Checks, passedWords } from './checks.tsx';
import { HealthReport } from './health-report.tsx';

export function ChecklistPanel({ children }: { children?: ComponentChildren }) {
  const { mayChange } = useInside();
  const health = useLoad('/api/health', (_, signal) => gateway.health(signal));
  const again = useDoing(async () => health.set(await gateway.runHealth()));
  const failure = again.failure ?? health.failure;
  return (
    <aside class="stack aside sticky" aria-label={t('checks.label')}>
      {children}
      <section class="panel" aria-labelledby="pre">
        <h2 id="pre">{t('checks.title')}</h2>
        {failure && <FailureBanner failure={failure} onRetry={health.reload} level={3} />}
        {!health.data && health.loading && <Loading>{t('checks.reading')}</Loading>}
        {health.data && (
          <>
            <p class="small quiet">{t('checks.from', { passed: passedWords(health.data.checks) })}</p>
            <Checks checks={health.data.checks} />
          </>
        )}
        {health.data && <HealthReport />}
        {mayChange && (
          <p>
            <Button
              small
              icon="refresh"
              busy={again.busy}
              busyWord={t('checks.busy')}
              onClick={() => void again.run()}
            >
              {t('checks.again')}
            </Button>
          </p>
        )}
      </section>
    </aside>
  );
}
