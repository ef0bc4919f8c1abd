import { useState } from 'preact/hooks';
import type { Me, Signpost } from '../../../src/contract/local-api.ts';
import {
  Button,
  ButtonLink,
  ErrorSummary,
  type FieldErrors,
  Form,
  Head,
  Link,
  splitFailure,
  TextField,
  toast,
  useDoing,
  useDraft,
  useLoad,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { Refusal } from '../parts/locked.tsx';
import { OuterPage } from '../parts/outer-page.tsx';
import { SetupCodeHelp } from '../parts/setup-code-help.tsx';
import { normaliseSetupCode, SETUP_CODE_LENGTH } from '../setup-code.ts';
import { rich, t } from '../words.ts';

const SECRET = ['setupCode', 'password'];
const IDS = ['setupCode', 'name', 'password'];
const PASSWORD_MIN = 12;

const labels = () => ({
  setupCode: t('admin.code'),
  name: t('admin.name'),
  password: t('admin.password'),
});

function check(code: string, name: string, password: string): FieldErrors {
  const errors: Record<string, string> = {};
  const typed = normaliseSetupCode(code).length;
  if (typed === 0) errors.setupCode = t('admin.codeNeeded');
  else if (typed !== SETUP_CODE_LENGTH)
    errors.setupCode = t('admin.codeLength', { n: typed, of: SETUP_CODE_LENGTH });
  if (!name.trim()) errors.name = t('admin.nameNeeded');
  if (password.length < PASSWORD_MIN)
    errors.password = t('admin.passwordShort', { n: password.length, least: PASSWORD_MIN });
  return errors;
}

/** The set-up code makes the first local administrator; no default password exists. */
export function FirstAdminPage({ onMe }: { onMe: (me: Me) => void }) {
  useTitle(t('admin.title'), t('brand'));
  const { data: post } = useLoad('/api/signpost', (_, signal) => gateway.signpost(signal));
  return post?.linked ? <CodeWasUsed post={post} /> : <FirstAdminForm onMe={onMe} />;
}

/** A gateway that was linked has no set-up code any more. */
function CodeWasUsed({ post: { consoleUrl } }: { post: Signpost }) {
  return (
    <OuterPage>
      <Head
        sentences={[t('admin.linked')]}
        lead={rich('admin.linkedText', { code: (chunks) => <code>{chunks}</code> })}
      />
      {consoleUrl && (
        <p>
          <ButtonLink look="primary" icon="cloud" href={consoleUrl} external>
            {t('onward.console')}
          </ButtonLink>
        </p>
      )}
    </OuterPage>
  );
}

function FirstAdminForm({ onMe }: { onMe: (me: Me) => void }) {
  const label = labels();
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
    toast(t('admin.done', { name: me.name ?? t('admin.unnamed') }));
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
    <OuterPage>
      <Head sentences={[t('admin.none'), t('admin.make')]} lead={t('admin.lead')} />
      <div class="split link-split">
        <div class="section">
          {Object.keys(errors).length > 0 && <ErrorSummary errors={errors} labels={label} />}
          {refused.rest && <Refusal failure={refused.rest} />}
          <Form onSubmit={submit}>
            <TextField
              id="setupCode"
              label={label.setupCode}
              help={t('admin.codeHelp')}
              width="code"
              code
              placeholder="XXXX-XXXX-XXXX"
              value={text('setupCode')}
              error={errors.setupCode}
              onInput={(value) => draft.set('setupCode', value)}
            />
            <TextField
              id="name"
              label={label.name}
              help={t('admin.nameHelp')}
              width="m"
              autocomplete="username"
              value={text('name')}
              error={errors.name}
              onInput={(value) => draft.set('name', value)}
            />
            <TextField
              id="password"
              label={label.password}
              help={t('admin.passwordHelp', { least: PASSWORD_MIN })}
              type="password"
              width="m"
              autocomplete="new-password"
              value={text('password')}
              error={errors.password}
              onInput={(value) => draft.set('password', value)}
            />
            <div class="form-foot">
              <Button type="submit" look="primary" busy={create.busy} busyWord={t('admin.busy')}>
                {t('admin.do')}
              </Button>
              <p class="help full">
                {rich('admin.instead', { a: (chunks) => <Link href="/about">{chunks}</Link> })}
              </p>
            </div>
          </Form>
        </div>
        <aside class="panel" aria-labelledby="where">
          <h2 id="where">{t('code.where')}</h2>
          <SetupCodeHelp stacked />
        </aside>
      </div>
    </OuterPage>
  );
}
