import { useState } from 'preact/hooks';
import type { ConsoleMe } from '../../../src/contract/console-api.ts';
import {
  Age,
  Banner,
  Button,
  clockTime,
  ErrorSummary,
  type Failure,
  FailureBanner,
  type FieldErrors,
  Form,
  Head,
  LanguageChoice,
  now,
  Solo,
  splitFailure,
  TextField,
  useDoing,
  useDraft,
  useRoute,
  useTicking,
  useTitle,
} from '../../shared/index.ts';
import { api, keepCsrf } from '../api.ts';
import { Caps } from '../parts/caps.tsx';
import { rich, t } from '../words.ts';

const SECRET = ['password'];

/** Sign-in of an administrator. The page that was asked for opens afterwards. */
export function SignInPage({ onMe }: { onMe: (me: ConsoleMe) => void }) {
  useTitle(t('signIn.go'), t('brand'));
  const { path } = useRoute();
  const draft = useDraft('sign-in', { email: '', password: '' }, SECRET);
  const [local, setLocal] = useState<FieldErrors>({});
  const signIn = useDoing(async (body: { email: string; password: string }) => {
    const me = await keepCsrf(api.post<ConsoleMe>('/api/session', body));
    draft.clear();
    onMe(me);
  });
  const refused = splitFailure(signIn.failure, ['email', 'password']);
  const errors = { ...refused.errors, ...local };
  const text = (key: string) => String(draft.values[key] ?? '');

  const submit = (data: FormData) => {
    // a password manager may have filled the fields without the page noticing
    const email = String(data.get('email') ?? '').trim();
    const password = String(data.get('password') ?? '');
    const wrong = {
      ...(email ? {} : { email: t('signIn.email.missing') }),
      ...(password ? {} : { password: t('signIn.password.missing') }),
    };
    setLocal(wrong);
    if (Object.keys(wrong).length > 0) return signIn.clear();
    return signIn.run({ email, password });
  };

  return (
    <Solo brand={t('brand')} mark="cloud" who={<LanguageChoice />}>
      <Head sentences={[t('signIn.title')]} lead={t(path === '/link' ? 'signIn.lead.link' : 'signIn.lead')} />
      {Object.keys(errors).length > 0 && (
        <ErrorSummary errors={errors} labels={{ email: t('signIn.email'), password: t('signIn.password') }} />
      )}
      {refused.rest && <Refusal failure={refused.rest} />}
      <Form onSubmit={submit}>
        <TextField
          id="email"
          name="email"
          label={t('signIn.email')}
          type="email"
          autocomplete="username"
          value={text('email')}
          error={errors.email}
          onInput={(value) => draft.set('email', value)}
        />
        <Caps>
          <TextField
            id="password"
            name="password"
            label={t('signIn.password')}
            type="password"
            autocomplete="current-password"
            value={text('password')}
            error={errors.password}
            onInput={(value) => draft.set('password', value)}
          />
        </Caps>
        <div class="form-foot">
          <Button type="submit" look="primary" busy={signIn.busy} busyWord={t('signIn.busy')}>
            {t('signIn.go')}
          </Button>
          <p class="help full">{t('signIn.help')}</p>
        </div>
      </Form>
    </Solo>
  );
}

function Refusal({ failure }: { failure: Failure }) {
  if (failure.code === 'RATE_LIMITED' && failure.retryAt !== undefined)
    return <Locked until={failure.retryAt} />;
  return <FailureBanner failure={failure} focus />;
}

/** Until when signing in is locked; ticks, and says when it is over. */
function Locked({ until }: { until: number }) {
  const over = useTicking((time) => time >= until);
  if (over)
    return (
      <Banner kind="info" role="status">
        <p>{t('signIn.over')}</p>
      </Banner>
    );
  return (
    <Banner kind="warn" role="alert" title={t('signIn.locked', { time: clockTime(until, now()) })}>
      <p>{rich('signIn.lockedWhy', { age: () => <Age at={until} form="in" /> })}</p>
      <p>{t('signIn.lockedRemedy')}</p>
    </Banner>
  );
}
