/** One support log (row C7): what was sent in, its attachments, and the partner's notes and status. */
import { useState } from 'preact/hooks';
import {
  ATTACHMENT_BYTES,
  ATTACHMENTS_MOST,
  SUPPORT_STATES,
  type SupportAttachment,
  type SupportLogChange,
  type SupportLogDetail,
  type SupportState,
} from '../../../src/contract/support-logs.ts';
import {
  Age,
  accountNumber,
  Button,
  bytes,
  clockTime,
  Dialog,
  date,
  Facts,
  FailureBanner,
  Field,
  Form,
  Head,
  Link,
  now,
  Section,
  SelectField,
  State,
  Table,
  toast,
  useDoing,
  useLoad,
  useTitle,
  withQuery,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import type { PageProps } from '../frame.tsx';
import { useChanged, useInside } from '../inside.ts';
import { Download } from '../parts/filters.tsx';
import { Crumbs } from '../parts/list-page.tsx';
import { LoadedPage } from '../parts/loaded.tsx';
import { t } from '../words.ts';
import { productWord, SupportStateMark } from './support-logs.tsx';

/** A file of 10 MiB over a slow line. */
const UPLOAD_MS = 10 * 60_000;
const NOTE_MOST = 5000;

const pathOf = (id: string) => `/api/support-logs/${encodeURIComponent(id)}`;

export function SupportLogPage({ params }: PageProps) {
  const id = params.id ?? '';
  const loaded = useLoad(pathOf(id), (path, signal) => api.get<SupportLogDetail>(path, signal));
  useChanged(['supportLog'], loaded.reload, id);
  useTitle(loaded.data?.title ?? t('nav.supportLogs'), t('brand'));
  return (
    <LoadedPage loaded={loaded} title={t('nav.supportLogs')} reading={t('sl.reading')}>
      {(log) => <Detail log={log} reload={loaded.reload} />}
    </LoadedPage>
  );
}

type LogProps = { readonly log: SupportLogDetail };
type ChangeProps = LogProps & { readonly reload: () => void };

function Detail({ log, reload }: ChangeProps) {
  const { partner, href } = useInside();
  return (
    <>
      <Head
        above={
          <Crumbs
            parts={[
              t('nav.support'),
              <Link key="list" href={href('/support-logs')}>
                {t('nav.supportLogs')}
              </Link>,
            ]}
          />
        }
        sentences={[log.title]}
      >
        <p class="row wide-gap wide-p">
          <SupportStateMark state={log.state} />
          <Download look="plain" href={`${pathOf(log.id)}/export`}>
            {t('sl.export')}
          </Download>
        </p>
      </Head>
      <div class="facts-grid">
        <Submission log={log} />
        <Section title={t('sl.report')}>
          {log.description.trim() === '' ? (
            <p class="small quiet">{t('sl.noReport')}</p>
          ) : (
            <p class="as-typed">{log.description}</p>
          )}
        </Section>
      </div>
      <Attachments log={log} reload={reload} />
      <Section title={t('sl.partner')}>
        <Notes log={log} />
        {partner ? <NotesAndStatus log={log} reload={reload} /> : <p class="small">{t('sl.partnerOnly')}</p>}
      </Section>
    </>
  );
}

function Submission({ log: { createdAt, product, reporter, account, gateway } }: LogProps) {
  const { href } = useInside();
  return (
    <Section title={t('sl.submission')}>
      <Facts
        rows={[
          [t('sl.col.created'), `${date(createdAt)}, ${clockTime(createdAt, createdAt, true)}`],
          [t('sl.col.product'), productWord(product)],
          [t('sl.reporterName'), reporter.name],
          reporter.email !== undefined && [t('sl.reporterEmail'), reporter.email],
          gateway !== undefined && [
            t('sl.gateway'),
            <Link key="gateway" href={href(`/gateways/${gateway.id}`)}>
              {gateway.name}
            </Link>,
          ],
          [t('sl.col.account'), account.name],
          [t('sl.accountId'), <span class="num">{accountNumber(account.number)}</span>],
          account.partner !== undefined && [
            t('sl.partnerId'),
            <span class="num">{accountNumber(account.partner)}</span>,
          ],
          [t('sl.userId'), <code class="wrap-anywhere">{reporter.id}</code>],
        ]}
      />
    </Section>
  );
}

function Attachments({ log, reload }: ChangeProps) {
  const { files } = log;
  const fileOf = ({ id }: SupportAttachment) => `${pathOf(log.id)}/attachments/${id}`;
  const added = files.filter(({ bundle }) => !bundle).length;
  const [shown, setShown] = useState<SupportAttachment>();
  return (
    <Section title={t('sl.files')}>
      {files.length === 0 ? (
        <p class="ruled">
          <State kind="off" word={t('sl.noFiles')} />
        </p>
      ) : (
        <Table
          caption={t('sl.files')}
          rows={files}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'name',
              title: t('sl.file.name'),
              header: true,
              cell: ({ name }) => <span class="wrap-anywhere">{name}</span>,
            },
            {
              key: 'kind',
              title: t('sl.file.kind'),
              cell: ({ bundle, type }) => t(bundle ? 'sl.type.bundle' : `sl.type.${type}`),
            },
            { key: 'by', title: t('sl.file.by'), cell: ({ by }) => by },
            { key: 'at', title: t('sl.file.at'), cell: ({ at }) => <Age at={at} /> },
            { key: 'size', title: t('sl.file.size'), numeric: true, cell: ({ size }) => bytes(size) },
            {
              key: 'act',
              title: t('sl.file.act'),
              action: true,
              cell: (file) =>
                file.kept ? (
                  <span class="row end">
                    {file.type.startsWith('image/') && (
                      <Button look="quiet" small icon="eye" onClick={() => setShown(file)}>
                        {t('sl.show')}
                        <span class="sr"> {file.name}</span>
                      </Button>
                    )}
                    <Download look="plain" href={fileOf(file)}>
                      {t('sl.download')}
                      <span class="sr"> {file.name}</span>
                    </Download>
                  </span>
                ) : (
                  <span class="small quiet">{t('sl.gone')}</span>
                ),
            },
          ]}
        />
      )}
      {/* one look is one download, and stands in the event history as such */}
      {shown && (
        <Dialog open title={shown.name} onClose={() => setShown(undefined)}>
          <img class="shown-image" src={fileOf(shown)} alt={t('sl.imageOf', { name: shown.name })} />
        </Dialog>
      )}
      {added < ATTACHMENTS_MOST ? (
        <AddAttachment id={log.id} reload={reload} />
      ) : (
        <p class="small">{t('sl.full', { n: ATTACHMENTS_MOST })}</p>
      )}
    </Section>
  );
}

function AddAttachment({ id, reload }: { id: string; reload: () => void }) {
  const [name, setName] = useState('');
  const [tooLarge, setTooLarge] = useState(false);
  const send = useDoing(async (file: File) => {
    await api.upload(withQuery(`${pathOf(id)}/attachments`, { name: file.name }), file, UPLOAD_MS);
    toast(t('sl.attached', { name: file.name }));
    reload();
  });
  const take = (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (!file) return;
    setName(file.name);
    setTooLarge(file.size > ATTACHMENT_BYTES);
    if (file.size <= ATTACHMENT_BYTES) void send.run(file);
    else send.clear();
    input.value = '';
  };
  return (
    <div class="form">
      {send.failure && <FailureBanner failure={send.failure} level={3} focus />}
      <Field
        id="attachment"
        label={t('sl.attach')}
        help={t('sl.attachHelp')}
        error={tooLarge ? t('sl.tooLarge', { name }) : undefined}
      >
        {(control) => (
          <input
            {...control}
            type="file"
            disabled={send.busy}
            onChange={(event) => take(event.currentTarget)}
          />
        )}
      </Field>
      {send.busy && <p role="status">{t('sl.sending', { name })}</p>}
    </div>
  );
}

function Notes({ log: { notes } }: LogProps) {
  if (notes.length === 0) return <p class="ruled small quiet">{t('sl.noNotes')}</p>;
  return (
    <ul class="rows">
      {notes.map(({ id, at, by, text, state }) => (
        <li key={id} class="note">
          <p class="row small">
            <b>{by}</b>
            <span class="quiet">{clockTime(at, now())}</span>
            {state !== undefined && <SupportStateMark state={state} />}
          </p>
          {text !== '' && <p class="as-typed">{text}</p>}
        </li>
      ))}
    </ul>
  );
}

/** Only a partner has it. What was typed stays when somebody else was quicker. */
function NotesAndStatus({ log, reload }: ChangeProps) {
  const [picked, setPicked] = useState<SupportState>();
  const [note, setNote] = useState('');
  const state = picked ?? log.state;
  const save = useDoing(async () => {
    const text = note.trim();
    const change: SupportLogChange = {
      revision: log.revision,
      state,
      ...(text === '' ? {} : { note: text }),
    };
    await api.put<SupportLogDetail>(pathOf(log.id), change);
    setNote('');
    setPicked(undefined);
    toast(t('sl.saved'));
  });
  const submit = async () => {
    await save.run();
    reload();
  };
  return (
    <>
      {save.failure && <FailureBanner failure={save.failure} level={3} focus />}
      <Form onSubmit={submit} label={t('sl.partner')}>
        <SelectField
          id="status"
          label={t('sl.col.state')}
          help={
            state === 'Open' && log.remindAt !== undefined
              ? t('sl.reminder', { when: clockTime(log.remindAt, now()) })
              : undefined
          }
          value={state}
          options={SUPPORT_STATES.map((value) => ({ value, title: t(`sl.state.${value}`) }))}
          onInput={(value) => setPicked(value as SupportState)}
        />
        <Field id="note" label={t('sl.note')} help={t('sl.noteHelp')} optional>
          {(control) => (
            <textarea
              {...control}
              class="input"
              rows={3}
              maxLength={NOTE_MOST}
              value={note}
              onInput={(event) => setNote(event.currentTarget.value)}
            />
          )}
        </Field>
        <div class="form-foot">
          <Button type="submit" look="primary" busy={save.busy} busyWord={t('sl.saving')}>
            {t('sl.save')}
          </Button>
        </div>
      </Form>
    </>
  );
}
