/** One gateway: what it says of itself, what can be opened through it, what was ordered of it. */
import { useRef, useState } from 'preact/hooks';
import type { GatewayView } from '../../../src/contract/console-api.ts';
import {
  Age,
  accountNumber,
  Banner,
  Button,
  clockTime,
  Head,
  Link,
  now,
  State,
  said,
  useLoad,
  useTitle,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import type { PageProps } from '../frame.tsx';
import { useChanged, useInside } from '../inside.ts';
import { Alarms } from '../parts/gateway/alarms.tsx';
import { About, PbxAndUsers } from '../parts/gateway/facts.tsx';
import { Figures } from '../parts/gateway/figures.tsx';
import { OrderHistory, Orders, useOrders } from '../parts/gateway/orders.tsx';
import { Sessions } from '../parts/gateway/sessions.tsx';
import { SupportBundles } from '../parts/gateway/support.tsx';
import { Tunnels } from '../parts/gateway/tunnels.tsx';
import { Unlink } from '../parts/gateway/unlink.tsx';
import { Software } from '../parts/gateway/update.tsx';
import { Integration } from '../parts/integration.tsx';
import { LaunchDialog } from '../parts/launch-dialog.tsx';
import { Crumbs } from '../parts/list-page.tsx';
import { LoadedPage } from '../parts/loaded.tsx';
import { rich, t } from '../words.ts';
import { Presence } from './gateways.tsx';

/** A gateway sends its status every minute; after three missed ones it is old. */
const STALE_MS = 3 * 60_000;
/** The gateway's own pages among its targets; contract/tunnel.ts. */
const PORTAL = 'gateway-portal';

export function GatewayPage({ params }: PageProps) {
  const id = params.id ?? '';
  const loaded = useLoad(`/api/gateways/${encodeURIComponent(id)}`, (path, signal) =>
    api.get<GatewayView>(path, signal),
  );
  // after unlinking it is not found any more, and that is no failure of this page
  const leaving = useRef(false);
  useChanged(['gateway', 'user'], () => {
    if (!leaving.current) loaded.reload();
  });
  useTitle(loaded.data?.name ?? t('nav.gateway'), t('brand'));
  return (
    <LoadedPage loaded={loaded} title={t('nav.gateway')} reading={t('g.reading')}>
      {(gateway) => (
        <Detail
          gateway={gateway}
          onLeave={() => {
            leaving.current = true;
          }}
        />
      )}
    </LoadedPage>
  );
}

function Detail({ gateway, onLeave }: { gateway: GatewayView; onLeave: () => void }) {
  const orders = useOrders(gateway.id);
  return (
    <>
      <GatewayHead gateway={gateway} />
      <WhyNot gateway={gateway} />
      {gateway.status && <Alarms alarms={gateway.status.alarms} />}
      <Orders gateway={gateway} orders={orders} />
      <Sessions gateway={gateway} />
      <Tunnels gateway={gateway} onOrdered={orders.reload} />
      <div class="facts-grid">
        <PbxAndUsers gateway={gateway} />
        <About gateway={gateway} />
      </div>
      <Figures gateway={gateway} />
      <Software gateway={gateway} onOrdered={orders.reload} />
      <SupportBundles gateway={gateway} />
      <OrderHistory orders={orders} />
      <Unlink gateway={gateway} onLeave={onLeave} />
    </>
  );
}

function GatewayHead({ gateway }: { gateway: GatewayView }) {
  const { name, account, online, status } = gateway;
  const { partner, href } = useInside();
  const alarms = status?.alarms.length ?? 0;
  return (
    <Head
      above={
        <Crumbs
          parts={[
            t('nav.support'),
            <Link key="list" href={href('/gateways')}>
              {t('nav.gateway')}
            </Link>,
          ]}
        />
      }
      sentences={[
        t('g.title', { name, account: account.name, online: String(online) }),
        ...(alarms > 0 ? [t('g.titleAlarms', { n: alarms })] : []),
      ]}
    >
      <p class="row wide-gap wide-p">
        <Presence gateway={gateway} />
        {status && (
          <State
            kind="ok"
            word={t('g.status')}
            at={status.at}
            staleAfter={STALE_MS}
            staleWord={t('g.statusStale')}
          />
        )}
        <Integration of={gateway} />
        {partner && <span class="small quiet num">{accountNumber(account.number)}</span>}
      </p>
    </Head>
  );
}

/** Row A11: why the gateway cannot be shown as it should. */
function WhyNot({ gateway }: { gateway: GatewayView }) {
  const { online, since, status } = gateway;
  if (!status)
    return (
      <Banner kind="warn" title={t('g.noStatus.title')}>
        <p>{t('g.noStatus.body')}</p>
      </Banner>
    );
  if (!online)
    return (
      <Banner
        kind="warn"
        shape="stale"
        title={rich('g.offline.title', {
          time: () => clockTime(since, now()),
          age: () => <Age at={since} form="for" />,
        })}
      >
        <p>{t('g.offline.body')}</p>
      </Banner>
    );
  if (!status.onboarding.completed)
    return <SetUp gateway={gateway} siteSaved={status.onboarding.siteSaved} />;
  return null;
}

/** The next step of the set-up is done on the gateway's own pages, through a launch. */
function SetUp({ gateway, siteSaved }: { gateway: GatewayView; siteSaved: boolean }) {
  const portal = gateway.targets.find((target) => target.id === PORTAL);
  const [launching, setLaunching] = useState(false);
  const isOpen = portal?.state === 'started';
  return (
    <>
      <Banner
        title={siteSaved ? said(gateway.integrationStatus) : t('g.notOnboarded.title')}
        action={
          isOpen && (
            <Button small icon="out" onClick={() => setLaunching(true)}>
              {t('g.goOn')}
            </Button>
          )
        }
      >
        {!siteSaved && <p>{t('g.notOnboarded.body')}</p>}
        {!isOpen && <p>{t('g.portalStopped')}</p>}
      </Banner>
      <LaunchDialog
        wish={
          launching && portal
            ? {
                gatewayId: gateway.id,
                targetId: PORTAL,
                title: `${portal.component}: ${portal.tunnel}`,
                reason: t('g.goOn'),
              }
            : undefined
        }
        onClose={() => setLaunching(false)}
      />
    </>
  );
}
