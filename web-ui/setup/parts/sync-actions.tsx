/** The figures of the last reading, the schedule, and the buttons that start a sync. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { SyncView } from '../../../src/contract/local-api.ts';
import {
  Age,
  Banner,
  Button,
  count,
  duration,
  FailureBanner,
  Form,
  splitFailure,
  TextField,
  toast,
  useDoing,
  useDraft,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { rich, t } from '../words.ts';

const MIN_MINUTES = 5;
const MAX_MINUTES = 1440;

export function Figures({ sync }: { sync: SyncView }) {
  const { pbx } = useInside().overview;
  return (
    <dl class="figures">
      <div>
        <dt>{t('figures.users')}</dt>
        <dd>{count(sync.users)}</dd>
      </div>
      <div>
        <dt>{t('figures.did')}</dt>
        <dd>{count(sync.didNumbers)}</dd>
      </div>
      {pbx && (
        <div>
          <dt>{t('figures.from')}</dt>
          <dd class="t">{pbx.name}</dd>
        </div>
      )}
      {sync.lastRunAt !== undefined && (
        <div>
          <dt>{t('figures.last')}</dt>
          <dd class="t">
            <LastRun at={sync.lastRunAt} tookMs={sync.lastDurationMs} />
          </dd>
        </div>
      )}
      {sync.nextRunAt !== undefined && (
        <div>
          <dt>{t('figures.next')}</dt>
          <dd class="t">
            <Age at={sync.nextRunAt} form="in" />
          </dd>
        </div>
      )}
    </dl>
  );
}

function LastRun({ at, tookMs }: { at: number; tookMs: number | undefined }) {
  const age = <Age at={at} />;
  return <>{tookMs === undefined ? age : rich('figures.took', { age, duration: duration(tookMs) })}</>;
}

function sendWords({ approved, added, changed, removed }: NonNullable<SyncView['plan']>): string {
  if (approved) return t('run.again');
  return removed > 0
    ? t('run.sendsRemovals', { added, changed, removed })
    : t('run.sends', { added, changed });
}

/** What pressing Sync Now would do, in numbers. */
export function runWords({ plan }: SyncView): string {
  if (!plan) return t('run.noPlan');
  const held = plan.held && t('run.held', { n: plan.held.count });
  return [sendWords(plan), held].filter(Boolean).join(' ');
}

const LIMITS = { least: MIN_MINUTES, most: MAX_MINUTES };

function checkMinutes(value: string): string | undefined {
  const minutes = Number(value);
  if (Number.isInteger(minutes) && minutes >= MIN_MINUTES && minutes <= MAX_MINUTES) return undefined;
  return value ? t('run.everyWrong', { value, ...LIMITS }) : t('run.everyEmpty', LIMITS);
}

export type ScheduleProps = {
  readonly sync: SyncView;
  /** More buttons in the foot: Back and Next in set-up, Preview elsewhere. */
  readonly before?: ComponentChildren;
  readonly after?: ComponentChildren;
  readonly help?: ComponentChildren;
};

/** `PBX Sync Schedule (in minutes)` and `Sync Now`. Sync Now saves a changed schedule first. */
export function SyncForm({ sync, before, after, help }: ScheduleProps) {
  const { refresh, mayChange } = useInside();
  const draft = useDraft('sync-schedule', { minutes: String(sync.scheduleMinutes) });
  const [wrong, setWrong] = useState<string>();
  const minutes = String(draft.values.minutes);
  const changed = minutes !== String(sync.scheduleMinutes);
  const there = sync.scheduleSaved?.version ?? 'none';
  const known = (draft.changed ? draft.values.base : there) as typeof there;
  const overtaken = changed && sync.scheduleSaved !== undefined && known !== there;
  const readAgain = (thrown: unknown) => {
    refresh();
    throw thrown;
  };
  const save = useDoing(async () => {
    await gateway.saveSchedule(Number(minutes), known).catch(readAgain);
    draft.clear();
    toast(t('run.saved', { n: Number(minutes) }));
    refresh();
  });
  const run = useDoing(async () => {
    if (changed) await gateway.saveSchedule(Number(minutes), known).catch(readAgain);
    await gateway.syncNow();
    draft.clear();
    toast(t('run.started'));
    refresh();
  });
  const ifRight = (work: () => unknown) => () => {
    const error = checkMinutes(minutes);
    setWrong(error);
    return error ? document.getElementById('every')?.focus() : work();
  };
  const refused = splitFailure(save.failure ?? run.failure, ['minutes']);
  const running = sync.state === 'running';
  return (
    <Form onSubmit={ifRight(changed ? save.run : run.run)} label={t('run.label')}>
      {refused.rest && !overtaken && <FailureBanner failure={refused.rest} level={3} focus />}
      {overtaken && sync.scheduleSaved && (
        <Banner
          kind="warn"
          role="alert"
          level={3}
          title={rich('together.schedule', {
            person: sync.scheduleSaved.by,
            n: sync.scheduleMinutes,
            age: <Age at={sync.scheduleSaved.at} />,
          })}
        >
          <div class="row">
            <Button small onClick={draft.clear}>
              {t('together.useTheirs')}
            </Button>
            <Button small onClick={() => draft.set('base', there)}>
              {t('together.useMine')}
            </Button>
          </div>
        </Banner>
      )}
      <TextField
        id="every"
        label={t('run.every')}
        help={t('run.everyHelp', LIMITS)}
        type="number"
        width="s"
        min={MIN_MINUTES}
        max={MAX_MINUTES}
        value={minutes}
        error={wrong ?? refused.errors.minutes}
        onInput={(value) => {
          if (!draft.changed) draft.set('base', there);
          draft.set('minutes', value);
        }}
      />
      <div class="form-foot">
        {before}
        <Button
          look="primary"
          icon="refresh"
          busy={run.busy || running}
          busyWord={running ? t('run.running') : t('run.starting')}
          disabled={!mayChange || overtaken}
          onClick={ifRight(run.run)}
        >
          {t('run.now')}
        </Button>
        {changed && (
          <Button type="submit" busy={save.busy} disabled={!mayChange || overtaken}>
            {t('run.save')}
          </Button>
        )}
        {after}
        <p class="help full">
          {runWords(sync)} {help}
        </p>
      </div>
    </Form>
  );
}
