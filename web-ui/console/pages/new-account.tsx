/** A new customer account with its first administrator (row C1). */
import { useMemo, useState } from 'preact/hooks';
import type { AccountInput, AccountView } from '../../../src/contract/console-api.ts';
import { countries } from '../../shared/countries.ts';
import {
  accountNumber,
  Banner,
  Button,
  ButtonLink,
  type Draft,
  ErrorSummary,
  type Failure,
  FailureBanner,
  type FieldErrors,
  Form,
  Head,
  Link,
  language,
  SelectField,
  TextField,
  useDoing,
  useDraft,
  useTitle,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { FormFoot } from '../parts/form-foot.tsx';
import { Crumbs } from '../parts/list-page.tsx';
import { SecretOnce } from '../parts/secret-once.tsx';
import { t } from '../words.ts';

const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;
const SAVED = {
  name: '',
  country: '',
  street: '',
  city: '',
  province: '',
  postalCode: '',
  adminName: '',
  adminEmail: '',
  contacts: [''],
};

type Text = Exclude<keyof typeof SAVED, 'contacts'>;
type Made = { readonly account: AccountView; readonly email: string };

const contactId = (i: number) => `contact-${i}`;

function contactsOf(draft: Draft): readonly string[] {
  const { contacts } = draft.values;
  return Array.isArray(contacts) && contacts.length > 0 ? contacts.map(String) : [''];
}

const textOf = (draft: Draft, key: Text) => String(draft.values[key] ?? '').trim();

function checkContacts(contacts: readonly string[]): Record<string, string> {
  const wrong: Record<string, string> = {};
  for (const [i, contact] of contacts.entries())
    if (contact.trim() !== '' && !EMAIL.test(contact.trim())) wrong[contactId(i)] = t('new.contactWrong');
  if (contacts.every((contact) => contact.trim() === '')) wrong[contactId(0)] = t('new.contactMissing');
  return wrong;
}

function check(draft: Draft): FieldErrors {
  return {
    ...(textOf(draft, 'name') ? {} : { name: t('new.nameMissing') }),
    ...checkContacts(contactsOf(draft)),
    ...(textOf(draft, 'adminName') ? {} : { adminName: t('new.adminNameMissing') }),
    ...(EMAIL.test(textOf(draft, 'adminEmail')) ? {} : { adminEmail: t('new.adminEmailWrong') }),
  };
}

function toInput(draft: Draft): AccountInput {
  const address = Object.fromEntries(
    (['street', 'city', 'country', 'province', 'postalCode'] as const)
      .map((key) => [key, textOf(draft, key)] as const)
      .filter(([, value]) => value !== ''),
  );
  return {
    name: textOf(draft, 'name'),
    ...(Object.keys(address).length > 0 ? { address } : {}),
    supportContacts: contactsOf(draft)
      .map((c) => c.trim())
      .filter((c) => c !== ''),
    admin: { name: textOf(draft, 'adminName'), email: textOf(draft, 'adminEmail') },
  };
}

/** The server's names of fields as ids of this form; what it says of others concerns the whole. */
function refusedFields(failure: Failure | undefined): { errors: FieldErrors; rest: Failure | undefined } {
  const errors: Record<string, string> = {};
  for (const [field, sentence] of Object.entries(failure?.fields ?? {})) {
    const contact = /^supportContacts\.(\d+)$/.exec(field)?.[1];
    if (contact !== undefined) errors[contactId(Number(contact))] = t('new.contactWrong');
    if (field === 'name') errors.name = sentence;
    if (field === 'admin.name') errors.adminName = sentence;
    if (field === 'admin.email') errors.adminEmail = sentence;
  }
  const all = failure && Object.keys(failure.fields).length === Object.keys(errors).length;
  return { errors, rest: all && Object.keys(errors).length > 0 ? undefined : failure };
}

export function NewAccountPage() {
  useTitle(t('accounts.add'), t('brand'));
  const [made, setMade] = useState<Made>();
  return made ? <MadeAccount {...made} /> : <NewAccount onMade={setMade} />;
}

function NewAccount({ onMade }: { onMade: (made: Made) => void }) {
  const draft = useDraft('new-account', SAVED);
  const [local, setLocal] = useState<FieldErrors>({});
  const save = useDoing(async () => {
    const input = toInput(draft);
    const account = await api.post<AccountView>('/api/accounts', input);
    draft.clear();
    onMade({ account, email: input.admin.email });
  });
  const refused = refusedFields(save.failure);
  const errors = { ...refused.errors, ...local };
  const submit = () => {
    const wrong = check(draft);
    setLocal(wrong);
    return Object.keys(wrong).length === 0 ? save.run() : save.clear();
  };
  return (
    <>
      <Head
        above={
          <Crumbs
            parts={[
              <Link key="list" href="/accounts">
                {t('nav.accounts')}
              </Link>,
              t('accounts.add'),
            ]}
          />
        }
        sentences={[t('new.title')]}
        lead={t('new.lead')}
      />
      {Object.keys(errors).length > 0 && <ErrorSummary errors={errors} labels={labelsOf(draft)} />}
      {refused.rest && <FailureBanner failure={refused.rest} focus />}
      <Form onSubmit={submit}>
        <Customer draft={draft} errors={errors} />
        <Contacts draft={draft} errors={errors} />
        <Administrator draft={draft} errors={errors} />
        <FormFoot
          send={t('new.save')}
          busy={save.busy}
          busyWord={t('new.busy')}
          cancel={t('new.cancel')}
          back="/accounts"
        />
      </Form>
    </>
  );
}

function labelsOf(draft: Draft): Record<string, string> {
  return {
    name: t('new.name'),
    adminName: t('new.adminName'),
    adminEmail: t('new.adminEmail'),
    ...Object.fromEntries(contactsOf(draft).map((_, i) => [contactId(i), t('new.contact', { n: i + 1 })])),
  };
}

type PartProps = { readonly draft: Draft; readonly errors: FieldErrors };

function Line({
  draft,
  errors,
  field,
  label,
  optional,
  autocomplete,
  type,
  help,
  width,
}: PartProps & {
  readonly field: Text;
  readonly label: string;
  readonly optional?: boolean;
  readonly autocomplete?: string;
  readonly type?: 'email';
  readonly help?: string;
  readonly width?: 's' | 'm';
}) {
  return (
    <TextField
      id={field}
      label={label}
      help={help}
      optional={optional}
      autocomplete={autocomplete}
      type={type}
      width={width}
      maxLength={type === 'email' ? 254 : 128}
      value={String(draft.values[field] ?? '')}
      error={errors[field]}
      onInput={(value) => draft.set(field, value)}
    />
  );
}

function Customer(props: PartProps) {
  const { draft } = props;
  const list = useMemo(countries, [language()]);
  return (
    <fieldset class="group">
      <legend>{t('new.customer')}</legend>
      <Line {...props} field="name" label={t('new.name')} />
      <SelectField
        id="country"
        label={t('new.country')}
        optional
        options={list}
        empty={t('new.countryEmpty')}
        value={String(draft.values.country ?? '')}
        onInput={(value) => draft.set('country', value)}
      />
      <Line {...props} field="street" label={t('new.street')} optional />
      <Line {...props} field="city" label={t('new.city')} optional width="m" />
      <Line {...props} field="province" label={t('new.province')} optional width="m" />
      <Line {...props} field="postalCode" label={t('new.postalCode')} optional width="m" />
    </fieldset>
  );
}

function Contacts({ draft, errors }: PartProps) {
  const contacts = contactsOf(draft);
  const put = (next: readonly string[]) => draft.set('contacts', next);
  return (
    <fieldset class="group">
      <legend>{t('new.contacts')}</legend>
      <p class="help">{t('new.contactsHelp')}</p>
      {contacts.map((contact, i) => (
        <div class="with-remove" key={i}>
          <TextField
            id={contactId(i)}
            label={t('new.contact', { n: i + 1 })}
            type="email"
            maxLength={254}
            value={contact}
            error={errors[contactId(i)]}
            onInput={(value) => put(contacts.with(i, value))}
          />
          {contacts.length > 1 && (
            <Button small look="quiet" icon="x" onClick={() => put(contacts.toSpliced(i, 1))}>
              <span class="sr">{t('new.contactRemove', { n: i + 1 })}</span>
            </Button>
          )}
        </div>
      ))}
      {contacts.length < 20 && (
        <p>
          <Button small icon="plus" onClick={() => put([...contacts, ''])}>
            {t('new.contactAdd')}
          </Button>
        </p>
      )}
    </fieldset>
  );
}

function Administrator(props: PartProps) {
  return (
    <fieldset class="group">
      <legend>{t('new.admin')}</legend>
      <Line {...props} field="adminName" label={t('new.adminName')} />
      <Line
        {...props}
        field="adminEmail"
        label={t('new.adminEmail')}
        help={t('new.adminEmailHelp')}
        type="email"
      />
    </fieldset>
  );
}

/** The invitation is shown once, here. */
function MadeAccount({ account, email }: Made) {
  const { name, number, inviteUrl } = account;
  return (
    <>
      <Head
        sentences={[t('made.title', { name })]}
        lead={t('made.lead', { number: accountNumber(number) })}
      />
      <div class="form">
        <Banner kind="warn">
          <p>{t('made.once', { email })}</p>
        </Banner>
        {inviteUrl !== undefined && (
          <SecretOnce id="invite" label={t('made.link', { email })} value={inviteUrl} copy={t('made.copy')} />
        )}
        <p class="row">
          <ButtonLink look="primary" href={`/accounts/${number}`}>
            {t('made.account')}
          </ButtonLink>
          <ButtonLink href={`/integrations?account=${number}`}>{t('made.gateway')}</ButtonLink>
        </p>
      </div>
    </>
  );
}
