/** The frame of the pages behind the sign-in, and the table of pages. */
import type { ComponentChildren, FunctionComponent } from 'preact';
import type { Me, Overview } from '../../src/contract/local-api.ts';
import type { LocalPage } from '../../src/contract/local-pages.ts';
import {
  Age,
  Banner,
  Button,
  clockTime,
  LanguageChoice,
  Link,
  matchPath,
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
import { ConnectPage } from './pages/connect.tsx';
import { DashboardPage } from './pages/dashboard.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { PbxPage } from './pages/pbx.tsx';
import { SitePage } from './pages/site.tsx';
import { SyncPbxPage } from './pages/sync-pbx.tsx';
import { UserSyncPage } from './pages/user-sync.tsx';
import { lazyPage } from './parts/lazy-page.tsx';
import { lazySync } from './parts/lazy-sync.tsx';
import { lazyUpdates } from './parts/lazy-updates.tsx';
import { TrialNotice } from './parts/network/trial.tsx';
import { b } from './parts/tags.tsx';
import { Visits } from './parts/visits.tsx';
import { hasStep, nextStep, type StepName, setupSteps, stepHref } from './steps.ts';
import { rich, t } from './words.ts';

/** Of set-up too. */
const NetworkPage = lazyPage(
  async () => (await import('./pages/network.tsx')).NetworkPage,
  () => t('nav.network'),
);

const PAGES: Readonly<Record<string, FunctionComponent>> = {
  '/': DashboardPage,
  '/sync': UserSyncPage,
  '/sync/detained': lazySync('detained'),
  '/sync/import': lazySync('import'),
  '/sync/runs': lazySync('runs'),
  '/sync/runs/:id': lazySync('run'),
  '/sync/people': lazySync('people'),
  '/sync/people/:id': lazySync('person'),
  '/sync/findings': lazySync('findings'),
  '/sync/synchronisers': lazySync('synchronisers'),
  '/sync/synchronisers/:id': lazySync('synchroniser'),
  '/alarms': lazyPage(
    async () => (await import('./pages/alarms.tsx')).AlarmsPage,
    () => t('alarms.title'),
  ),
  '/tunnels': lazyPage(
    async () => (await import('./pages/tunnels.tsx')).TunnelsPage,
    () => t('nav.tunnels'),
  ),
  '/access-log': lazyPage(
    async () => (await import('./pages/access-log.tsx')).AccessLogPage,
    () => t('nav.log'),
  ),
  '/outflow': lazyPage(
    async () => (await import('./pages/outflow.tsx')).OutflowPage,
    () => t('nav.outflow'),
  ),
  '/inventory': lazyPage(
    async () => (await import('./pages/inventory.tsx')).InventoryPage,
    () => t('nav.inventory'),
  ),
  '/about/licences': lazyPage(
    async () => (await import('./pages/licences.tsx')).LicencesPage,
    () => t('about.licences'),
  ),
  '/network': NetworkPage,
  '/people': lazyPage(
    async () => (await import('./pages/people.tsx')).PeoplePage,
    () => t('nav.people'),
  ),
  '/support': lazyPage(
    async () => (await import('./pages/support.tsx')).SupportPage,
    () => t('support.title'),
  ),
  '/updates': lazyUpdates('page'),
  '/backup': lazyPage(
    async () => (await import('./pages/backup.tsx')).BackupPage,
    () => t('backup.title'),
  ),
  '/factory-reset': lazyPage(
    async () => (await import('./pages/factory-reset.tsx')).FactoryResetPage,
    () => t('reset.title'),
  ),
} satisfies Readonly<Record<LocalPage, FunctionComponent>>;

const SETUP: Readonly<Record<string, readonly [StepName, FunctionComponent]>> = {
  '/setup/gateway': ['gateway', SitePage],
  '/setup/network': ['gateway', NetworkPage],
  '/setup/pbx': ['pbx', PbxPage],
  '/setup/connect': ['connect', ConnectPage],
  '/setup/sync': ['sync', SyncPbxPage],
  '/setup/deployment': [
    'deployment',
    lazyPage(
      async () => (await import('./pages/deployment.tsx')).DeploymentPage,
      () => t('nav.setup'),
    ),
  ],
};

/** Beside the steps: open at any time. */
const BESIDE: Readonly<Record<string, readonly [title: () => string, FunctionComponent]>> = {
  '/setup/advanced': [
    () => t('advanced.title'),
    lazyPage(
      async () => (await import('./pages/advanced.tsx')).AdvancedPage,
      () => t('advanced.title'),
    ),
  ],
  '/setup/overview': [
    () => t('overview.title'),
    lazyPage(
      async () => (await import('./pages/overview.tsx')).OverviewPage,
      () => t('overview.title'),
    ),
  ],
};

function needAttention(n: number): NavItem['count'] {
  return n > 0 ? { n, words: t('nav.attention') } : undefined;
}

function useNavItems(): readonly NavItem[] {
  const { overview } = useInside();
  const { plan } = overview.sync;
  return [
    { href: '/', title: t('nav.dashboard'), icon: 'dash' },
    {
      href: '/sync',
      title: t('nav.sync'),
      icon: 'users',
      count: needAttention((plan?.detained ?? 0) + (plan?.held?.count ?? 0)),
    },
    { href: '/alarms', title: t('alarms.title'), icon: 'bell', count: needAttention(overview.alarms.length) },
    { href: '/tunnels', title: t('nav.tunnels'), icon: 'tunnel' },
    { href: '/access-log', title: t('nav.log'), icon: 'eye' },
    { href: '/outflow', title: t('nav.outflow'), icon: 'cloud' },
    { href: '/inventory', title: t('nav.inventory'), icon: 'stack' },
    { href: '/network', title: t('nav.network'), icon: 'gateway' },
    { href: '/people', title: t('nav.people'), icon: 'key' },
    { href: stepHref(nextStep(overview) ?? 'gateway'), title: t('nav.setup'), icon: 'setup' },
    {
      href: '/setup/advanced',
      title: t('advanced.title'),
      icon: 'gear',
      also: ['/updates', '/backup', '/support', '/factory-reset'],
    },
  ];
}

function Place() {
  const { overview } = useInside();
  const owner = overview.account?.name ?? overview.site?.name;
  return (
    <>
      {owner && (
        <span>
          {overview.site ? rich('place.bold', { name: owner, city: overview.site.city, b }) : b(owner)}
          <br />
        </span>
      )}
      {overview.lanAddress ?? overview.name}
    </>
  );
}

function Who({ onMe }: { onMe: (me: Me) => void }) {
  const { me } = useInside();
  const leave = useDoing(async () => {
    await gateway.signOut();
    onMe(await gateway.me());
  });
  return (
    <>
      <p class="quiet">
        {t('who.signedIn', {
          name: me.name ?? t('who.unknown'),
          role: me.role ?? 'none',
          via: me.via ?? 'local',
        })}
      </p>
      {me.via !== 'tunnel' && (
        <Button look="quiet" small icon="out" busy={leave.busy} onClick={() => void leave.run()}>
          {t('who.out')}
        </Button>
      )}
      <LanguageChoice />
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
      title={rich('lost.title', { when: clockTime(since, now()), age: <Age at={since} form="for" /> })}
      action={
        <Button small icon="refresh" onClick={refresh}>
          {t('lost.retry')}
        </Button>
      }
    >
      <p>{t('lost.text', { when: clockTime(since, now()) })}</p>
    </Banner>
  );
}

type SetupPage = { readonly step?: StepName; readonly Body: FunctionComponent };

/** A page with the stepper; none for a step that this kind of gateway has not. */
function setupPage(path: string, overview: Overview): SetupPage | undefined {
  const beside = BESIDE[path];
  if (beside) return { Body: beside[1] };
  const found = SETUP[path];
  return found && hasStep(overview, found[0]) ? { step: found[0], Body: found[1] } : undefined;
}

/** The page of an address; `/sync/runs/:id` is that of every run. */
function pageAt(path: string): FunctionComponent {
  const pattern = Object.keys(PAGES).find((one) => one.includes(':') && matchPath(one, path));
  return PAGES[path] ?? PAGES[pattern ?? ''] ?? NotFoundPage;
}

export function Frame({ lost, onMe }: { lost: number | undefined; onMe: (me: Me) => void }) {
  const { overview } = useInside();
  const { path } = useRoute();
  const items = useNavItems();
  const owner = overview.account?.name ?? overview.site?.name;
  const common = {
    brand: t('brand'),
    short: owner && (overview.site ? t('place', { name: owner, city: overview.site.city }) : owner),
    place: <Place />,
    foot: <Who onMe={onMe} />,
  };
  const body = (page: ComponentChildren) => (
    <>
      {lost !== undefined && <Lost since={lost} />}
      {overview.networkTrial && !path.endsWith('/network') && (
        <TrialNotice endsAt={overview.networkTrial.endsAt} href="/network" />
      )}
      {overview.reset && path !== '/factory-reset' && (
        <Banner kind="bad" role="alert" title={t('reset.announced', { who: overview.reset.who })}>
          <p>
            {t('reset.due')} <Age at={overview.reset.dueAt} form="in" />.{' '}
            <Link href="/factory-reset">{t('reset.toPage')}</Link>
          </p>
        </Banner>
      )}
      <Visits />
      {page}
    </>
  );
  const setup = setupPage(path, overview);
  if (setup) {
    const { step, Body } = setup;
    const beside = Object.entries(BESIDE).map(([href, [title]]) => ({ href, title: title() }));
    if (overview.setup.next === undefined) beside.push({ href: '/', title: t('nav.dashboard') });
    return (
      <SetupShell {...common} nav={<Stepper steps={setupSteps(overview, step)} beside={beside} />}>
        {body(<Body />)}
      </SetupShell>
    );
  }
  const Page = pageAt(path);
  return (
    <Shell {...common} nav={<Nav label={t('nav.main')} items={items} />}>
      {body(<Page />)}
    </Shell>
  );
}
