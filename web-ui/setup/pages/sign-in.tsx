import { useState } from 'preact/hooks';
import type { Me } from '../../../src/contract/local-api.ts';
import {
  Button,
  ErrorSummary,
  FailureBanner,
  type FieldErrors,
  Form,
  Head,
  Link,
  Solo,
  splitFailure,
  TextField,
  useDoing,
  useDraft,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';

const SECRET = ['password'];
const LABELS = { name: 'Name', password: 'Password' };

/** Sign-in of a local administrator. The page that was asked for opens afterwards. */
export function SignInPage({ onMe }: { onMe: (me: Me) => void }) {
  useTitle('Sign in', 'CloudLink gateway');
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
      ...(text('name').trim() ? {} : { name: 'Enter your name. It is the one chosen at set-up.' }),
      ...(text('password') ? {} : { password: 'Enter your password.' }),
    };
    setLocal(wrong);
    if (Object.keys(wrong).length > 0) return signIn.clear();
    return signIn.run({ name: text('name').trim(), password: text('password') });
  };

  return (
    <Solo brand="CloudLink gateway">
      <Head
        sentences={['Sign in to this gateway.']}
        lead="With the name and password of a local administrator. From the cloud no second sign-in is needed: use Launch there."
      />
      {Object.keys(errors).length > 0 && <ErrorSummary errors={errors} labels={LABELS} />}
      {refused.rest && <FailureBanner failure={refused.rest} focus />}
      <Form onSubmit={submit}>
        <TextField
          id="name"
          label="Name"
          width="m"
          autocomplete="username"
          value={text('name')}
          error={errors.name}
          onInput={(value) => draft.set('name', value)}
        />
        <TextField
          id="password"
          label="Password"
          type="password"
          width="m"
          autocomplete="current-password"
          value={text('password')}
          error={errors.password}
          onInput={(value) => draft.set('password', value)}
        />
        <div class="form-foot">
          <Button type="submit" look="primary" busy={signIn.busy} busyWord="Signing in…">
            Sign in
          </Button>
          <p class="help full">
            Password forgotten? Sign in to the cloud and press Launch beside this gateway; no password is
            needed then. <Link href="/about">About this gateway</Link>
          </p>
        </div>
      </Form>
    </Solo>
  );
}
