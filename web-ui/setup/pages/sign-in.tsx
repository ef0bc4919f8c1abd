import { useState } from 'preact/hooks';
import type { Me } from '../../../src/contract/local-api.ts';
import {
  Button,
  ErrorSummary,
  type FieldErrors,
  Form,
  Head,
  Link,
  splitFailure,
  TextField,
  useDoing,
  useDraft,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { Refusal } from '../parts/locked.tsx';
import { OuterPage } from '../parts/outer-page.tsx';
import { rich, t } from '../words.ts';

const SECRET = ['password'];

/** Sign-in of a local administrator. The page that was asked for opens afterwards. */
export function SignInPage({ onMe }: { onMe: (me: Me) => void }) {
  useTitle(t('signIn.title'), t('brand'));
  const labels = { name: t('signIn.name'), password: t('signIn.password') };
  const draft = useDraft('sign-in', { name: '', password: '' }, SECRET);
  const [local, setLocal] = useState<FieldErrors>({});
  const signIn = useDoing(async (body: { name: string; password: string }) => {
    const me = await gateway.signIn(body);
    draft.clear();
    onMe(me);
  });
  const refused = splitFailure(signIn.failure, ['name', 'password']);
  const errors = { ...refused.errors, ...local };
  const text = (key: string) => String(draft.values[key] ?? '');

  const submit = () => {
    const wrong = {
      ...(text('name').trim() ? {} : { name: t('signIn.nameNeeded') }),
      ...(text('password') ? {} : { password: t('signIn.passwordNeeded') }),
    };
    setLocal(wrong);
    if (Object.keys(wrong).length > 0) return signIn.clear();
    return signIn.run({ name: text('name').trim(), password: text('password') });
  };

  return (
    <OuterPage>
      <Head sentences={[t('signIn.head')]} lead={t('signIn.lead')} />
      {Object.keys(errors).length > 0 && <ErrorSummary errors={errors} labels={labels} />}
      {refused.rest && <Refusal failure={refused.rest} />}
      <Form onSubmit={submit}>
        <TextField
          id="name"
          label={labels.name}
          width="m"
          autocomplete="username"
          value={text('name')}
          error={errors.name}
          onInput={(value) => draft.set('name', value)}
        />
        <TextField
          id="password"
          label={labels.password}
          type="password"
          width="m"
          autocomplete="current-password"
          value={text('password')}
          error={errors.password}
          onInput={(value) => draft.set('password', value)}
        />
        <div class="form-foot">
          <Button type="submit" look="primary" busy={signIn.busy} busyWord={t('signIn.busy')}>
            {t('signIn.do')}
          </Button>
          <p class="help full">
            {rich('signIn.forgotten', { a: (chunks) => <Link href="/about">{chunks}</Link> })}
          </p>
        </div>
      </Form>
    </OuterPage>
  );
}
