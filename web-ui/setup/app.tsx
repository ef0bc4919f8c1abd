/**
 * Which page there is. Over plain HTTP from another computer only the signpost exists; otherwise the signpost,
 * the first administrator, the sign-in, and behind them everything else.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Me } from '../../src/contract/local-api.ts';
import {
  type Failure,
  FailureBanner,
  failureOf,
  Head,
  Loading,
  navigate,
  syncClock,
  useLive,
  useRoute,
} from '../shared/index.ts';
import { Frame } from './frame.tsx';
import { gateway, onSignedOut } from './gateway.ts';
import { InsideContext } from './inside.ts';
import { FirstAdminPage } from './pages/first-admin.tsx';
import { KeepNetworkPage } from './pages/keep-network.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { SignpostPage } from './pages/signpost.tsx';
import { keepCodeOf } from './parts/network/keep-code.ts';
import { OuterPage } from './parts/outer-page.tsx';
import { isLoopback, isSignpostOnly } from './place.ts';
import { t } from './words.ts';

export function App() {
  return isSignpostOnly(location) ? <SignpostPage /> : <Door />;
}

/** Finds out who is there. */
function Door() {
  const [me, setMe] = useState<Me>();
  const [failure, setFailure] = useState<Failure>();
  const ask = () => {
    setFailure(undefined);
    gateway.me().then(setMe, (thrown: unknown) => setFailure(failureOf(thrown)));
  };
  useEffect(() => {
    ask();
    onSignedOut(() => {
      gateway.me().then(setMe, () => undefined); // not reached: the page says so by itself
    });
  }, []);
  if (me) return me.signedIn ? <InsideApp me={me} onMe={setMe} /> : <Outside me={me} onMe={setMe} />;
  return (
    <NotYet failure={failure} onRetry={ask} wrong={t('door.unreachable')}>
      {t('door.asking')}
    </NotYet>
  );
}

type NotYetProps = {
  readonly failure: Failure | undefined;
  readonly onRetry: () => void;
  /** Heading over the failure. */
  readonly wrong: string;
  /** What is being done meanwhile. */
  readonly children: ComponentChildren;
};

/** The page while nothing is known yet. */
function NotYet({ failure, onRetry, wrong, children }: NotYetProps) {
  return (
    <OuterPage>
      {failure ? (
        <>
          <Head sentences={[wrong]} />
          <FailureBanner failure={failure} onRetry={onRetry} />
        </>
      ) : (
        <>
          <h1 class="sr">{t('brand')}</h1>
          <Loading>{children}</Loading>
        </>
      )}
    </OuterPage>
  );
}

type DoorProps = { readonly me: Me; readonly onMe: (me: Me) => void };

function Outside({ me, onMe }: DoorProps) {
  const { path } = useRoute();
  const [keepCode, setKeepCode] = useState(() => keepCodeOf(location));
  const atHome = path === '/' && me.needsFirstAdmin && isLoopback(location.hostname);
  if (keepCode !== undefined)
    return <KeepNetworkPage code={keepCode} onDone={() => setKeepCode(undefined)} />;
  if (path === '/about' || (atHome && location.protocol === 'http:')) return <SignpostPage />;
  return me.needsFirstAdmin ? <FirstAdminPage onMe={onMe} /> : <SignInPage onMe={onMe} />;
}

/** Addresses that lead in; who is inside already goes on to the dashboard. */
const DOORS = ['/sign-in', '/first-administrator', '/dashboard'];

function InsideApp({ me, onMe }: DoorProps) {
  const { path } = useRoute();
  useEffect(() => {
    if (DOORS.includes(path)) navigate('/', { replace: true });
  }, [path]);
  const live = useLive({
    url: '/api/events/live',
    event: 'overview',
    read: gateway.overview,
    onData: (overview) => syncClock(overview.time),
  });
  const { data: overview, failure, refresh } = live;
  if (path === '/about') return <SignpostPage />;
  if (!overview || DOORS.includes(path)) {
    return (
      <NotYet failure={failure} onRetry={refresh} wrong={t('door.unreadable')}>
        {t('door.reading')}
      </NotYet>
    );
  }
  const inside = {
    me,
    overview,
    refresh,
    mayChange: me.role !== 'support',
    remote: me.via === 'tunnel',
  };
  return (
    <InsideContext.Provider value={inside}>
      <Frame lost={live.lost} onMe={onMe} />
    </InsideContext.Provider>
  );
}
