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
  language,
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
  useLoad,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { ChecklistPanel } from '../parts/checklist-panel.tsx';
import { isTooLong, tooLong } from '../parts/lengths.ts';
import { TestSteps } from '../parts/test-steps.tsx';
import { Together } from '../parts/together.tsx';
import { useSharedDraft } from '../shared-draft.ts';
import { around, type StepName, stepOf } from '../steps.ts';
import { t } from '../words.ts';

const NAME = 'pbx-name';
const NAME_MOST = 128;
const NO_TYPES: PbxTypes['types'] = [];

export function PbxPage() {
  const { overview } = useInside();
  useTitle(t('pbx.title'), t('brand'));
  return (
    <>
      <Head sentences={[t('pbx.title')]} lead={`${stepOf(overview, 'pbx')} ${t('pbx.lead')}`} />
      <PbxLinkForm
        step="pbx"
        onSaved={() => {
          toast(t('pbx.saved'));
          navigate(around(overview, 'pbx').next);
        }}
      />
    </>
  );
}

export type PbxLinkFormProps = {
  readonly step: StepName;
  /** Word of the button that saves; default `Next`. */
  readonly word?: string;
  readonly onSaved: () => void;
};

/** The form once everything that it needs is read. */
export function PbxLinkForm(props: PbxLinkFormProps) {
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
      {!ready && failure && <FailureBanner failure={failure} onRetry={reload} />}
      {!ready && !failure && <Loading>{t('pbx.reading')}</Loading>}
      {ready && (
        <PbxForm
          {...props}
          types={types.data?.types ?? NO_TYPES}
          saved={link.data ?? null}
          onStale={link.reload}
        />
      )}
    </>
  );
}

type FormProps = PbxLinkFormProps & {
  readonly types: PbxTypes['types'];
  readonly saved: PbxLink | null;
  readonly onStale: () => void;
};

/** Both drafts of the form: which type, and that type's settings. */
function useLink({ types, saved }: FormProps) {
  const version = saved ? (saved.saved?.version ?? 0) : 'none';
  const usual = types.find((one) => one.proposed) ?? types[0];
  const choice = useSharedDraft('pbx-type', { values: { type: saved?.type ?? usual?.type ?? '' }, version });
  const type = String(choice.values.type);
  const chosen = types.find((one) => one.type === type);
  const settings = useMemo(() => settingsOf(chosen?.schema), [chosen, language()]);
  const secrets = useMemo(() => secretsOf(settings), [settings]);
  const same = saved?.type === type ? saved : undefined;
  const values = { ...(same ? same.values : chosen?.proposed), [NAME]: same?.name ?? '' };
  const draft = useSharedDraft(`pbx.${type}`, { values, version }, secrets);
  return { choice, type, chosen, settings, secrets, same, values, draft };
}

function PbxForm(props: FormProps) {
  const { types, saved, step, word = t('form.next'), onSaved, onStale } = props;
  const { overview, refresh, mayChange, remote } = useInside();
  const { choice, type, chosen, settings, secrets, same, values, draft } = useLink(props);
  const [local, setLocal] = useState<FieldErrors>({});
  const [result, setResult] = useState<PbxTestResult>();
  const stored = same?.secretsSet ?? [];
  const name = String(draft.values[NAME] ?? '');

  const input = (): PbxLinkInput => ({ type, name: name.trim(), values: toWire(settings, draft.values) });
  const test = useDoing(async () => setResult(await gateway.testPbx(input())));
  const save = useDoing(async () => {
    await gateway.savePbx(input(), draft.known).catch((thrown: unknown) => {
      onStale();
      throw thrown;
    });
    draft.clear();
    choice.clear();
    refresh();
    onSaved();
  });

  const ids = [NAME, ...settings.map((s) => s.key)];
  const refused = splitFailure(withNameField(save.failure ?? test.failure), ids);
  const errors: FieldErrors = { ...refused.errors, ...local };
  const labels: Record<string, string> = Object.fromEntries([
    [NAME, t('pbx.name')],
    ...settings.map((s) => [s.key, s.label]),
  ]);
  const shownLabels = Object.fromEntries(Object.entries(labels).filter(([key]) => !secrets.includes(key)));
  const ifRight = (work: () => unknown) => () => {
    const wrong = {
      ...(name.trim() ? {} : { [NAME]: t('pbx.nameNeeded') }),
      ...(isTooLong(name.trim(), NAME_MOST) ? { [NAME]: tooLong(name.trim(), NAME_MOST) } : {}),
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
        <Together draft={draft} saved={{ values, by: saved?.saved }} labels={shownLabels} />
        {Object.keys(errors).length > 0 && <ErrorSummary errors={errors} labels={labels} />}
        {refused.rest && !draft.overtaken && (
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
          {!same && chosen?.proposed && <p class="help">{t('pbx.proposed')}</p>}
          <TextField
            id={NAME}
            label={t('pbx.name')}
            help={t('pbx.nameHelp')}
            value={name}
            error={errors[NAME]}
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
            <ButtonLink href={around(overview, step).back}>{t('form.back')}</ButtonLink>
            <Button
              type="submit"
              look="primary"
              busy={save.busy}
              busyWord={t('form.saving')}
              disabled={!mayChange || draft.overtaken}
            >
              {word}
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
