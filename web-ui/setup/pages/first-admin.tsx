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
  toast,
  useDoing,
  useDraft,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { SetupCodeHelp } from '../parts/setup-code-help.tsx';
import { normaliseSetupCode, SETUP_CODE_LENGTH } from '../setup-code.ts';

const SECRET = ['setupCode', 'password'];
const IDS = ['setupCode', 'name', 'password'];
const LABELS = { setupCode: 'Set-up code', name: 'Your name', password: 'Password' };
const PASSWORD_MIN = 12;

function check(code: string, name: string, password: string): FieldErrors {
  const errors: Record<string, string> = {};
  const typed = normaliseSetupCode(code).length;
  if (typed === 0) errors.setupCode = 'Enter the set-up code. It is on the label or the console.';
  else if (typed !== SETUP_CODE_LENGTH)
    errors.setupCode = `This has ${typed} characters. A set-up code has ${SETUP_CODE_LENGTH}, in three groups of four.`;
  if (!name.trim()) errors.name = 'Enter a name. You sign in with it, and it stands in the logs.';
  if (password.length < PASSWORD_MIN)
    errors.password = `This password has ${password.length} characters. It needs at least ${PASSWORD_MIN}.`;
  return errors;
}

/** The set-up code makes the first local administrator; no default password exists. */
export function FirstAdminPage({ onMe }: { onMe: (me: Me) => void }) {
  useTitle('First administrator', 'CloudLink gateway');
  const draft = useDraft('first-admin', { setupCode: '', name: '', password: '' }, SECRET);
  const [local, setLocal] = useState<FieldErrors>({});
  const text = (key: string) => String(draft.values[key] ?? '');
  const create = useDoing(async () => {
    const me = await gateway.firstAdmin({
      setupCode: text('setupCode').trim(),
      name: text('name').trim(),
      password: text('password'),
    });
    draft.clear();
    toast(`${me.name ?? 'The administrator'} can sign in here from now on.`);
    onMe(me);
  });
  const refused = splitFailure(create.failure, IDS);
  const errors = { ...refused.errors, ...local };
  const submit = () => {
    const wrong = check(text('setupCode'), text('name'), text('password'));
    setLocal(wrong);
    return Object.keys(wrong).length > 0 ? create.clear() : create.run();
  };

  return (
    <Solo brand="CloudLink gateway">
      <Head
        sentences={['Nobody administers this gateway yet.', 'Make the first administrator.']}
        lead="The set-up code shows that you are with the gateway. It works once."
      />
      <div class="split link-split">
        <div class="section">
          {Object.keys(errors).length > 0 && <ErrorSummary errors={errors} labels={LABELS} />}
          {refused.rest && <FailureBanner failure={refused.rest} focus />}
          <Form onSubmit={submit}>
            <TextField
              id="setupCode"
              label={LABELS.setupCode}
              help="Twelve letters and digits. Dashes, spaces and small letters do not matter."
              width="code"
              code
              placeholder="XXXX-XXXX-XXXX"
              value={text('setupCode')}
              error={errors.setupCode}
              onInput={(value) => draft.set('setupCode', value)}
            />
            <TextField
              id="name"
              label={LABELS.name}
              help="You sign in with it. It stands in this gateway’s logs beside what you do."
              width="m"
              autocomplete="username"
              value={text('name')}
              error={errors.name}
              onInput={(value) => draft.set('name', value)}
            />
            <TextField
              id="password"
              label={LABELS.password}
              help="At least 12 characters, of any kind. Four random words are good. There are no other rules."
              type="password"
              width="m"
              autocomplete="new-password"
              value={text('password')}
              error={errors.password}
              onInput={(value) => draft.set('password', value)}
            />
            <div class="form-foot">
              <Button type="submit" look="primary" busy={create.busy} busyWord="Checking the code…">
                Make administrator
              </Button>
              <p class="help full">
                With a way to the Internet, <Link href="/about">link the gateway to an account</Link> instead:
                no password is needed then.
              </p>
            </div>
          </Form>
        </div>
        <aside class="panel" aria-labelledby="where">
          <h2 id="where">Where the set-up code is</h2>
          <SetupCodeHelp stacked />
        </aside>
      </div>
    </Solo>
  );
}
