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
import { PlanSection } from '../parts/sync-plan.tsx';
import { SyncSteps } from '../parts/sync-steps.tsx';

export function UserSyncPage() {
  useTitle('User sync', 'CloudLink gateway');
  const { overview } = useInside();
  const { sync, onboarding } = overview;
  if (!onboarding.connected) return <NothingYet />;
  return (
    <>
      <Head sentences={[headOf(sync)]} lead={leadOf(sync)} />
      {sync.error && (
        <FailureBanner failure={{ ...sync.error, status: 0, fields: {} }} title="The last sync failed" />
      )}
      <Figures sync={sync} />
      {sync.progress && (
        <Section title="The sync, step by step">
          <SyncSteps progress={sync.progress} />
        </Section>
      )}
      <Irregularities sync={sync} />
      {sync.plan ? <PlanSection plan={sync.plan} /> : <NoPlan />}
      {sync.counts && <LastCounts counts={sync.counts} />}
      <Section title="When it runs">
        <SyncForm sync={sync} after={<PreviewButton />} />
      </Section>
    </>
  );
}

function headOf(sync: SyncView): string {
  return sync.state === 'running' ? 'User sync is running.' : syncPart({ sync }).sentence;
}

function leadOf({ state, plan }: SyncView): string | undefined {
  if (state === 'awaitingApproval')
    return 'Look at what the first sync will do, then press Sync Now: that approves it.';
  if (state === 'paused') return 'Nothing is read or sent until the account is active again.';
  if (plan && plan.detained > 0)
    return 'Detained updates wait for a correction in the PBX; each says why. Nobody else is held up.';
  return undefined;
}

function NothingYet() {
  return (
    <>
      <Head sentences={['No users have been read yet.']} />
      <Empty icon="users" title="The PBX is not connected" level={2}>
        <p class="small">
          As soon as it is, its users appear here, with what a sync would do to each of them. Nothing is sent
          before you approve.
        </p>
        <p>
          <ButtonLink small href="/setup/connect">
            Connect the PBX
          </ButtonLink>
        </p>
      </Empty>
    </>
  );
}

function NoPlan() {
  return (
    <Section title="What the sync will do">
      <Banner>
        <p>
          No plan is waiting. A preview reads the PBX and shows what a sync would do, without sending
          anything.
        </p>
      </Banner>
    </Section>
  );
}

function LastCounts({ counts }: { counts: NonNullable<SyncView['counts']> }) {
  return (
    <Section title="The last sync in numbers">
      <Facts
        rows={[
          ['Added', count(counts.added)],
          ['Changed', count(counts.changed)],
          ['Removed', count(counts.removed)],
          ['Unchanged', count(counts.unchanged)],
          ['Detained', count(counts.detained)],
          ['Held', count(counts.held)],
          ['Requests sent', count(counts.requests)],
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
        busyWord="Reading the PBX…"
        disabled={!mayChange}
        onClick={() => void preview.run()}
      >
        Preview
      </Button>
      {preview.failure && <FailureBanner failure={preview.failure} level={3} />}
    </>
  );
}
