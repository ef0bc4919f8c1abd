/** The table of tunnels (row B4): component, tunnel, status, control, description; Start asks, Stop acts. */
import { useState } from 'preact/hooks';
import type { Target } from '../../../src/contract/local-api.ts';
import {
  Button,
  ButtonLink,
  ConfirmDialog,
  Empty,
  FailureBanner,
  FailureWords,
  Section,
  State,
  said,
  Table,
  toast,
  useDoing,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { rich, t } from '../words.ts';
import { targetName } from './sentences.ts';
import { sr } from './tags.tsx';

/** A tunnel is tested every 30 s; after three missed tests nothing is known any more. */
const STALE_MS = 90_000;

/** `Tunnel` and `Target` are separate facts with their own ages. */
export function TunnelState({ target }: { target: Target }) {
  const { state, since, tunnelUp, targetUp } = target;
  if (state === 'stopped') return <State kind="off" word={t('tunnel.stopped')} at={since} form="since" />;
  const begins = <State kind="busy" word={t('tunnel.starting')} at={since} form="for" />;
  if (state === 'starting' && !tunnelUp && !targetUp) return begins;
  if (state === 'failed') return <State kind="bad" word={t('tunnel.failed')} at={since} form="for" />;
  return (
    <span class="pair">
      {state === 'starting' && !tunnelUp ? begins : <Fact name="tunnel.tunnelIs" fact={tunnelUp} />}
      <Fact name="tunnel.targetIs" fact={targetUp} />
    </span>
  );
}

type FactProps = {
  /** Key of the message that says `up`, `down` or `unknown` of it. */
  readonly name: 'tunnel.tunnelIs' | 'tunnel.targetIs';
  readonly fact: { readonly up: boolean; readonly at: number } | undefined;
};

function Fact({ name, fact }: FactProps) {
  const unknown = t(name, { is: 'unknown' });
  if (!fact) return <State kind="unknown" word={unknown} note={t('tunnel.notChecked')} />;
  return (
    <State
      kind={fact.up ? 'ok' : 'bad'}
      word={t(name, { is: fact.up ? 'up' : 'down' })}
      at={fact.at}
      staleAfter={STALE_MS}
      staleWord={unknown}
    />
  );
}

function describe(target: Target, sessions: number): string {
  const parts = [
    target.confirmed ? '' : t('tunnel.proposed'),
    said(target.description) || (target.use === 'service' ? t('tunnel.service') : ''),
    said(target.error ?? target.targetUp?.error ?? ''),
    sessions > 0 ? t('tunnel.inUse') : '',
  ];
  return parts.filter(Boolean).join(' ');
}

function Control({ target, onStart }: { target: Target; onStart: (target: Target) => void }) {
  const { refresh, mayChange } = useInside();
  const stop = useDoing(async () => {
    await gateway.stopTunnel(target.id);
    refresh();
  });
  const named = { sr, target: targetName(target) };
  if (!mayChange) return <span class="quiet">{t('tunnel.readsOnly')}</span>;
  if (!target.confirmed)
    return (
      <ButtonLink small href="/tunnels">
        {rich('target.confirm', named)}
      </ButtonLink>
    );
  if (target.state === 'stopped' || target.state === 'failed')
    return (
      <Button small onClick={() => onStart(target)}>
        {rich('tunnel.start', named)}
      </Button>
    );
  return (
    <>
      <Button small busy={stop.busy} onClick={() => void stop.run()}>
        {rich('tunnel.stop', named)}
      </Button>
      {stop.failure && (
        <span class="error">
          <FailureWords failure={stop.failure} part="sentence" />
        </span>
      )}
    </>
  );
}

export function TunnelTable({ targets }: { targets: readonly Target[] }) {
  const { refresh } = useInside();
  const [starting, setStarting] = useState<Target>();
  return (
    <>
      <Table
        caption={t('tunnels.title')}
        class="tunnels"
        rows={targets}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'component',
            title: t('tunnel.component'),
            header: true,
            cell: ({ component }) => component,
          },
          { key: 'tunnel', title: t('tunnel.tunnel'), cell: ({ tunnel }) => tunnel },
          { key: 'status', title: t('tunnel.status'), cell: (target) => <TunnelState target={target} /> },
          {
            key: 'control',
            title: t('tunnel.control'),
            cell: (target) => <Control target={target} onStart={setStarting} />,
          },
          {
            key: 'description',
            title: t('tunnel.description'),
            cell: (target) => describe(target, target.sessions),
          },
        ]}
      />
      <ConfirmDialog
        open={starting !== undefined}
        title={starting ? t('tunnel.startAsk', { target: targetName(starting) }) : ''}
        yes={t('tunnel.yes')}
        no={t('tunnel.no')}
        onClose={() => setStarting(undefined)}
        onYes={async () => {
          if (starting) await gateway.startTunnel(starting.id);
          refresh();
        }}
      >
        <p class="small">{t('tunnel.startText')}</p>
      </ConfirmDialog>
    </>
  );
}

/** The buttons for all tunnels at once. */
export function AllTunnels({ targets }: { targets: readonly Target[] }) {
  const { refresh, mayChange } = useInside();
  const [asking, setAsking] = useState(false);
  const stopped = targets.filter(({ confirmed, state }) => confirmed && state === 'stopped');
  const stopAll = useDoing(async () => {
    await gateway.stopAll();
    toast(t('tunnel.allStopped'));
    refresh();
  });
  if (!mayChange) return null;
  return (
    <>
      <p class="row">
        <Button small onClick={() => setAsking(true)} disabled={stopped.length === 0}>
          {t('tunnel.startAll')}
        </Button>
        <Button
          small
          busy={stopAll.busy}
          disabled={targets.every(({ state }) => state === 'stopped')}
          onClick={() => void stopAll.run()}
        >
          {t('tunnel.stopAll')}
        </Button>
      </p>
      {stopAll.failure && <FailureBanner failure={stopAll.failure} level={3} />}
      <ConfirmDialog
        open={asking}
        title={t('tunnel.startAllAsk', { n: stopped.length })}
        yes={t('tunnel.yes')}
        no={t('tunnel.no')}
        onClose={() => setAsking(false)}
        onYes={async () => {
          await gateway.startAll();
          refresh();
        }}
      >
        <ul class="prose-list small">
          {stopped.map(({ id, component, tunnel }) => (
            <li key={id}>{t('target.parts', { component, tunnel })}</li>
          ))}
        </ul>
      </ConfirmDialog>
    </>
  );
}

export function NoTunnels() {
  return (
    <Empty icon="tunnel" title={t('tunnels.empty')}>
      <p class="small">{t('tunnels.emptyText')}</p>
      <p>
        <ButtonLink small href="/setup/pbx">
          {t('tunnels.addPbx')}
        </ButtonLink>
      </p>
    </Empty>
  );
}

/** The section of dashboard and tunnels page. */
export function TunnelsSection() {
  const { targets } = useInside().overview;
  return (
    <Section title={t('tunnels.title')} aside={t('tunnels.tested')}>
      {targets.length === 0 ? (
        <NoTunnels />
      ) : (
        <>
          <TunnelTable targets={targets} />
          <AllTunnels targets={targets} />
        </>
      )}
    </Section>
  );
}
