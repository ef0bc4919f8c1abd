/** Set-up, step 4: what people need to sign in, and the end of set-up (row A7). */
import { useState } from 'preact/hooks';
import {
  accountNumber,
  Banner,
  Button,
  ButtonLink,
  CheckField,
  CopyButton,
  Facts,
  FailureBanner,
  Head,
  Link,
  navigate,
  Section,
  said,
  toast,
  useDoing,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { around, nextStep, stepHref, stepOf, stepTitle } from '../steps.ts';
import { rich, t } from '../words.ts';

export function DeploymentPage() {
  useTitle(t('deploy.title'), t('brand'));
  const { overview, refresh, mayChange } = useInside();
  const { account, sync, pbx, site, onboarding } = overview;
  const [toUsers, setToUsers] = useState(false);
  const complete = useDoing(async () => {
    await gateway.complete();
    toast(t('deploy.complete'));
    refresh();
    if (toUsers && account?.usersUrl) location.assign(account.usersUrl);
    else navigate('/');
  });
  const open = nextStep(overview);
  const missing = open && open !== 'deployment' ? open : undefined;
  return (
    <>
      <Head
        sentences={[onboarding.completed ? t('deploy.complete') : t('deploy.title')]}
        lead={
          onboarding.completed
            ? t('deploy.finished')
            : `${stepOf(overview, 'deployment')} ${t('deploy.lead')}`
        }
      />
      {missing && (
        <Banner
          kind="warn"
          title={t('deploy.missing', { step: stepTitle(missing) })}
          action={
            <ButtonLink small href={stepHref(missing)}>
              {t('deploy.to', { step: stepTitle(missing) })}
            </ButtonLink>
          }
        >
          <p>{t('deploy.missingText')}</p>
        </Banner>
      )}
      <Section title={t('deploy.id')}>
        {account ? (
          <>
            <p>{t('deploy.idText')}</p>
            <p class="user-code with-copy">
              {accountNumber(account.number)} <CopyButton text={account.number} what={t('reg.copy')} />
            </p>
          </>
        ) : (
          <p class="quiet">{t('deploy.noAccount')}</p>
        )}
      </Section>
      <Section title={t('deploy.what')}>
        <Facts
          rows={[
            account && [t('deploy.account'), account.name],
            [t('deploy.site'), site ? t('place', { name: site.name, city: site.city }) : t('deploy.noSite')],
            [
              t('deploy.pbx'),
              pbx ? t('deploy.pbxIs', { name: pbx.name, type: said(pbx.title) }) : t('deploy.noPbx'),
            ],
            [
              t('deploy.users'),
              sync.plan?.approved === false ? t('deploy.notSent') : t('deploy.usersAre', { n: sync.users }),
            ],
            [t('deploy.sync'), t('deploy.every', { n: sync.scheduleMinutes })],
          ]}
        />
      </Section>
      {!onboarding.completed && account?.usersUrl && (
        <CheckField
          id="to-users"
          label={t('deploy.toUsers')}
          help={t('deploy.toUsersHelp')}
          checked={toUsers}
          onInput={setToUsers}
        />
      )}
      <p class="small">
        {rich('deploy.advanced', { a: (chunks) => <Link href="/setup/advanced">{chunks}</Link> })}
      </p>
      {complete.failure && (
        <FailureBanner failure={complete.failure} title={t('deploy.notCompleted')} focus />
      )}
      <div class="form-foot">
        <ButtonLink href={around(overview, 'deployment').back}>{t('form.back')}</ButtonLink>
        {onboarding.completed ? (
          <ButtonLink look="primary" href="/">
            {t('nowhere.home')}
          </ButtonLink>
        ) : (
          <Button
            look="primary"
            busy={complete.busy}
            busyWord={t('deploy.busy')}
            disabled={!mayChange}
            onClick={() => void complete.run()}
          >
            {t('deploy.do')}
          </Button>
        )}
      </div>
    </>
  );
}
