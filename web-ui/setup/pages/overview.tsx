/** `Overview` (row A9): everything about this gateway on one page, to read and to print. */
import type { ComponentChildren } from 'preact';
import type { Overview } from '../../../src/contract/local-api.ts';
import { countryName } from '../../shared/countries.ts';
import {
  accountNumber,
  clockTime,
  date,
  duration,
  type Fact,
  Facts,
  Head,
  Link,
  now,
  Section,
  State,
  said,
  Table,
  useTitle,
} from '../../shared/index.ts';
import { openSessions, useInside } from '../inside.ts';
import { pbxFacts } from '../parts/pbx-facts.tsx';
import { headline, targetName } from '../parts/sentences.ts';
import { TunnelState } from '../parts/tunnel-table.tsx';
import { hasStep } from '../steps.ts';
import { t } from '../words.ts';

type Of = { readonly overview: Overview };
type Rows = readonly (Fact | false | undefined)[];

export function OverviewPage() {
  useTitle(t('overview.title'), t('brand'));
  const { overview } = useInside();
  return (
    <>
      <Head sentences={[t('overview.title')]} lead={headline(overview, said).sentences.join(' ')} />
      <div class="facts-grid">
        <Part title={t('overview.site')} href="/setup/gateway" rows={siteRows(overview)} />
        <Part title={t('overview.network')} rows={networkRows(overview)} />
        <Part title={t('overview.account')} rows={accountRows(overview)} />
        <Part title={t('pbxFacts.title')} href={pbxHref(overview)} rows={pbxRows(overview)} />
        <Part title={t('nav.sync')} href="/sync" rows={syncRows(overview)} />
        <Part title={t('nav.inventory')} href="/inventory" rows={inventoryRows(overview)} />
        <Part title={t('overview.versions')} rows={versionRows(overview)} />
      </div>
      <Tunnels overview={overview} />
    </>
  );
}

type PartProps = { readonly title: string; readonly href?: string; readonly rows: Rows };

function Part({ title, href, rows }: PartProps) {
  return (
    <section aria-label={title}>
      <h2>{href ? <Link href={href}>{title}</Link> : title}</h2>
      <Facts rows={rows} />
    </section>
  );
}

const pbxHref = (overview: Overview) => (hasStep(overview, 'sync') ? '/setup/sync' : '/setup/pbx');

function siteRows({ site }: Overview): Rows {
  if (!site) return [[t('deploy.site'), t('deploy.noSite')]];
  return [
    [t('site.name'), site.name],
    site.address !== undefined && [t('site.address'), site.address],
    [t('site.city'), site.city],
    [t('site.province'), site.province],
    [t('site.postalCode'), site.postalCode],
    [t('site.country'), countryName(site.country)],
    [t('site.zone'), site.zone],
  ];
}

function networkRows({ name, addresses = [], pageUrl, lanAddress }: Overview): Rows {
  const all = addresses.length > 0 ? addresses : lanAddress === undefined ? [] : [lanAddress];
  return [
    [t('overview.name'), name],
    [t('overview.addresses'), all.length === 0 ? t('overview.none') : <List key="a" of={all} />],
    pageUrl !== undefined && [t('overview.pages'), pageUrl],
  ];
}

function List({ of }: { of: readonly ComponentChildren[] }) {
  return (
    <>
      {of.map((one, i) => (
        <div key={i}>{one}</div>
      ))}
    </>
  );
}

function accountRows({ account, cloud, fingerprint, linked }: Overview): Rows {
  return [
    [
      t('overview.cloud'),
      linked ? (
        <State
          key="c"
          kind={cloud.online ? 'ok' : 'bad'}
          word={cloud.online ? t('state.online') : t('state.offline')}
          at={cloud.since}
          form={cloud.online ? 'since' : 'for'}
        />
      ) : (
        t('state.notLinked')
      ),
    ],
    account && [t('reg.account'), account.name],
    account && [t('reg.id'), accountNumber(account.number)],
    account && [t('reg.region'), account.region],
    account && [
      t('reg.linked'),
      t('reg.linkedBy', { date: date(account.linkedAt), person: account.linkedBy }),
    ],
    [
      t('overview.key'),
      <code key="k" class="wrap-anywhere">
        {fingerprint}
      </code>,
    ],
  ];
}

function pbxRows({ pbx }: Overview): Rows {
  if (!pbx) return [[t('pbxFacts.title'), t('deploy.noPbx')]];
  return pbxFacts(pbx);
}

function syncRows({ sync }: Overview): Rows {
  return [
    [t('overview.users'), t('deploy.usersAre', { n: sync.users })],
    [t('overview.didNumbers'), String(sync.didNumbers)],
    [t('overview.schedule'), t('deploy.every', { n: sync.scheduleMinutes })],
    sync.lastRunAt !== undefined && [t('state.lastSync'), clockTime(sync.lastRunAt, now())],
  ];
}

function inventoryRows({ inventory }: Overview): Rows {
  const { lastAt, platforms, applications } = inventory;
  return [
    [t('report.last'), lastAt === undefined ? t('report.never') : clockTime(lastAt, now())],
    [t('report.contents'), t('report.holds', { platforms, applications })],
  ];
}

function versionRows({ version, kindTitle, startedAt }: Overview): Rows {
  return [
    [t('overview.program'), version],
    [t('about.kind'), said(kindTitle)],
    [t('about.running'), duration(now() - startedAt)],
  ];
}

function Tunnels({ overview }: Of) {
  const open = openSessions(overview).length;
  return (
    <Section title={t('nav.tunnels')} aside={t('overview.sessions', { n: open })}>
      {overview.targets.length === 0 ? (
        <p class="small quiet ruled">{t('tunnels.none')}</p>
      ) : (
        <Table
          caption={t('nav.tunnels')}
          rows={overview.targets}
          rowKey={(target) => target.id}
          columns={[
            { key: 'tunnel', title: t('overview.tunnel'), header: true, cell: targetName },
            { key: 'state', title: t('overview.state'), cell: (target) => <TunnelState target={target} /> },
          ]}
        />
      )}
    </Section>
  );
}
