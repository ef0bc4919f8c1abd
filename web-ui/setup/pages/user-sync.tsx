/** User sync in daily use: how it went, what it would do, what needs a person. */
import type { SyncView } from '../../../src/contract/local-api.ts';
import {
  Banner,
  Button,
  ButtonLink,
  count,
  Empty,
  Facts,
  FailureBanner,
  Head,
  Section,
  useDoing,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { Irregularities } from '../parts/irregular.tsx';
import { syncPart } from '../parts/sentences.ts';
import { Figures, SyncForm } from '../parts/sync-actions.tsx';
import { SyncNav } from '../parts/sync-nav.tsx';
import { PlanSection } from '../parts/sync-plan.tsx';
import { SyncSteps } from '../parts/sync-steps.tsx';
import { t } from '../words.ts';

export function UserSyncPage() {
  useTitle(t('sync.title'), t('brand'));
  const { overview } = useInside();
  const { sync, onboarding } = overview;
  if (!onboarding.connected) return <NothingYet />;
  // Sync Now approves the first plan: one looks at it before one comes to the button
  const isFirst = sync.state === 'awaitingApproval';
  const actions = (
    <Section title={t('sync.when')}>
      <SyncForm sync={sync} after={<PreviewButton />} />
    </Section>
  );
  // removals that are held are the one thing to decide
  const isHeld = sync.plan?.held !== undefined;
  const plan = sync.plan ? <PlanSection plan={sync.plan} /> : <NoPlan />;
  return (
    <>
      <Head sentences={[headOf(sync)]} lead={leadOf(sync)} />
      <SyncNav />
      {sync.error && (
        <FailureBanner failure={{ ...sync.error, status: 0, fields: {} }} title={t('sync.lastFailed')} />
      )}
      <Figures sync={sync} />
      {sync.progress && (
        <Section title={t('sync.steps')}>
          <SyncSteps progress={sync.progress} />
        </Section>
      )}
      {isHeld && plan}
      {!isFirst && actions}
      <Irregularities sync={sync} />
      {!isHeld && plan}
      {isFirst && actions}
      {sync.counts && <LastCounts counts={sync.counts} />}
    </>
  );
}

function headOf(sync: SyncView): string {
  return sync.state === 'running' ? t('sync.running') : syncPart({ sync }).sentence;
}

function leadOf({ state, plan }: SyncView): string | undefined {
  if (state === 'awaitingApproval') return t('sync.leadApproval');
  if (state === 'paused') return t('sync.leadPaused');
  return plan && plan.detained > 0 ? t('sync.leadDetained') : undefined;
}

function NothingYet() {
  return (
    <>
      <Head sentences={[t('sync.never')]} />
      <SyncNav />
      <Empty icon="users" title={t('sync.notConnected')} level={2}>
        <p class="small">{t('sync.notConnectedText')}</p>
        <p>
          <ButtonLink small href="/setup/connect">
            {t('sync.connect')}
          </ButtonLink>
        </p>
      </Empty>
    </>
  );
}

function NoPlan() {
  return (
    <Section title={t('sync.will')}>
      <Banner>
        <p>{t('sync.noPlan')}</p>
      </Banner>
    </Section>
  );
}

function LastCounts({ counts }: { counts: NonNullable<SyncView['counts']> }) {
  return (
    <Section title={t('sync.numbers')}>
      <Facts
        rows={[
          [t('sync.added'), count(counts.added)],
          [t('sync.changed'), count(counts.changed)],
          [t('sync.removed'), count(counts.removed)],
          [t('sync.unchanged'), count(counts.unchanged)],
          [t('sync.detained'), count(counts.detained)],
          [t('sync.heldCount'), count(counts.held)],
          [t('sync.requests'), count(counts.requests)],
        ]}
      />
    </Section>
  );
}

function PreviewButton() {
  const { refresh, mayChange } = useInside();
  const preview = useDoing(async () => {
    await gateway.syncPreview();
    refresh();
  });
  return (
    <>
      <Button
        busy={preview.busy}
        busyWord={t('sync.previewing')}
        disabled={!mayChange}
        onClick={() => void preview.run()}
      >
        {t('sync.preview')}
      </Button>
      {preview.failure && <FailureBanner failure={preview.failure} level={3} />}
    </>
  );
}
