/** One detained update: what is wrong, desired beside applied beside raw, and what may be done. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { CanonicalUser } from '../../../src/contract/scim.ts';
import type { DetainedDetail, DetainedDone, DetainedVerb, Verb } from '../../../src/contract/sync-api.ts';
import { USER_FIELDS, type UserField } from '../../../src/contract/user-fields.ts';
import {
  Age,
  Button,
  FailureBanner,
  Link,
  Loading,
  State,
  Table,
  TextField,
  useDoing,
  useLoad,
} from '../../shared/index.ts';
import { useInside } from '../inside.ts';
import { fieldWord } from '../parts/sync-plan.tsx';
import { sync } from './api.ts';
import { Action, Issue, None, RawRecords, Rivals, Value } from './parts.tsx';
import { t } from './words.ts';

const isField = (name: string | undefined): name is UserField => USER_FIELDS.some((one) => one === name);

type PanelProps = {
  readonly id: string;
  readonly nameOf: (source: string) => string;
  readonly onDone: (verb: Verb, answer: DetainedDone) => void;
};

export function DetainedPanel({ id, nameOf, onDone }: PanelProps) {
  const { data, failure, reload } = useLoad(id, sync.detail);
  return (
    <section class="detail" aria-labelledby="detail">
      <p class="narrow-only">
        <Link href="/sync/detained">{t('detail.back')}</Link>
      </p>
      {data && <h2 id="detail">{data.name}</h2>}
      {!data && (
        <h2 id="detail" class="sr">
          {t('detail.title')}
        </h2>
      )}
      {failure && <FailureBanner failure={failure} onRetry={reload} level={3} />}
      {!data && !failure && <Loading>{t('detail.reading')}</Loading>}
      {data && <Detail row={data} nameOf={nameOf} onDone={onDone} />}
    </section>
  );
}

function Detail({ row, nameOf, onDone }: { row: DetainedDetail } & Omit<PanelProps, 'id'>) {
  const { mayChange } = useInside();
  return (
    <>
      <p class="row">
        <Action action={row.action} />
        <span class="small quiet">
          {t('detail.since')} <Age at={row.since} form="since" />, {t('detail.tried', { n: row.attempts })},{' '}
          {nameOf(row.source)}
        </span>
      </p>
      {reasonsOf(row).map((issue) => (
        <Issue key={`${issue.code} ${issue.field ?? ''}`} issue={issue} />
      ))}
      <Compare row={row} />
      {mayChange && <Verbs row={row} onDone={onDone} />}
      <Rivals rivals={row.rivals} />
      <RawRecords raw={row.raw.map((one) => ({ ...one, sourceName: nameOf(one.source) }))} />
      <p>
        <Link href={`/sync/people/${encodeURIComponent(row.id)}`}>{t('detail.why')}</Link>
      </p>
    </>
  );
}

/** What a whole run found (a value that two people want) is a reason of the row, and no issue of the person. */
function reasonsOf(row: DetainedDetail): DetainedDetail['issues'] {
  const { code, sentence, remedy, field, value, issues } = row;
  if (issues.some((issue) => issue.code === code)) return issues;
  const own = { code, sentence, remedy };
  const about = field === undefined ? {} : { field, ...(value === undefined ? {} : { value }) };
  return [{ ...own, ...about }, ...issues];
}

function fieldOf(user: CanonicalUser | undefined, field: UserField): string | undefined {
  return user?.[field];
}

/** The raw value of each field stands in the explanation of the person; without one the column stays empty. */
function useRawByField(id: string): (field: string) => string | undefined {
  const { data } = useLoad(id, sync.explain);
  return (field) => data?.fields.find((one) => one.field === field)?.raw;
}

function Compare({ row }: { row: DetainedDetail }) {
  const rawOf = useRawByField(row.id);
  const wrong = new Set(row.issues.map(({ field }) => field));
  const fields = USER_FIELDS.filter((field) => fieldOf(row.desired, field) ?? fieldOf(row.applied, field));
  const raws = fields.some((field) => rawOf(field) !== undefined);
  return (
    <Table
      caption={t('compare.caption')}
      class="cmp"
      rows={fields}
      rowKey={(field) => field}
      columns={[
        { key: 'field', title: t('part.field'), header: true, cell: fieldWord },
        {
          key: 'desired',
          title: t('compare.desired'),
          cell: (field) => <Desired row={row} field={field} wrong={wrong.has(field)} />,
        },
        {
          key: 'applied',
          title: t('compare.applied'),
          cell: (field) => {
            const text = fieldOf(row.applied, field);
            return text === undefined ? <None /> : <Value text={text} />;
          },
        },
        ...(raws
          ? [
              {
                key: 'raw',
                title: t('compare.raw'),
                cell: (field: UserField) => {
                  const text = rawOf(field);
                  return (
                    text !== undefined && (
                      <code>
                        <Value text={text} />
                      </code>
                    )
                  );
                },
              },
            ]
          : []),
      ]}
    />
  );
}

function Desired({ row, field, wrong }: { row: DetainedDetail; field: UserField; wrong: boolean }) {
  const value = fieldOf(row.desired, field);
  if (value === undefined) return <None />;
  if (wrong)
    return (
      <>
        <State kind="bad" word={<Value text={value} />} />
        <span class="sub ind">{t('compare.cannot')}</span>
      </>
    );
  if (row.applied && value !== fieldOf(row.applied, field))
    return (
      <>
        <State kind="info" word={<Value text={value} />} />
        <span class="sub ind">{t('compare.notYet')}</span>
      </>
    );
  return <Value text={value} />;
}

type Fixable = {
  readonly field: UserField;
  readonly value: string;
  readonly proposed: boolean;
};

/** The fields that are wrong, or that somebody else has too. */
function wrongOf({ field, value, proposal, issues, rivals, desired }: DetainedDetail): readonly Fixable[] {
  const all = [
    ...issues,
    { field, value, proposal },
    ...rivals.map((rival) => ({ ...rival, proposal: undefined })),
  ];
  const found = new Map<UserField, Fixable>();
  for (const one of all) {
    if (!isField(one.field) || found.has(one.field)) continue;
    const now = one.proposal ?? fieldOf(desired, one.field) ?? one.value ?? '';
    found.set(one.field, { field: one.field, value: now, proposed: one.proposal !== undefined });
  }
  return [...found.values()];
}

/** Everything that the row has, where nothing of it is known to be wrong. */
const everyOf = ({ desired }: DetainedDetail): readonly Fixable[] =>
  USER_FIELDS.flatMap((field) => {
    const value = fieldOf(desired, field);
    return value === undefined ? [] : [{ field, value, proposed: false }];
  });

const OTHERS = ['apply', 'recreate', 'leave', 'cancel', 'ignore'] as const satisfies readonly Verb[];

function Verbs({ row, onDone }: { row: DetainedDetail } & Pick<PanelProps, 'onDone'>) {
  const may = (verb: Verb) => row.verbs.includes(verb);
  const wrong = may('modify') ? wrongOf(row) : [];
  const doing = useDoing(async (body: Omit<DetainedVerb, 'ids' | 'all'>) => {
    const answer = await sync.verb({ ...body, ids: [row.id] });
    onDone(body.verb, answer);
  });
  const others = OTHERS.filter(may);
  const buttons = others.map((verb, i) => (
    <Button
      key={verb}
      look={lookOf(verb, wrong.length === 0 && i === 0)}
      busy={doing.busy}
      onClick={() => void doing.run({ verb })}
    >
      {t(`verb.${verb}`)}
    </Button>
  ));
  const modify = (values: Readonly<Record<string, string>>) => doing.run({ verb: 'modify', values });
  return (
    <div class="stack">
      {doing.failure && <FailureBanner failure={doing.failure} level={3} focus />}
      {wrong.length > 0 ? (
        <Modify fields={wrong} busy={doing.busy} onModify={modify} whole beside={buttons} />
      ) : (
        <div class="row">{buttons}</div>
      )}
      <ul class="prose-list help">
        {others.map((verb) => (
          <li key={verb}>{t(`verbHelp.${verb}`)}</li>
        ))}
      </ul>
      {may('modify') && wrong.length === 0 && (
        <details class="fold">
          <summary>{t('verbs.others')}</summary>
          <Modify fields={everyOf(row)} busy={doing.busy} onModify={modify} />
        </details>
      )}
    </div>
  );
}

/** The first of them leads where there is nothing to correct; what only makes quiet stays quiet. */
function lookOf(verb: Verb, leads: boolean): 'primary' | 'quiet' | undefined {
  if (verb === 'cancel' || verb === 'ignore') return 'quiet';
  return leads ? 'primary' : undefined;
}

type ModifyProps = {
  readonly fields: readonly Fixable[];
  readonly busy: boolean;
  readonly onModify: (values: Readonly<Record<string, string>>) => unknown;
  /** All fields are sent, typed or not: each of them is wrong, or a proposal. */
  readonly whole?: boolean;
  readonly beside?: ComponentChildren;
};

/** Values in place of those of the source. */
function Modify({ fields, busy, onModify, whole = false, beside }: ModifyProps) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [idle, setIdle] = useState(false);
  const start = () => {
    const values = Object.fromEntries(
      fields
        .map(({ field, value }) => [field, (typed[field] ?? value).trim(), value] as const)
        .filter(([, text, value]) => whole || text !== value)
        .map(([field, text]) => [field, text]),
    );
    const none = Object.keys(values).length === 0;
    setIdle(none);
    return none ? document.getElementById(`fix-${fields[0]?.field}`)?.focus() : onModify(values);
  };
  return (
    <form
      class="stack"
      noValidate
      aria-label={t('verbs.label')}
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      {fields.map(({ field, value, proposed }, i) => (
        <TextField
          key={field}
          id={`fix-${field}`}
          label={t('verbs.send', { field: fieldWord(field) })}
          help={t(proposed ? 'verbs.proposed' : 'verbs.stays')}
          error={idle && i === 0 ? t('verbs.nothing') : undefined}
          value={typed[field] ?? value}
          onInput={(text) => {
            setIdle(false);
            setTyped((before) => ({ ...before, [field]: text }));
          }}
        />
      ))}
      <div class="row">
        <Button type="submit" look={whole ? 'primary' : undefined} busy={busy}>
          {t('verb.modify')}
        </Button>
        {beside}
      </div>
    </form>
  );
}
