/** After the approval: on to the gateway's own pages through a launch session, or back to where one came from. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type {
  ClaimView,
  GatewayView,
  LaunchAnswer,
  LaunchTicket,
} from '../../../src/contract/console-api.ts';
import { PORTAL_TARGET } from '../../../src/contract/tunnel.ts';
import {
  Banner,
  Button,
  ButtonLink,
  FailureBanner,
  failureOf,
  Head,
  now,
  Section,
  type Step,
  Steps,
  useDoing,
  usePoll,
  useTicking,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { collect, postTicket } from '../launch.ts';
import { t } from '../words.ts';

const POLL_MS = 2_000;
/** A gateway connects within seconds; after this time the page offers the other ways first. */
const LATE_MS = 45_000;

function portalIsUp(gateway: GatewayView | undefined): boolean {
  const portal = gateway?.targets.find((target) => target.id === PORTAL_TARGET);
  return gateway?.online === true && portal?.state === 'started';
}

function stepsOf(gateway: GatewayView | undefined, opening: boolean): readonly Step[] {
  const online = gateway?.online === true;
  const up = portalIsUp(gateway);
  const shape = (done: boolean, here: boolean) => (done ? 'ok' : here ? 'busy' : 'todo');
  return [
    { key: 'linked', shape: 'ok', title: t('linked.step.linked') },
    { key: 'online', shape: shape(online, true), title: t('linked.step.online'), strong: !online },
    { key: 'tunnel', shape: shape(up, online), title: t('linked.step.tunnel'), strong: online && !up },
    { key: 'open', shape: shape(false, opening), title: t('linked.step.open'), strong: up },
  ];
}

/** Asks until the site has answered. @throws ApiError when it said no, or nothing */
async function allowed(sessionId: string): Promise<LaunchTicket> {
  for (;;) {
    try {
      return await collect(sessionId);
    } catch (thrown) {
      if (failureOf(thrown).code !== 'LAUNCH_WAITS') throw thrown;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** @param goOn the approval was given on this page just now: the browser goes on by itself */
export function LinkedPage({ claim, goOn }: { claim: ClaimView; goOn: boolean }) {
  const id = claim.gatewayId;
  const polled = usePoll({
    read: (signal) => api.get<GatewayView>(`/api/gateways/${id}`, signal),
    everyMs: POLL_MS,
    on: id !== undefined,
  });
  const started = useRef(now());
  const late = useTicking((time) => time - started.current > LATE_MS);
  const [waits, setWaits] = useState(false);
  const open = useDoing(async () => {
    const targetId = PORTAL_TARGET;
    const order = { targetId, reason: t('g.goOn') };
    const answer = await api.post<LaunchAnswer>(`/api/gateways/${id}/launch`, order, 60_000);
    // who typed the set-up code is not asked; anybody else waits here for the site
    setWaits(answer.state === 'waiting');
    postTicket(answer.state === 'waiting' ? await allowed(answer.sessionId) : answer, '_self');
  });
  const up = portalIsUp(polled.data);
  const once = useRef(false);
  useEffect(() => {
    if (!goOn || !up || once.current) return;
    once.current = true;
    void open.run();
  }, [goOn, up]);
  const account = polled.data?.account.name;
  const { name } = claim;
  return (
    <>
      <Head
        sentences={[
          account === undefined ? t('linked.titlePlain', { name }) : t('linked.title', { name, account }),
        ]}
        lead={late && !up ? t('linked.late') : undefined}
      />
      <Section title={t('linked.steps')}>
        <Steps steps={stepsOf(polled.data, open.busy)} />
      </Section>
      {waits && open.busy && <Banner role="status" title={t('launch.waits')} />}
      {open.failure && <FailureBanner failure={open.failure} />}
      <div class="row">
        <Button look="primary" disabled={!up} busy={open.busy} onClick={() => void open.run()}>
          {t('linked.open')}
        </Button>
        {claim.returnUri !== undefined && (
          <ButtonLink external href={claim.returnUri}>
            {t('linked.return')}
          </ButtonLink>
        )}
        {id !== undefined && <ButtonLink href={`/gateways/${id}`}>{t('linked.console')}</ButtonLink>}
      </div>
    </>
  );
}
