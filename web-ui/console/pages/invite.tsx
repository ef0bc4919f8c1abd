import { useEffect, useState } from 'preact/hooks';
import type { ConsoleMe, InviteView } from '../../../src/contract/console-api.ts';
import {
  accountNumber,
  Banner,
  Button,
  ButtonLink,
  ErrorSummary,
  Facts,
  FailureBanner,
  type FieldErrors,
  Form,
  Head,
  LanguageChoice,
  Loading,
  navigate,
  Solo,
  splitFailure,
  TextField,
  useDoing,
  useLoad,
  useTitle,
} from '../../shared/index.ts';
import { api, keepCsrf } from '../api.ts';
import { inviteToken, takeInviteToken } from '../invite-token.ts';
import { Caps } from '../parts/caps.tsx';

import { t } from '../words.ts';

/** Choosing the password by a one-time invitation; then one is signed in. */
export function InvitePage({ onMe }: { onMe: (me: ConsoleMe) => void }) {
  useTitle(t('invite.password'), t('brand'));
  const [token, setToken] = useState(inviteToken);
  useEffect(() => {
    // another link of an invitation, pasted over this page
    const taken = () => {
      takeInviteToken();
      setToken(inviteToken());
    };
    addEventListener('hashchange', taken);
    return () => removeEventListener('hashchange', taken);
  }, []);
  const invite = useLoad(token, (value) => api.post<InviteView>('/api/invite/look', { token: value }));
  return (
    <Solo brand={t('brand')} mark="cloud" who={<LanguageChoice />}>
      {token === undefined ? (
        <NoToken />
      ) : invite.data ? (
        <Choose token={token} invite={invite.data} onMe={onMe} />
      ) : invite.failure ? (
        <>
          <Head sentences={[t('invite.cannot')]} />
          <FailureBanner failure={invite.failure} onRetry={invite.reload} />
          <ToSignIn />
        </>
      ) : (
        <>
          <h1 class="sr">{t('invite.password')}</h1>
          <Loading>{t('invite.reading')}</Loading>
        </>
      )}
    </Solo>
  );
}

function ToSignIn() {
  return (
    <p class="row">
      <ButtonLink href="/">{t('invite.toSignIn')}</ButtonLink>
    </p>
  );
}

function NoToken() {
  return (
    <>
      <Head sentences={[t('invite.none')]} />
      <Banner>
        <p>{t('invite.noneWhy')}</p>
        <p>{t('invite.noneRemedy')}</p>
      </Banner>
      <ToSignIn />
    </>
  );
}

function Choose(props: { token: string; invite: InviteView; onMe: (me: ConsoleMe) => void }) {
  const { token, invite, onMe } = props;
  const { name, account, email, passwordMin } = invite;
  const [password, setPassword] = useState('');
  const [local, setLocal] = useState<FieldErrors>({});
  const choose = useDoing(async () => {
    const me = await keepCsrf(api.post<ConsoleMe>('/api/invite', { token, password }));
    navigate('/', { replace: true });
    onMe(me);
  });
  const refused = splitFailure(choose.failure, ['password']);
  const errors = { ...refused.errors, ...local };
  const submit = () => {
    const wrong = problemOf(password, passwordMin);
    setLocal(wrong === undefined ? {} : { password: wrong });
    return wrong === undefined ? choose.run() : choose.clear();
  };
  return (
    <>
      <Head
        sentences={[t('invite.title', { name })]}
        lead={t('invite.lead', { account: account.name, number: accountNumber(account.number) })}
      />
      {Object.keys(errors).length > 0 && (
        <ErrorSummary errors={errors} labels={{ password: t('invite.password') }} />
      )}
      {refused.rest && <FailureBanner failure={refused.rest} focus />}
      <Form onSubmit={submit}>
        <Facts rows={[[t('invite.email'), <b key="email">{email}</b>]]} />
        <input
          class="sr"
          type="email"
          name="email"
          autocomplete="username"
          readOnly
          value={email}
          tabIndex={-1}
          aria-hidden="true"
        />
        <Caps>
          <TextField
            id="password"
            name="password"
            type="password"
            label={t('invite.password')}
            help={t('invite.rule', { n: passwordMin })}
            autocomplete="new-password"
            value={password}
            error={errors.password}
            onInput={setPassword}
          />
          <p class="help" role="status">
            {password !== '' && lengthWords(password, passwordMin)}
          </p>
        </Caps>
        <div class="form-foot">
          <Button type="submit" look="primary" busy={choose.busy} busyWord={t('invite.busy')}>
            {t('invite.go')}
          </Button>
        </div>
      </Form>
    </>
  );
}

function lengthWords(password: string, min: number): string {
  return password.length < min ? t('invite.left', { n: min - password.length }) : t('invite.enough');
}

function problemOf(password: string, min: number): string | undefined {
  if (password === '') return t('invite.missing');
  return password.length < min ? t('invite.short', { have: password.length, n: min }) : undefined;
}
