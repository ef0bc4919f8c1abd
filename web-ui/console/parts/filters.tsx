/** Filters of a list: chips that say what it is narrowed to, and the builder that makes and changes them. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { AccountView } from '../../../src/contract/console-api.ts';
import {
  accountNumber,
  Button,
  CheckField,
  Dialog,
  Form,
  Icon,
  IconButton,
  type Option,
  type PageOf,
  Search,
  SelectField,
  TextField,
  usePaged,
  withQuery,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { rich, t } from '../words.ts';
import type { ListQuery } from './list-query.ts';
import { dateTimeInput, listWords, stamp } from './list-words.ts';

export type Operator = 'is' | 'contains' | 'from' | 'until';

/** One thing that a list can be narrowed by. Several with one title are the operators of one field. */
export type Filter = {
  /** Parameter of the address and of the API. */
  readonly key: string;
  readonly title: string;
  readonly operator: Operator;
  /** `choice` takes one value, `choices` any of several. */
  readonly kind: 'choices' | 'choice' | 'text' | 'date' | 'accounts';
  /** What can be chosen now. */
  readonly choices?: readonly string[];
  /** What may be typed. */
  readonly suggestions?: readonly string[];
  /** A value in words; default: the value itself. */
  readonly word?: ((value: string) => string) | undefined;
};

/** More values than these are only counted. */
const NAMED = 3;

function wordOf({ kind, word }: Filter, value: string): string {
  if (word) return word(value);
  if (kind === 'date') return stamp(Number(value));
  return kind === 'accounts' ? accountNumber(value) : value;
}

function valueWords(filter: Filter, values: readonly string[]): string {
  if (values.length > NAMED) return t('filter.oneOf', { n: values.length });
  return listWords(values.map((value) => wordOf(filter, value)));
}

function chipWords(filter: Filter, values: readonly string[]) {
  return rich(`filter.${filter.operator}`, {
    field: filter.title,
    value: () => <b key="value">{valueWords(filter, values)}</b>,
  });
}

/** `Add filter`, the chips and `Clear`. */
export function Filters({
  filters,
  list,
  children,
}: {
  filters: readonly Filter[];
  list: ListQuery;
  /** Said before the chips: how many match. */
  children?: ComponentChildren;
}) {
  const [editing, setEditing] = useState<string | 'new'>();
  const active = filters.filter(({ key }) => list.values(key).length > 0);
  return (
    <>
      <div class="chips">
        {children}
        {active.map((filter) => (
          <span class="chip" key={filter.key}>
            <button class="chip-word" type="button" onClick={() => setEditing(filter.key)}>
              {chipWords(filter, list.values(filter.key))}
              <span class="sr"> {t('filter.edit')}</span>
            </button>
            <IconButton
              icon="x"
              label={t('filter.remove', { field: filter.title })}
              onClick={() => list.set({ [filter.key]: [] })}
            />
          </span>
        ))}
        {active.length > 0 && (
          <Button
            look="quiet"
            small
            onClick={() => list.set(Object.fromEntries(active.map(({ key }) => [key, []])))}
          >
            {t('filter.clear')}
          </Button>
        )}
      </div>
      {editing !== undefined && (
        <Builder
          filters={filters}
          list={list}
          start={filters.find(({ key }) => key === editing)}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  );
}

/** The button that opens the builder. */
export function AddFilter({
  filters,
  list,
  label,
}: {
  filters: readonly Filter[];
  list: ListQuery;
  label: string;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button small icon="filter" onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open && <Builder filters={filters} list={list} start={undefined} onClose={() => setOpen(false)} />}
    </>
  );
}

type BuilderProps = {
  readonly filters: readonly Filter[];
  readonly list: ListQuery;
  /** The filter that is changed; undefined: a new one. */
  readonly start: Filter | undefined;
  readonly onClose: () => void;
};

function Builder({ filters, list, start, onClose }: BuilderProps) {
  const [key, setKey] = useState(start?.key ?? filters[0]?.key ?? '');
  const filter = filters.find((f) => f.key === key);
  const [draft, setDraft] = useState<{ key: string; values: readonly string[] }>();
  if (!filter) return null;
  const values = draft?.key === key ? draft.values : list.values(key);
  const setValues = (next: readonly string[]) => setDraft({ key, values: next });
  const fields = [...new Map(filters.map((f) => [f.title, { value: f.title, title: f.title }])).values()];
  const operators = filters.filter(({ title }) => title === filter.title);
  const apply = () => {
    // a changed filter may have become another one
    const before = start && start.key !== key ? { [start.key]: [] } : {};
    list.set({ ...before, [key]: values });
    onClose();
  };
  return (
    <Dialog open title={t(start ? 'filter.editTitle' : 'filter.newTitle')} onClose={onClose}>
      <Form onSubmit={apply}>
        <SelectField
          id="filter-field"
          label={t('filter.field')}
          value={filter.title}
          options={fields}
          onInput={(title) => setKey(filters.find((f) => f.title === title)?.key ?? key)}
        />
        {operators.length > 1 && (
          <SelectField
            id="filter-operator"
            label={t('filter.operator')}
            value={key}
            options={operators.map((f) => ({ value: f.key, title: t(`operator.${f.operator}`) }))}
            onInput={setKey}
          />
        )}
        <Value key={key} filter={filter} values={values} onValues={setValues} />
        <div class="row end">
          <Button onClick={onClose}>{t('filter.cancel')}</Button>
          <Button look="primary" type="submit">
            {t('filter.ok')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

type ValueProps = {
  readonly filter: Filter;
  readonly values: readonly string[];
  readonly onValues: (values: readonly string[]) => void;
};

function Value({ filter, values, onValues }: ValueProps) {
  const [first = ''] = values;
  if (filter.kind === 'accounts') return <Accounts values={values} onValues={onValues} />;
  if (filter.kind === 'choices') {
    const known = [...new Set([...(filter.choices ?? []), ...values])];
    const options = known.map((value) => ({ value, title: wordOf(filter, value) }));
    return <Ticks legend={t('filter.values')} options={options} values={values} onValues={onValues} />;
  }
  if (filter.kind === 'choice')
    return (
      <SelectField
        id="filter-value"
        label={t('filter.value')}
        value={first}
        empty={t('filter.choose')}
        options={(filter.choices ?? []).map((value) => ({ value, title: wordOf(filter, value) }))}
        onInput={(value) => onValues(value === '' ? [] : [value])}
      />
    );
  if (filter.kind === 'date')
    return (
      <div class="field">
        <label for="filter-value">{t('filter.when')}</label>
        <input
          class="input"
          id="filter-value"
          type="datetime-local"
          step={1}
          value={first === '' ? '' : dateTimeInput(Number(first))}
          onInput={(e) => {
            const at = Date.parse(e.currentTarget.value);
            onValues(Number.isNaN(at) ? [] : [String(at)]);
          }}
        />
      </div>
    );
  return (
    <>
      <TextField
        id="filter-value"
        label={t('filter.value')}
        value={first}
        list={filter.suggestions ? 'filter-suggestions' : undefined}
        onInput={(text) => onValues(text.trim() === '' ? [] : [text.trim()])}
      />
      {filter.suggestions && (
        <datalist id="filter-suggestions">
          {filter.suggestions.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      )}
    </>
  );
}

function Ticks({
  legend,
  options,
  values,
  onValues,
}: {
  legend: string;
  options: readonly Option[];
  values: readonly string[];
  onValues: (values: readonly string[]) => void;
}) {
  return (
    <fieldset class="field">
      <legend>{legend}</legend>
      {options.length === 0 && <p class="help">{t('filter.nothing')}</p>}
      <div class="ticks">
        {options.map(({ value, title }, i) => (
          <CheckField
            key={value}
            id={`filter-value-${i}`}
            label={title}
            checked={values.includes(value)}
            onInput={(on) => onValues(on ? [...values, value] : values.filter((other) => other !== value))}
          />
        ))}
      </div>
    </fieldset>
  );
}

/** A partner may have thousands of accounts: they are searched, and those chosen stay in sight. */
function Accounts({ values, onValues }: Omit<ValueProps, 'filter'>) {
  const [q, setQ] = useState('');
  const found = usePaged(q, (after, signal) =>
    api.get<PageOf<AccountView>>(withQuery('/api/accounts', { q, after, limit: 20 }), signal),
  );
  const names = new Map(found.items.map(({ number, name }) => [number, name]));
  const numbers = [...new Set([...values, ...names.keys()])];
  const options = numbers.map((number) => ({
    value: number,
    title: t('filter.account', { name: names.get(number) ?? '', number: accountNumber(number) }),
  }));
  return (
    <>
      <Search label={t('scope.search')} value={q} onInput={setQ} />
      <Ticks legend={t('filter.accounts')} options={options} values={values} onValues={onValues} />
      {found.more && (
        <Button small busy={found.loading} onClick={found.loadMore}>
          {t('scope.more')}
        </Button>
      )}
    </>
  );
}

/** A link that downloads; the server makes the file while it is taken. */
export function Download({
  href,
  look = 'quiet',
  children,
}: {
  href: string;
  look?: 'quiet' | 'plain';
  children: ComponentChildren;
}) {
  return (
    <a class={look === 'quiet' ? 'btn quiet s' : 'btn s'} href={href} download>
      <Icon name="download" />
      {children}
    </a>
  );
}
