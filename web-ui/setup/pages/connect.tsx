/** Set-up, step 3: connect, look at what the first sync will do, approve it (row A6). */
import { useState } from 'preact/hooks';
import type { PbxTestResult, SyncView } from '../../../src/contract/local-api.ts';
import {
  Banner,
  Button,
  ButtonLink,
  count,
  type Doing,
  FailureBanner,
  Head,
  plural,
  Section,
  State,
  useDoing,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { Irregularities } from '../parts/irregular.tsx';
import { Figures, SyncForm } from '../parts/sync-actions.tsx';
import { PlanSection } from '../parts/sync-plan.tsx';
import { SyncSteps } from '../parts/sync-steps.tsx';
import { TestSteps } from '../parts/test-steps.tsx';

export function ConnectPage() {
  useTitle('Connect', 'CloudLink gateway');
  const { overview } = useInside();
  const connecting = useConnecting();
  if (!overview.onboarding.pbxSaved) return <NoPbx />;
  // the PBX may answer although its users could not be read: then there is nothing to approve yet
  const read = overview.sync.plan !== undefined || overview.sync.lastRunAt !== undefined;
  return overview.onboarding.connected && read ? <Connected /> : <NotConnected {...connecting} />;
}

type Connecting = {
  readonly connect: Doing<[]>;
  readonly result: PbxTestResult | undefined;
};

/** Kept by the page, because what is shown changes while it runs. */
function useConnecting(): Connecting {
  const { refresh } = useInside();
  const [result, setResult] = useState<PbxTestResult>();
  const connect = useDoing(async () => {
    setResult(undefined);
    try {
      setResult(await gateway.connectPbx());
    } finally {
      refresh();
    }
  });
  return { connect, result };
}

function NoPbx() {
  return (
    <Head
      sentences={['There is no PBX to connect to yet.']}
      lead="Step 3 of 4. Tell the gateway first which PBX there is."
    >
      <p>
        <ButtonLink look="primary" href="/setup/pbx">
          Configure PBX
        </ButtonLink>
      </p>
    </Head>
  );
}

function NotConnected({ connect, result }: Connecting) {
  const { overview, mayChange } = useInside();
  const { progress } = overview.sync;
  const { connected } = overview.onboarding;
  const failed = result && !result.ok;
  return (
    <>
      <Head
        sentences={
          connected
            ? ['PBX Connected.', 'Its users have not been read yet.']
            : ['Verify and start your connection to the PBX']
        }
        lead={`Step 3 of 4. The gateway signs in to ${overview.pbx?.name ?? 'the PBX'} and reads its users once. Nothing is sent to the cloud yet.`}
      />
      {connect.failure && !connect.busy && (
        <FailureBanner
          failure={connect.failure}
          title={connected ? 'The users could not be read' : 'The PBX is not connected'}
          focus
        />
      )}
      {failed && (
        <Banner kind="bad" role="alert" title="The PBX is not connected">
          <p>One of the steps below failed. Nothing was changed; correct it and connect again.</p>
        </Banner>
      )}
      {!failed && overview.pbx?.error && (
        <Banner kind="bad" title="The last connection failed">
          <p>{overview.pbx.error}</p>
        </Banner>
      )}
      <Section title="Start PBX Connection">
        {result && <TestSteps result={result} />}
        {connect.busy && progress && <SyncSteps progress={progress} />}
        <div class="form-foot">
          <ButtonLink href="/setup/pbx">Back</ButtonLink>
          <Button
            look="primary"
            busy={connect.busy}
            busyWord="Connecting…"
            disabled={!mayChange}
            onClick={() => void connect.run()}
          >
            Connect
          </Button>
          <ButtonLink href="/setup/deployment">Next</ButtonLink>
          <p class="help full">
            Next goes on without a connection. No users are synced until the PBX is connected here.
          </p>
        </div>
      </Section>
    </>
  );
}

function connectedSentences({ users, plan, state }: SyncView): string[] {
  const read = `${plural(users, 'user')} read`;
  if (state === 'running') return ['PBX Connected.', 'The first sync is running.'];
  if (!plan?.approved) return ['PBX Connected.', `${read}, nothing sent yet.`, 'Approve the first sync.'];
  return ['PBX Connected.', `${count(users)} users in the cloud.`];
}

function Connected() {
  const { overview } = useInside();
  const { sync, pbx } = overview;
  return (
    <>
      <Head
        sentences={connectedSentences(sync)}
        above={
          <p>
            <State kind="ok" word="Connection successful" at={pbx?.checkedAt} />
          </p>
        }
        lead={
          sync.plan && !sync.plan.approved ? (
            <>
              Step 3 of 4. Look at <a href="#preview">what it will do</a>, then press Sync Now.
            </>
          ) : (
            'Step 3 of 4.'
          )
        }
      />
      <Figures sync={sync} />
      {sync.error && (
        <FailureBanner failure={{ ...sync.error, status: 0, fields: {} }} title="The last sync failed" />
      )}
      {sync.progress && (
        <Section title="The sync, step by step">
          <SyncSteps progress={sync.progress} />
        </Section>
      )}
      <Irregularities sync={sync} />
      {sync.plan && <PlanSection plan={sync.plan} />}
      <Section title="When it runs">
        <SyncForm
          sync={sync}
          before={<ButtonLink href="/setup/pbx">Back</ButtonLink>}
          after={<ButtonLink href="/setup/deployment">Next</ButtonLink>}
          help={
            sync.plan && !sync.plan.approved
              ? 'Next goes on without sending; the first sync then waits for your approval.'
              : undefined
          }
        />
      </Section>
    </>
  );
}
