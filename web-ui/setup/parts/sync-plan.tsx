/** What a sync will do: tabs by kind of change, the guard with its likely cause, and the rows. */
import { useState } from 'preact/hooks';
import type { PlanChange, SyncView } from '../../../src/contract/local-api.ts';
import { USER_FIELDS } from '../../../src/contract/user-fields.ts';
import {
  Banner,
  Button,
  ConfirmDialog,
  clockTime,
  Empty,
  groups,
  Link,
  now,
  PagedTable,
  Said,
  Search,
  Section,
  State,
  type StateKind,
  type Tab,
  Tabs,
  toast,
  usePaged,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { rich, t } from '../words.ts';
import { b, del, ins } from './tags.tsx';

/** The first rows show what kind of thing it is; who wants them all asks for more. */
const FIRST_ROWS = 10;
const MORE_ROWS = 50;

type Plan = NonNullable<SyncView['plan']>;
type Kind = 'all' | 'added' | 'changed' | 'removed' | 'held' | 'detained';

const LOOK: Record<PlanChange['kind'], StateKind> = {
  added: 'add',
  changed: 'edit',
  removed: 'del',
  disabled: 'del',
  enabled: 'add',
  detained: 'warn',
  held: 'del',
};

/** `9c41e07b…` → `9c41-e07b`: enough to compare two plans by eye. */
export function shortHash(hash: string): string {
  return groups(hash).slice(0, 2).join('-').toLowerCase();
}

/** Tabs of what is there; the three plain ones always stand, so that a zero is said. */
function tabsOf(plan: Plan): readonly Tab<Kind>[] {
  const held = plan.held?.count ?? 0;
  const total = plan.added + plan.changed + plan.removed + plan.detained + held;
  const tab = (key: Kind, n: number): Tab<Kind> => ({ key, title: t(`kind.${key}`), count: n });
  return [
    tab('all', total),
    tab('added', plan.added),
    tab('changed', plan.changed),
    ...(held > 0 && plan.removed === 0 ? [] : [tab('removed', plan.removed)]),
    ...(held > 0 ? [tab('held', held)] : []),
    ...(plan.detained > 0 ? [tab('detained', plan.detained)] : []),
  ];
}

export function PlanSection({ plan }: { plan: Plan }) {
  const [tab, setTab] = useState<Kind>(plan.held ? 'held' : 'all');
  const [q, setQ] = useState('');
  const list = usePaged<PlanChange>(`${plan.hash} ${tab} ${q}`, (after, signal) =>
    gateway.changes(
      {
        kind: tab === 'all' ? undefined : tab,
        q,
        after,
        limit: after === undefined ? FIRST_ROWS : MORE_ROWS,
      },
      signal,
    ),
  );
  const aside = t('plan.aside', {
    when: clockTime(plan.madeAt, now(), true),
    plan: shortHash(plan.hash),
    n: plan.unchanged,
  });
  return (
    <Section title={t('sync.will')} id="preview" aside={aside}>
      <Tabs label={t('plan.kinds')} tabs={tabsOf(plan)} current={tab} onPick={setTab} />
      {plan.held && (tab === 'held' || tab === 'all') && <Guard plan={plan} held={plan.held} />}
      <div class="toolbar">
        <Search label={t('plan.search')} value={q} onInput={setQ} />
        {plan.detained > 0 && <Link href="/sync/detained">{t('plan.toDetained')}</Link>}
      </div>
      <PagedTable
        caption={t('plan.caption')}
        list={list}
        rowKey={(change) => change.id}
        columns={[
          { key: 'user', title: t('plan.user'), header: true, cell: (c) => <Who change={c} /> },
          { key: 'change', title: t('plan.change'), cell: (c) => <ChangeState change={c} /> },
          { key: 'extension', title: t('plan.extension'), cell: (c) => c.extension ?? <None /> },
          { key: 'what', title: t('plan.what'), cell: (c) => <Fields change={c} /> },
          { key: 'why', title: t('plan.why'), cell: (c) => <Why change={c} /> },
        ]}
        empty={
          <Empty icon="users" title={q ? t('plan.nobody') : t('plan.nothing')}>
            <p class="small">{q ? t('plan.noMatch', { q }) : t('plan.noneOfKind')}</p>
          </Empty>
        }
      />
    </Section>
  );
}

function None() {
  return <span class="quiet">{t('plan.none')}</span>;
}

function Who({ change }: { change: PlanChange }) {
  return (
    <>
      {change.name}
      {change.email && <span class="sub">{change.email}</span>}
    </>
  );
}

function ChangeState({ change }: { change: PlanChange }) {
  return <State kind={LOOK[change.kind]} word={t(`kind.${change.kind}`)} />;
}

/** The person's fields that a sync sends; another one is named as the gateway names it. */
const FIELDS = [...USER_FIELDS, 'active'] as const;

/** A person's field in the language of the page. */
export function fieldWord(field: string): string {
  const known = FIELDS.find((name) => name === field);
  return known ? t(`field.${known}`) : field;
}

const WHOLE = ['added', 'detained', 'disabled', 'enabled'] as const;

function wholeWords(kind: PlanChange['kind']): string {
  return t(`whole.${WHOLE.find((name) => name === kind) ?? 'other'}`);
}

function Fields({ change }: { change: PlanChange }) {
  if (change.code === 'DEFERRED' && change.fields.length === 0)
    return <span class="quiet">{t('whole.deferred')}</span>;
  if (change.fields.length === 0 || change.kind === 'added')
    return <span class="quiet">{wholeWords(change.kind)}</span>;
  return (
    <ul class="changes">
      {change.fields.map(({ field, from, to }) => (
        <li key={field}>
          {rich('plan.field', {
            field: fieldWord(field),
            from: from ?? t('plan.none'),
            to: to ?? t('plan.none'),
            del,
            ins,
          })}
        </li>
      ))}
    </ul>
  );
}

function Why({ change }: { change: PlanChange }) {
  return (
    <>
      <Said text={change.why} code={change.code} />
      {change.code && (
        <span class="sub">
          <code>{change.code}</code>
        </span>
      )}
    </>
  );
}

type GuardProps = { readonly plan: Plan; readonly held: NonNullable<Plan['held']> };

/** The mass-change guard: its likely cause first, then what an answer would do. */
function Guard({ plan, held }: GuardProps) {
  const { refresh, mayChange } = useInside();
  const [asking, setAsking] = useState(false);
  const n = held.count;
  const hash = shortHash(plan.hash);
  return (
    <div class="guard">
      <Banner kind="bad" edge level={3} title={t('guard.title', { n })}>
        <p>
          <Said text={held.sentence} />
        </p>
        <p>{t('guard.text', { plan: hash })}</p>
        {mayChange && (
          <div class="row">
            <Button small look="danger" onClick={() => setAsking(true)}>
              {t('guard.remove', { n })}
            </Button>
            <span class="small quiet">{t('guard.nothing')}</span>
          </div>
        )}
      </Banner>
      <ConfirmDialog
        open={asking}
        title={t('guard.ask', { n })}
        yes={t('guard.yes', { n })}
        no={t('guard.no')}
        danger
        onClose={() => setAsking(false)}
        onYes={async () => {
          await gateway.confirmPlan(plan.hash);
          toast(t('guard.done', { n }));
          refresh();
        }}
      >
        <p class="small">{rich('guard.goes', { n, b })}</p>
        <p class="small quiet">{t('guard.stale', { plan: hash })}</p>
      </ConfirmDialog>
    </div>
  );
}
