/** The people of user synchronisation, and why each of them has the values that they have. */
import { useState } from 'preact/hooks';
import type { Explanation, FindingPage, SyncPerson } from '../../../src/contract/sync-api.ts';
import {
  Age,
  ButtonLink,
  Empty,
  FailureBanner,
  Head,
  Link,
  Loading,
  matchPath,
  PagedTable,
  Said,
  Search,
  Section,
  State,
  type StateKind,
  type Step,
  Steps,
  said,
  Table,
  useLoad,
  usePaged,
  useRoute,
  useTitle,
} from '../../shared/index.ts';
import { SyncNav } from '../parts/sync-nav.tsx';
import { fieldWord } from '../parts/sync-plan.tsx';
import { t as main } from '../words.ts';
import { sync } from './api.ts';
import {
  actorWord,
  Filter,
  Issue,
  isNothing,
  None,
  RawRecords,
  useSources,
  Value,
  valueWord,
} from './parts.tsx';
import { t } from './words.ts';

const LOOK: Record<SyncPerson['state'], StateKind> = {
  synced: 'ok',
  pending: 'busy',
  detained: 'warn',
  disabled: 'off',
  noAccount: 'unknown',
  ignored: 'off',
};
const STATES = Object.keys(LOOK) as readonly SyncPerson['state'][];
const addressOf = (id: string) => `/sync/people/${encodeURIComponent(id)}`;

function PersonState({ person }: { person: SyncPerson }) {
  return <State kind={LOOK[person.state]} word={t(`person.${person.state}`)} />;
}

export function SyncPeoplePage() {
  useTitle(t('persons.title'), main('brand'));
  const [filter, setFilter] = useState({ q: '', state: '', source: '' });
  const narrow = (key: keyof typeof filter) => (value: string) =>
    setFilter((before) => ({ ...before, [key]: value }));
  const { options, nameOf } = useSources();
  const list = usePaged<SyncPerson>(JSON.stringify(filter), (after, signal) =>
    sync.people({ ...filter, after, limit: 50 }, signal),
  );
  const filtered = Object.values(filter).some(Boolean);
  const nothing = isNothing(list, filtered);
  return (
    <>
      <Head
        sentences={[filtered || list.total === 0 ? t('persons.title') : t('persons.head', { n: list.total })]}
        lead={t('persons.lead')}
      />
      <SyncNav />
      <div class="section gap-s">
        <div class="toolbar" hidden={nothing}>
          <Search label={t('persons.search')} value={filter.q} onInput={narrow('q')} />
          <Filter
            id="by-state"
            label={t('persons.anyState')}
            value={filter.state}
            options={STATES.map((state) => ({ value: state, title: t(`person.${state}`) }))}
            onInput={narrow('state')}
          />
          <Filter
            id="by-source"
            label={t('part.anySource')}
            value={filter.source}
            options={options}
            onInput={narrow('source')}
          />
        </div>
        <PagedTable
          caption={t('persons.title')}
          level={2}
          list={list}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'name',
              title: t('part.person'),
              header: true,
              cell: ({ id, name, email }) => (
                <>
                  <Link href={addressOf(id)}>{name}</Link>
                  {email !== undefined && (
                    <span class="sub">
                      <Value text={email} />
                    </span>
                  )}
                </>
              ),
            },
            { key: 'state', title: t('syn.state'), cell: (person) => <PersonState person={person} /> },
            {
              key: 'extension',
              title: fieldWord('extension'),
              cell: ({ extension }) => extension ?? <None />,
            },
            {
              key: 'department',
              title: fieldWord('department'),
              cell: ({ department }) => department ?? <None />,
              drop: 1,
            },
            {
              key: 'sources',
              title: t('part.source'),
              cell: ({ sources }) => sources.map(nameOf).join(', '),
            },
          ]}
          empty={
            <Empty icon="users" title={t(filtered ? 'part.nobody' : 'persons.empty')} level={2}>
              <p class="small">{t(filtered ? 'part.filterLess' : 'persons.emptyText')}</p>
              {!filtered && (
                <p>
                  <ButtonLink small href="/sync">
                    {t('runs.toSync')}
                  </ButtonLink>
                </p>
              )}
            </Empty>
          }
          foot={
            <a href={sync.peopleCsv({ q: filter.q.trim() || undefined })} download>
              {t('persons.download')}
            </a>
          }
        />
      </div>
    </>
  );
}

export function ExplainPage() {
  const id = matchPath('/sync/people/:id', useRoute().path)?.id ?? '';
  const { data, failure, loading, reload } = useLoad(id, sync.explain);
  useTitle(data?.person.name ?? t('persons.title'), main('brand'));
  return (
    <>
      <Head sentences={[data ? t('explain.head', { name: data.person.name }) : t('persons.title')]} />
      <SyncNav />
      {failure && <FailureBanner failure={failure} onRetry={reload} />}
      {!data && loading && <Loading>{t('explain.reading')}</Loading>}
      {data && <Explained it={data} id={id} />}
    </>
  );
}

function Explained({ it, id }: { it: Explanation; id: string }) {
  const { person } = it;
  return (
    <>
      <p class="row">
        <PersonState person={person} />
        {person.state === 'detained' && (
          <Link href={`/sync/detained?row=${encodeURIComponent(id)}`}>{t('explain.decide')}</Link>
        )}
      </p>
      {it.issues.map((issue) => (
        <Issue key={`${issue.code} ${issue.field ?? ''}`} issue={issue} />
      ))}
      <Section title={t('explain.chain')}>
        <Chain it={it} />
      </Section>
      <Section title={t('explain.fields')}>
        <Fields fields={it.fields} />
      </Section>
      <Section title={t('explain.links')}>
        <Table
          caption={t('explain.links')}
          rows={it.links}
          rowKey={({ source, anchor }) => `${source} ${anchor}`}
          columns={[
            {
              key: 'anchor',
              title: t('raw.anchor'),
              header: true,
              cell: ({ anchor, sourceName }) => (
                <>
                  <code class="wrap-anywhere">{anchor}</code>
                  <span class="sub">{sourceName}</span>
                </>
              ),
            },
            { key: 'why', title: t('explain.because'), cell: ({ code }) => t(`link.${code}`) },
          ]}
        />
        <RawRecords raw={it.raw} />
      </Section>
      <Section title={t('explain.history')}>
        {it.history.length === 0 ? (
          <p class="small quiet">{t('explain.noHistory')}</p>
        ) : (
          <Table
            caption={t('explain.history')}
            rows={it.history}
            rowKey={({ at, runId, kind }) => `${at} ${runId} ${kind}`}
            columns={[
              {
                key: 'at',
                title: t('explain.when'),
                header: true,
                cell: ({ at, runId }) => (
                  <Link href={`/sync/runs/${encodeURIComponent(runId)}`}>
                    <Age at={at} />
                  </Link>
                ),
              },
              {
                key: 'by',
                title: t('runs.by'),
                cell: ({ actor }) => actorWord(actor),
              },
              {
                key: 'fields',
                title: t('explain.changed'),
                cell: ({ fields }) => fields.map(fieldWord).join(', '),
              },
            ]}
          />
        )}
      </Section>
    </>
  );
}

function whyWord({ code, sourceName: source = '', by }: Explanation['fields'][number]): string {
  if (code === 'PERSON') return by === undefined ? t('why.PERSON') : t('why.PERSON.by', { by });
  return t(`why.${code}`, { source });
}

/** The whole way in five steps: records, values, plan, decision, what the cloud confirmed. */
function Chain({ it }: { it: Explanation }) {
  const { raw, fields, plan, decisions, unconfirmed, remoteId, history } = it;
  const there = raw.filter(({ present }) => present);
  const conflicts = fields.filter(({ losers }) => losers.length > 0).length;
  const wanted = fields.filter(({ desired }) => desired !== undefined).length;
  const stopped = plan !== undefined && plan.kind !== 'planned';
  const whole = remoteId !== undefined && unconfirmed.length === 0;
  const steps: Step[] = [
    {
      key: 'records',
      shape: there.length > 0 ? 'ok' : 'off',
      title: t('chain.records', { n: there.length }),
      note: there.map(({ sourceName }) => sourceName).join(', '),
    },
    {
      key: 'values',
      shape: 'ok',
      title: t('chain.values', { n: wanted }),
      note: t('chain.conflicts', { n: conflicts }),
    },
    {
      key: 'plan',
      shape: plan ? (stopped ? 'warn' : 'todo') : 'ok',
      title: plan ? t(`chain.${plan.kind}`, { action: t(`action.${plan.action}`) }) : t('chain.noPlan'),
      ...(plan?.sentence === undefined ? {} : { note: <Said text={plan.sentence} code={plan.code} /> }),
    },
    {
      key: 'decision',
      shape: decisions.length > 0 ? 'info' : 'off',
      title:
        decisions.length === 0
          ? t('chain.noDecision')
          : decisions
              .map(({ kind, by }) => t('chain.decision', { kind: t(`decided.${kind}`), by }))
              .join(' '),
    },
    {
      key: 'cloud',
      shape: whole ? 'ok' : remoteId === undefined ? 'off' : 'todo',
      title: cloudWord(it),
      ...(history[0] === undefined ? {} : { note: <Age at={history[0].at} /> }),
    },
  ];
  return <Steps steps={steps} />;
}

function cloudWord({ remoteId, unconfirmed }: Explanation): string {
  if (remoteId === undefined) return t('chain.noAccount');
  return unconfirmed.length === 0 ? t('chain.confirmed') : t('chain.unconfirmed', { n: unconfirmed.length });
}

function Fields({ fields }: Pick<Explanation, 'fields'>) {
  return (
    <Table
      caption={t('explain.fields')}
      rows={fields}
      rowKey={({ field }) => field}
      columns={[
        { key: 'field', title: t('part.field'), header: true, cell: ({ field }) => fieldWord(field) },
        {
          key: 'value',
          title: t('explain.value'),
          cell: ({ field, applied, desired }) => (
            <span class="wrap-anywhere">
              {applied === undefined ? <None /> : <Value text={valueWord(field, applied)} />}
              {desired !== undefined && desired !== applied && (
                <span class="sub">{t('explain.becomes', { value: valueWord(field, desired) })}</span>
              )}
            </span>
          ),
        },
        {
          key: 'owner',
          title: t('explain.owner'),
          cell: ({ owner, sourceName }) => (
            <>
              <b>{t(`owner.${owner}`)}</b>
              {sourceName !== undefined && <span class="sub">{sourceName}</span>}
            </>
          ),
        },
        {
          key: 'why',
          title: t('explain.why'),
          cell: (field) => (
            <>
              {whyWord(field)}
              {field.rule !== undefined && (
                <span class="sub">
                  {t('explain.rule')} <code class="wrap-anywhere">{field.rule}</code>
                </span>
              )}
              {field.raw !== undefined && (
                <span class="sub">
                  {t('explain.raw')}{' '}
                  <code>
                    <Value text={field.raw} />
                  </code>
                </span>
              )}
              {field.losers.map(({ sourceName, value }) => (
                <span class="sub wrap-anywhere" key={sourceName}>
                  {value === ''
                    ? t('explain.loserNone', { source: sourceName })
                    : t('explain.loser', { source: sourceName, value })}
                </span>
              ))}
            </>
          ),
        },
      ]}
    />
  );
}

type Finding = FindingPage['items'][number];

export function FindingsPage() {
  useTitle(t('findings.title'), main('brand'));
  const [filter, setFilter] = useState({ q: '', code: '' });
  const [codes, setCodes] = useState<FindingPage['codes']>([]);
  const { nameOf } = useSources();
  const list = usePaged<Finding>(JSON.stringify(filter), async (after, signal) => {
    const page = await sync.findings({ ...filter, after, limit: 50 }, signal);
    setCodes(page.codes);
    return page;
  });
  const n = codes.reduce((sum, { count }) => sum + count, 0);
  const filtered = Object.values(filter).some(Boolean);
  const nothing = isNothing(list, filtered);
  return (
    <>
      <Head sentences={[n > 0 ? t('findings.head', { n }) : t('findings.title')]} lead={t('findings.lead')} />
      <SyncNav />
      <div class="section gap-s">
        <div class="toolbar" hidden={nothing}>
          <Search label={t('part.search')} value={filter.q} onInput={(q) => setFilter({ ...filter, q })} />
          <Filter
            id="by-code"
            label={t('detained.anyCode')}
            value={filter.code}
            options={codes.map(({ code, sentence, count }) => ({
              value: code,
              title: t('detained.code', { sentence: said(sentence), n: count }),
            }))}
            onInput={(code) => setFilter({ ...filter, code })}
          />
        </div>
        <PagedTable
          caption={t('findings.title')}
          level={2}
          list={list}
          rowKey={({ personId, code, field }) => `${personId} ${code} ${field ?? ''}`}
          columns={[
            {
              key: 'name',
              title: t('part.person'),
              header: true,
              cell: ({ personId, name, isNew }) => (
                <>
                  <Link href={addressOf(personId)}>{name}</Link>
                  {isNew && <span class="sub">{t('findings.new')}</span>}
                </>
              ),
            },
            {
              key: 'what',
              title: t('findings.what'),
              cell: ({ code, sentence, field, value }) => (
                <>
                  <Said text={sentence} code={code} />
                  {field !== undefined && value !== undefined && (
                    <span class="sub wrap-anywhere">
                      {t('issue.value', { field: fieldWord(field), value })}
                    </span>
                  )}
                  <span class="sub">
                    <code>{code}</code>
                  </span>
                </>
              ),
            },
            { key: 'remedy', title: t('findings.remedy'), cell: ({ remedy }) => <Said text={remedy} /> },
            { key: 'source', title: t('part.source'), cell: ({ source }) => nameOf(source), drop: 1 },
          ]}
          empty={
            <Empty icon="eye" title={t(filtered ? 'part.nobody' : 'findings.empty')} level={2}>
              <p class="small">{t(filtered ? 'part.filterLess' : 'findings.emptyText')}</p>
            </Empty>
          }
        />
      </div>
    </>
  );
}
