/** The frame of the pages behind the sign-in, and the table of pages. */
import type { ComponentChildren, FunctionComponent } from 'preact';
import type { Me } from '../../src/contract/local-api.ts';
import {
  Age,
  Banner,
  Button,
  clockTime,
  Nav,
  type NavItem,
  now,
  SetupShell,
  Shell,
  Stepper,
  useDoing,
  useRoute,
} from '../shared/index.ts';
import { gateway } from './gateway.ts';
import { useInside } from './inside.ts';
import { AccessLogPage } from './pages/access-log.tsx';
import { ConnectPage } from './pages/connect.tsx';
import { DashboardPage } from './pages/dashboard.tsx';
import { DeploymentPage } from './pages/deployment.tsx';
import { InventoryPage } from './pages/inventory.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { PbxPage } from './pages/pbx.tsx';
import { SitePage } from './pages/site.tsx';
import { TunnelsPage } from './pages/tunnels.tsx';
import { UserSyncPage } from './pages/user-sync.tsx';
import { nextStep, type StepName, setupSteps, stepHref } from './steps.ts';

const PAGES: Readonly<Record<string, FunctionComponent>> = {
  '/': DashboardPage,
  '/sync': UserSyncPage,
  '/tunnels': TunnelsPage,
  '/access-log': AccessLogPage,
  '/inventory': InventoryPage,
};

const SETUP: Readonly<Record<string, readonly [StepName, FunctionComponent]>> = {
  '/setup/gateway': ['gateway', SitePage],
  '/setup/pbx': ['pbx', PbxPage],
  '/setup/connect': ['connect', ConnectPage],
  '/setup/deployment': ['deployment', DeploymentPage],
};

function needAttention(n: number): NavItem['count'] {
  return n > 0 ? { n, words: 'need attention' } : undefined;
}

function useNavItems(): readonly NavItem[] {
  const { overview } = useInside();
  const { plan } = overview.sync;
  return [
    { href: '/', title: 'Dashboard', icon: 'dash' },
    {
      href: '/sync',
      title: 'User sync',
      icon: 'users',
      count: needAttention((plan?.detained ?? 0) + (plan?.held?.count ?? 0)),
    },
    { href: '/tunnels', title: 'Tunnels', icon: 'tunnel' },
    { href: '/access-log', title: 'Access log', icon: 'eye' },
    { href: '/inventory', title: 'Inventory', icon: 'stack' },
    { href: stepHref(nextStep(overview) ?? 'gateway'), title: 'Set-up', icon: 'setup' },
  ];
}

function Place() {
  const { overview } = useInside();
  const owner = overview.account?.name ?? overview.site?.name;
  return (
    <>
      {owner && (
        <span>
          <b>{owner}</b>
          {overview.site && `, ${overview.site.city}`}
          <br />
        </span>
      )}
      {overview.lanAddress ?? overview.name}
    </>
  );
}

const ROLE_WORD = { admin: 'administrator', support: 'support, reads only', setup: 'set-up' } as const;

function Who({ onMe }: { onMe: (me: Me) => void }) {
  const { me } = useInside();
  const leave = useDoing(async () => {
    await gateway.signOut();
    onMe(await gateway.me());
  });
  return (
    <>
      <p class="quiet">
        Signed in as {me.name ?? 'unknown'}
        {me.role && `, ${ROLE_WORD[me.role]}`}
        {me.via === 'tunnel' && ', through the cloud'}
      </p>
      {me.via !== 'tunnel' && (
        <Button look="quiet" small icon="out" busy={leave.busy} onClick={() => void leave.run()}>
          Sign out
        </Button>
      )}
    </>
  );
}

/** Contact with the gateway is lost: what is on the page is from then, and says so. */
function Lost({ since }: { since: number }) {
  const { refresh } = useInside();
  return (
    <Banner
      kind="warn"
      shape="stale"
      role="alert"
      title={
        <>
          No contact with the gateway since {clockTime(since, now())}, <Age at={since} form="for" />
        </>
      }
      action={
        <Button small icon="refresh" onClick={refresh}>
          Try now
        </Button>
      }
    >
      <p>
        Everything below is from {clockTime(since, now())}. This page goes on trying; the gateway itself may
        be working. What you type is kept.
      </p>
    </Banner>
  );
}

export function Frame({ lost, onMe }: { lost: number | undefined; onMe: (me: Me) => void }) {
  const { overview } = useInside();
  const { path } = useRoute();
  const items = useNavItems();
  const owner = overview.account?.name ?? overview.site?.name;
  const common = {
    brand: 'CloudLink gateway',
    short: owner && (overview.site ? `${owner}, ${overview.site.city}` : owner),
    place: <Place />,
    foot: <Who onMe={onMe} />,
  };
  const body = (page: ComponentChildren) => (
    <>
      {lost !== undefined && <Lost since={lost} />}
      {page}
    </>
  );
  const setup = SETUP[path];
  if (setup) {
    const [step, Step] = setup;
    return (
      <SetupShell {...common} nav={<Stepper steps={setupSteps(overview, step)} />}>
        {body(<Step />)}
      </SetupShell>
    );
  }
  const Page = PAGES[path] ?? NotFoundPage;
  return (
    <Shell {...common} nav={<Nav label="Main" items={items} />}>
      {body(<Page />)}
    </Shell>
  );
}
