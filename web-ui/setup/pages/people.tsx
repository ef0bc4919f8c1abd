/** Who may sign in here: administrators and support people, and one's own password. On the local network only. */
import { useState } from 'preact/hooks';
import type { LocalRole, OwnSession, PersonView } from '../../../src/contract/local-api.ts';
import {
  Banner,
  Button,
  ConfirmDialog,
  ErrorSummary,
  FailureBanner,
  type FieldErrors,
  Form,
  Head,
  Loading,
  Section,
  SelectField,
  State,
  splitFailure,
  Table,
  TextField,
  toast,
  useDoing,
  useLoad,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { Refusal } from '../parts/locked.tsx';
import { sr } from '../parts/tags.tsx';
import { rich, t } from '../words.ts';

const PASSWORD_MIN = 12;
const roles = () => [
  { value: 'admin', title: t('people.admin') },
  { value: 'support', title: t('people.support') },
];
const roleWord = (role: LocalRole) => (role === 'admin' ? t('people.admin') : t('people.support'));

export function PeoplePage() {
  useTitle(t('people.title'), t('brand'));
  const { remote, mayChange } = useInside();
  if (remote)
    return (
      <>
        <Head sentences={[t('people.title')]} />
        <Banner>
          <p>{t('people.remote')}</p>
        </Banner>
      </>
    );
  return mayChange ? (
    <Everybody />
  ) : (
    <>
      <Head sentences={[t('people.title')]} />
      <Own />
    </>
  );
}

function Everybody() {
  const list = useLoad<readonly PersonView[]>(
    '/api/people',
    async (_key, signal) => (await gateway.people(signal)).people,
  );
  const people = list.data;
  return (
    <>
      <Head
        sentences={[people ? t('people.head', { n: people.length }) : t('people.title')]}
        lead={t('people.lead')}
      />
      {list.failure && <FailureBanner failure={list.failure} onRetry={list.reload} />}
      {!people && list.loading && <Loading>{t('people.reading')}</Loading>}
      {people && <PeopleTable people={people} onDone={list.reload} />}
      <AddPerson onDone={list.reload} />
      <Own />
    </>
  );
}

type Asked = { readonly verb: 'change' | 'remove'; readonly person: PersonView };

function PeopleTable({ people, onDone }: { people: readonly PersonView[]; onDone: () => void }) {
  const [asked, setAsked] = useState<Asked>();
  const out = useDoing(async (person: PersonView) => {
    await gateway.signOutPerson(person.id);
    toast(t('people.outDone', { name: person.name }));
    onDone();
  });
  const close = () => setAsked(undefined);
  return (
    <>
      {out.failure && <FailureBanner failure={out.failure} />}
      <Table
        caption={t('people.caption')}
        rows={people}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'name',
            title: t('people.name'),
            header: true,
            cell: ({ name, you }) => (
              <>
                {name}
                {you && <span class="sub">{t('people.you')}</span>}
              </>
            ),
          },
          { key: 'role', title: t('people.role'), cell: ({ role }) => roleWord(role) },
          { key: 'in', title: t('people.signedIn'), cell: (person) => <SignedIn person={person} /> },
          {
            key: 'act',
            title: t('people.actions'),
            action: true,
            cell: (person) => (
              <span class="row end">
                <Button small onClick={() => setAsked({ verb: 'change', person })}>
                  {rich('people.change', { sr, name: person.name })}
                </Button>
                {person.sessions > 0 && !person.you && (
                  <Button small onClick={() => void out.run(person)}>
                    {rich('people.out', { sr, name: person.name })}
                  </Button>
                )}
                <Button small onClick={() => setAsked({ verb: 'remove', person })}>
                  {rich('people.remove', { sr, name: person.name })}
                </Button>
              </span>
            ),
          },
        ]}
      />
      {asked?.verb === 'change' && <ChangePerson person={asked.person} onClose={close} onDone={onDone} />}
      <RemovePerson
        person={asked?.verb === 'remove' ? asked.person : undefined}
        onClose={close}
        onDone={onDone}
      />
    </>
  );
}

function SignedIn({ person: { sessions, lastUsedAt } }: { person: PersonView }) {
  if (sessions === 0) return <State kind="off" word={t('people.no')} />;
  const word = t('people.browsers', { n: sessions });
  return <State kind="ok" word={word} {...(lastUsedAt === undefined ? {} : { at: lastUsedAt })} />;
}

type PersonProps<P> = { readonly person: P; readonly onClose: () => void; readonly onDone: () => void };

function RemovePerson({ person, onClose, onDone }: PersonProps<PersonView | undefined>) {
  const name = person?.name ?? '';
  return (
    <ConfirmDialog
      open={person !== undefined}
      title={t('people.removeAsk', { name })}
      yes={t('people.removeYes')}
      danger
      onClose={onClose}
      onYes={async () => {
        if (person) await gateway.removePerson(person.id);
        onDone();
      }}
    >
      <p class="small">{t('people.removeText', { name })}</p>
    </ConfirmDialog>
  );
}

function ChangePerson({ person, onClose, onDone }: PersonProps<PersonView>) {
  const { name } = person;
  const [role, setRole] = useState<string>(person.role);
  const [password, setPassword] = useState('');
  const short = password !== '' && [...password].length < PASSWORD_MIN;
  return (
    <ConfirmDialog
      open
      title={t('people.changeTitle', { name })}
      yes={t('people.save')}
      ready={!short && (role !== person.role || password !== '')}
      onClose={onClose}
      onYes={async () => {
        await gateway.changePerson(person.id, {
          ...(role === person.role ? {} : { role }),
          ...(password === '' ? {} : { password }),
        });
        toast(t('people.saved', { name }));
        onDone();
      }}
    >
      <SelectField
        id="change-role"
        label={t('people.role')}
        help={t('people.roleHelp')}
        value={role}
        options={roles()}
        onInput={setRole}
      />
      {!person.you && (
        <TextField
          id="change-password"
          label={t('people.newPassword')}
          help={t('people.newPasswordHelp', { name })}
          error={short ? t('people.short', { n: [...password].length, least: PASSWORD_MIN }) : undefined}
          type="password"
          autocomplete="new-password"
          value={password}
          onInput={setPassword}
        />
      )}
    </ConfirmDialog>
  );
}

function AddPerson({ onDone }: { onDone: () => void }) {
  const empty = { name: '', role: 'support', password: '' };
  const [values, setValues] = useState(empty);
  const [local, setLocal] = useState<FieldErrors>({});
  const name = values.name.trim();
  const add = useDoing(async () => {
    await gateway.addPerson({ ...values, name });
    toast(t('people.added', { name }));
    setValues(empty);
    onDone();
  });
  const refused = splitFailure(add.failure, ['name', 'role', 'password']);
  const errors: FieldErrors = { ...refused.errors, ...local };
  const length = [...values.password].length;
  const submit = () => {
    const wrong = {
      ...(name ? {} : { name: t('people.nameNeeded') }),
      ...(length >= PASSWORD_MIN ? {} : { password: t('people.short', { n: length, least: PASSWORD_MIN }) }),
    };
    setLocal(wrong);
    return Object.keys(wrong).length > 0 ? add.clear() : add.run();
  };
  const labels = { name: t('people.name'), role: t('people.role'), password: t('people.password') };
  const bind = (key: keyof typeof labels) => ({
    id: key,
    label: labels[key],
    value: values[key],
    error: errors[key],
    onInput: (value: string) => setValues((before) => ({ ...before, [key]: value })),
  });
  return (
    <Section title={t('people.add')}>
      {Object.keys(errors).length > 0 && <ErrorSummary errors={errors} labels={labels} />}
      {refused.rest && <FailureBanner failure={refused.rest} level={3} focus />}
      <Form onSubmit={submit} label={t('people.add')}>
        <TextField {...bind('name')} help={t('people.nameHelp')} width="m" maxLength={64} />
        <SelectField {...bind('role')} help={t('people.roleHelp')} width="m" options={roles()} />
        <TextField
          {...bind('password')}
          help={t('people.passwordHelp', { least: PASSWORD_MIN })}
          type="password"
          width="m"
          autocomplete="new-password"
        />
        <div class="form-foot">
          <Button type="submit" busy={add.busy} busyWord={t('people.busy')}>
            {t('people.addDo')}
          </Button>
        </div>
      </Form>
    </Section>
  );
}

function Own() {
  const { refresh } = useInside();
  const sessions = useLoad<readonly OwnSession[]>(
    '/api/me/sessions',
    async (_key, signal) => (await gateway.ownSessions(signal)).sessions,
  );
  const everywhere = useDoing(async () => {
    await gateway.signOutEverywhere();
    // the next reading finds nobody signed in, and leads to the sign-in
    refresh();
  });
  return (
    <Section title={t('people.own')}>
      {sessions.data && <p class="small">{t('people.ownText', { n: sessions.data.length })}</p>}
      <OwnPassword onDone={sessions.reload} />
      {everywhere.failure && <FailureBanner failure={everywhere.failure} level={3} />}
      <h3>{t('people.everywhere')}</h3>
      <p class="small">{t('people.everywhereText')}</p>
      <p>
        <Button icon="out" busy={everywhere.busy} onClick={() => void everywhere.run()}>
          {t('people.everywhereDo')}
        </Button>
      </p>
    </Section>
  );
}

function OwnPassword({ onDone }: { onDone: () => void }) {
  const empty = { current: '', own: '' };
  const [values, setValues] = useState(empty);
  const [local, setLocal] = useState<FieldErrors>({});
  const change = useDoing(async () => {
    await gateway.changePassword({ current: values.current, password: values.own });
    setValues(empty);
    toast(t('people.ownDone'));
    onDone();
  });
  const { errors: said, rest } = splitFailure(change.failure, ['current', 'password']);
  const refused: FieldErrors = {
    ...(said.current === undefined ? {} : { current: said.current }),
    ...(said.password === undefined ? {} : { own: said.password }),
  };
  const errors: FieldErrors = { ...refused, ...local };
  const length = [...values.own].length;
  const submit = () => {
    const wrong = {
      ...(values.current ? {} : { current: t('people.currentNeeded') }),
      ...(length >= PASSWORD_MIN ? {} : { own: t('people.short', { n: length, least: PASSWORD_MIN }) }),
    };
    setLocal(wrong);
    return Object.keys(wrong).length > 0 ? change.clear() : change.run();
  };
  const labels = { current: t('people.current'), own: t('people.newPassword') };
  const bind = (key: 'current' | 'own') => ({
    id: key,
    label: labels[key],
    value: values[key],
    error: errors[key],
    type: 'password' as const,
    width: 'm' as const,
    onInput: (value: string) => setValues((before) => ({ ...before, [key]: value })),
  });
  return (
    <>
      {Object.keys(errors).length > 0 && <ErrorSummary errors={errors} labels={labels} />}
      {rest && <Refusal failure={rest} level={3} />}
      <Form onSubmit={submit} label={t('people.own')}>
        <TextField {...bind('current')} autocomplete="current-password" />
        <TextField
          {...bind('own')}
          help={t('people.passwordHelp', { least: PASSWORD_MIN })}
          autocomplete="new-password"
        />
        <div class="form-foot">
          <Button type="submit" busy={change.busy} busyWord={t('people.busy')}>
            {t('people.ownDo')}
          </Button>
        </div>
      </Form>
    </>
  );
}
