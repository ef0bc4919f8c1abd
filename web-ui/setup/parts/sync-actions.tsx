/** The figures of the last reading, the schedule, and the buttons that start a sync. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { SyncView } from '../../../src/contract/local-api.ts';
import {
  Age,
  Button,
  count,
  duration,
  FailureBanner,
  Form,
  plural,
  splitFailure,
  TextField,
  toast,
  useDoing,
  useDraft,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';

const MIN_MINUTES = 5;
const MAX_MINUTES = 1440;

export function Figures({ sync }: { sync: SyncView }) {
  return (
    <dl class="figures">
      <div>
        <dt>Number of users</dt>
        <dd>{count(sync.users)}</dd>
      </div>
      <div>
        <dt>DDI (DID) number</dt>
        <dd>{count(sync.didNumbers)}</dd>
      </div>
      {sync.lastRunAt !== undefined && (
        <div>
          <dt>Last sync</dt>
          <dd class="t">
            <Age at={sync.lastRunAt} />
            {sync.lastDurationMs !== undefined && `, took ${duration(sync.lastDurationMs)}`}
          </dd>
        </div>
      )}
      {sync.nextRunAt !== undefined && (
        <div>
          <dt>Next sync</dt>
          <dd class="t">
            <Age at={sync.nextRunAt} form="in" />
          </dd>
        </div>
      )}
    </dl>
  );
}

/** What pressing Sync Now would do, in numbers. */
export function runWords({ plan }: SyncView): string {
  if (!plan) return 'Sync Now reads the PBX and sends what changed.';
  const held = plan.held
    ? ` The ${plural(plan.held.count, 'removal')} ${plan.held.count === 1 ? 'stays' : 'stay'} held.`
    : '';
  if (plan.approved) return `Sync Now reads the PBX again and sends what changed.${held}`;
  const sends = [
    plural(plan.added, 'addition'),
    plural(plan.changed, 'change'),
    ...(plan.removed > 0 ? [plural(plan.removed, 'removal')] : []),
  ];
  return `Sync Now sends the ${sends.slice(0, -1).join(', ')} and ${sends.at(-1)}.${held}`;
}

function checkMinutes(text: string): string | undefined {
  const minutes = Number(text);
  if (Number.isInteger(minutes) && minutes >= MIN_MINUTES && minutes <= MAX_MINUTES) return undefined;
  return `${text || 'Nothing'} does not fit. Enter a whole number from ${MIN_MINUTES} to ${count(MAX_MINUTES)}.`;
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
  const save = useDoing(async () => {
    await gateway.saveSchedule(Number(minutes));
    draft.clear();
    toast(`Users are synced every ${minutes} minutes.`);
    refresh();
  });
  const run = useDoing(async () => {
    if (changed) await gateway.saveSchedule(Number(minutes));
    await gateway.syncNow();
    draft.clear();
    toast('The sync has started.');
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
    <Form onSubmit={ifRight(changed ? save.run : run.run)} label="Schedule">
      {refused.rest && <FailureBanner failure={refused.rest} level={3} focus />}
      <TextField
        id="every"
        label="PBX Sync Schedule (in minutes)"
        help={`${MIN_MINUTES} to ${count(MAX_MINUTES)}. A sync without changes sends nothing.`}
        type="number"
        width="s"
        min={MIN_MINUTES}
        max={MAX_MINUTES}
        value={minutes}
        error={wrong ?? refused.errors.minutes}
        onInput={(value) => draft.set('minutes', value)}
      />
      <div class="form-foot">
        {before}
        <Button
          look="primary"
          icon="refresh"
          busy={run.busy || running}
          busyWord={running ? 'Sync is running' : 'Starting…'}
          disabled={!mayChange}
          onClick={ifRight(run.run)}
        >
          Sync Now
        </Button>
        {changed && (
          <Button type="submit" busy={save.busy} disabled={!mayChange}>
            Save schedule
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
