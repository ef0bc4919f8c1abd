/** The table of tunnels (row B4): component, tunnel, status, control, description; Start asks, Stop acts. */
import { useState } from 'preact/hooks';
import type { Target } from '../../../src/contract/local-api.ts';
import {
  Button,
  ButtonLink,
  ConfirmDialog,
  Empty,
  FailureBanner,
  plural,
  Section,
  State,
  Table,
  toast,
  useDoing,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';

/** A tunnel is tested every 30 s; after three missed tests nothing is known any more. */
const STALE_MS = 90_000;

/** `Tunnel` and `Target` are separate facts with their own ages. */
export function TunnelState({ target }: { target: Target }) {
  const { state, since, tunnelUp, targetUp } = target;
  if (state === 'stopped') return <State kind="off" word="Stopped" at={since} form="since" />;
  if (state === 'starting') return <State kind="busy" word="Starting" at={since} form="for" />;
  if (state === 'failed') return <State kind="bad" word="Failed" at={since} form="for" />;
  return (
    <span class="pair">
      <Fact name="Tunnel" fact={tunnelUp} />
      <Fact name="Target" fact={targetUp} />
    </span>
  );
}

function Fact({ name, fact }: { name: string; fact: { up: boolean; at: number } | undefined }) {
  if (!fact) return <State kind="unknown" word={`${name} unknown`} note="not checked yet" />;
  return (
    <State
      kind={fact.up ? 'ok' : 'bad'}
      word={`${name} ${fact.up ? 'up' : 'down'}`}
      at={fact.at}
      staleAfter={STALE_MS}
      staleWord={`${name} unknown`}
    />
  );
}

function describe(target: Target, sessions: number): string {
  const parts = [
    target.confirmed ? '' : 'Proposed, not confirmed yet.',
    target.description || (target.use === 'service' ? 'Called by the cloud itself, no browser.' : ''),
    target.error ?? target.targetUp?.error,
    sessions > 0 ? 'In use now.' : '',
  ];
  return parts.filter(Boolean).join(' ');
}

function Control({ target, onStart }: { target: Target; onStart: (target: Target) => void }) {
  const { refresh, mayChange } = useInside();
  const stop = useDoing(async () => {
    await gateway.stopTunnel(target.id);
    refresh();
  });
  const name = (
    <span class="sr">
      {' '}
      {target.component} {target.tunnel}
    </span>
  );
  if (!mayChange) return <span class="quiet">Reads only</span>;
  if (!target.confirmed)
    return (
      <ButtonLink small href="/tunnels">
        Confirm{name}
      </ButtonLink>
    );
  if (target.state === 'stopped' || target.state === 'failed')
    return (
      <Button small onClick={() => onStart(target)}>
        Start{name}
      </Button>
    );
  return (
    <>
      <Button small busy={stop.busy} onClick={() => void stop.run()}>
        Stop{name}
      </Button>
      {stop.failure && <span class="error">{stop.failure.sentence}</span>}
    </>
  );
}

export function TunnelTable({ targets }: { targets: readonly Target[] }) {
  const { refresh } = useInside();
  const [starting, setStarting] = useState<Target>();
  return (
    <>
      <Table
        caption="Tunnels"
        class="tunnels"
        rows={targets}
        rowKey={(t) => t.id}
        columns={[
          { key: 'component', title: 'Component', header: true, cell: (t) => t.component },
          { key: 'tunnel', title: 'Tunnel', cell: (t) => t.tunnel },
          { key: 'status', title: 'Status', cell: (t) => <TunnelState target={t} /> },
          {
            key: 'control',
            title: 'Control',
            cell: (t) => <Control target={t} onStart={setStarting} />,
          },
          { key: 'description', title: 'Description', cell: (t) => describe(t, t.sessions) },
        ]}
      />
      <ConfirmDialog
        open={starting !== undefined}
        title={`Start the tunnel to ${starting?.component} ${starting?.tunnel}?`}
        yes="Yes"
        no="No"
        onClose={() => setStarting(undefined)}
        onYes={async () => {
          if (starting) await gateway.startTunnel(starting.id);
          refresh();
        }}
      >
        <p class="small">
          Administrators of your account can then open it from the cloud. You see every session here, can end
          it at once, and every request is in the access log.
        </p>
      </ConfirmDialog>
    </>
  );
}

/** The buttons for all tunnels at once. */
export function AllTunnels({ targets }: { targets: readonly Target[] }) {
  const { refresh, mayChange } = useInside();
  const [asking, setAsking] = useState(false);
  const stopped = targets.filter((t) => t.confirmed && t.state === 'stopped');
  const stopAll = useDoing(async () => {
    await gateway.stopAll();
    toast('All tunnels are stopped.');
    refresh();
  });
  if (!mayChange) return null;
  return (
    <>
      <p class="row">
        <Button small onClick={() => setAsking(true)} disabled={stopped.length === 0}>
          Start all tunnels
        </Button>
        <Button
          small
          busy={stopAll.busy}
          disabled={targets.every((t) => t.state === 'stopped')}
          onClick={() => void stopAll.run()}
        >
          Stop all tunnels
        </Button>
      </p>
      {stopAll.failure && <FailureBanner failure={stopAll.failure} level={3} />}
      <ConfirmDialog
        open={asking}
        title={`Start ${plural(stopped.length, 'tunnel')}?`}
        yes="Yes"
        no="No"
        onClose={() => setAsking(false)}
        onYes={async () => {
          await gateway.startAll();
          refresh();
        }}
      >
        <ul class="prose-list small">
          {stopped.map((t) => (
            <li key={t.id}>
              {t.component}: {t.tunnel}
            </li>
          ))}
        </ul>
      </ConfirmDialog>
    </>
  );
}

export function NoTunnels() {
  return (
    <Empty icon="tunnel" title="No tunnels yet">
      <p class="small">
        A tunnel lets an administrator whom you allow open this site’s PBX from the cloud. It appears here as
        soon as a PBX is connected.
      </p>
      <p>
        <ButtonLink small href="/setup/pbx">
          Add a PBX
        </ButtonLink>
      </p>
    </Empty>
  );
}

/** The section of dashboard and tunnels page. */
export function TunnelsSection() {
  const { targets } = useInside().overview;
  return (
    <Section title="Tunnels" aside="Every tunnel is tested from end to end each 30 s">
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
