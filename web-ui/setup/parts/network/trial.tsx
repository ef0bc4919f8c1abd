/** Settings on trial: how long, where to go, keep or undo; and how the last trial ended. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { describePort } from '../../../../src/contract/network.ts';
import type { NetworkView, TrialResult, TrialView } from '../../../../src/contract/network-api.ts';
import {
  Banner,
  Button,
  ButtonLink,
  FailureBanner,
  FailureWords,
  type Loaded,
  now,
  useDoing,
  useTicking,
} from '../../../shared/index.ts';
import { gateway } from '../../gateway.ts';
import { useInside } from '../../inside.ts';
import { rich, t } from '../../words.ts';
import { b } from '../tags.tsx';
import { keepLink } from './keep-code.ts';

const HOUR_MS = 3_600_000;

/** `1:05` */
function clockOf(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Whether this page was opened at the address that is on trial, or by a way that the trial does not touch. */
function isHere({ settings, inForce }: TrialView, lost: boolean): boolean {
  return inForce && !lost && (settings.mode === 'dhcp' || location.hostname === settings.address);
}

function whereTo({ settings }: TrialView) {
  return settings.mode === 'static'
    ? rich('net.trialStatic', { address: settings.address, b })
    : t('net.trialDhcp');
}

function titleOf({ state, settings }: TrialView): string {
  if (state === 'applying') return t('net.trialApplying');
  return state === 'ending' ? t('net.trialEnding') : t('net.trial', { port: settings.port });
}

/** Whether the last look failed; a look that is on its way changes nothing. */
function useLost({ failure, loading }: Loaded<NetworkView>): boolean {
  const [lost, setLost] = useState(false);
  useEffect(() => {
    if (!loading) setLost(failure !== undefined);
  }, [failure, loading]);
  return lost;
}

/** On every other page: whoever looks there sees that something ends soon, and where to decide. */
export function TrialNotice({ endsAt, href }: { endsAt: number; href: string }) {
  const left = useTicking(useCallback((time: number) => clockOf(endsAt - time), [endsAt]));
  return (
    <Banner
      kind="warn"
      title={t('net.everyTitle')}
      action={
        <ButtonLink small href={href}>
          {t('net.everyDo')}
        </ButtonLink>
      }
    >
      <p>{t('net.everyText', { time: left })}</p>
    </Banner>
  );
}

export function Trial({ trial, view }: { trial: TrialView; view: Loaded<NetworkView> }) {
  const { mayChange, remote } = useInside();
  const { endsAt } = trial;
  const left = useTicking(useCallback((time: number) => clockOf(endsAt - time), [endsAt]));
  const isOver = left === '0:00';
  const keep = useDoing(async () => view.set(await gateway.confirmNetwork()));
  const undo = useDoing(async () => view.set(await gateway.revertNetwork()));
  const lost = useLost(view);
  const here = isHere(trial, lost);
  const acting = mayChange && !remote && trial.state === 'trial';
  return (
    <Banner kind="warn" title={titleOf(trial)} role="status">
      {!isOver && (
        <p>
          <b class="num" role="timer">
            {t('net.left', { time: left })}
          </b>
        </p>
      )}
      {isOver && <p>{t('net.trialOver')}</p>}
      {here && <p>{t('net.trialHere')}</p>}
      {!here && !isOver && (
        <>
          {lost && <p>{t('net.trialLost')}</p>}
          <p>{whereTo(trial)}</p>
          <p class="quiet">{t('net.trialSignIn')}</p>
        </>
      )}
      {keep.failure && <FailureBanner failure={keep.failure} title={t('net.notKept')} level={3} focus />}
      {undo.failure && <FailureBanner failure={undo.failure} title={t('net.notUndone')} level={3} focus />}
      <div class="row">
        {here && acting && (
          <Button look="primary" busy={keep.busy} busyWord={t('net.keeping')} onClick={() => void keep.run()}>
            {t('net.keep')}
          </Button>
        )}
        {!here &&
          !isOver &&
          trial.urls.map((url, i) => (
            <ButtonLink key={url} look={i === 0 ? 'primary' : undefined} href={keepLink(url)} external>
              {t('net.to', { host: new URL(url).hostname })}
            </ButtonLink>
          ))}
        {acting && !lost && (
          <Button busy={undo.busy} busyWord={t('net.undoing')} onClick={() => void undo.run()}>
            {t('net.undo')}
          </Button>
        )}
      </div>
    </Banner>
  );
}

const WHY = { timeout: 'net.whyTimeout', undone: 'net.whyUndone', restart: 'net.whyRestart' } as const;

function whyOf({ why }: TrialResult): string {
  return why === 'timeout' || why === 'undone' || why === 'restart' ? t(WHY[why]) : '';
}

/** How the last trial ended; an hour later nobody asks any more. */
export function LastTrial({ last }: { last: TrialResult }) {
  const { outcome, settings, error, at } = last;
  if (now() - at > HOUR_MS) return null;
  const { port } = settings;
  const what = describePort(settings);
  if (outcome === 'kept') return <Banner kind="ok" title={t('net.kept', { port, what })} />;
  if (outcome === 'reverted')
    return (
      <Banner kind="warn" title={t('net.reverted', { port, what })}>
        <p>{whyOf(last)}</p>
      </Banner>
    );
  const failure = error && { ...error, status: 0, fields: {} };
  return (
    <Banner kind="bad" title={t('net.failed', { port })}>
      {failure && (
        <p>
          <FailureWords failure={failure} part="sentence" /> <FailureWords failure={failure} part="remedy" />
        </p>
      )}
    </Banner>
  );
}
