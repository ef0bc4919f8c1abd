/** What several pages of user synchronisation say alike. */
import { type ComponentChildren, Fragment } from 'preact';
import { useRef } from 'preact/hooks';
import type { Detained } from '../../../src/contract/sync-api.ts';
import {
  Facts,
  Link,
  type Paged,
  Said,
  Section,
  State,
  type StateKind,
  Table,
  useLoad,
} from '../../shared/index.ts';
import { fieldWord } from '../parts/sync-plan.tsx';
import { b } from '../parts/tags.tsx';
import { rich as mainRich } from '../words.ts';
import { sync } from './api.ts';
import { t } from './words.ts';

const ACTION: Record<Detained['action'], StateKind> = {
  add: 'add',
  update: 'edit',
  delete: 'del',
  disable: 'off',
  enable: 'add',
};
export const ACTIONS = Object.keys(ACTION) as readonly Detained['action'][];

export function Action({ action, at }: { action: Detained['action']; at?: number }) {
  return <State kind={ACTION[action]} word={t(`action.${action}`)} at={at} />;
}

/** Names of the synchronisers by id; an unknown one is called by its id. */
export function useSources() {
  const { data } = useLoad('/api/synchronisers', (_, signal) => sync.synchronisers(signal));
  const items = data?.items ?? [];
  const options = items.map(({ id, name }) => ({ value: id, title: name }));
  const nameOf = (id: string) => items.find((one) => one.id === id)?.name ?? id;
  return { options, nameOf };
}

/** The gateway itself, at its time. */
const SCHEDULE = 'Gateway';

/** Who began a run. */
export const actorWord = (actor: string) => (actor === SCHEDULE ? t('runs.schedule') : actor);

/** A value that may be long: an address breaks behind its `@` and its dots, anything else wherever it must. */
export function Value({ text }: { text: string }) {
  const [first, ...rest] = text.split(/(?<=[@._/-])(?=.)/u);
  return (
    <span class="wrap-anywhere">
      {first}
      {rest.map((piece, i) => (
        <Fragment key={i}>
          <wbr />
          {piece}
        </Fragment>
      ))}
    </span>
  );
}

export function None() {
  return <span class="quiet">{t('part.none')}</span>;
}

type IssueLike = {
  readonly code: string;
  readonly sentence: string;
  readonly remedy: string;
  readonly field?: string | undefined;
  readonly value?: string | undefined;
};

/** What is wrong, what to do, and the code to quote. */
export function Issue({ issue }: { issue: IssueLike }) {
  const { code, sentence, remedy, field, value } = issue;
  return (
    <div class="tight">
      <p>
        <b>
          <Said text={sentence} code={code} />
        </b>{' '}
        {field !== undefined &&
          (value === undefined
            ? t('issue.field', { field: fieldWord(field) })
            : t('issue.value', { field: fieldWord(field), value }))}
      </p>
      <p>{mainRich('alarms.todo', { b, remedy: <Said text={remedy} /> })}</p>
      <p class="small quiet">
        <code>{code}</code>
      </p>
    </div>
  );
}

type Raw = {
  readonly sourceName: string;
  readonly anchor: string;
  readonly present: boolean;
  readonly values: Readonly<Record<string, string | readonly string[]>>;
};

/** A record as its source has it. */
export function RawRecords({ raw }: { raw: readonly Raw[] }) {
  return (
    <>
      {raw.map((record) => (
        <details class="fold" key={`${record.sourceName} ${record.anchor}`}>
          <summary>{t(record.present ? 'raw.title' : 'raw.gone', { source: record.sourceName })}</summary>
          <Facts
            rows={[
              [t('raw.anchor'), <code class="wrap-anywhere">{record.anchor}</code>],
              ...Object.entries(record.values).map(
                ([name, value]) =>
                  [
                    name,
                    <code class="wrap-anywhere">{typeof value === 'string' ? value : value.join(', ')}</code>,
                  ] as const,
              ),
            ]}
          />
        </details>
      ))}
    </>
  );
}

type Changed = {
  readonly field: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

/** A value in words: whether somebody is active is stored as true or false. */
export function valueWord(field: string, value: string): string {
  if (field !== 'active') return value;
  return t(value === 'true' ? 'part.yes' : 'part.no');
}

/** Fields with what they were and what they are. */
export function FieldChanges({ fields }: { fields: readonly Changed[] }) {
  return (
    <ul class="changes">
      {fields.map(({ field, from, to }) => (
        <li key={field}>
          {fieldWord(field)}:{' '}
          {from !== undefined && (
            <>
              <span class="sr">{t('part.was')} </span>
              <del>
                <Value text={valueWord(field, from)} />
              </del>{' '}
              <span class="sr">{t('part.isNow')} </span>
            </>
          )}
          <ins>{to === undefined ? t('part.none') : <Value text={valueWord(field, to)} />}</ins>
        </li>
      ))}
    </ul>
  );
}

export function Rivals({
  rivals,
}: {
  rivals: readonly { id: string; name: string; field: string; value: string }[];
}) {
  if (rivals.length === 0) return null;
  return (
    <Section title={t('rivals.title')}>
      <Table
        caption={t('rivals.title')}
        phones="plain"
        rows={rivals}
        rowKey={({ id, field, value }) => `${id} ${field} ${value}`}
        columns={[
          {
            key: 'name',
            title: t('part.person'),
            header: true,
            cell: ({ id, name }) => <Link href={`/sync/people/${encodeURIComponent(id)}`}>{name}</Link>,
          },
          {
            key: 'value',
            title: t('rivals.value'),
            cell: ({ field, value }) => (
              <span class="wrap-anywhere">
                {fieldWord(field)}: {value}
              </span>
            ),
          },
        ]}
      />
    </Section>
  );
}

/** Nothing is there, and not because of a filter: there is nothing to look through. */
export const isNothing = (
  { items, loading, failure }: Pick<Paged<unknown>, 'items' | 'loading' | 'failure'>,
  filtered: boolean,
): boolean => items.length === 0 && !loading && !failure && !filtered;

/** A filter among others in a toolbar: small, its label said and not shown. */
export function Filter({
  id,
  label,
  value,
  options,
  onInput,
}: {
  id: string;
  label: string;
  value: string;
  options: readonly { readonly value: string; readonly title: string }[];
  onInput: (value: string) => void;
}): ComponentChildren {
  // what is chosen may have no rows any more: it stays to be seen, and to be taken away
  const chosen = useRef(value);
  const found = options.find((one) => one.value === value);
  if (found) chosen.current = found.title;
  return (
    <span>
      <label class="sr" for={id}>
        {label}
      </label>
      <select class="input s w-auto" id={id} value={value} onChange={(e) => onInput(e.currentTarget.value)}>
        <option value="">{label}</option>
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.title}
          </option>
        ))}
        {value !== '' && !found && <option value={value}>{chosen.current || value}</option>}
      </select>
    </span>
  );
}
