/** An update by a file that was brought here: for a site without the cloud. */
import { useState } from 'preact/hooks';
import type { UpdateUploaded, UpdateView } from '../../../src/contract/update.ts';
import {
  Button,
  bytes,
  ConfirmDialog,
  FailureBanner,
  Field,
  Form,
  type Loaded,
  Section,
  State,
  Steps,
  useDoing,
  useLoad,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { uploadUpdate } from './upload.ts';
import { t } from './words.ts';

export function UpdateFile({ view }: { view: Loaded<UpdateView> }) {
  const uploaded = useLoad('/api/update/file', (_, signal) => gateway.updateFile(signal));
  const [asking, setAsking] = useState(false);
  const forget = useDoing(async () => {
    await gateway.forgetUpdateFile();
    uploaded.reload();
  });
  const { data } = uploaded;
  const failure = uploaded.failure ?? forget.failure;
  return (
    <Section title={t('updates.file')}>
      <p class="small">{t('updates.fileText')}</p>
      {failure && <FailureBanner failure={failure} level={3} />}
      {data && !data.complete && <Upload uploaded={data} reload={uploaded.reload} />}
      {data?.complete && (
        <>
          <p>
            <State kind="ok" word={t('updates.uploaded', { size: bytes(data.total) })} />
          </p>
          <div class="row">
            <Button onClick={() => setAsking(true)}>{t('updates.installFile')}</Button>
            <Button look="quiet" busy={forget.busy} onClick={() => void forget.run()}>
              {t('updates.forgetFile')}
            </Button>
          </div>
        </>
      )}
      <ConfirmDialog
        open={asking}
        title={t('updates.installFileAsk')}
        yes={t('updates.installFile')}
        onClose={() => setAsking(false)}
        onYes={async () => view.set(await gateway.installUpdate({ from: 'file', when: 'now' }))}
      >
        <p class="small">{t('updates.installWhat')}</p>
      </ConfirmDialog>
    </Section>
  );
}

function Upload({ uploaded, reload }: { uploaded: UpdateUploaded; reload: () => void }) {
  const { me } = useInside();
  const [file, setFile] = useState<File>();
  const [wrong, setWrong] = useState<string>();
  const [done, setDone] = useState<number>();
  const { offset, total } = uploaded;
  const send = useDoing(async (chosen: File) => {
    // another file than the one that was begun: from its beginning
    const goesOn = total === chosen.size;
    if (offset > 0 && !goesOn) await gateway.forgetUpdateFile();
    const from = goesOn ? offset : 0;
    setDone(from);
    try {
      await uploadUpdate(chosen, { csrf: me.csrf, from, onProgress: setDone });
    } finally {
      setDone(undefined);
      reload();
    }
  });
  const submit = () => {
    setWrong(file ? undefined : t('updates.chooseNeeded'));
    return file && send.run(file);
  };
  return (
    <Form onSubmit={() => void submit()} label={t('updates.file')}>
      {send.failure && <FailureBanner failure={send.failure} level={3} focus />}
      {offset > 0 && <p class="small">{t('updates.partly', { done: bytes(offset), total: bytes(total) })}</p>}
      <Field id="update-file" label={t('updates.choose')} help={t('updates.chooseHelp')} error={wrong}>
        {(control) => (
          <input
            {...control}
            type="file"
            accept=".zip"
            onChange={(event) => setFile(event.currentTarget.files?.[0])}
          />
        )}
      </Field>
      {done !== undefined && file && (
        <Steps
          steps={[
            {
              key: 'upload',
              shape: 'busy',
              title: t('updates.uploading'),
              aside: t('updates.progress', { done: bytes(done), total: bytes(file.size) }),
              progress: { done, total: file.size, label: t('updates.uploading') },
            },
          ]}
        />
      )}
      <div class="form-foot">
        <Button type="submit" busy={send.busy}>
          {t('updates.upload')}
        </Button>
      </div>
    </Form>
  );
}
