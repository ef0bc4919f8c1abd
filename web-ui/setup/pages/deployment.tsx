/** Set-up, step 4: what people need to sign in, and the end of set-up (row A7). */
import {
  accountNumber,
  Banner,
  Button,
  ButtonLink,
  CopyButton,
  Facts,
  FailureBanner,
  Head,
  navigate,
  plural,
  Section,
  toast,
  useDoing,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { nextStep, stepHref, stepTitle } from '../steps.ts';

export function DeploymentPage() {
  useTitle('Deployment', 'CloudLink gateway');
  const { overview, refresh, mayChange } = useInside();
  const { account, sync, pbx, site, onboarding } = overview;
  const complete = useDoing(async () => {
    await gateway.complete();
    toast('Onboarding Complete');
    refresh();
    navigate('/');
  });
  const open = nextStep(overview);
  const missing = open && open !== 'deployment' ? open : undefined;
  return (
    <>
      <Head
        sentences={onboarding.completed ? ['Onboarding Complete'] : ['Deployment']}
        lead={
          onboarding.completed
            ? 'Set-up is finished. What was chosen stands below.'
            : 'Step 4 of 4. Look it over, then finish.'
        }
      />
      {missing && (
        <Banner
          kind="warn"
          title={`${stepTitle(missing)} is not finished`}
          action={
            <ButtonLink small href={stepHref(missing)}>
              To {stepTitle(missing)}
            </ButtonLink>
          }
        >
          <p>Set-up can be completed all the same. The gateway goes on asking for it on the dashboard.</p>
        </Banner>
      )}
      <Section title="Account ID for log in">
        {account ? (
          <>
            <p>People give this number when they sign in for the first time.</p>
            <p class="user-code with-copy">
              {accountNumber(account.number)} <CopyButton text={account.number} what="account ID" />
            </p>
          </>
        ) : (
          <p class="quiet">This gateway is not linked to an account, so there is no cloud to sign in to.</p>
        )}
      </Section>
      <Section title="What was set up">
        <Facts
          rows={[
            account && ['Account', account.name],
            ['Site', site ? `${site.name}, ${site.city}` : 'not saved'],
            ['PBX', pbx ? `${pbx.name} (${pbx.title})` : 'none'],
            ['Users', sync.plan?.approved === false ? 'not sent yet' : plural(sync.users, 'user')],
            ['Sync', `every ${sync.scheduleMinutes} minutes`],
          ]}
        />
      </Section>
      {complete.failure && (
        <FailureBanner failure={complete.failure} title="Set-up could not be completed" focus />
      )}
      <div class="form-foot">
        <ButtonLink href="/setup/connect">Back</ButtonLink>
        {onboarding.completed ? (
          <ButtonLink look="primary" href="/">
            To the dashboard
          </ButtonLink>
        ) : (
          <Button
            look="primary"
            busy={complete.busy}
            busyWord="Completing…"
            disabled={!mayChange}
            onClick={() => void complete.run()}
          >
            Complete
          </Button>
        )}
      </div>
    </>
  );
}
