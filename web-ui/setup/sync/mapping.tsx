/** Mapping rules of a synchroniser: read in words, edited as nested rows, tried on rows that were read. */
import { useState } from 'preact/hooks';
import type { Mapping, MappingTrial } from '../../../src/contract/sync-api.ts';
import {
  Button,
  Facts,
  FailureBanner,
  Loading,
  Said,
  Section,
  SelectField,
  State,
  Table,
  TextField,
  toast,
  useDoing,
  useLoad,
} from '../../shared/index.ts';
import { useInside } from '../inside.ts';
import { fieldWord } from '../parts/sync-plan.tsx';
import { USER_FIELDS } from '../parts/user-fields.ts';
import { sync } from './api.ts';
import { useFocusOn } from './focus.ts';
import { None } from './parts.tsx';
import { t } from './words.ts';

type Rule = Mapping['rules'][number];
type Value = Readonly<Record<string, unknown>>;

const KINDS = [
  'attr',
  'text',
  'concat',
  'firstOf',
  'lower',
  'trim',
  'nfc',
  'e164',
  'switch',
  'match',
  'truth',
  'bitClear',
] as const;
type Kind = (typeof KINDS)[number];
const FIELDS = [...USER_FIELDS, 'active', 'externalId'] as const;

const isValue = (value: unknown): value is Value => typeof value === 'object' && value !== null;
const asValue = (value: unknown): Value => (isValue(value) ? value : { attr: '' });
const textOf = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** `match` has its pattern under its name and its value under `of`; the others hold their value under their name. */
function kindOf(value: Value): Kind {
  return KINDS.find((kind) => kind in value) ?? 'attr';
}
function innerKey(kind: Kind): string | undefined {
  if (kind === 'attr' || kind === 'text' || kind === 'concat' || kind === 'firstOf') return undefined;
  return kind === 'match' ? 'of' : kind;
}

/** The value that is wrapped or the first of a list goes along when the kind changes. */
function recast(value: Value, kind: Kind): Value {
  const inner = innerKey(kindOf(value));
  const list = value.concat ?? value.firstOf;
  const kept = inner ? asValue(value[inner]) : Array.isArray(list) ? asValue(list[0]) : value;
  if (kind === 'attr' || kind === 'text') return { [kind]: textOf(value.attr ?? value.text) };
  if (kind === 'concat' || kind === 'firstOf') return { [kind]: Array.isArray(list) ? list : [kept] };
  if (kind === 'switch') return { switch: kept, cases: {} };
  if (kind === 'match') return { match: '', of: kept };
  if (kind === 'truth') return { truth: kept, otherwise: false };
  return kind === 'bitClear' ? { bitClear: kept, bit: 2, otherwise: true } : { [kind]: kept };
}

const EDIT = 'map-edit';
const summaryOf = (i: number) => `rule-${i}-summary`;

export function MappingSection({ id }: { id: string }) {
  const { mayChange } = useInside();
  const loaded = useLoad(id, sync.mapping);
  const [draft, setDraft] = useState<readonly Rule[]>();
  const focusOn = useFocusOn();
  const mapping = loaded.data;
  return (
    <Section title={t('map.title')}>
      {loaded.failure && <FailureBanner failure={loaded.failure} onRetry={loaded.reload} level={3} />}
      {!mapping && loaded.loading && <Loading>{t('map.reading')}</Loading>}
      {mapping && !draft && (
        <>
          <p class="small">{t(mapping.changed ? 'map.changed' : 'map.own')}</p>
          <Table
            caption={t('map.title')}
            phones="plain"
            rows={mapping.rules.map((rule, i) => ({ rule, i }))}
            rowKey={({ i }) => String(i)}
            columns={[
              { key: 'field', title: t('part.field'), header: true, cell: ({ rule }) => ruleField(rule) },
              {
                key: 'words',
                title: t('map.from'),
                cell: ({ i }) => <span class="wrap-anywhere">{mapping.words[i] ?? ''}</span>,
              },
            ]}
          />
          {mayChange && (
            <p>
              <Button
                small
                id={EDIT}
                onClick={() => {
                  setDraft(mapping.rules);
                  focusOn(summaryOf(0));
                }}
              >
                {t('map.edit')}
              </Button>
            </p>
          )}
        </>
      )}
      {mapping && draft && (
        <Editor
          id={id}
          mapping={mapping}
          rules={draft}
          onRules={setDraft}
          onDone={(saved) => {
            if (saved) loaded.set(saved);
            setDraft(undefined);
            focusOn(EDIT);
          }}
        />
      )}
    </Section>
  );
}

function ruleField({ field }: Rule): string {
  return field === 'externalId' ? t('map.externalId') : fieldWord(field);
}

type EditorProps = {
  readonly id: string;
  readonly mapping: Mapping;
  readonly rules: readonly Rule[];
  readonly onRules: (rules: readonly Rule[]) => void;
  readonly onDone: (saved?: Mapping) => void;
};

function Editor({ id, mapping, rules, onRules, onDone }: EditorProps) {
  const [trial, setTrial] = useState<MappingTrial>();
  const list = 'map-attributes';
  const attempt = useDoing(async () => setTrial(await sync.tryMapping(id, { rules: [...rules] })));
  const save = useDoing(async (wanted: Rule[] | null) => {
    const saved = await sync.saveMapping(id, { rules: wanted }, mapping.saved?.version);
    toast(t('map.saved'));
    onDone(saved);
  });
  const failure = save.failure ?? attempt.failure;
  const put = (i: number, rule: Rule) => onRules(rules.map((one, at) => (at === i ? rule : one)));
  return (
    <div class="split">
      <div class="stack">
        {failure && <FailureBanner failure={failure} level={3} focus />}
        <datalist id={list}>
          {mapping.attributes.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        {rules.map((rule, i) => (
          <details class="fold rule" key={i} open={i >= mapping.rules.length}>
            <summary id={summaryOf(i)}>{t('map.rule', { n: i + 1, field: ruleField(rule) })}</summary>
            <div class="rule-in">
              <SelectField
                id={`rule-${i}-field`}
                label={t('part.field')}
                width="m"
                value={rule.field}
                options={FIELDS.map((field) => ({
                  value: field,
                  title: ruleField({ field, from: undefined }),
                }))}
                onInput={(field) =>
                  put(i, { ...rule, field: FIELDS.find((one) => one === field) ?? rule.field })
                }
              />
              <ValueRows
                id={`rule-${i}`}
                value={asValue(rule.from)}
                list={list}
                onInput={(from) => put(i, { ...rule, from })}
              />
              <Button small look="quiet" onClick={() => onRules(rules.filter((_, at) => at !== i))}>
                {t('map.remove', { n: i + 1 })}
              </Button>
            </div>
          </details>
        ))}
        <div class="form-foot">
          <Button
            small
            icon="plus"
            onClick={() => onRules([...rules, { field: 'department', from: { attr: '' } }])}
          >
            {t('map.add')}
          </Button>
          <Button look="primary" busy={save.busy} onClick={() => void save.run([...rules])}>
            {t('map.save')}
          </Button>
          <Button busy={attempt.busy} onClick={() => void attempt.run()}>
            {t('map.try')}
          </Button>
          {mapping.changed && (
            <Button look="quiet" busy={save.busy} onClick={() => void save.run(null)}>
              {t('map.back')}
            </Button>
          )}
          <Button look="quiet" onClick={() => onDone()}>
            {t('map.leave')}
          </Button>
        </div>
      </div>
      <section class="panel sticky" aria-labelledby="trial" aria-live="polite">
        <h3 id="trial">{t('map.trial')}</h3>
        {trial ? <Trial trial={trial} /> : <p class="small quiet">{t('map.trialText')}</p>}
      </section>
    </div>
  );
}

function Trial({ trial }: { trial: MappingTrial }) {
  return (
    <>
      {trial.rows.map(({ anchor, values, issues }) => (
        <div class="stack" key={anchor}>
          <p class="small quiet">
            <code class="wrap-anywhere">{anchor}</code>
          </p>
          <Facts
            stack
            rows={values.map(
              ({ field, value, cleared }) =>
                [fieldWord(field), cleared ? <i>{t('map.cleared')}</i> : (value ?? <None />)] as const,
            )}
          />
          {issues.map(({ code, sentence }) => (
            <State key={code} kind="warn" word={<Said text={sentence} code={code} />} />
          ))}
        </div>
      ))}
    </>
  );
}

type RowsProps = {
  readonly id: string;
  readonly value: Value;
  /** Id of the datalist of attributes. */
  readonly list: string;
  readonly onInput: (value: Value) => void;
};

/** A value: what it is, what belongs to it, and the values that it is made of, one step further in. */
function ValueRows({ id, value, list, onInput }: RowsProps) {
  const kind = kindOf(value);
  const inner = innerKey(kind);
  return (
    <>
      <SelectField
        id={`${id}-kind`}
        label={t('map.kind')}
        width="m"
        value={kind}
        options={KINDS.map((one) => ({ value: one, title: t(`map.${one}`) }))}
        onInput={(next) => onInput(recast(value, KINDS.find((one) => one === next) ?? kind))}
      />
      <OwnRows id={id} value={value} list={list} onInput={onInput} />
      {inner !== undefined && (
        <div class="rule-in">
          <ValueRows
            id={`${id}-in`}
            value={asValue(value[inner])}
            list={list}
            onInput={(next) => onInput({ ...value, [inner]: next })}
          />
        </div>
      )}
      {(kind === 'concat' || kind === 'firstOf') && (
        <ListRows id={id} value={value} kind={kind} list={list} onInput={onInput} />
      )}
    </>
  );
}

function ListRows({ id, value, kind, list, onInput }: RowsProps & { kind: 'concat' | 'firstOf' }) {
  const parts: readonly unknown[] = Array.isArray(value[kind]) ? (value[kind] as readonly unknown[]) : [];
  const put = (next: readonly unknown[]) => onInput({ ...value, [kind]: next });
  return (
    <div class="rule-in">
      {parts.map((part, i) => (
        <div class="stack" key={i}>
          <ValueRows
            id={`${id}-${i}`}
            value={asValue(part)}
            list={list}
            onInput={(next) => put(parts.map((one, at) => (at === i ? next : one)))}
          />
          {parts.length > 1 && (
            <Button small look="quiet" onClick={() => put(parts.filter((_, at) => at !== i))}>
              {t('map.removePart', { n: i + 1 })}
            </Button>
          )}
        </div>
      ))}
      <Button small look="quiet" icon="plus" onClick={() => put([...parts, { attr: '' }])}>
        {t('map.addPart')}
      </Button>
    </div>
  );
}

/** `manager = Manager` a line. */
const casesText = (cases: unknown) =>
  isValue(cases)
    ? Object.entries(cases)
        .map(([from, to]) => `${from} = ${textOf(to)}`)
        .join('; ')
    : '';
const casesOf = (text: string) =>
  Object.fromEntries(
    text
      .split(';')
      .map((line) => line.split('=').map((part) => part.trim()))
      .filter(([from]) => from)
      .map(([from = '', to = '']) => [from, to]),
  );

/** What a kind has beside the values inside it. */
type Own = keyof typeof OWN_LABEL;
const OWN: Partial<Record<Kind, readonly Own[]>> = {
  attr: ['attr'],
  text: ['text'],
  concat: ['separator'],
  e164: ['country'],
  switch: ['otherwise'],
  match: ['match', 'group'],
  bitClear: ['bit'],
};
const NUMBERS: readonly Own[] = ['group', 'bit'];

function OwnRows({ id, value, list, onInput }: RowsProps) {
  const kind = kindOf(value);
  const [cases, setCases] = useState(() => casesText(value.cases));
  const set = (key: Own) => (text: string) => {
    const { [key]: _, ...rest } = value;
    const optional = text === '' && key !== kind;
    onInput(optional ? rest : { ...rest, [key]: NUMBERS.includes(key) ? Number(text) : text });
  };
  return (
    <>
      {kind === 'switch' && (
        <TextField
          id={`${id}-cases`}
          label={t('map.cases')}
          help={t('map.casesHelp')}
          value={cases}
          onInput={(text) => {
            setCases(text);
            onInput({ ...value, cases: casesOf(text) });
          }}
        />
      )}
      {(OWN[kind] ?? []).map((key) => (
        <TextField
          key={key}
          id={`${id}-${key}`}
          label={t(OWN_LABEL[key])}
          width="m"
          type={NUMBERS.includes(key) ? 'number' : 'text'}
          list={key === 'attr' ? list : undefined}
          value={textOf(value[key])}
          onInput={set(key)}
        />
      ))}
    </>
  );
}

const OWN_LABEL = {
  attr: 'map.attr',
  text: 'map.text',
  separator: 'map.separator',
  country: 'map.country',
  otherwise: 'map.otherwise',
  match: 'map.pattern',
  group: 'map.group',
  bit: 'map.bit',
} as const satisfies Record<string, Parameters<typeof t>[0]>;
