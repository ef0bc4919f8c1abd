/** Deployment e-mails from the users list (row A7; S3:651-687): who gets one and who not, before it is sent. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import {
  type DeploymentAnswer,
  type DeploymentOrder,
  type DeploymentProgress,
  MAIL_LANGUAGES,
  type MailLanguage,
  SKIP_REASONS,
} from '../../../src/contract/deployment.ts';
import {
  Banner,
  Button,
  ConfirmDialog,
  Dialog,
  FailureBanner,
  LANGUAGES,
  type Loaded,
  SelectField,
  said,
  toast,
  useLoad,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { pbxTitle } from '../pbx-title.ts';
import { rich, t } from '../words.ts';
import { namesWords } from './list-words.ts';

const PATH = '/api/users/deployment';
/** So many are named; the others are counted. */
const NAMED = 5;
const bold = { b: (words: ComponentChildren) => <b>{words}</b> };

export type DeployUsersProps = {
  readonly open: boolean;
  readonly account: string;
  /** Ids of the ticked users; none: everybody of the account is meant. */
  readonly ticked: readonly string[];
  readonly progress: Loaded<DeploymentProgress>;
  readonly onClose: () => void;
  readonly onSent: () => void;
};

/** The question before sending. */
export function DeployUsers(props: DeployUsersProps) {
  const { open, progress, onClose } = props;
  if (!open) return null;
  if (progress.data) return <Open {...props} state={progress.data} />;
  return (
    <Dialog open title={t('deploy.title')} onClose={onClose}>
      {progress.failure && <FailureBanner failure={progress.failure} level={3} onRetry={progress.reload} />}
      <div class="row end">
        <Button onClick={onClose}>{t('typed.cancel')}</Button>
      </div>
    </Dialog>
  );
}

function Open(props: DeployUsersProps & { state: DeploymentProgress }) {
  const { account, ticked, state, onClose, onSent } = props;
  const [language, setLanguage] = useState<MailLanguage>(state.language);
  const [pbxType, setPbxType] = useState<string>();
  const whom: DeploymentOrder = {
    account,
    ...(ticked.length > 0 ? { userIds: [...ticked] } : { all: true }),
  };
  const plan = useLoad(JSON.stringify(whom), () =>
    api.post<DeploymentAnswer>(PATH, { ...whom, dryRun: true }),
  );
  const types = Object.entries(plan.data?.pbxTypes ?? {});
  const n = pbxType === undefined ? plan.data?.queued : plan.data?.pbxTypes[pbxType];
  const send = async () => {
    const order = { ...whom, language, ...(pbxType === undefined ? {} : { pbxType }) };
    const { queued } = await api.post<DeploymentAnswer>(PATH, order);
    toast(t('deploy.queued', { n: queued }));
    onSent();
  };
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('deploy.title')}
      yes={t('deploy.yes', { n: n ?? 0 })}
      ready={state.unavailable === undefined && (n ?? 0) > 0}
      onYes={send}
    >
      {state.unavailable && <Unavailable fault={state.unavailable} />}
      {plan.failure && <FailureBanner failure={plan.failure} level={3} onRetry={plan.reload} />}
      <div class="stack" role="status">
        {plan.data ? <Plan plan={plan.data} n={n ?? 0} /> : <p>{t('deploy.counting')}</p>}
      </div>
      {types.length > 1 && (
        <SelectField
          id="deploy-pbx"
          label={t('deploy.pbx')}
          value={pbxType ?? 'all'}
          options={[
            { value: 'all', title: t('deploy.pbxAll', { n: plan.data?.queued ?? 0 }) },
            ...types.map(([type, users]) => ({ value: `=${type}`, title: pbxWords(type, users) })),
          ]}
          onInput={(value) => setPbxType(value === 'all' ? undefined : value.slice(1))}
        />
      )}
      <SelectField
        id="deploy-language"
        label={t('deploy.language')}
        help={t('deploy.languageHelp')}
        value={language}
        options={MAIL_LANGUAGES.map((tag) => ({ value: tag, title: LANGUAGES[tag] }))}
        onInput={(value) => setLanguage(value as MailLanguage)}
      />
      <p>{t('deploy.noPassword')}</p>
    </ConfirmDialog>
  );
}

const pbxWords = (type: string, n: number) =>
  t('deploy.pbxOf', { name: type === '' ? t('deploy.pbxUnknown') : pbxTitle(type), n });

function Unavailable({ fault }: { fault: NonNullable<DeploymentProgress['unavailable']> }) {
  return (
    <Banner kind="warn" level={3} title={said(fault.sentence)}>
      <p>{said(fault.remedy)}</p>
      <p class="quiet">
        <code>{fault.code}</code>
      </p>
    </Banner>
  );
}

function Plan({ plan, n }: { plan: DeploymentAnswer; n: number }) {
  const none = SKIP_REASONS.filter((reason) => (plan.reasons[reason] ?? 0) > 0);
  return (
    <>
      <p>{rich('deploy.goes', { ...bold, n })}</p>
      {none.length > 0 && (
        <>
          <p>{t('deploy.none')}</p>
          <ul class="prose-list">
            {none.map((reason) => (
              <li key={reason}>{reasonWords(plan, reason)}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** `Has no e-mail address: Ann, Bea and 3 others.` */
function reasonWords({ skipped, reasons }: DeploymentAnswer, reason: (typeof SKIP_REASONS)[number]) {
  const named = skipped.filter((user) => user.reason === reason).slice(0, NAMED);
  const rest = (reasons[reason] ?? 0) - named.length;
  const others = rest > 0 ? [t('deploy.others', { n: rest })] : [];
  const why = t(`deploy.reason.${reason}`);
  return rich('deploy.reason', {
    ...bold,
    why,
    names: namesWords([...named.map(({ name }) => name), ...others]),
  });
}

/** How far the sending is, and what could not be sent; nothing where nothing is to be said. */
export function DeployProgress({ progress, fresh }: { progress: DeploymentProgress; fresh: boolean }) {
  const { waiting, sent, failed, failures, waitingBecause } = progress;
  if (waiting === 0 && failed === 0 && !(fresh && sent > 0)) return null;
  const total = waiting + sent + failed;
  const kind = failed > 0 ? 'warn' : waiting > 0 ? 'info' : 'ok';
  return (
    <Banner kind={kind} role="status" title={t('deploy.sending', { sent, total })}>
      {waiting > 0 && <progress max={total} value={sent + failed} aria-label={t('deploy.bar')} />}
      {waitingBecause !== undefined && <p>{t('deploy.again', { answer: waitingBecause })}</p>}
      {failed > 0 && <p>{t('deploy.failed', { n: failed })}</p>}
      {failures.length > 0 && (
        <ul class="prose-list small">
          {failures.map(({ userId, name, address, sentence }) => (
            <li key={userId} class="wrap-anywhere">
              {t('deploy.failure', { name, address, answer: sentence })}
            </li>
          ))}
        </ul>
      )}
    </Banner>
  );
}
