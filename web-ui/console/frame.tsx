/** The frame of the pages behind the sign-in, and the table of pages. */
import type { FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';
import type { AccountView } from '../../src/contract/console-api.ts';
import {
  Age,
  accountNumber,
  Banner,
  Button,
  clockTime,
  FailureBanner,
  LanguageChoice,
  matchPath,
  Nav,
  type NavHeading,
  type NavItem,
  now,
  type PageOf,
  Shell,
  useDoing,
  useLoad,
  useRoute,
} from '../shared/index.ts';
import { api, askMe } from './api.ts';
import { type Inside, type Me, useChanged, useInside } from './inside.ts';
import { AccountPage } from './pages/account.tsx';
import { AccountsPage } from './pages/accounts.tsx';
import { ApplicationsPage } from './pages/applications.tsx';
import { ClaimTokensPage } from './pages/claim-tokens.tsx';
import { DashboardPage } from './pages/dashboard.tsx';
import { EventsPage } from './pages/events.tsx';
import { GatewayPage } from './pages/gateway.tsx';
import { GatewaysPage } from './pages/gateways.tsx';
import { IntegrationsPage } from './pages/integrations.tsx';
import { NewAccountPage } from './pages/new-account.tsx';
import { NewRolloutPage } from './pages/new-rollout.tsx';
import { NewSupportLogPage } from './pages/new-support-log.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { PlatformsPage } from './pages/platforms.tsx';
import { RolloutPage } from './pages/rollout.tsx';
import { SupportLogPage } from './pages/support-log.tsx';
import { SupportLogsPage } from './pages/support-logs.tsx';
import { UpdatesPage } from './pages/updates.tsx';
import { UsersPage } from './pages/users.tsx';
import { AccountDialog, AllAccountsLink } from './parts/account-picker.tsx';
import { Bell } from './parts/bell.tsx';
import { EndedLaunches } from './parts/ended-launches.tsx';
import { rich, t } from './words.ts';

/** What a page gets: the named parts of its path. */
export type PageProps = { readonly params: Readonly<Record<string, string>> };

/** Path → page; the first that fits. */
const PAGES: readonly (readonly [path: string, page: FunctionComponent<PageProps>])[] = [
  ['/', DashboardPage],
  ['/accounts', AccountsPage],
  ['/accounts/new', NewAccountPage],
  ['/accounts/:number', AccountPage],
  ['/integrations', IntegrationsPage],
  ['/claim-tokens', ClaimTokensPage],
  ['/users', UsersPage],
  ['/users/:id', UsersPage],
  ['/platforms', PlatformsPage],
  ['/platforms/:id', PlatformsPage],
  ['/applications', ApplicationsPage],
  ['/applications/:id', ApplicationsPage],
  ['/gateways', GatewaysPage],
  ['/gateways/:id', GatewayPage],
  ['/updates', UpdatesPage],
  ['/updates/new', NewRolloutPage],
  ['/updates/:id', RolloutPage],
  ['/support-logs', SupportLogsPage],
  ['/support-logs/new', NewSupportLogPage],
  ['/support-logs/:id', SupportLogPage],
  ['/events', EventsPage],
  ['/events/:id', EventsPage],
];

function pageOf(path: string): { Page: FunctionComponent<PageProps>; params: Record<string, string> } {
  for (const [pattern, Page] of PAGES) {
    const params = matchPath(pattern, path);
    if (params) return { Page, params };
  }
  return { Page: NotFoundPage, params: {} };
}

function navItems({ me, partner, href }: Inside): readonly (NavItem | NavHeading)[] {
  return [
    { href: href('/'), title: t('nav.dashboard'), icon: 'dash' },
    partner
      ? { href: href('/accounts'), title: t('nav.accounts'), icon: 'home' }
      : { href: `/accounts/${me.account.number}`, title: t('nav.account'), icon: 'home' },
    { href: href('/users'), title: t('nav.users'), icon: 'users' },
    { href: href('/integrations'), title: t('nav.integrations'), icon: 'plus', also: ['/claim-tokens'] },
    { heading: t('nav.inventory') },
    { href: href('/platforms'), title: t('nav.platforms'), icon: 'stack' },
    { href: href('/applications'), title: t('nav.applications'), icon: 'tag' },
    { heading: t('nav.support') },
    { href: href('/support-logs'), title: t('nav.supportLogs'), icon: 'log' },
    { href: href('/gateways'), title: t('nav.gateway'), icon: 'gateway' },
    { href: href('/updates'), title: t('nav.updates'), icon: 'download' },
    { href: href('/events'), title: t('nav.events'), icon: 'clock' },
  ];
}

/** The account that a partner has chosen; undefined: none, or not read yet. */
function useChosenAccount() {
  const { partner, account } = useInside();
  const chosen = useLoad(partner && account ? `/api/accounts/${account}` : undefined, (path, signal) =>
    api.get<AccountView>(path, signal),
  );
  return account === undefined ? { ...chosen, data: undefined, failure: undefined } : chosen;
}

function PartnerPlace({ chosen }: { chosen: AccountView | undefined }) {
  const { me, account } = useInside();
  const [choosing, setChoosing] = useState(false);
  const all = useLoad('/api/accounts?state=active&limit=1', (path, signal) =>
    api.get<PageOf<AccountView>>(path, signal),
  );
  useChanged(['account'], all.reload);
  const allWords = all.data ? t('scope.all', { n: all.data.total }) : t('scope.partner');
  return (
    <>
      <b>{account === undefined ? me.account.name : (chosen?.name ?? me.account.name)}</b>
      <br />
      <span class="num">{account === undefined ? allWords : accountNumber(account)}</span>
      <span class="place-acts">
        <Button look="quiet" small onClick={() => setChoosing(true)}>
          {t(account === undefined ? 'scope.choose' : 'scope.change')}
        </Button>
        {account !== undefined && <AllAccountsLink />}
      </span>
      <AccountDialog open={choosing} onClose={() => setChoosing(false)} />
    </>
  );
}

function Place({ chosen }: { chosen: AccountView | undefined }) {
  const { me, partner } = useInside();
  if (partner) return <PartnerPlace chosen={chosen} />;
  return (
    <>
      <b>{me.account.name}</b>
      <br />
      <span class="num">{accountNumber(me.account.number)}</span>
    </>
  );
}

export function Who({ me, onMe }: { me: Me; onMe: (me: Awaited<ReturnType<typeof askMe>>) => void }) {
  const leave = useDoing(async () => {
    await api.delete('/api/session');
    onMe(await askMe());
  });
  const { name, role } = me.person;
  return (
    <>
      <p class="quiet">{t('foot.who', { name, role })}</p>
      <Button look="quiet" small icon="out" busy={leave.busy} onClick={() => void leave.run()}>
        {t('foot.signOut')}
      </Button>
      {leave.failure && <p class="error">{t('foot.signOutAgain')}</p>}
    </>
  );
}

/** Contact with the console is lost: what is on the page is from then, and says so. */
function Lost({ since, onRetry }: { since: number; onRetry: () => void }) {
  const time = clockTime(since, now());
  return (
    <Banner
      kind="warn"
      shape="stale"
      role="alert"
      title={rich('lost.title', { time: () => time, age: () => <Age at={since} form="for" /> })}
      action={
        <Button small icon="refresh" onClick={onRetry}>
          {t('lost.retry')}
        </Button>
      }
    >
      <p>{t('lost.body', { time })}</p>
    </Banner>
  );
}

export type FrameProps = {
  /** Since when the console is not heard; undefined while it is. */
  readonly lost: number | undefined;
  readonly onRetry: () => void;
  readonly onMe: (me: Awaited<ReturnType<typeof askMe>>) => void;
};

export function Frame({ lost, onRetry, onMe }: FrameProps) {
  const inside = useInside();
  const { path } = useRoute();
  const chosen = useChosenAccount();
  useChanged(['account'], chosen.reload, inside.account);
  const { Page, params } = pageOf(path);
  return (
    <Shell
      brand={t('brand')}
      mark="cloud"
      place={<Place chosen={chosen.data} />}
      nav={<Nav label={t('nav.label')} items={navItems(inside)} />}
      foot={
        <>
          <Who me={inside.me} onMe={onMe} />
          <LanguageChoice />
        </>
      }
    >
      {lost !== undefined && <Lost since={lost} onRetry={onRetry} />}
      <EndedLaunches />
      <Bell />
      {chosen.failure ? (
        <>
          <FailureBanner failure={chosen.failure} onRetry={chosen.reload} />
          <p>
            <AllAccountsLink />
          </p>
        </>
      ) : (
        <Page key={inside.account} params={params} />
      )}
    </Shell>
  );
}
