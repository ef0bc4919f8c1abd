/** Updates (rows A8, B2, B5, G4): what runs, what goes on with its trial, the schedule, and an update by file. */
import { useState } from 'preact/hooks';
import type { UpdateView } from '../../../src/contract/update.ts';
import {
  age,
  Banner,
  Button,
  bytes,
  Choices,
  ConfirmDialog,
  clockTime,
  Facts,
  FailureBanner,
  Head,
  type Loaded,
  Loading,
  now,
  Said,
  Section,
  State,
  type StateKind,
  Steps,
  said,
  Table,
  toast,
  useDoing,
  useTitle,
} from '../../shared/index.ts';
import { updateState } from '../../shared/updates/schedule.tsx';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { toAdvanced } from '../parts/to-advanced.tsx';
import { t as setup } from '../words.ts';
import { UpdateFile } from './file.tsx';
import { checkFacts, ScheduleActions, ScheduleText } from './schedule.tsx';
import { useUpdate } from './use-update.ts';
import { t } from './words.ts';

type Part = { readonly view: UpdateView; readonly loaded: Loaded<UpdateView> };
/** Another one may begin. */
const ENDS: readonly string[] = ['idle', 'committed', 'rolledBack', 'failed'];
const RECALLABLE: readonly string[] = ['downloading', 'verifying', 'waiting'];

export function UpdatesPage() {
  useTitle(t('updates.title'), setup('brand'));
  const loaded = useUpdate();
  const { data: view, failure, reload } = loaded;
  const above = toAdvanced();
  return (
    <>
      <Head
        live
        above={above}
        sentences={[view ? headOf(view) : t('updates.title')]}
        lead={t('updates.lead')}
      />
      {failure && <FailureBanner failure={failure} onRetry={reload} />}
      {!view && !failure && <Loading>{t('updates.reading')}</Loading>}
      {view && <Whole view={view} loaded={loaded} />}
    </>
  );
}

function headOf({ state, version, available, running }: UpdateView): string {
  if (state !== 'idle' && version !== undefined) return t(`updates.head.${state}`, { version });
  return available
    ? t('updates.head.available', { version: available.version })
    : t('updates.head.newest', { version: running });
}

function Whole({ view, loaded }: Part) {
  const { mayChange, remote } = useInside();
  const { obstacle, warnings, lastCheck } = view;
  return (
    <>
      {obstacle && <FailureBanner failure={{ ...obstacle, status: 0, fields: {} }} />}
      {warnings.length > 0 && (
        <Banner kind="warn">
          {warnings.map((warning) => (
            <p key={warning}>
              <Said text={warning} />
            </p>
          ))}
        </Banner>
      )}
      {lastCheck?.error && !obstacle && (
        <FailureBanner failure={{ ...lastCheck.error, status: 0, fields: {} }} />
      )}
      <Now view={view} loaded={loaded} />
      {view.trial && <Trial trial={view.trial} />}
      <Section title={t('advanced.schedule')}>
        <Facts rows={[[t('updates.schedule'), <ScheduleText key="s" view={view} />], ...checkFacts(view)]} />
        {mayChange && <ScheduleActions view={view} loaded={loaded} />}
      </Section>
      {mayChange && !remote && <UpdateFile view={loaded} />}
      {!mayChange && (
        <Banner>
          <p>{t('updates.lookOnly')}</p>
        </Banner>
      )}
    </>
  );
}

function Now({ view, loaded }: Part) {
  const { mayChange } = useInside();
  const { running, available, state, lastCheckAt } = view;
  return (
    <Section title={t('updates.now')}>
      <Facts
        rows={[
          [t('updates.running'), running],
          ENDS.includes(state) && [
            t('updates.available'),
            available
              ? t('updates.availableWords', { version: available.version, size: bytes(available.bytes) })
              : t(lastCheckAt === undefined ? 'updates.notKnown' : 'updates.none'),
          ],
          available?.notes !== undefined && [t('updates.notes'), available.notes],
        ]}
      />
      {state !== 'idle' && <Progress view={view} />}
      {mayChange && <Actions view={view} loaded={loaded} />}
    </Section>
  );
}

function Progress({ view }: { view: UpdateView }) {
  const { state, version = '', progress, reason, waitsUntil, endedAt, startedAt } = view;
  const { kind, word } = updateState(state);
  const waits =
    state !== 'waiting'
      ? undefined
      : waitsUntil === undefined
        ? t('updates.waitsPerson')
        : t('updates.waits', { when: clockTime(waitsUntil, now()) });
  return (
    <>
      <Steps
        steps={[
          {
            key: 'state',
            shape: kind,
            strong: true,
            title: `${word} (${version})`,
            aside:
              progress && state === 'downloading'
                ? t('updates.progress', { done: bytes(progress.bytes), total: bytes(progress.total) })
                : clockTime(endedAt ?? startedAt ?? now(), now()),
            ...(waits !== undefined && { note: waits }),
            ...(state === 'downloading' &&
              progress && { progress: { done: progress.bytes, total: progress.total, label: word } }),
          },
        ]}
      />
      {reason && (
        <Banner
          kind={state === 'failed' || state === 'rolledBack' ? 'bad' : 'warn'}
          title={said(reason.sentence)}
        >
          <p>
            <Said text={reason.remedy} />
          </p>
          <p class="small quiet">
            <code>{reason.code}</code>
          </p>
          {reason.logExcerpt !== undefined && (
            <details class="fold">
              <summary>{t('updates.log')}</summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
              <pre class="raw" tabIndex={0}>
                {reason.logExcerpt}
              </pre>
            </details>
          )}
        </Banner>
      )}
    </>
  );
}

function Actions({ view, loaded }: Part) {
  const { state, available } = view;
  const [asking, setAsking] = useState(false);
  const check = useDoing(async () => loaded.set(await gateway.checkUpdates()));
  const postpone = useDoing(async () => {
    loaded.set(await gateway.postponeUpdate());
    toast(t('updates.postponed'));
  });
  const cancel = useDoing(async () => loaded.set(await gateway.cancelUpdate()));
  const install = useDoing(async () => loaded.set(await gateway.installUpdate({ when: 'now' })));
  const failure = check.failure ?? postpone.failure ?? cancel.failure ?? install.failure;
  const canBegin = available !== undefined && ENDS.includes(state);
  return (
    <>
      {failure && <FailureBanner failure={failure} level={3} focus />}
      <div class="row">
        {canBegin && (
          <Button look="primary" onClick={() => setAsking(true)}>
            {t('updates.install')}
          </Button>
        )}
        {state === 'waiting' && (
          <>
            <Button look="primary" busy={install.busy} onClick={() => void install.run()}>
              {t('updates.nowButton')}
            </Button>
            <Button busy={postpone.busy} onClick={() => void postpone.run()}>
              {t('updates.postpone')}
            </Button>
          </>
        )}
        {RECALLABLE.includes(state) && (
          <Button busy={cancel.busy} onClick={() => void cancel.run()}>
            {t('updates.cancel')}
          </Button>
        )}
        {ENDS.includes(state) && (
          <Button
            icon="refresh"
            busy={check.busy}
            busyWord={t('updates.checking')}
            onClick={() => void check.run()}
          >
            {t('updates.check')}
          </Button>
        )}
      </div>
      {asking && available && (
        <Install version={available.version} loaded={loaded} onClose={() => setAsking(false)} />
      )}
    </>
  );
}

const WHEN = ['window', 'now'] as const;

function Install(props: { version: string; loaded: Loaded<UpdateView>; onClose: () => void }) {
  const { version, loaded, onClose } = props;
  const [when, setWhen] = useState<(typeof WHEN)[number]>('window');
  return (
    <ConfirmDialog
      open
      title={t('updates.installAsk', { version })}
      yes={t('updates.install')}
      onClose={onClose}
      onYes={async () => loaded.set(await gateway.installUpdate({ version, when }))}
    >
      <Choices
        name="update-when"
        legend={t('updates.when')}
        options={WHEN.map((value) => ({ value, title: t(`updates.when.${value}`) }))}
        value={when}
        onInput={setWhen}
      />
      <p class="small">{t('updates.installWhat')}</p>
    </ConfirmDialog>
  );
}

const VALUE: Record<'good' | 'bad' | 'none', StateKind> = { good: 'ok', bad: 'bad', none: 'off' };

/** What was good before must be good now. */
function Trial({ trial }: { trial: NonNullable<UpdateView['trial']> }) {
  const value = (kind: 'good' | 'bad' | 'none') => (
    <State kind={VALUE[kind]} word={t(`updates.value.${kind}`)} />
  );
  return (
    <Section
      title={t('updates.trial')}
      aside={t('updates.trialEnds', { when: age(trial.endsAt, now(), 'in') })}
    >
      <Table
        caption={t('updates.trial')}
        rows={trial.facts}
        rowKey={({ fact }) => fact}
        columns={[
          {
            key: 'fact',
            title: t('updates.fact'),
            header: true,
            cell: ({ fact }) => t(`updates.fact.${fact}`),
          },
          { key: 'before', title: t('updates.before'), cell: ({ before }) => value(before) },
          {
            key: 'now',
            title: t('updates.after'),
            cell: ({ now: is, worse }) =>
              worse ? <State kind="bad" word={t('updates.worse')} /> : value(is),
          },
        ]}
      />
    </Section>
  );
}
