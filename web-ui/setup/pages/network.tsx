/** The network of this gateway (row A4): ports on trial, time servers, the way to the cloud. */
import { useEffect } from 'preact/hooks';
import type { NetworkView } from '../../../src/contract/network-api.ts';
import {
  Banner,
  ButtonLink,
  FailureBanner,
  Head,
  type Loaded,
  Loading,
  Said,
  Section,
  useLoad,
  useRoute,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { ChecklistPanel } from '../parts/checklist-panel.tsx';
import { Authorities } from '../parts/network/authorities.tsx';
import { PortForm } from '../parts/network/port-form.tsx';
import { ProxyForm } from '../parts/network/proxy-form.tsx';
import { TimeForm } from '../parts/network/time-form.tsx';
import { LastTrial, Trial } from '../parts/network/trial.tsx';
import { b } from '../parts/tags.tsx';
import { rich, t } from '../words.ts';

/** While settings are on trial the page looks again so often. */
const LOOK_MS = 2_000;

/** What the page shows of a trial is never older than two seconds, and it finds the gateway again when it is back. */
function useLooking({ data, failure, loading, reload }: Loaded<NetworkView>): void {
  const isTrial = data?.trial !== undefined;
  useEffect(() => {
    if (!isTrial || loading) return;
    const timer = setTimeout(reload, LOOK_MS);
    return () => clearTimeout(timer);
  }, [isTrial, loading, data, failure, reload]);
}

export function NetworkPage() {
  const { overview } = useInside();
  // where the platform sets the addresses, what is left here are the proxy and the authorities
  const title = t(overview.setup.network ? 'net.title' : 'nav.network');
  useTitle(title, t('brand'));
  const view = useLoad('/api/network', (_, signal) => gateway.network(signal));
  useLooking(view);
  const { data, failure, loading, reload } = view;
  return (
    <>
      <Head sentences={[title]} lead={t('net.lead')} />
      <div class="split">
        <div class="section gap-l spaced">
          {!data && failure && <FailureBanner failure={failure} onRetry={reload} />}
          {!data && loading && <Loading>{t('net.reading')}</Loading>}
          {data && <Network data={data} view={view} />}
        </div>
        <ChecklistPanel />
      </div>
    </>
  );
}

function Network({ data, view }: { data: NetworkView; view: Loaded<NetworkView> }) {
  const { mayChange, remote } = useInside();
  const { path } = useRoute();
  const { trial, last, obstacle } = data;
  const mine = mayChange && !remote;
  const open = mine && trial === undefined;
  return (
    <>
      {trial && <Trial trial={trial} view={view} />}
      {!trial && last && <LastTrial last={last} />}
      {remote && (
        <Banner>
          <p>{t('net.remote')}</p>
        </Banner>
      )}
      {obstacle ? (
        <Banner title={<Said text={obstacle.sentence} />}>
          <p>
            <Said text={obstacle.remedy} />
          </p>
        </Banner>
      ) : (
        <>
          {data.ports.length === 0 && <p>{t('net.noPorts')}</p>}
          {data.ports.map((port, i) => (
            <PortForm key={port.name} port={port} n={i + 1} view={view} open={open} />
          ))}
          <WhatHappens />
          <TimeForm data={data} view={view} open={mine} />
        </>
      )}
      <ProxyForm data={data} view={view} open={mine} />
      <Authorities data={data} view={view} open={mine} />
      {path === '/setup/network' && (
        <p>
          <ButtonLink href="/setup/gateway">{t('form.back')}</ButtonLink>
        </p>
      )}
    </>
  );
}

function WhatHappens() {
  return (
    <Section title={t('net.what')}>
      <ol class="prose-list">
        <li>{t('net.what1')}</li>
        <li>{t('net.what2')}</li>
        <li>{rich('net.what3', { b })}</li>
        <li>{t('net.what4')}</li>
      </ol>
    </Section>
  );
}
