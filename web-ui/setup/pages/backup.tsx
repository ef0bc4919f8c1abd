/** Backups (row G8): how old the last one is, by schedule or now, and restoring one with its plan before. */
import { useRef, useState } from 'preact/hooks';
import type { BackupPlan, BackupView } from '../../../src/contract/backup.ts';
import {
  Age,
  ApiError,
  Banner,
  Button,
  ButtonLink,
  bytes,
  ConfirmDialog,
  clockTime,
  Dialog,
  Empty,
  Facts,
  FailureBanner,
  Fingerprint,
  Form,
  Head,
  Loading,
  now,
  ofProblem,
  Section,
  SelectField,
  State,
  said,
  Table,
  TextField,
  toast,
  useDoing,
  useLoad,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { toAdvanced } from '../parts/to-advanced.tsx';
import { t } from '../words.ts';

export function BackupPage() {
  useTitle(t('backup.title'), t('brand'));
  const { mayChange, remote } = useInside();
  if (mayChange && !remote) return <Backups />;
  return (
    <>
      <Head above={toAdvanced()} sentences={[t('backup.title')]} lead={t('backup.lead')} />
      <Banner>
        <p>{t(remote ? 'backup.notRemote' : 'backup.lookOnly')}</p>
      </Banner>
    </>
  );
}

const headOf = ({ last, schedule, stale }: BackupView) => {
  if (!last) return schedule ? t('backup.headNone') : t('backup.headNever');
  return stale ? t('backup.headStale') : t('backup.headGood');
};

function Backups() {
  const read = useLoad('/api/backup', (_, signal) => gateway.backup(signal));
  const view = read.data;
  const make = useDoing(async () => {
    await gateway.makeBackup();
    toast(t('backup.made'));
    read.reload();
  });
  return (
    <>
      <Head
        above={toAdvanced()}
        sentences={[view ? headOf(view) : t('backup.title')]}
        lead={t('backup.lead')}
      />
      {make.failure && <FailureBanner failure={make.failure} title={t('backup.notMade')} focus />}
      {read.failure && <FailureBanner failure={read.failure} onRetry={read.reload} />}
      {!view && read.loading && <Loading>{t('backup.reading')}</Loading>}
      {view && (
        <>
          <Last view={view} />
          {view.schedule && (
            <div class="row">
              <Button
                look="primary"
                busy={make.busy}
                busyWord={t('backup.making')}
                onClick={() => void make.run()}
              >
                {t('backup.makeNow')}
              </Button>
            </div>
          )}
          <Schedule view={view} onDone={read.reload} />
          {view.schedule && <Files view={view} onDone={read.reload} />}
          <Restore />
        </>
      )}
    </>
  );
}

function Last({ view: { last, fault, lastRestore, staged } }: { view: BackupView }) {
  return (
    <>
      {fault && (
        <Banner kind="warn" title={t('backup.faultTitle')}>
          <p>{said(fault.sentence)}</p>
          <p>{said(fault.remedy)}</p>
        </Banner>
      )}
      {staged && (
        <Banner>
          <p>{t('backup.staged')}</p>
        </Banner>
      )}
      {(last || lastRestore) && (
        <Facts
          rows={[
            last && [
              t('backup.last'),
              <State kind="ok" word={t('backup.verified')} at={last.verifiedAt} key="last" />,
            ],
            last && [t('backup.size'), bytes(last.bytes)],
            last && [t('backup.opens'), t(`backup.by.${last.encryption}`)],
            lastRestore && [
              t('backup.lastRestore'),
              <State
                kind={lastRestore.end === 'restored' ? 'ok' : 'warn'}
                word={t(`backup.end.${lastRestore.end}`)}
                at={lastRestore.at}
                key="restore"
              />,
            ],
          ]}
        />
      )}
    </>
  );
}

type Opens = 'recipient' | 'passphrase';

function Schedule({ view: { schedule }, onDone }: { view: BackupView; onDone: () => void }) {
  const [folder, setFolder] = useState(schedule?.folder ?? '');
  const [everyDays, setEvery] = useState(String(schedule?.everyDays ?? 1));
  const [keep, setKeep] = useState(String(schedule?.keep ?? 7));
  const [opens, setOpens] = useState<Opens>(schedule?.recipient === undefined ? 'passphrase' : 'recipient');
  const [recipient, setRecipient] = useState(schedule?.recipient ?? '');
  const [passphrase, setPassphrase] = useState('');
  const [asked, setAsked] = useState(false);
  const save = useDoing(async () => {
    await gateway.setBackupSchedule({
      folder: folder.trim(),
      everyDays: Number(everyDays),
      keep: Number(keep),
      ...(opens === 'recipient' ? { recipient: recipient.trim() } : {}),
      ...(opens === 'passphrase' && passphrase !== '' ? { passphrase } : {}),
    });
    setPassphrase('');
    toast(t('backup.saved'));
    onDone();
  });
  return (
    <Section title={t('backup.schedule')} aside={schedule ? undefined : t('backup.noSchedule')}>
      {save.failure && <FailureBanner failure={save.failure} title={t('backup.notSaved')} level={3} focus />}
      <Form onSubmit={() => save.run()}>
        <TextField
          id="folder"
          label={t('backup.folder')}
          help={t('backup.folderHelp')}
          value={folder}
          onInput={setFolder}
        />
        <TextField
          id="everyDays"
          label={t('backup.every')}
          type="number"
          min={1}
          max={31}
          width="s"
          value={everyDays}
          onInput={setEvery}
        />
        <TextField
          id="keep"
          label={t('backup.keep')}
          type="number"
          min={1}
          max={100}
          width="s"
          value={keep}
          onInput={setKeep}
        />
        <SelectField
          id="opens"
          label={t('backup.opens')}
          value={opens}
          options={[
            { value: 'passphrase', title: t('backup.by.passphrase') },
            { value: 'recipient', title: t('backup.by.recipient') },
          ]}
          onInput={(value) => setOpens(value as Opens)}
        />
        {opens === 'recipient' ? (
          <TextField
            id="recipient"
            label={t('backup.recipient')}
            help={t('backup.recipientHelp')}
            value={recipient}
            onInput={setRecipient}
          />
        ) : (
          <TextField
            id="passphrase"
            label={t('backup.passphrase')}
            help={t(schedule && !schedule.recipient ? 'backup.passphraseKept' : 'backup.passphraseHelp')}
            type="password"
            autocomplete="new-password"
            value={passphrase}
            onInput={setPassphrase}
          />
        )}
        <div class="row">
          <Button type="submit" busy={save.busy}>
            {t('backup.save')}
          </Button>
          {schedule && <Button onClick={() => setAsked(true)}>{t('backup.endSchedule')}</Button>}
        </div>
      </Form>
      {asked && (
        <ConfirmDialog
          open
          title={t('backup.endAsk')}
          yes={t('backup.endSchedule')}
          onClose={() => setAsked(false)}
          onYes={async () => {
            await gateway.endBackupSchedule();
            onDone();
          }}
        >
          <p class="small">{t('backup.endText')}</p>
        </ConfirmDialog>
      )}
    </Section>
  );
}

function Files({ view: { files, schedule }, onDone }: { view: BackupView; onDone: () => void }) {
  const [gone, setGone] = useState<string>();
  const [chosen, setChosen] = useState<string>();
  return (
    <Section title={t('backup.files')} aside={schedule?.folder}>
      {files.length === 0 ? (
        <Empty icon="stack" title={t('backup.none')}>
          <p class="small">{t('backup.noneText')}</p>
        </Empty>
      ) : (
        <Table
          caption={t('backup.files')}
          rows={files}
          rowKey={({ name }) => name}
          columns={[
            {
              key: 'made',
              title: t('backup.madeAt'),
              header: true,
              cell: ({ at, name }) => (
                <>
                  {clockTime(at, now())}
                  <span class="sub">
                    <Age at={at} />
                  </span>
                  <span class="sub">{name}</span>
                </>
              ),
            },
            { key: 'size', title: t('backup.size'), numeric: true, cell: (file) => bytes(file.bytes) },
            {
              key: 'do',
              title: t('backup.actions'),
              action: true,
              cell: ({ name }) => (
                <div class="row end">
                  <ButtonLink small external icon="download" href={gateway.backupFile(name)}>
                    {t('backup.download')}
                  </ButtonLink>
                  <Button small onClick={() => setChosen(name)}>
                    {t('backup.restore')}
                  </Button>
                  <Button small onClick={() => setGone(name)}>
                    {t('backup.delete')}
                  </Button>
                </div>
              ),
            },
          ]}
        />
      )}
      {chosen !== undefined && <RestoreDialog name={chosen} onClose={() => setChosen(undefined)} />}
      {gone !== undefined && (
        <ConfirmDialog
          open
          danger
          title={t('backup.deleteAsk')}
          yes={t('backup.delete')}
          onClose={() => setGone(undefined)}
          onYes={async () => {
            await gateway.deleteBackup(gone);
            onDone();
          }}
        >
          <p class="small">{gone}</p>
        </ConfirmDialog>
      )}
    </Section>
  );
}

async function send(file: File, csrf: string | undefined): Promise<void> {
  const response = await fetch('/api/backup/upload', {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/octet-stream',
      ...(csrf === undefined ? {} : { 'x-csrf-token': csrf }),
    },
    body: file,
  });
  if (!response.ok) throw new ApiError(ofProblem(await response.json()));
}

function Restore() {
  const { me } = useInside();
  const [file, setFile] = useState<File>();
  const [sent, setSent] = useState(false);
  const upload = useDoing(async () => {
    if (!file) return;
    await send(file, me.csrf);
    setSent(true);
  });
  return (
    <Section title={t('backup.restoreTitle')}>
      <p class="small">{t('backup.restoreText')}</p>
      {upload.failure && <FailureBanner failure={upload.failure} level={3} focus />}
      <div class="field">
        <label for="backup-file">{t('backup.file')}</label>
        <input
          id="backup-file"
          type="file"
          onChange={(event) => setFile(event.currentTarget.files?.[0] ?? undefined)}
        />
      </div>
      <div class="row">
        <Button
          disabled={!file}
          busy={upload.busy}
          busyWord={t('backup.uploading')}
          onClick={() => void upload.run()}
        >
          {t('backup.lookAt')}
        </Button>
      </div>
      {sent && <RestoreDialog onClose={() => setSent(false)} />}
    </Section>
  );
}

type Choice = { readonly name?: string; readonly onClose: () => void };

/** First what opens it, then the plan, then the typed word. */
function RestoreDialog({ name, onClose }: Choice) {
  const [secret, setSecret] = useState('');
  const [plan, setPlan] = useState<BackupPlan>();
  const chosen = { ...(name === undefined ? {} : { name }), secret };
  // the first dialog closes when the second takes its place: that is no Cancel
  const planned = useRef(false);
  const look = useDoing(async () => {
    const found = await gateway.planRestore(chosen);
    planned.current = true;
    setPlan(found);
  });
  if (plan) return <Ask plan={plan} onClose={onClose} onYes={() => gateway.restoreBackup(chosen)} />;
  return (
    <Dialog open title={t('backup.openTitle')} onClose={() => planned.current || onClose()}>
      {name !== undefined && <p class="small">{name}</p>}
      {look.failure && <FailureBanner failure={look.failure} level={3} focus />}
      <TextField
        id="restore-secret"
        label={t('backup.secret')}
        help={t('backup.secretHelp')}
        type="password"
        value={secret}
        onInput={setSecret}
      />
      <div class="row end">
        <Button onClick={onClose}>{t('backup.cancel')}</Button>
        <Button
          look="primary"
          disabled={secret === ''}
          busy={look.busy}
          busyWord={t('backup.opening')}
          onClick={() => void look.run()}
        >
          {t('backup.showPlan')}
        </Button>
      </div>
    </Dialog>
  );
}

function Ask({ plan, onClose, onYes }: Choice & { plan: BackupPlan; onYes: () => Promise<unknown> }) {
  const [typed, setTyped] = useState('');
  return (
    <ConfirmDialog
      open
      danger
      title={t('backup.restoreAsk')}
      yes={t('backup.restore')}
      ready={typed.trim() === 'restore' && plan.freeBytes > plan.needsBytes}
      onClose={onClose}
      onYes={async () => {
        await onYes();
        toast(t('backup.restoring'));
      }}
    >
      <Plan plan={plan} />
      <TextField
        id="restore-typed"
        label={t('backup.typed')}
        placeholder="restore"
        width="m"
        value={typed}
        onInput={setTyped}
      />
    </ConfirmDialog>
  );
}

function Plan({ plan }: { plan: BackupPlan }) {
  const { backup, now: here } = plan;
  return (
    <>
      <Facts
        stack
        rows={[
          [t('backup.plan.of'), `${backup.name}, ${backup.account ?? t('backup.plan.unlinked')}`],
          [t('backup.plan.from'), `${clockTime(backup.madeAt, now())}, ${backup.version}`],
          [t('backup.plan.here'), `${here.account ?? t('backup.plan.unlinked')}, ${here.version}`],
          [t('backup.plan.key'), t(`backup.key.${plan.key}`)],
          backup.fingerprint !== undefined && [
            t('backup.plan.fingerprint'),
            <Fingerprint value={backup.fingerprint} key="fingerprint" />,
          ],
          [
            t('backup.plan.space'),
            t('backup.plan.spaceOf', { needs: bytes(plan.needsBytes), free: bytes(plan.freeBytes) }),
          ],
        ]}
      />
      {!plan.sameHardware && (
        <Banner kind="warn" level={3} title={t('backup.otherHardware')}>
          <p>{t('backup.otherHardwareText')}</p>
        </Banner>
      )}
      <p class="small">{t('backup.plan.kept')}</p>
    </>
  );
}
