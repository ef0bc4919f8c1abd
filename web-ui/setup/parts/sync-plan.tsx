/** What a sync will do: tabs by kind of change, the guard with its likely cause, and the rows. */
import { useState } from 'preact/hooks';
import type { PlanChange, SyncView } from '../../../src/contract/local-api.ts';
import {
  Banner,
  Button,
  ConfirmDialog,
  clockTime,
  count,
  Empty,
  groups,
  now,
  PagedTable,
  plural,
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

/** The first rows show what kind of thing it is; who wants them all asks for more. */
const FIRST_ROWS = 10;
const MORE_ROWS = 100;

type Plan = NonNullable<SyncView['plan']>;
type Kind = 'all' | 'added' | 'changed' | 'removed' | 'held' | 'detained';

const LOOK: Record<PlanChange['kind'], readonly [StateKind, string]> = {
  added: ['add', 'Added'],
  changed: ['edit', 'Changed'],
  removed: ['del', 'Removed'],
  disabled: ['del', 'Disabled'],
  enabled: ['add', 'Enabled'],
  detained: ['warn', 'Detained'],
  held: ['del', 'Removed, held'],
};

/** `9c41e07b…` → `9c41-e07b`: enough to compare two plans by eye. */
export function shortHash(hash: string): string {
  return groups(hash).slice(0, 2).join('-').toLowerCase();
}

/** Tabs of what is there; the three plain ones always stand, so that a zero is said. */
function tabsOf(plan: Plan): readonly Tab<Kind>[] {
  const held = plan.held?.count ?? 0;
  const total = plan.added + plan.changed + plan.removed + plan.detained + held;
  const some = (key: Kind, title: string, n: number): Tab<Kind>[] =>
    n > 0 ? [{ key, title, count: n }] : [];
  return [
    { key: 'all', title: 'All', count: total },
    { key: 'added', title: 'Added', count: plan.added },
    { key: 'changed', title: 'Changed', count: plan.changed },
    ...(held > 0 && plan.removed === 0
      ? []
      : [{ key: 'removed' as const, title: 'Removed', count: plan.removed }]),
    ...some('held', 'Removed, held', held),
    ...some('detained', 'Detained', plan.detained),
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
  const aside = `Compared ${clockTime(plan.madeAt, now(), true)}, plan ${shortHash(plan.hash)}. ${plural(plan.unchanged, 'user')} ${plan.unchanged === 1 ? 'is' : 'are'} the same on both sides.`;
  return (
    <Section title="What the sync will do" id="preview" aside={aside}>
      <Tabs label="Kinds of change" tabs={tabsOf(plan)} current={tab} onPick={setTab} />
      {plan.held && (tab === 'held' || tab === 'all') && <Guard plan={plan} held={plan.held} />}
      <div class="toolbar">
        <Search label="Search by name, extension or e-mail" value={q} onInput={setQ} />
      </div>
      <PagedTable
        caption="Changes"
        list={list}
        rowKey={(change) => change.id}
        columns={[
          { key: 'user', title: 'User', header: true, cell: (c) => <Who change={c} /> },
          { key: 'change', title: 'Change', cell: (c) => <ChangeState change={c} /> },
          { key: 'extension', title: 'Extension', cell: (c) => c.extension ?? <None /> },
          { key: 'what', title: 'What changes', cell: (c) => <Fields change={c} /> },
          { key: 'why', title: 'Why', cell: (c) => <Why change={c} /> },
        ]}
        empty={
          <Empty icon="users" title={q ? 'Nobody matches' : 'Nothing to do'}>
            <p class="small">
              {q ? `No change has “${q}” in it.` : 'No change of this kind is in the plan.'}
            </p>
          </Empty>
        }
      />
    </Section>
  );
}

function None() {
  return <span class="quiet">none</span>;
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
  const [kind, word] = LOOK[change.kind];
  return <State kind={kind} word={word} />;
}

const FIELD_WORD: Readonly<Record<string, string>> = {
  userName: 'User name',
  givenName: 'First name',
  familyName: 'Last name',
  displayName: 'Display name',
  email: 'E-mail',
};

function spoken(field: string): string {
  return FIELD_WORD[field] ?? field.charAt(0).toUpperCase() + field.slice(1);
}

const WHOLE: Partial<Record<PlanChange['kind'], string>> = {
  added: 'new user',
  detained: 'nothing until it is corrected',
  disabled: 'cannot sign in',
  enabled: 'can sign in again',
};

function Fields({ change }: { change: PlanChange }) {
  if (change.fields.length === 0 || change.kind === 'added')
    return <span class="quiet">{WHOLE[change.kind] ?? 'the whole user'}</span>;
  return (
    <ul class="changes">
      {change.fields.map(({ field, from, to }) => (
        <li key={field}>
          {spoken(field)}: <del>{from ?? 'none'}</del> <ins>{to ?? 'none'}</ins>
        </li>
      ))}
    </ul>
  );
}

function Why({ change }: { change: PlanChange }) {
  return (
    <>
      {change.why}
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
  const share = new Intl.NumberFormat('en-GB', { style: 'percent' }).format(
    held.count / Math.max(1, held.of),
  );
  const users = plural(held.count, 'user');
  return (
    <div class="guard">
      <Banner
        kind="bad"
        edge
        level={3}
        title={`${plural(held.count, 'removal')} ${held.count === 1 ? 'is' : 'are'} held until somebody decides`}
      >
        <p>
          {held.sentence}{' '}
          <span class="quiet">
            {count(held.count)} of {plural(held.of, 'user')} ({share}); more than {held.limit} at once needs a
            person.
          </span>
        </p>
        <p>
          If you remove them, they lose sign-in and applications now. Call history and admin-added numbers
          stay. Your answer counts for plan {shortHash(plan.hash)} only.
        </p>
        {mayChange && (
          <div class="row">
            <Button small look="danger" onClick={() => setAsking(true)}>
              Remove these {users}
            </Button>
            <span class="small quiet">Doing nothing keeps them.</span>
          </div>
        )}
      </Banner>
      <ConfirmDialog
        open={asking}
        title={`Remove ${users} from the cloud?`}
        yes={`Remove ${users}`}
        no="Keep them"
        danger
        onClose={() => setAsking(false)}
        onYes={async () => {
          await gateway.confirmPlan(plan.hash);
          toast(`The removal of ${users} is released.`);
          refresh();
        }}
      >
        <p class="small">
          <b>Goes:</b> the accounts of {users} in the cloud. <b>Stays:</b> the PBX as it is, call history, and
          numbers that an administrator added.
        </p>
        <p class="small quiet">
          If anything changed since plan {shortHash(plan.hash)}, nothing is removed and you are asked again.
        </p>
      </ConfirmDialog>
    </div>
  );
}
