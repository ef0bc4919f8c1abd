/** One detained update: what is wrong, desired beside applied beside raw, and what may be done. */
import { useState } from 'preact/hooks';
import type { CanonicalUser } from '../../../src/contract/scim.ts';
import type { DetainedDetail, DetainedVerb, Verb } from '../../../src/contract/sync-api.ts';
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
import { USER_FIELDS, type UserField } from '../parts/user-fields.ts';
import { sync } from './api.ts';
import { sayDone } from './detained.tsx';
import { Action, Issue, None, RawRecords, Rivals, Value } from './parts.tsx';
import { t } from './words.ts';

const isField = (name: string | undefined): name is UserField => USER_FIELDS.some((one) => one === name);

type PanelProps = {
  readonly id: string;
  readonly nameOf: (source: string) => string;
  readonly onDone: () => void;
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
      {row.issues.map((issue) => (
        <Issue key={`${issue.code} ${issue.field ?? ''}`} issue={issue} />
      ))}
      <Compare row={row} />
      {mayChange && <Verbs row={row} onDone={onDone} />}
      <Rivals rivals={row.rivals} />
      <RawRecords raw={row.raw} />
      <p>
        <Link href={`/sync/people/${encodeURIComponent(row.id)}`}>{t('detail.why')}</Link>
      </p>
    </>
  );
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

/** Fields that `modify` offers: those that are wrong, else the ones that the row has. */
function fixable({
  issues,
  desired,
}: DetainedDetail): readonly { field: UserField; value: string; proposed: boolean }[] {
  const wrong = issues.flatMap(({ field, value, proposal }) =>
    isField(field) ? [{ field, value: proposal ?? value ?? '', proposed: proposal !== undefined }] : [],
  );
  if (wrong.length > 0) return wrong;
  return USER_FIELDS.filter((field) => fieldOf(desired, field) !== undefined).map((field) => ({
    field,
    value: fieldOf(desired, field) ?? '',
    proposed: false,
  }));
}

const OTHERS = ['apply', 'recreate', 'leave', 'cancel', 'ignore'] as const satisfies readonly Verb[];

function Verbs({ row, onDone }: { row: DetainedDetail; onDone: () => void }) {
  const may = (verb: Verb) => row.verbs.includes(verb);
  const fields = may('modify') ? fixable(row) : [];
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const doing = useDoing(async (body: Omit<DetainedVerb, 'ids' | 'all'>) => {
    const answer = await sync.verb({ ...body, ids: [row.id] });
    sayDone(body.verb, answer);
    onDone();
  });
  const modify = () => {
    const values = Object.fromEntries(
      fields.map(({ field, value }) => [field, (typed[field] ?? value).trim()]),
    );
    return doing.run({ verb: 'modify', values });
  };
  return (
    <form
      class="stack"
      noValidate
      aria-label={t('verbs.label')}
      onSubmit={(event) => {
        event.preventDefault();
        void modify();
      }}
    >
      {doing.failure && <FailureBanner failure={doing.failure} level={3} focus />}
      {fields.map(({ field, value, proposed }) => (
        <TextField
          key={field}
          id={`fix-${field}`}
          label={t('verbs.send', { field: fieldWord(field) })}
          help={t(proposed ? 'verbs.proposed' : 'verbs.stays')}
          width="m"
          value={typed[field] ?? value}
          onInput={(text) => setTyped((before) => ({ ...before, [field]: text }))}
        />
      ))}
      <div class="row">
        {may('modify') && (
          <Button type="submit" look="primary" busy={doing.busy}>
            {t('verb.modify')}
          </Button>
        )}
        {OTHERS.filter(may).map((verb) => (
          <Button
            key={verb}
            look={verb === 'cancel' || verb === 'ignore' ? 'quiet' : undefined}
            busy={doing.busy}
            onClick={() => void doing.run({ verb })}
          >
            {t(`verb.${verb}`)}
          </Button>
        ))}
      </div>
      <ul class="prose-list help">
        {OTHERS.filter(may).map((verb) => (
          <li key={verb}>{t(`verbHelp.${verb}`)}</li>
        ))}
      </ul>
    </form>
  );
}
