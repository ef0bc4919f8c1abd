/** The software of one gateway: what it runs, how its update stands, its schedule; all by orders. */
import { useState } from 'preact/hooks';
import type { CommandView, GatewayView } from '../../../../src/contract/console-api.ts';
import type { UpdateSchedule, UpdateStatus } from '../../../../src/contract/update.ts';
import {
  Age,
  Button,
  Choices,
  ConfirmDialog,
  clockTime,
  Dialog,
  Facts,
  FailureBanner,
  now,
  Said,
  Section,
  State,
  toast,
  useDoing,
} from '../../../shared/index.ts';
import { pauseWords, ScheduleForm, scheduleWords, updateState } from '../../../shared/updates/schedule.tsx';
import { api } from '../../api.ts';
import { rich, t } from '../../words.ts';

type Order = (name: string, args?: object) => Promise<void>;
/** States in which an update can still be given up. */
const RECALLABLE: readonly string[] = ['downloading', 'verifying', 'waiting'];
/** States in which another one may begin. */
const ENDS: readonly string[] = ['idle', 'committed', 'rolledBack', 'failed'];

export function Software({ gateway, onOrdered }: { gateway: GatewayView; onOrdered: () => void }) {
  const { id, version, status } = gateway;
  const update = status?.update;
  const order: Order = async (name, args) => {
    const body = { name, ...(args === undefined ? {} : { args }) };
    const { title } = await api.post<CommandView>(`/api/gateways/${id}/commands`, body);
    toast(t('g.order.ordered', { title }));
    onOrdered();
  };
  if (!update)
    return status ? (
      <Section title={t('g.upd')}>
        <p class="small ruled">{t('g.upd.none')}</p>
      </Section>
    ) : null;
  return (
    <Section title={t('g.upd')}>
      <Facts rows={[[t('g.upd.runs'), version], ...factsOf(update)]} />
      <Actions update={update} order={order} />
    </Section>
  );
}

function factsOf(update: UpdateStatus) {
  const { available, lastCheckAt, schedule } = update;
  const paused = schedule && pauseWords(schedule);
  return [
    [t('g.upd.available'), available ?? t('g.upd.newest')] as const,
    [t('g.upd.state'), <Stand key="s" update={update} />] as const,
    schedule && ([t('g.upd.schedule'), <Plan key="p" schedule={schedule} paused={paused} />] as const),
    lastCheckAt !== undefined && ([t('g.upd.lastCheck'), <Age key="a" at={lastCheckAt} />] as const),
  ];
}

function Stand({ update }: { update: UpdateStatus }) {
  const { state, version, reason, endedAt, startedAt, waitsUntil } = update;
  const { kind, word } = updateState(state);
  return (
    <div class="result">
      <State
        kind={kind}
        word={version === undefined ? word : t('g.upd.to', { state: word, version })}
        at={endedAt ?? startedAt}
        {...(waitsUntil !== undefined && { note: clockTime(waitsUntil, now()) })}
      />
      {reason && (
        <>
          <p class="small">
            <Said text={reason.sentence} />
          </p>
          <p class="small">
            {rich('g.alarms.todo', { remedy: <Said text={reason.remedy} />, b: (words) => <b>{words}</b> })}
          </p>
          <p class="small quiet">
            {rich('g.code', { code: reason.code, c: (words) => <code>{words}</code> })}
          </p>
          {reason.logExcerpt !== undefined && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard too
            <pre class="log-lines" tabIndex={0}>
              {reason.logExcerpt}
            </pre>
          )}
        </>
      )}
    </div>
  );
}

function Plan({ schedule, paused }: { schedule: UpdateSchedule; paused: string | undefined }) {
  const { automatic, changedBy, changedAt } = schedule;
  return (
    <>
      {scheduleWords(schedule)}
      {!automatic && <p class="small quiet">{t('g.upd.manual')}</p>}
      {paused !== undefined && <p class="small">{paused}</p>}
      {changedBy && changedAt !== undefined && (
        <p class="small quiet">
          {t('g.upd.changed', { who: changedBy.name, when: clockTime(changedAt, now()) })}
        </p>
      )}
    </>
  );
}

type ActionsProps = { update: UpdateStatus; order: Order };

function Actions({ update, order }: ActionsProps) {
  const { state, available, schedule } = update;
  const [open, setOpen] = useState<'install' | 'schedule'>();
  const plain = useDoing(order);
  const close = () => setOpen(undefined);
  const button = (name: string, key: Parameters<typeof t>[0]) => (
    <Button small disabled={plain.busy} onClick={() => void plain.run(name)}>
      {t(key)}
    </Button>
  );
  const paused = schedule !== undefined && pauseWords(schedule) !== undefined;
  return (
    <>
      <div class="row">
        {button('update.check', 'g.upd.check')}
        {available !== undefined && ENDS.includes(state) && (
          <Button small onClick={() => setOpen('install')}>
            {t('g.upd.install')}
          </Button>
        )}
        {RECALLABLE.includes(state) && button('update.cancel', 'g.upd.cancel')}
        {schedule && (
          <Button small onClick={() => setOpen('schedule')}>
            {t('g.upd.reschedule')}
          </Button>
        )}
        {schedule &&
          (paused ? button('update.resume', 'g.upd.resume') : button('update.pause', 'g.upd.pause'))}
      </div>
      {plain.failure && <FailureBanner failure={plain.failure} level={3} />}
      {open === 'install' && available !== undefined && (
        <Install version={available} order={order} onClose={close} />
      )}
      {open === 'schedule' && schedule && (
        <Dialog open title={t('g.upd.scheduleTitle')} onClose={close}>
          <ScheduleForm
            schedule={schedule}
            onCancel={close}
            onSave={async (input) => {
              await order('update.schedule', input);
              close();
            }}
          />
        </Dialog>
      )}
    </>
  );
}

const WHEN = ['window', 'now'] as const;

function Install({ version, order, onClose }: { version: string; order: Order; onClose: () => void }) {
  const [when, setWhen] = useState<(typeof WHEN)[number]>('window');
  return (
    <ConfirmDialog
      open
      title={t('g.upd.installAsk', { version })}
      yes={t('g.upd.install')}
      onClose={onClose}
      onYes={() => order('update.install', { version, when })}
    >
      <Choices
        name="update-when"
        legend={t('g.upd.whenAsk')}
        options={WHEN.map((value) => ({ value, title: t(value === 'now' ? 'g.upd.now' : 'g.upd.atTime') }))}
        value={when}
        onInput={setWhen}
      />
      <p class="small">{t('g.upd.installWhat')}</p>
    </ConfirmDialog>
  );
}
