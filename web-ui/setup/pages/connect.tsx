/** Set-up, step 3: connect, look at what the first sync will do, approve it (row A6). */
import { useState } from 'preact/hooks';
import type { PbxTestResult, SyncView } from '../../../src/contract/local-api.ts';
import {
  Banner,
  Button,
  ButtonLink,
  type Doing,
  FailureBanner,
  Head,
  Said,
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
import { rich, t } from '../words.ts';

export function ConnectPage() {
  useTitle(t('connect.title'), t('brand'));
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
    <Head sentences={[t('connect.noPbx')]} lead={t('connect.noPbxLead')}>
      <p>
        <ButtonLink look="primary" href="/setup/pbx">
          {t('pbx.title')}
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
  const pbx = overview.pbx?.name;
  return (
    <>
      <Head
        sentences={connected ? [t('connect.connected'), t('connect.notRead')] : [t('connect.verify')]}
        lead={pbx === undefined ? t('connect.lead') : t('connect.leadNamed', { pbx })}
      />
      {connect.failure && !connect.busy && (
        <FailureBanner
          failure={connect.failure}
          title={connected ? t('connect.usersNotRead') : t('connect.notConnected')}
          focus
        />
      )}
      {failed && (
        <Banner kind="bad" role="alert" title={t('connect.notConnected')}>
          <p>{t('connect.stepFailed')}</p>
        </Banner>
      )}
      {!failed && overview.pbx?.error && (
        <Banner kind="bad" title={t('connect.lastFailed')}>
          <p>
            <Said text={overview.pbx.error} />
          </p>
        </Banner>
      )}
      <Section title={t('connect.start')}>
        {result && <TestSteps result={result} />}
        {connect.busy && progress && <SyncSteps progress={progress} />}
        <div class="form-foot">
          <ButtonLink href="/setup/pbx">{t('form.back')}</ButtonLink>
          <Button
            look="primary"
            busy={connect.busy}
            busyWord={t('connect.busy')}
            disabled={!mayChange}
            onClick={() => void connect.run()}
          >
            {t('connect.do')}
          </Button>
          <ButtonLink href="/setup/deployment">{t('form.next')}</ButtonLink>
          <p class="help full">{t('connect.nextHelp')}</p>
        </div>
      </Section>
    </>
  );
}

function connectedSentences({ users, plan, state }: SyncView): string[] {
  const connected = t('connect.connected');
  if (state === 'running') return [connected, t('connect.running')];
  if (!plan?.approved) return [connected, t('connect.read', { n: users }), t('connect.approve')];
  return [connected, t('connect.inCloud', { n: users })];
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
            <State kind="ok" word={t('connect.successful')} at={pbx?.checkedAt} />
          </p>
        }
        lead={
          sync.plan && !sync.plan.approved
            ? rich('connect.look', { a: (chunks) => <a href="#preview">{chunks}</a> })
            : t('connect.step')
        }
      />
      <Figures sync={sync} />
      {sync.error && (
        <FailureBanner failure={{ ...sync.error, status: 0, fields: {} }} title={t('sync.lastFailed')} />
      )}
      {sync.progress && (
        <Section title={t('sync.steps')}>
          <SyncSteps progress={sync.progress} />
        </Section>
      )}
      <Irregularities sync={sync} />
      {sync.plan && <PlanSection plan={sync.plan} />}
      <Section title={t('sync.when')}>
        <SyncForm
          sync={sync}
          before={<ButtonLink href="/setup/pbx">{t('form.back')}</ButtonLink>}
          after={<ButtonLink href="/setup/deployment">{t('form.next')}</ButtonLink>}
          help={sync.plan && !sync.plan.approved ? t('connect.nextWaits') : undefined}
        />
      </Section>
    </>
  );
}
