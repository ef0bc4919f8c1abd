/** The synchronisers in their precedence, and a new one. */
import { useMemo, useState } from 'preact/hooks';
import type { PbxTestResult } from '../../../src/contract/local-api.ts';
import type { Synchroniser, SynchroniserInput, Synchronisers } from '../../../src/contract/sync-api.ts';
import {
  Banner,
  Button,
  ButtonLink,
  CheckField,
  checkSettings,
  Empty,
  ErrorSummary,
  FailureBanner,
  type FieldErrors,
  Form,
  Head,
  Link,
  Loading,
  language,
  navigate,
  Said,
  SchemaFields,
  Section,
  SelectField,
  State,
  type StateKind,
  said,
  settingsOf,
  splitFailure,
  Table,
  TextField,
  toast,
  toWire,
  useDoing,
  useLoad,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { SyncNav } from '../parts/sync-nav.tsx';
import { fieldWord } from '../parts/sync-plan.tsx';
import { TestSteps } from '../parts/test-steps.tsx';
import { t as main } from '../words.ts';
import { sync } from './api.ts';
import { useFocusOn } from './focus.ts';
import { t } from './words.ts';

const LOOK: Record<Synchroniser['state'], StateKind> = {
  never: 'unknown',
  ok: 'ok',
  attention: 'warn',
  failed: 'bad',
  leaving: 'del',
};

export const addressOf = (id: string) => `/sync/synchronisers/${encodeURIComponent(id)}`;

export function SynchroniserState({ one }: { one: Synchroniser }) {
  return <State kind={LOOK[one.state]} word={t(`syn.${one.state}`)} at={one.lastRead?.at} />;
}

export function SynchronisersPage() {
  useTitle(t('syn.title'), main('brand'));
  const { mayChange } = useInside();
  const list = useLoad('/api/synchronisers', (_, signal) => sync.synchronisers(signal));
  const items = list.data?.items;
  return (
    <>
      <Head sentences={[items ? t('syn.head', { n: items.length }) : t('syn.title')]} lead={t('syn.lead')} />
      <SyncNav />
      {list.failure && <FailureBanner failure={list.failure} onRetry={list.reload} />}
      {!list.data && list.loading && <Loading>{t('syn.reading')}</Loading>}
      {list.data && <List list={list.data} onOrder={list.set} />}
      {list.data && mayChange && <Add />}
    </>
  );
}

function List({ list, onOrder }: { list: Synchronisers; onOrder: (list: Synchronisers) => void }) {
  const { mayChange } = useInside();
  const { items, overlaps } = list;
  const order = useDoing(async (ids: readonly string[]) => {
    const before = items.map(({ id }) => id);
    onOrder(await sync.order(ids));
    toast(t('syn.ordered'), () => void sync.order(before).then(onOrder));
  });
  const move = (i: number, by: number) => {
    const ids = items.map(({ id }) => id);
    const [moved] = ids.splice(i, 1);
    if (moved !== undefined) ids.splice(i + by, 0, moved);
    return order.run(ids);
  };
  if (items.length === 0)
    return (
      <Empty icon="users" title={t('syn.empty')} level={2}>
        <p class="small">{t('syn.emptyText')}</p>
        <p>
          <ButtonLink small href="/setup/pbx">
            {t('one.toLink')}
          </ButtonLink>
        </p>
      </Empty>
    );
  return (
    <div class="section gap-s">
      {order.failure && <FailureBanner failure={order.failure} focus />}
      {overlaps.length > 0 && <Overlaps list={list} />}
      <Table
        caption={t('syn.title')}
        rows={items}
        rowKey={({ id }) => id}
        columns={[
          { key: 'n', title: t('syn.precedence'), numeric: true, cell: ({ precedence }) => precedence },
          {
            key: 'name',
            title: t('syn.name'),
            header: true,
            cell: ({ id, name, typeTitle }) => (
              <>
                <Link href={addressOf(id)}>{name}</Link>
                <span class="sub">{said(typeTitle)}</span>
              </>
            ),
          },
          {
            key: 'state',
            title: t('syn.state'),
            cell: (one) => (
              <>
                <SynchroniserState one={one} />
                {one.options.deferAll && (
                  <span class="sub ind">{t(one.firstPlan ? 'syn.defersNew' : 'syn.defers')}</span>
                )}
              </>
            ),
          },
          { key: 'people', title: t('syn.people'), numeric: true, cell: ({ people }) => people },
          {
            key: 'detained',
            title: t('syn.detained'),
            numeric: true,
            cell: ({ detained }) => detained,
            drop: 1,
          },
          ...(mayChange && items.length > 1
            ? [
                {
                  key: 'act',
                  title: t('part.actions'),
                  action: true,
                  cell: (one: Synchroniser) => {
                    const i = items.indexOf(one);
                    return (
                      <span class="row end">
                        <Button small disabled={i === 0} onClick={() => void move(i, -1)}>
                          {t('syn.up')}
                          <span class="sr"> {one.name}</span>
                        </Button>
                        <Button small disabled={i === items.length - 1} onClick={() => void move(i, 1)}>
                          {t('syn.down')}
                          <span class="sr"> {one.name}</span>
                        </Button>
                      </span>
                    );
                  },
                },
              ]
            : []),
        ]}
      />
    </div>
  );
}

function Overlaps({ list: { items, overlaps } }: { list: Synchronisers }) {
  const nameOf = (id: string) => items.find((one) => one.id === id)?.name ?? id;
  return (
    <Banner kind="warn" edge title={t('syn.overlap')}>
      <ul class="prose-list small">
        {overlaps.map(({ field, sources }) => (
          <li key={field}>
            {t('syn.overlapOf', {
              field: fieldWord(field),
              first: nameOf(sources[0] ?? ''),
              others: sources.slice(1).map(nameOf).join(', '),
            })}
          </li>
        ))}
      </ul>
    </Banner>
  );
}

const NAME = 'synchroniser-name';
const TYPE = 'synchroniser-type';

type Type = Awaited<ReturnType<typeof gateway.pbxTypes>>['types'][number];

function Add() {
  const types = useLoad('/api/pbx/types', (_, signal) => gateway.pbxTypes(signal));
  const [open, setOpen] = useState(false);
  const focusOn = useFocusOn();
  return (
    <Section title={t('syn.add')}>
      {types.failure && <FailureBanner failure={types.failure} onRetry={types.reload} level={3} />}
      {open && types.data ? (
        <SynchroniserForm
          types={types.data.types}
          onSaved={(made) => {
            toast(t('syn.added', { name: made.name }));
            navigate(addressOf(made.id));
          }}
        />
      ) : (
        <>
          <p class="small">{t('syn.addText')}</p>
          <p>
            <Button
              icon="plus"
              onClick={() => {
                setOpen(true);
                focusOn(TYPE);
              }}
            >
              {t('syn.add')}
            </Button>
          </p>
        </>
      )}
    </Section>
  );
}

const JOINS = ['userName', 'extension', 'phone', 'mobile'] as const;

type Options = NonNullable<SynchroniserInput['options']>;

type OptionProps = {
  readonly options: Options;
  /** Deferring ends by itself. */
  readonly isNew: boolean;
  readonly onInput: (options: Options) => void;
};

function OptionFields({ options, isNew, onInput }: OptionProps) {
  const { dynamicOnly, featureProfile = '', country = '' } = options;
  const text = (key: 'featureProfile' | 'country') => (value: string) => {
    const { [key]: _, ...rest } = options;
    onInput(value === '' ? rest : { ...rest, [key]: value });
  };
  return (
    <>
      <CheckField
        id="defer-all"
        label={t('syn.deferAll')}
        help={t(isNew ? 'syn.deferNew' : 'syn.deferHelp')}
        checked={options.deferAll ?? true}
        onInput={(deferAll) => onInput({ ...options, deferAll })}
      />
      <CheckField
        id="incomplete"
        label={t('option.incomplete')}
        help={t('option.incompleteHelp')}
        checked={options.incompleteChanges ?? true}
        onInput={(incompleteChanges) => onInput({ ...options, incompleteChanges })}
      />
      {dynamicOnly !== undefined && (
        <CheckField
          id="dynamic-only"
          label={t('option.dynamic')}
          checked={dynamicOnly}
          onInput={(only) => onInput({ ...options, dynamicOnly: only })}
        />
      )}
      <SelectField
        id="validation"
        label={t('option.validation')}
        width="m"
        value={options.validation ?? 'cloud'}
        options={[
          { value: 'cloud', title: t('option.cloud') },
          { value: 'micollab', title: t('option.micollab') },
        ]}
        onInput={(value) => onInput({ ...options, validation: value === 'micollab' ? 'micollab' : 'cloud' })}
      />
      <SelectField
        id="join-by"
        label={t('option.joinBy')}
        help={t('option.joinHelp')}
        width="m"
        value={options.joinBy ?? ''}
        empty={t('option.emailOnly')}
        options={JOINS.map((field) => ({ value: field, title: fieldWord(field) }))}
        onInput={(value) => {
          const { joinBy: _, ...rest } = options;
          const joinBy = JOINS.find((field) => field === value);
          onInput(joinBy ? { ...rest, joinBy } : rest);
        }}
      />
      <TextField
        id="feature-profile"
        label={t('option.profile')}
        optional
        width="m"
        maxLength={64}
        value={featureProfile}
        onInput={text('featureProfile')}
      />
      <TextField
        id="country"
        label={t('option.country')}
        optional
        width="s"
        maxLength={2}
        value={country}
        onInput={(value) => text('country')(value.toUpperCase())}
      />
    </>
  );
}

type FormProps = {
  readonly types: readonly Type[];
  /** The one that is edited; absent: a new one. */
  readonly one?: Synchroniser;
  readonly onSaved: (saved: Synchroniser) => void;
};

/** Type, name and settings by the type's schema, with a test; for a new one and for one that is there. */
export function SynchroniserForm({ types, one, onSaved }: FormProps) {
  const { mayChange, remote } = useInside();
  const [type, setType] = useState(one?.type ?? types[0]?.type ?? '');
  const [name, setName] = useState(one?.name ?? '');
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>(one?.values ?? {});
  const [options, setOptions] = useState<Options>(one?.options ?? { deferAll: true });
  const [local, setLocal] = useState<FieldErrors>({});
  const [result, setResult] = useState<PbxTestResult>();
  const chosen = types.find((candidate) => candidate.type === type);
  const settings = useMemo(() => settingsOf(chosen?.schema), [chosen, language()]);
  const stored = one?.secretsSet ?? [];
  const input = (): SynchroniserInput => ({
    ...(one ? { id: one.id } : {}),
    type,
    name: name.trim(),
    values: toWire(settings, values),
    options,
  });
  const save = useDoing(async () =>
    onSaved(one ? await sync.save(one.id, input(), one.saved?.version) : await sync.add(input())),
  );
  const test = useDoing(async () => setResult(await sync.test(input())));
  const labels = Object.fromEntries([[NAME, t('syn.name')], ...settings.map((s) => [s.key, s.label])]);
  const refused = splitFailure(save.failure ?? test.failure, Object.keys(labels));
  const errors: FieldErrors = { ...refused.errors, ...local };
  const ifRight = (work: () => unknown) => () => {
    const wrong = {
      ...(name.trim() ? {} : { [NAME]: t('syn.nameNeeded') }),
      ...checkSettings(settings, values, stored),
    };
    setLocal(wrong);
    return Object.keys(wrong).length > 0 ? undefined : work();
  };
  return (
    <>
      {Object.keys(errors).length > 0 && <ErrorSummary errors={errors} labels={labels} />}
      {refused.rest && <FailureBanner failure={refused.rest} level={3} focus />}
      <Form onSubmit={ifRight(save.run)} label={one ? t('syn.settings') : t('syn.add')}>
        {!one && (
          <SelectField
            id={TYPE}
            label={t('syn.type')}
            value={type}
            options={types.map((each) => ({ value: each.type, title: said(each.title) }))}
            onInput={(next) => {
              setType(next);
              setLocal({});
              setResult(undefined);
            }}
          />
        )}
        {chosen?.note && (
          <p class="help">
            <Said text={chosen.note} />
          </p>
        )}
        <TextField
          id={NAME}
          label={t('syn.name')}
          help={t('syn.nameHelp')}
          width="m"
          value={name}
          error={errors[NAME]}
          maxLength={128}
          onInput={setName}
        />
        <SchemaFields
          settings={settings}
          values={values}
          errors={errors}
          stored={stored}
          onInput={(key, value) => setValues((before) => ({ ...before, [key]: value }))}
        />
        <OptionFields options={options} isNew={one?.firstPlan ?? one === undefined} onInput={setOptions} />
        <div class="form-foot">
          <Button type="submit" look="primary" busy={save.busy} disabled={!mayChange}>
            {one ? t('syn.save') : t('syn.addDo')}
          </Button>
          <Button busy={test.busy} disabled={!mayChange || remote} onClick={ifRight(test.run)}>
            {t('syn.test')}
          </Button>
          {remote && <p class="help full">{t('syn.remote')}</p>}
        </div>
      </Form>
      <div aria-live="polite">
        {test.busy && <Loading>{t('syn.testing')}</Loading>}
        {!test.busy && result && (
          <>
            <h3>{result.ok ? t('syn.testOk') : t('syn.testFailed')}</h3>
            <TestSteps result={result} />
          </>
        )}
      </div>
    </>
  );
}
