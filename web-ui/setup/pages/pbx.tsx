/** Set-up, step 2: which PBX the gateway reads users from (row A5). The form comes from the connector's schema. */
import { useMemo, useState } from 'preact/hooks';
import type { PbxLink, PbxLinkInput, PbxTestResult, PbxTypes } from '../../../src/contract/local-api.ts';
import {
  Banner,
  Button,
  ButtonLink,
  checkSettings,
  ErrorSummary,
  FailureBanner,
  type FieldErrors,
  Form,
  Head,
  Loading,
  navigate,
  Said,
  SchemaFields,
  SelectField,
  said,
  secretsOf,
  settingsOf,
  splitFailure,
  TextField,
  toast,
  toWire,
  useDoing,
  useDraft,
  useLoad,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { ChecklistPanel } from '../parts/checklist-panel.tsx';
import { TestSteps } from '../parts/test-steps.tsx';
import { t } from '../words.ts';

const NAME = 'pbx-name';
const NO_TYPES: PbxTypes['types'] = [];

export function PbxPage() {
  useTitle(t('pbx.title'), t('brand'));
  const types = useLoad('/api/pbx/types', (_, signal) => gateway.pbxTypes(signal));
  const link = useLoad('/api/pbx', (_, signal) => gateway.pbx(signal));
  const failure = types.failure ?? link.failure;
  const reload = () => {
    types.reload();
    link.reload();
  };
  const ready = types.data !== undefined && link.data !== undefined;
  return (
    <>
      <Head sentences={[t('pbx.title')]} lead={t('pbx.lead')} />
      {!ready && failure && <FailureBanner failure={failure} onRetry={reload} />}
      {!ready && !failure && <Loading>{t('pbx.reading')}</Loading>}
      {ready && <PbxForm types={types.data?.types ?? NO_TYPES} saved={link.data ?? null} />}
    </>
  );
}

type FormProps = { readonly types: PbxTypes['types']; readonly saved: PbxLink | null };

function PbxForm({ types, saved }: FormProps) {
  const { refresh, mayChange, remote } = useInside();
  const choice = useDraft('pbx-type', { type: saved?.type ?? types[0]?.type ?? '' });
  const type = String(choice.values.type);
  const chosen = types.find((one) => one.type === type);
  const settings = useMemo(() => settingsOf(chosen?.schema), [chosen]);
  const secrets = useMemo(() => secretsOf(settings), [settings]);
  const same = saved?.type === type ? saved : undefined;
  const draft = useDraft(`pbx:${type}`, { ...same?.values, [NAME]: same?.name ?? '' }, secrets);
  const [local, setLocal] = useState<FieldErrors>({});
  const [result, setResult] = useState<PbxTestResult>();
  const stored = same?.secretsSet ?? [];
  const name = String(draft.values[NAME] ?? '');

  const input = (): PbxLinkInput => ({ type, name: name.trim(), values: toWire(settings, draft.values) });
  const test = useDoing(async () => setResult(await gateway.testPbx(input())));
  const save = useDoing(async () => {
    await gateway.savePbx(input());
    draft.clear();
    choice.clear();
    toast(t('pbx.saved'));
    refresh();
    navigate('/setup/connect');
  });

  const ids = [NAME, ...settings.map((s) => s.key)];
  const refused = splitFailure(withNameField(save.failure ?? test.failure), ids);
  const errors: FieldErrors = { ...refused.errors, ...local };
  const labels = Object.fromEntries([[NAME, t('pbx.name')], ...settings.map((s) => [s.key, s.label])]);
  const ifRight = (work: () => unknown) => () => {
    const wrong = {
      ...(name.trim() ? {} : { [NAME]: t('pbx.nameNeeded') }),
      ...checkSettings(settings, draft.values, stored),
    };
    setLocal(wrong);
    save.clear();
    test.clear();
    return Object.keys(wrong).length > 0 ? undefined : work();
  };
  const pick = (next: string) => {
    choice.set('type', next);
    setLocal({});
    setResult(undefined);
  };

  return (
    <div class="split">
      <div class="section gap-l">
        {Object.keys(errors).length > 0 && <ErrorSummary errors={errors} labels={labels} />}
        {refused.rest && (
          <FailureBanner
            failure={refused.rest}
            title={save.failure ? t('pbx.notSaved') : t('pbx.notTested')}
            focus
          />
        )}
        <Form onSubmit={ifRight(save.run)}>
          <SelectField
            id="pbx-type"
            label={t('pbx.type')}
            value={type}
            options={types.map((one) => ({ value: one.type, title: said(one.title) }))}
            onInput={pick}
          />
          {chosen?.notice && (
            <Banner>
              <p>
                <Said text={chosen.notice} />
              </p>
            </Banner>
          )}
          {chosen?.note && (
            <p class="help">
              <Said text={chosen.note} />
            </p>
          )}
          <TextField
            id={NAME}
            label={t('pbx.name')}
            help={t('pbx.nameHelp')}
            value={name}
            error={errors[NAME]}
            maxLength={128}
            onInput={(value) => draft.set(NAME, value)}
          />
          <SchemaFields
            settings={settings}
            values={draft.values}
            errors={errors}
            stored={stored}
            onInput={draft.set}
          />
          <div class="form-foot">
            <ButtonLink href="/setup/gateway">{t('form.back')}</ButtonLink>
            <Button
              type="submit"
              look="primary"
              busy={save.busy}
              busyWord={t('form.saving')}
              disabled={!mayChange}
            >
              {t('form.next')}
            </Button>
            <Button
              busy={test.busy}
              busyWord={t('pbx.testing')}
              disabled={!mayChange || remote}
              onClick={ifRight(test.run)}
            >
              {t('pbx.test')}
            </Button>
            <p class="help full">{remote ? t('pbx.remote') : t('pbx.kept')}</p>
          </div>
        </Form>
      </div>
      <ChecklistPanel>
        <TestPanel result={result} busy={test.busy} />
      </ChecklistPanel>
    </div>
  );
}

/** The server calls the name `name`; a setting may be called so too, hence the form's own id. */
function withNameField<T extends { fields: Readonly<Record<string, string>> } | undefined>(failure: T): T {
  if (!failure?.fields.name) return failure;
  const { name, ...fields } = failure.fields;
  return { ...failure, fields: { [NAME]: name, ...fields } };
}

function TestPanel({ result, busy }: { result: PbxTestResult | undefined; busy: boolean }) {
  if (!result && !busy) return null;
  const outcome = result?.ok ? t('pbx.testOk') : t('pbx.testFailed');
  return (
    <section class="panel" aria-labelledby="test" aria-live="polite">
      <h2 id="test">{busy ? t('pbx.testing') : outcome}</h2>
      {busy && <Loading>{t('pbx.connecting')}</Loading>}
      {!busy && result && (
        <>
          {result.ok && result.users !== undefined && (
            <p class="small">{t('pbx.canRead', { n: result.users })}</p>
          )}
          <TestSteps result={result} />
        </>
      )}
    </section>
  );
}
