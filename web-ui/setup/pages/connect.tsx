/** Set-up, step 3: connect, look at what the first sync will do, approve it (row A6). */
import { useState } from 'preact/hooks';
import type { Overview, PbxTestResult, SyncView } from '../../../src/contract/local-api.ts';
import { usersInSync } from '../../../src/contract/users-in-sync.ts';
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
import { around, type StepName, stepOf } from '../steps.ts';
import { rich, t } from '../words.ts';

export function ConnectPage() {
  useTitle(t('connect.title'), t('brand'));
  const { overview } = useInside();
  const connecting = useConnecting();
  if (!overview.onboarding.pbxSaved) return <NoPbx />;
  return isRead(overview) ? (
    <Connected step="connect" />
  ) : (
    <NotConnected
      {...connecting}
      step="connect"
      verify={t('connect.verify')}
      start={t('connect.start')}
      word={t('connect.do')}
    />
  );
}

/** The PBX may answer although its users could not be read: then there is nothing to approve yet. */
export function isRead({ onboarding, sync }: Overview): boolean {
  return onboarding.connected && (sync.plan !== undefined || sync.lastRunAt !== undefined);
}

export type Connecting = {
  readonly connect: Doing<[]>;
  readonly result: PbxTestResult | undefined;
};

/** Kept by the page, because what is shown changes while it runs. */
export function useConnecting(): Connecting {
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
  const { overview } = useInside();
  return (
    <Head sentences={[t('connect.noPbx')]} lead={`${stepOf(overview, 'connect')} ${t('connect.noPbxLead')}`}>
      <p>
        <ButtonLink look="primary" href="/setup/pbx">
          {t('pbx.title')}
        </ButtonLink>
      </p>
    </Head>
  );
}

export type NotConnectedProps = Connecting & {
  readonly step: StepName;
  /** What the page asks for, what the section is called, and the word of its button. */
  readonly verify: string;
  readonly start: string;
  readonly word: string;
  /** In place of the link one step back: on an SMBC the settings are of the same step. */
  readonly change?: () => void;
};

export function NotConnected(props: NotConnectedProps) {
  const { connect, result, step, verify, start, word, change } = props;
  const { overview, mayChange } = useInside();
  const { progress } = overview.sync;
  const { connected } = overview.onboarding;
  const failed = result && !result.ok;
  const pbx = overview.pbx?.name;
  const { back, next } = around(overview, step);
  return (
    <>
      <Head
        sentences={connected ? [t('connect.connected'), t('connect.notRead')] : [verify]}
        lead={`${stepOf(overview, step)} ${pbx === undefined ? t('connect.lead') : t('connect.leadNamed', { pbx })}`}
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
      <Section title={start}>
        {result && <TestSteps result={result} />}
        {connect.busy && progress && <SyncSteps progress={progress} />}
        <div class="form-foot">
          {change ? (
            <Button onClick={change}>{t('sync.changeLink')}</Button>
          ) : (
            <ButtonLink href={back}>{t('form.back')}</ButtonLink>
          )}
          <Button
            look="primary"
            busy={connect.busy}
            busyWord={t('connect.busy')}
            disabled={!mayChange}
            onClick={() => void connect.run()}
          >
            {word}
          </Button>
          <ButtonLink href={next}>{t('form.next')}</ButtonLink>
          <p class="help full">{t('connect.nextHelp')}</p>
        </div>
      </Section>
    </>
  );
}

function connectedSentences(sync: SyncView): string[] {
  const { users, plan, state } = sync;
  const connected = t('connect.connected');
  if (state === 'running') return [connected, t('connect.running')];
  if (!plan?.approved) return [connected, t('connect.read', { n: users }), t('connect.approve')];
  return [connected, t('connect.inCloud', { n: usersInSync(sync) })];
}

/** @param change in place of the link one step back */
export function Connected({ step, change }: { step: StepName; change?: () => void }) {
  const { overview } = useInside();
  const { back, next } = around(overview, step);
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
          <>
            {stepOf(overview, step)}{' '}
            {sync.plan &&
              !sync.plan.approved &&
              rich('connect.look', { a: (chunks) => <a href="#preview">{chunks}</a> })}
          </>
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
          before={
            change ? (
              <Button onClick={change}>{t('sync.changeLink')}</Button>
            ) : (
              <ButtonLink href={back}>{t('form.back')}</ButtonLink>
            )
          }
          after={<ButtonLink href={next}>{t('form.next')}</ButtonLink>}
          help={sync.plan && !sync.plan.approved ? t('connect.nextWaits') : undefined}
        />
      </Section>
    </>
  );
}
