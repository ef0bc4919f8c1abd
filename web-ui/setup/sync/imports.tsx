/** Import of a file: upload, what was recognised, columns, auto-fill, rows in error first, taking it. */
import { useState } from 'preact/hooks';
import type { ImportChoice, ImportView, Synchroniser } from '../../../src/contract/sync-api.ts';
import { USER_FIELDS, type UserField } from '../../../src/contract/user-fields.ts';
import {
  Age,
  Banner,
  Button,
  bytes,
  CheckField,
  count,
  Empty,
  Facts,
  FailureBanner,
  Form,
  Head,
  Link,
  Loading,
  navigate,
  Said,
  Section,
  SelectField,
  Table,
  TextField,
  toast,
  useDoing,
  useLoad,
  useRoute,
  useTitle,
} from '../../shared/index.ts';
import { useInside } from '../inside.ts';
import { SyncNav } from '../parts/sync-nav.tsx';
import { fieldWord } from '../parts/sync-plan.tsx';
import { t as main } from '../words.ts';
import { sync } from './api.ts';
import { ImportRows } from './import-rows.tsx';
import { addressOf } from './synchronisers.tsx';
import { upload } from './upload.ts';
import { t } from './words.ts';

const fields = () => USER_FIELDS.map((field) => ({ value: field, title: fieldWord(field) }));
const fieldOf = (name: string): UserField | undefined => USER_FIELDS.find((one) => one === name);
const ACCEPT = '.csv,.ldif,.ldf,.xlsx,.txt';

export function ImportPage() {
  useTitle(t('import.title'), main('brand'));
  const { mayChange } = useInside();
  const { query } = useRoute();
  const list = useLoad('/api/imports', async (_, signal) => (await sync.imports(signal)).imports);
  const chosen =
    list.data?.find(({ id }) => id === query.get('file')) ?? list.data?.find((one) => !one.takenBy);
  return (
    <>
      <Head sentences={[t('import.title')]} lead={t('import.lead')} />
      <SyncNav />
      {mayChange && (
        <Upload
          onDone={(view) => list.set([view, ...(list.data ?? []).filter(({ id }) => id !== view.id)])}
        />
      )}
      {list.failure && <FailureBanner failure={list.failure} onRetry={list.reload} />}
      {!list.data && list.loading && <Loading>{t('import.reading')}</Loading>}
      {list.data?.length === 0 && (
        <Empty icon="log" title={t('import.empty')} level={2}>
          <p class="small">{t('import.emptyText')}</p>
        </Empty>
      )}
      {chosen && (
        <Preview
          key={chosen.id}
          view={chosen}
          onChange={(view) => list.set((list.data ?? []).map((one) => (one.id === view.id ? view : one)))}
        />
      )}
      {list.data && list.data.length > 0 && <Files files={list.data} onGone={list.reload} />}
    </>
  );
}

/** Types whose people come from a file. */
const FILES = ['csv', 'ldif', 'xlsx'];

function Upload({ onDone }: { onDone: (view: ImportView) => void }) {
  const { me } = useInside();
  const [part, setPart] = useState(0);
  const [name, setName] = useState('');
  const send = useDoing(async (file: File) => {
    setName(file.name);
    setPart(0);
    const view = await upload(file, me.csrf, setPart);
    navigate(`/sync/import?file=${encodeURIComponent(view.id)}`, { replace: true });
    onDone(view);
  });
  return (
    <Section title={t('upload.title')}>
      {send.failure && <FailureBanner failure={send.failure} level={3} focus />}
      <div class="field">
        <label for="import-file">{t('upload.file')}</label>
        <p class="help" id="import-file-h">
          {t('upload.help')}
        </p>
        <input
          id="import-file"
          type="file"
          accept={ACCEPT}
          aria-describedby="import-file-h"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void send.run(file);
          }}
        />
      </div>
      {send.busy && (
        <p role="status">
          {t(part < 1 ? 'upload.sending' : 'upload.checking', { name, part })}{' '}
          <progress max={1} value={part} aria-label={t('upload.title')} />
        </p>
      )}
    </Section>
  );
}

type PreviewProps = { readonly view: ImportView; readonly onChange: (view: ImportView) => void };

function Preview({ view, onChange }: PreviewProps) {
  const { mayChange } = useInside();
  const choose = useDoing(async (choice: ImportChoice) => onChange(await sync.choose(view.id, choice)));
  // a file that cannot be read as it is may be read in another way
  const mayChoose =
    mayChange && view.takenBy === undefined && (view.columns.length > 0 || view.format === 'csv');
  const open = mayChange && view.takenBy === undefined && view.fault === undefined;
  return (
    <Section title={view.name}>
      {view.fault && <FailureBanner failure={{ ...view.fault, status: 0, fields: {} }} level={3} />}
      {choose.failure && <FailureBanner failure={choose.failure} level={3} focus />}
      {view.fault === undefined && (
        <p role="status">
          <b>
            {choose.busy
              ? t('rows.checking')
              : t('import.sums', { rows: view.rows, good: view.good, errors: view.errors })}
          </b>
        </p>
      )}
      <Facts
        rows={[
          view.recognised !== undefined && [t('import.recognised'), t(`export.${view.recognised}`)],
          [t('import.size'), bytes(view.bytes)],
          view.encoding !== undefined && [t('import.encoding'), view.encoding],
          view.edited !== undefined && [t('import.edited'), count(view.edited)],
          [
            t('import.by'),
            <>
              {view.by}, <Age at={view.uploadedAt} />
            </>,
          ],
        ]}
      />
      {view.warnings.map(({ code, sentence }) => (
        <Banner key={code} kind="warn" level={3} title={<Said text={sentence} code={code} />} />
      ))}
      {mayChoose && <Columns view={view} onChoose={(choice) => void choose.run(choice)} />}
      {open && <Fills view={view} onChoose={(choice) => choose.run(choice)} />}
      {view.fault === undefined && <ImportRows view={view} onChange={onChange} />}
      {open && <Take view={view} />}
    </Section>
  );
}

type ChooseProps = { readonly view: ImportView; readonly onChoose: (choice: ImportChoice) => unknown };

function Columns({ view, onChoose }: ChooseProps) {
  const { columns, map, anchor, sheets } = view;
  const put = (column: string, field: string) => {
    const { [column]: _, ...rest } = map;
    const known = fieldOf(field);
    onChoose({ map: known ? { ...rest, [column]: known } : rest });
  };
  return (
    <details class="fold" open={view.recognised === undefined || view.fault !== undefined}>
      <summary>{t('columns.title', { n: columns.length })}</summary>
      <div class="columns-grid">
        {sheets.length > 1 && (
          <SelectField
            id="sheet"
            label={t('columns.sheet')}
            width="m"
            value={view.sheet ?? ''}
            options={sheets.map((sheet) => ({ value: sheet, title: sheet }))}
            onInput={(sheet) => onChoose({ sheet })}
          />
        )}
        {view.format === 'csv' && (
          <SelectField
            id="encoding"
            label={t('import.encoding')}
            width="m"
            value={view.encoding === 'windows-1252' ? 'windows-1252' : 'auto'}
            options={[
              { value: 'auto', title: t('columns.auto') },
              { value: 'windows-1252', title: ENCODING },
            ]}
            onInput={(encoding) => onChoose({ encoding: encoding === ENCODING ? ENCODING : 'auto' })}
          />
        )}
        <SelectField
          id="anchor"
          label={t('columns.anchor')}
          help={t('columns.anchorHelp')}
          width="m"
          value={anchor ?? ''}
          empty={t('end.choose')}
          options={columns.map((column) => ({ value: column, title: column }))}
          onInput={(column) => onChoose({ anchor: column })}
        />
        {columns.map((column, i) => (
          <SelectField
            key={column}
            id={`column-${i}`}
            label={column}
            width="m"
            value={map[column] ?? ''}
            empty={t(column === anchor ? 'columns.identity' : 'columns.leftOut')}
            options={fields()}
            onInput={(field) => put(column, field)}
          />
        ))}
      </div>
    </details>
  );
}
const ENCODING = 'windows-1252';

function Fills({ view, onChoose }: ChooseProps) {
  const { fills } = view;
  const [field, setField] = useState<string>('location');
  const [value, setValue] = useState('');
  const [over, setOver] = useState(false);
  const add = async () => {
    const known = fieldOf(field);
    if (!known || !value.trim()) return;
    await onChoose({
      fills: [
        ...fills.filter((one) => one.field !== known),
        { field: known, value: value.trim(), rows: over ? 'all' : 'empty' },
      ],
    });
    setValue('');
  };
  return (
    <details class="fold">
      <summary>{t('fill.title')}</summary>
      {fills.length > 0 && (
        <ul class="prose-list">
          {fills.map((one) => (
            <li key={one.field}>
              {t(`fill.${one.rows}`, { field: fieldWord(one.field), value: one.value })}{' '}
              <Button
                small
                look="quiet"
                onClick={() => void onChoose({ fills: fills.filter((each) => each !== one) })}
              >
                {t('fill.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Form onSubmit={add} label={t('fill.title')}>
        <SelectField
          id="fill-field"
          label={t('part.field')}
          width="m"
          value={field}
          options={fields()}
          onInput={setField}
        />
        <TextField id="fill-value" label={t('fill.value')} width="m" value={value} onInput={setValue} />
        <CheckField id="fill-over" label={t('fill.over')} checked={over} onInput={setOver} />
        <div class="form-foot">
          <Button type="submit" small>
            {t('fill.do')}
          </Button>
        </div>
      </Form>
    </details>
  );
}

const NEW = 'new';
const PARTIAL = 'take-partial';

function Take({ view }: { view: ImportView }) {
  const others = useLoad('/api/synchronisers', (_, signal) => sync.synchronisers(signal));
  const [into, setInto] = useState(NEW);
  const [name, setName] = useState(view.name.replace(/\.\w+$/, ''));
  const [partial, setPartial] = useState(false);
  const [undecided, setUndecided] = useState(false);
  // which types are files the gateway knows; those that have a host are none
  const files = (others.data?.items ?? []).filter((one: Synchroniser) => FILES.includes(one.type));
  const take = useDoing(async () => {
    const taken = await sync.take(view.id, { ...(into === NEW ? { name: name.trim() } : { into }), partial });
    toast(t('take.done', { n: view.good, name: taken.name }));
    navigate(addressOf(taken.id));
  });
  const start = () => {
    const open = view.errors > 0 && !partial;
    setUndecided(open);
    return open ? document.getElementById(PARTIAL)?.focus() : take.run();
  };
  return (
    <Form onSubmit={start} label={t('take.title')}>
      <h3 class="apart">{t('take.title')}</h3>
      {take.failure && <FailureBanner failure={take.failure} level={3} focus />}
      <SelectField
        id="take-into"
        label={t('take.into')}
        width="m"
        value={into}
        options={[
          { value: NEW, title: t('take.new') },
          ...files.map(({ id, name: title }) => ({ value: id, title })),
        ]}
        onInput={setInto}
      />
      {into === NEW && (
        <TextField
          id="take-name"
          label={t('syn.name')}
          help={t('syn.nameHelp')}
          width="m"
          value={name}
          onInput={setName}
        />
      )}
      {view.errors > 0 && (
        <CheckField
          id={PARTIAL}
          label={t('take.partial', { n: view.errors })}
          help={t('take.partialHelp')}
          error={undecided && !partial ? t('take.undecided') : undefined}
          checked={partial}
          onInput={setPartial}
        />
      )}
      <div class="form-foot">
        <Button type="submit" look="primary" busy={take.busy}>
          {t('take.do', { n: view.good })}
        </Button>
        <p class="help full">{t('take.help')}</p>
      </div>
    </Form>
  );
}

function Files({ files, onGone }: { files: readonly ImportView[]; onGone: () => void }) {
  const { mayChange } = useInside();
  const forget = useDoing(async ({ id, name }: ImportView) => {
    await sync.forget(id);
    toast(t('files.gone', { name }));
    onGone();
  });
  return (
    <Section title={t('files.title')}>
      {forget.failure && <FailureBanner failure={forget.failure} level={3} />}
      <Table
        caption={t('files.title')}
        rows={files}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'name',
            title: t('files.name'),
            header: true,
            cell: ({ id, name }) => <Link href={`/sync/import?file=${encodeURIComponent(id)}`}>{name}</Link>,
          },
          { key: 'at', title: t('files.when'), cell: ({ uploadedAt }) => <Age at={uploadedAt} /> },
          {
            key: 'taken',
            title: t('syn.state'),
            cell: ({ takenBy }) => t(takenBy === undefined ? 'files.open' : 'files.taken'),
          },
          {
            key: 'act',
            title: t('part.actions'),
            action: true,
            cell: (file) =>
              mayChange && (
                <Button small onClick={() => void forget.run(file)}>
                  {t('files.forget')}
                  <span class="sr"> {file.name}</span>
                </Button>
              ),
          },
        ]}
      />
    </Section>
  );
}
