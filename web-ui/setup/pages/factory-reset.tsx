/** Back to factory default (row A10): what goes, what stays, an announced order with its Cancel, and the order itself. */
import { useState } from 'preact/hooks';
import type { ResetView } from '../../../src/contract/factory-reset.ts';
import {
  Age,
  Banner,
  Button,
  CheckField,
  ConfirmDialog,
  Facts,
  FailureBanner,
  Form,
  Head,
  Loading,
  Section,
  State,
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

export function FactoryResetPage() {
  useTitle(t('reset.title'), t('brand'));
  const read = useLoad('/api/factory-reset', (_, signal) => gateway.factoryReset(signal));
  const { mayChange, remote } = useInside();
  const view = read.data;
  return (
    <>
      <Head above={toAdvanced()} sentences={[t('reset.title')]} lead={t('reset.lead')} />
      {read.failure && <FailureBanner failure={read.failure} onRetry={read.reload} />}
      {!view && read.loading && <Loading>{t('reset.reading')}</Loading>}
      {view && (
        <>
          <Standing view={view} mayCancel={mayChange && !remote} onDone={read.reload} />
          <Section title={t('reset.goesTitle')}>
            <ul class="small prose-list">
              {view.goes.map((one) => (
                <li key={one}>{t(`reset.goes.${one}`)}</li>
              ))}
            </ul>
          </Section>
          <Section title={t('reset.staysTitle')}>
            <ul class="small prose-list">
              {view.stays.map((one) => (
                <li key={one}>{t(`reset.stays.${one}`)}</li>
              ))}
            </ul>
          </Section>
          {mayChange && !remote ? (
            <>
              <Do view={view} onDone={read.reload} />
              <Announce view={view} onDone={read.reload} />
            </>
          ) : (
            <Banner>
              <p>{t(remote ? 'reset.notRemote' : 'reset.lookOnly')}</p>
            </Banner>
          )}
        </>
      )}
    </>
  );
}

function Standing({ view, mayCancel, onDone }: { view: ResetView; mayCancel: boolean; onDone: () => void }) {
  const cancel = useDoing(async () => {
    await gateway.cancelFactoryReset();
    toast(t('reset.cancelled'));
    onDone();
  });
  const { state, who = '', dueAt, last } = view;
  if (state === 'ordered')
    return (
      <Banner kind="bad" role="status" title={t('reset.under')}>
        <p>{t('reset.underText')}</p>
      </Banner>
    );
  if (state === 'announced' && dueAt !== undefined)
    return (
      <>
        {cancel.failure && <FailureBanner failure={cancel.failure} focus />}
        <Banner
          kind="bad"
          role="alert"
          title={t('reset.announced', { who })}
          action={
            mayCancel && (
              <Button busy={cancel.busy} onClick={() => void cancel.run()}>
                {t('reset.cancel')}
              </Button>
            )
          }
        >
          <p>
            {t('reset.due')} <Age at={dueAt} form="in" />
          </p>
          <p>{t('reset.announcedText')}</p>
        </Banner>
      </>
    );
  return last ? (
    <Facts
      rows={[
        [
          t('reset.last'),
          <State kind="off" word={t('reset.lastBy', { by: last.by })} at={last.at} key="l" />,
        ],
      ]}
    />
  ) : null;
}

function Do({ view, onDone }: { view: ResetView; onDone: () => void }) {
  const [asked, setAsked] = useState(false);
  const [typed, setTyped] = useState('');
  const [keepWay, setKeepWay] = useState(false);
  return (
    <Section title={t('reset.doTitle')}>
      <CheckField
        id="keep-way"
        label={t('reset.keepWay')}
        help={t('reset.keepWayHelp')}
        checked={keepWay}
        onInput={setKeepWay}
      />
      <div class="row">
        <Button
          look="danger"
          disabled={view.state === 'ordered'}
          onClick={() => {
            setTyped('');
            setAsked(true);
          }}
        >
          {t('reset.do')}
        </Button>
      </div>
      {asked && (
        <ConfirmDialog
          open
          danger
          title={t('reset.ask')}
          yes={t('reset.confirm')}
          ready={typed.trim() === 'revert'}
          onClose={() => setAsked(false)}
          onYes={async () => {
            await gateway.orderFactoryReset(keepWay);
            onDone();
          }}
        >
          <Facts
            rows={[
              [t('reset.customer'), view.customer ?? t('reset.notLinked')],
              view.address !== undefined && [t('reset.address'), view.address],
            ]}
          />
          <p class="small">{t('reset.askText')}</p>
          <TextField
            id="reset-typed"
            label={t('reset.type')}
            placeholder="revert"
            width="m"
            value={typed}
            onInput={setTyped}
          />
        </ConfirmDialog>
      )}
    </Section>
  );
}

function Announce({ view, onDone }: { view: ResetView; onDone: () => void }) {
  const [minutes, setMinutes] = useState(String(view.announceMinutes));
  const save = useDoing(async () => {
    await gateway.setResetAnnounce(Number(minutes));
    toast(t('reset.saved'));
    onDone();
  });
  return (
    <Section title={t('reset.announceTitle')}>
      {save.failure && <FailureBanner failure={save.failure} level={3} focus />}
      <Form onSubmit={() => save.run()}>
        <TextField
          id="announce"
          label={t('reset.announce')}
          help={t('reset.announceHelp')}
          type="number"
          min={0}
          max={1440}
          width="s"
          value={minutes}
          onInput={setMinutes}
        />
        <div class="row">
          <Button type="submit" busy={save.busy}>
            {t('reset.save')}
          </Button>
        </div>
      </Form>
    </Section>
  );
}
