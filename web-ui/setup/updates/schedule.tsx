/** The schedule of updates (rows A8, B2, B5): in words, with Reschedule and Pause. */
import { useState } from 'preact/hooks';
import type { UpdateView } from '../../../src/contract/update.ts';
import {
  Age,
  Button,
  clockTime,
  FailureBanner,
  type Loaded,
  now,
  toast,
  useDoing,
} from '../../shared/index.ts';
import { pauseWords, ScheduleForm, scheduleWords } from '../../shared/updates/schedule.tsx';
import { gateway } from '../gateway.ts';
import { t } from './words.ts';

/** The words of the schedule, and who set it. */
export function ScheduleText({ view: { schedule } }: { view: UpdateView }) {
  const paused = pauseWords(schedule);
  const { automatic, changedBy, changedAt } = schedule;
  return (
    <>
      {scheduleWords(schedule)}
      {!automatic && <p class="small quiet">{t('updates.manual')}</p>}
      {paused !== undefined && <p class="small is-warn">{paused}</p>}
      {changedBy && changedAt !== undefined ? (
        <p class="small quiet">
          {t('updates.changed', { who: changedBy.name, when: clockTime(changedAt, now()) })}
        </p>
      ) : (
        <p class="small quiet">{t('updates.drawn')}</p>
      )}
    </>
  );
}

/** Last update, last check, next check: rows of facts. */
export function checkFacts(view: UpdateView) {
  const { lastUpdateAt, lastCheckAt, nextCheckAt } = view;
  return [
    [
      t('updates.lastUpdate'),
      lastUpdateAt === undefined ? t('updates.never') : <Age key="u" at={lastUpdateAt} />,
    ],
    [
      t('updates.lastCheck'),
      lastCheckAt === undefined ? t('updates.never') : <Age key="c" at={lastCheckAt} />,
    ],
    [
      t('updates.nextCheck'),
      nextCheckAt === undefined ? t('updates.noCheck') : clockTime(nextCheckAt, now()),
    ],
  ] as const;
}

/** `Reschedule` opens the form in place; `Pause` holds everything until `Resume`. */
export function ScheduleActions({ loaded, view }: { loaded: Loaded<UpdateView>; view: UpdateView }) {
  const [open, setOpen] = useState(false);
  const paused = pauseWords(view.schedule) !== undefined;
  const pause = useDoing(async () =>
    loaded.set(await (paused ? gateway.resumeUpdates() : gateway.pauseUpdates())),
  );
  if (open)
    return (
      <ScheduleForm
        schedule={view.schedule}
        onCancel={() => setOpen(false)}
        onSave={async (input) => {
          loaded.set(await gateway.saveUpdateSchedule(input));
          toast(t('updates.saved'));
          setOpen(false);
        }}
      />
    );
  return (
    <>
      {pause.failure && <FailureBanner failure={pause.failure} level={3} />}
      <p class="row">
        <Button small onClick={() => setOpen(true)}>
          {t('updates.reschedule')}
        </Button>
        <Button small busy={pause.busy} onClick={() => void pause.run()}>
          {t(paused ? 'updates.resume' : 'updates.pause')}
        </Button>
      </p>
    </>
  );
}
