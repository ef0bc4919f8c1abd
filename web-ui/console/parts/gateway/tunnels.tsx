/** The table of tunnels (row B4): status with its own ages, Start asks, Stop acts, Launch or the reason why not. */
import { useState } from 'preact/hooks';
import type { CommandView, GatewayView, InterfaceCheck } from '../../../../src/contract/console-api.ts';
import type { TargetStatus } from '../../../../src/contract/tunnel.ts';
import {
  Button,
  ConfirmDialog,
  Empty,
  FailureWords,
  Section,
  State,
  Table,
  toast,
  useDoing,
} from '../../../shared/index.ts';
import { api } from '../../api.ts';
import { t } from '../../words.ts';
import { LaunchDialog } from '../launch-dialog.tsx';

/** A tunnel is measured every 30 s; after three missed measurements nothing is known any more. */
const STALE_MS = 90_000;

type Props = { readonly gateway: GatewayView; readonly onOrdered: () => void };

/** The gateway opens the session within 20 s, and the interface has 30 s. */
const CHECK_MS = 60_000;

const order = (gatewayId: string, name: 'tunnel.start' | 'tunnel.stop', targetId: string) =>
  api.post<CommandView>(`/api/gateways/${gatewayId}/commands`, { name, args: { targetId } });

export function Tunnels({ gateway, onOrdered }: Props) {
  const [starting, setStarting] = useState<TargetStatus>();
  const [launching, setLaunching] = useState<TargetStatus>();
  return (
    <Section title={t('g.tunnels')} aside={t('g.tunnels.note')}>
      {gateway.targets.length === 0 ? (
        <Empty icon="tunnel" title={t('g.tunnels.empty')}>
          <p>{t('g.tunnels.emptyWhy')}</p>
        </Empty>
      ) : (
        <Table
          caption={t('g.tunnels')}
          class="tunnels"
          rows={gateway.targets}
          rowKey={(target) => target.id}
          columns={[
            { key: 'component', title: t('g.tunnels.component'), header: true, cell: (x) => x.component },
            { key: 'tunnel', title: t('g.tunnels.tunnel'), cell: (x) => x.tunnel },
            { key: 'status', title: t('g.tunnels.status'), cell: (x) => <TunnelState target={x} /> },
            {
              key: 'control',
              title: t('g.tunnels.control'),
              cell: (x) => (
                <Control gateway={gateway} target={x} onStart={setStarting} onOrdered={onOrdered} />
              ),
            },
            {
              key: 'portal',
              title: t('g.tunnels.portal'),
              cell: (x) => <Portal gateway={gateway} target={x} onLaunch={() => setLaunching(x)} />,
            },
          ]}
        />
      )}
      <LaunchDialog
        wish={
          launching && {
            gatewayId: gateway.id,
            targetId: launching.id,
            title: `${launching.component}: ${launching.tunnel}`,
          }
        }
        onClose={() => setLaunching(undefined)}
      />
      <StartDialog
        gateway={gateway}
        target={starting}
        onClose={() => setStarting(undefined)}
        onOrdered={onOrdered}
      />
    </Section>
  );
}

function TunnelState({ target }: { target: TargetStatus }) {
  const { state, since, tunnelUp, targetUp } = target;
  const error = target.error ?? targetUp?.error;
  return (
    <>
      {state === 'stopped' && <State kind="off" word={t('g.tunnels.stopped')} at={since} form="since" />}
      {state === 'failed' && <State kind="bad" word={t('g.tunnels.failed')} at={since} form="for" />}
      {(state === 'started' || state === 'starting') && (
        <span class="pair">
          {state === 'starting' && !tunnelUp ? (
            <State kind="busy" word={t('g.tunnels.starting')} at={since} form="for" />
          ) : (
            <Fact name="tunnel" fact={tunnelUp} />
          )}
          {(state === 'started' || targetUp) && <Fact name="target" fact={targetUp} />}
        </span>
      )}
      {error !== undefined && <p class="small quiet">{error}</p>}
    </>
  );
}

function Fact({ name, fact }: { name: 'tunnel' | 'target'; fact: { up: boolean; at: number } | undefined }) {
  const unknown = t(`g.tunnels.${name}Unknown`);
  if (!fact) return <State kind="unknown" word={unknown} note={t('g.tunnels.notChecked')} />;
  return (
    <State
      kind={fact.up ? 'ok' : 'bad'}
      word={t(`g.tunnels.${name}${fact.up ? 'Up' : 'Down'}`)}
      at={fact.at}
      staleAfter={STALE_MS}
      staleWord={unknown}
    />
  );
}

/** For those who cannot see which row a button is in. */
function Which({ target }: { target: TargetStatus }) {
  return (
    <span class="sr">
      {' '}
      {target.component} {target.tunnel}
    </span>
  );
}

function Control({
  gateway,
  target,
  onStart,
  onOrdered,
}: Props & { target: TargetStatus; onStart: (target: TargetStatus) => void }) {
  const stop = useDoing(async () => {
    const { title } = await order(gateway.id, 'tunnel.stop', target.id);
    toast(t('g.order.ordered', { title }));
    onOrdered();
  });
  if (target.state === 'stopped' || target.state === 'failed')
    return (
      <Button small onClick={() => onStart(target)}>
        {t('g.tunnels.start')}
        <Which target={target} />
      </Button>
    );
  return (
    <>
      <Button small busy={stop.busy} busyWord={t('g.tunnels.stopping')} onClick={() => void stop.run()}>
        {t('g.tunnels.stop')}
        <Which target={target} />
      </Button>
      {stop.failure && <p class="error">{stop.failure.sentence}</p>}
    </>
  );
}

function whyNot(gateway: GatewayView, target: TargetStatus): string | undefined {
  if (target.use === 'service' && target.state !== 'started') return t('g.noPage');
  if (!gateway.online) return t('g.whyOffline');
  if (target.state === 'starting') return t('g.whyStarting');
  return target.state === 'started' ? undefined : t('g.whyStopped');
}

/** Row C6: Launch, or the reason why it is not offered. */
function Portal(props: { gateway: GatewayView; target: TargetStatus; onLaunch: () => void }) {
  const { gateway, target, onLaunch } = props;
  const reason = whyNot(gateway, target);
  if (target.use === 'service' && reason === undefined)
    return <CheckInterface gateway={gateway} target={target} />;
  if (reason !== undefined) return <span class="quiet">{reason}</span>;
  return (
    <Button small icon="out" onClick={onLaunch}>
      {t('g.launch')}
      <Which target={target} />
    </Button>
  );
}

/** A REST interface has no page: the cloud's own code asks it whether it answers, where the customer lets it. */
function CheckInterface({ gateway, target }: { gateway: GatewayView; target: TargetStatus }) {
  const [answer, setAnswer] = useState<InterfaceCheck>();
  const check = useDoing(async () => {
    setAnswer(undefined);
    const path = `/api/gateways/${gateway.id}/targets/${encodeURIComponent(target.id)}/check`;
    setAnswer(await api.post<InterfaceCheck>(path, undefined, CHECK_MS));
  });
  return (
    <>
      <Button small busy={check.busy} busyWord={t('g.checking')} onClick={() => void check.run()}>
        {t('g.check')}
        <Which target={target} />
      </Button>
      {answer && (
        <div class="result" role="status">
          <State kind="ok" word={t('g.checked', { status: String(answer.status) })} at={answer.at} />
        </div>
      )}
      {check.failure && (
        <div class="result" role="alert">
          <p class="small is-bad">
            <b>
              <FailureWords failure={check.failure} part="sentence" />
            </b>
          </p>
          <p class="small quiet">
            <FailureWords failure={check.failure} part="remedy" />
          </p>
        </div>
      )}
    </>
  );
}

function StartDialog({
  gateway,
  target,
  onClose,
  onOrdered,
}: Props & { target: TargetStatus | undefined; onClose: () => void }) {
  const { component = '', tunnel = '' } = target ?? {};
  return (
    <ConfirmDialog
      open={target !== undefined}
      title={t('g.tunnels.startTitle', { component, tunnel })}
      yes={t('g.yes')}
      no={t('g.no')}
      onClose={onClose}
      onYes={async () => {
        if (!target) return;
        const { title } = await order(gateway.id, 'tunnel.start', target.id);
        toast(t('g.order.ordered', { title }));
        onOrdered();
      }}
    >
      <p class="small">{t('g.tunnels.startWhat')}</p>
    </ConfirmDialog>
  );
}
