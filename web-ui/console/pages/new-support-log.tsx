/** A support log that is made by hand (row C7). */
import { useState } from 'preact/hooks';
import {
  SUPPORT_PRODUCTS,
  type SupportLogDetail,
  type SupportLogInput,
  type SupportProduct,
} from '../../../src/contract/support-logs.ts';
import {
  ErrorSummary,
  FailureBanner,
  Field,
  type FieldErrors,
  Form,
  Head,
  Link,
  navigate,
  SelectField,
  splitFailure,
  TextField,
  useDoing,
  useDraft,
  useTitle,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { useInside } from '../inside.ts';
import { ChooseAccount } from '../parts/account-picker.tsx';
import { FormFoot } from '../parts/form-foot.tsx';
import { Crumbs } from '../parts/list-page.tsx';
import { t } from '../words.ts';
import { productWord } from './support-logs.tsx';

const SAVED = { title: '', product: '', description: '' };
const FIELDS = ['title', 'product', 'description'] as const;

export function NewSupportLogPage() {
  useTitle(t('sl.add'), t('brand'));
  const { account } = useInside();
  return account === undefined ? <ChooseAccount what={t('sl.what')} /> : <NewSupportLog account={account} />;
}

function NewSupportLog({ account }: { account: string }) {
  const { href } = useInside();
  const draft = useDraft('new-support-log', SAVED);
  const [local, setLocal] = useState<FieldErrors>({});
  const value = (key: (typeof FIELDS)[number]) => String(draft.values[key] ?? '');
  const save = useDoing(async () => {
    const input: SupportLogInput = {
      account,
      title: value('title').trim(),
      product: value('product') as SupportProduct,
      description: value('description').trim(),
    };
    const log = await api.post<SupportLogDetail>('/api/support-logs', input);
    draft.clear();
    navigate(href(`/support-logs/${log.id}`));
  });
  const { errors: refused, rest } = splitFailure(save.failure, FIELDS);
  const errors: FieldErrors = { ...refused, ...local };
  const submit = () => {
    const wrong = {
      ...(value('title').trim() === '' ? { title: t('sl.titleMissing') } : {}),
      ...(value('product') === '' ? { product: t('sl.productMissing') } : {}),
    };
    setLocal(wrong);
    return Object.keys(wrong).length === 0 ? save.run() : save.clear();
  };
  const labels = {
    title: t('sl.col.title'),
    product: t('sl.col.product'),
    description: t('sl.description'),
  };
  return (
    <>
      <Head
        above={
          <Crumbs
            parts={[
              t('nav.support'),
              <Link key="list" href={href('/support-logs')}>
                {t('nav.supportLogs')}
              </Link>,
            ]}
          />
        }
        sentences={[t('sl.new')]}
        lead={t('sl.newLead')}
      />
      {Object.keys(errors).length > 0 && <ErrorSummary errors={errors} labels={labels} />}
      {rest && <FailureBanner failure={rest} focus />}
      <Form onSubmit={submit} label={t('sl.new')}>
        <TextField
          id="title"
          label={labels.title}
          help={t('sl.titleHelp')}
          maxLength={200}
          value={value('title')}
          error={errors.title}
          onInput={(text) => draft.set('title', text)}
        />
        <SelectField
          id="product"
          label={labels.product}
          empty={t('sl.choose')}
          options={SUPPORT_PRODUCTS.map((product) => ({ value: product, title: productWord(product) }))}
          value={value('product')}
          error={errors.product}
          onInput={(product) => draft.set('product', product)}
        />
        <Field
          id="description"
          label={labels.description}
          help={t('sl.descriptionHelp')}
          optional
          error={errors.description}
        >
          {(control) => (
            <textarea
              {...control}
              class="input"
              rows={8}
              maxLength={10_000}
              value={value('description')}
              onInput={(event) => draft.set('description', event.currentTarget.value)}
            />
          )}
        </Field>
        <FormFoot
          send={t('sl.create')}
          busy={save.busy}
          busyWord={t('sl.saving')}
          cancel={t('sl.cancel')}
          back={href('/support-logs')}
        />
      </Form>
    </>
  );
}
