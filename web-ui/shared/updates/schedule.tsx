/** The one schedule of updates (row A8): in words, and as the form of both page families. */
import { useState } from 'preact/hooks';
import type { UpdateSchedule, UpdateScheduleInput, UpdateState } from '../../../src/contract/update.ts';
import { FailureBanner } from '../banner.tsx';
import { Button } from '../button.tsx';
import { now } from '../clock.ts';
import { CheckField, Choices, ErrorSummary, Field, type FieldErrors, Form } from '../field.tsx';
import { clockTime } from '../format.ts';
import { useDoing } from '../load.ts';
import type { StateKind } from '../state.tsx';
import { locale } from '../words.ts';
import { t } from './words.ts';

const SUNDAY = Date.UTC(2026, 10, 22);
const DAY_MS = 86_400_000;
/** A pause without an end has the last instant that there is (contract/update.ts); nobody picks a day after this one. */
const FOR_EVER = Date.UTC(9999, 0, 1);

/** Name of a day of the week in the language of the page; Sunday is 0. */
export function weekday(n: number, form: 'long' | 'short' = 'long'): string {
  const format = new Intl.DateTimeFormat(locale(), { weekday: form, timeZone: 'UTC' });
  return format.format(SUNDAY + n * DAY_MS);
}

/** Minutes of the day as `02:30`, whatever the language: what a time field takes. */
export function minuteText(minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** `02:30` as minutes of the day; undefined when it is none. */
export function minuteOf(text: string): number | undefined {
  const found = /^(\d{1,2}):(\d{2})/.exec(text);
  const [hour, minute] = [Number(found?.[1]), Number(found?.[2])];
  return found && hour < 24 && minute < 60 ? hour * 60 + minute : undefined;
}

/** When it is, in words. */
export function scheduleWords({ every, weekdays, minute, zone }: UpdateSchedule): string {
  const time = minuteText(minute);
  if (every === 'daily') return t('sched.sayDaily', { time, zone });
  const days = new Intl.ListFormat(locale(), { type: 'conjunction' }).format(
    [...weekdays].sort().map((n) => weekday(n)),
  );
  return t('sched.sayWeekly', { days, time, zone });
}

/** Until when it is paused, in words; undefined when it is not. */
export function pauseWords({ pausedUntil }: UpdateSchedule): string | undefined {
  if (pausedUntil === undefined || pausedUntil <= now()) return undefined;
  return pausedUntil >= FOR_EVER
    ? t('sched.paused')
    : t('sched.pausedUntil', { when: clockTime(pausedUntil, now()) });
}

const KIND: Record<UpdateState, StateKind> = {
  idle: 'off',
  downloading: 'busy',
  verifying: 'busy',
  waiting: 'stale',
  installing: 'busy',
  rebooting: 'busy',
  trial: 'busy',
  committing: 'busy',
  committed: 'ok',
  rollingBack: 'busy',
  rolledBack: 'warn',
  failed: 'bad',
};

/** How an update stands, as a state. */
export const updateState = (state: UpdateState): { kind: StateKind; word: string } => ({
  kind: KIND[state],
  word: t(`upd.${state}`),
});

const WEEK = [0, 1, 2, 3, 4, 5, 6];
const id = { time: 'update-time', days: 'update-day-0' };

/** The form: `Update Automatically`, `Daily`/`Weekly`, the days, the time in the site's zone. */
export function ScheduleForm({
  schedule,
  onSave,
  onCancel,
}: {
  schedule: UpdateSchedule;
  onSave: (input: UpdateScheduleInput) => Promise<unknown>;
  onCancel: () => void;
}) {
  const [automatic, setAutomatic] = useState(schedule.automatic);
  const [every, setEvery] = useState(schedule.every);
  const [weekdays, setWeekdays] = useState<readonly number[]>(schedule.weekdays);
  const [time, setTime] = useState(minuteText(schedule.minute));
  const [errors, setErrors] = useState<FieldErrors>({});
  const save = useDoing(onSave);
  const timeLabel = t('sched.time', { zone: schedule.zone });
  const submit = () => {
    const minute = minuteOf(time);
    const wrong: Record<string, string> = {
      ...(every === 'weekly' && weekdays.length === 0 ? { [id.days]: t('sched.daysNeeded') } : {}),
      ...(minute === undefined ? { [id.time]: t('sched.timeNeeded') } : {}),
    };
    setErrors(wrong);
    if (minute === undefined || Object.keys(wrong).length > 0) return save.clear();
    return save.run({ automatic, every, weekdays: [...weekdays], minute });
  };
  return (
    <Form onSubmit={() => void submit()} label={t('sched.title')}>
      {Object.keys(errors).length > 0 && (
        <ErrorSummary errors={errors} labels={{ [id.time]: timeLabel, [id.days]: t('sched.days') }} />
      )}
      {save.failure && <FailureBanner failure={save.failure} level={3} focus />}
      <CheckField
        id="update-automatic"
        label={t('sched.automatic')}
        help={t('sched.automaticHelp')}
        checked={automatic}
        onInput={setAutomatic}
      />
      <Choices
        name="update-every"
        legend={t('sched.how')}
        options={(['daily', 'weekly'] as const).map((value) => ({ value, title: t(`sched.${value}`) }))}
        value={every}
        onInput={setEvery}
      />
      {every === 'weekly' && (
        <fieldset class="quiet-set">
          <legend>{t('sched.days')}</legend>
          {errors[id.days] && <p class="error">{errors[id.days]}</p>}
          <div class="choices">
            {WEEK.map((day) => (
              <label class="choice" key={day}>
                <input
                  id={`update-day-${day}`}
                  type="checkbox"
                  checked={weekdays.includes(day)}
                  onChange={(e) =>
                    setWeekdays(
                      e.currentTarget.checked ? [...weekdays, day].sort() : weekdays.filter((d) => d !== day),
                    )
                  }
                />
                <span>{weekday(day)}</span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <Field id={id.time} label={timeLabel} help={t('sched.timeHelp')} error={errors[id.time]}>
        {(control) => (
          <input
            {...control}
            class="input w-s"
            type="time"
            value={time}
            onInput={(e) => setTime(e.currentTarget.value)}
          />
        )}
      </Field>
      <div class="form-foot">
        <Button type="submit" look="primary" busy={save.busy}>
          {t('sched.save')}
        </Button>
        <Button onClick={onCancel}>{t('sched.cancel')}</Button>
      </div>
    </Form>
  );
}
