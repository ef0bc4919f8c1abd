/** The state in a sentence, the next thing to do, and what needs attention. */
import type { ComponentChildren } from 'preact';
import type { Attention, OverviewView } from '../../../src/contract/console-api.ts';
import type { InventoryFacets } from '../../../src/contract/console-lists.ts';
import {
  Age,
  ButtonLink,
  Empty,
  FailureBanner,
  Head,
  Link,
  Section,
  State,
  type Step,
  Steps,
  said,
  useLoad,
  useTitle,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { useChanged, useInside } from '../inside.ts';
import { LoadedPage } from '../parts/loaded.tsx';
import { rich, t } from '../words.ts';

/** SWA states that want somebody, gravest first. */
const SWA = ['Expired', 'Inactive', 'Expiring soon'] as const;

type Facets = Pick<InventoryFacets, 'swa'>;

export function DashboardPage() {
  useTitle(t('nav.dashboard'), t('brand'));
  const { scoped } = useInside();
  const loaded = useLoad(scoped('/api/overview'), (path, signal) => api.get<OverviewView>(path, signal));
  const facets = useLoad(scoped('/api/inventory/facets'), (path, signal) => api.get<Facets>(path, signal));
  useChanged(['gateway', 'command', 'account'], loaded.reload);
  useChanged(['inventory'], facets.reload);
  return (
    <LoadedPage loaded={loaded} title={t('nav.dashboard')} reading={t('d.reading')}>
      {(overview) => (
        <>
          <DashboardHead overview={overview} swa={facets.data?.swa ?? {}} />
          {facets.failure && <FailureBanner failure={facets.failure} onRetry={facets.reload} />}
          {overview.gateways === 0 ? (
            <Beginning overview={overview} />
          ) : (
            <AttentionSections overview={overview} swa={facets.data?.swa ?? {}} />
          )}
        </>
      )}
    </LoadedPage>
  );
}

type Swa = Readonly<Record<string, number>>;
type Props = { readonly overview: OverviewView; readonly swa: Swa };

const swaCount = (swa: Swa) => SWA.reduce((sum, status) => sum + (swa[status] ?? 0), 0);

function attentionCount({ overview, swa }: Props): number {
  const { offline, alarms, failed } = overview;
  return offline.total + alarms.total + failed.total + swaCount(swa);
}

function DashboardHead({ overview, swa }: Props) {
  const { account } = useInside();
  const { accounts, gateways } = overview;
  const all = account === undefined;
  const n = attentionCount({ overview, swa });
  const first = all
    ? t('d.title.partner', { accounts, gateways }).trim()
    : t('d.title.account', { gateways });
  return (
    <Head
      sentences={[
        first,
        ...(gateways === 0 ? [] : [n === 0 ? t('d.title.fine') : t('d.title.attention', { n })]),
      ]}
    >
      {gateways > 0 && <States overview={overview} />}
      <Next overview={overview} />
    </Head>
  );
}

function States({ overview: { gateways, online, alarms, failed } }: { overview: OverviewView }) {
  const allUp = online === gateways;
  return (
    <p class="row wide-gap wide-p">
      <State
        kind={allUp ? 'ok' : 'bad'}
        word={allUp ? t('d.allOnline') : t('d.online', { online, n: gateways })}
      />
      <State
        kind={alarms.total === 0 ? 'ok' : alarms.items.some((a) => a.critical) ? 'bad' : 'warn'}
        word={t('d.alarmed', { n: alarms.total })}
      />
      <State kind={failed.total === 0 ? 'ok' : 'warn'} word={t('d.orders', { n: failed.total })} />
    </p>
  );
}

/** The one thing to do next: an account, its gateway, the rest of a set-up. */
function Next({ overview: { accounts, gateways, setUp } }: { overview: OverviewView }) {
  const { account, href } = useInside();
  const [first] = setUp.items;
  if (account === undefined && accounts === 0)
    return (
      <p>
        <ButtonLink look="primary" icon="plus" href="/accounts/new">
          {t('d.next.account')}
        </ButtonLink>
      </p>
    );
  if (gateways === 0)
    return (
      <p>
        <ButtonLink look="primary" icon="plus" href="/link">
          {t('d.next.gateway')}
        </ButtonLink>
      </p>
    );
  if (!first) return null;
  return (
    <p>
      <ButtonLink look="primary" href={href(`/gateways/${first.gatewayId}`)}>
        {t('d.next.setUp', { name: first.gatewayName })}
      </ButtonLink>
    </p>
  );
}

function Beginning({ overview: { accounts } }: { overview: OverviewView }) {
  const partner = useInside().account === undefined && accounts === 0;
  return (
    <div class="section">
      <Empty
        icon={partner ? 'home' : 'gateway'}
        level={2}
        title={t(partner ? 'd.empty.partner' : 'd.empty.account')}
      >
        <p>{t(partner ? 'd.empty.partnerWhy' : 'd.empty.accountWhy')}</p>
      </Empty>
    </div>
  );
}

function AttentionSections({ overview, swa }: Props) {
  const { offline, alarms, failed, setUp } = overview;
  if (attentionCount({ overview, swa }) === 0 && setUp.total === 0)
    return (
      <Section title={t('d.attention')}>
        <p class="ruled">
          <State kind="ok" word={t('d.fine')} note={t('d.fineNote')} />
        </p>
      </Section>
    );
  return (
    <>
      <Part title={t('d.alarms')} part={alarms} href="/gateways">
        {(item) => ({ shape: item.critical ? 'bad' : 'warn', told: true, form: 'for' })}
      </Part>
      <Part title={t('d.offline')} part={offline} href="/gateways">
        {() => ({ shape: 'bad', form: 'for' })}
      </Part>
      <Part title={t('d.failed')} part={failed} href="/gateways">
        {() => ({ shape: 'warn', told: true, form: 'ago' })}
      </Part>
      <SwaSection swa={swa} />
      <Part title={t('d.setUp')} part={setUp} href="/gateways">
        {(item) => ({ shape: 'stale', note: item.code, form: 'since' })}
      </Part>
    </>
  );
}

/** What to do, where it is known. */
function Remedy({ item: { remedy } }: { item: Attention }) {
  if (remedy === undefined) return null;
  return <>{rich('g.alarms.todo', { remedy: said(remedy), b: (words) => <b>{words}</b> })}</>;
}

type Look = {
  readonly shape: Step['shape'];
  /** The thing says by itself what is wrong; otherwise its gateway's name says enough. */
  readonly told?: boolean;
  readonly note?: ComponentChildren;
  readonly form: 'for' | 'ago' | 'since';
};

function Part(props: {
  title: string;
  part: OverviewView['offline'];
  href: string;
  children: (item: Attention) => Look;
}) {
  const { title, part, children: look } = props;
  const { href, account } = useInside();
  if (part.total === 0) return null;
  const more = part.total - part.items.length;
  const steps = part.items.map((item, i): Step => {
    const { shape, told, note, form } = look(item);
    const { gatewayId, gatewayName: gateway, account: owner, sentence } = item;
    const link = (
      <Link href={href(`/gateways/${gatewayId}`)}>
        {account === undefined ? t('d.of', { gateway, account: owner.name }) : gateway}
      </Link>
    );
    return {
      key: `${gatewayId} ${i}`,
      shape,
      title: told && sentence !== undefined ? said(sentence) : link,
      strong: told === true,
      aside: <Age at={item.at} form={form} />,
      note: told ? (
        <>
          {link}
          <br />
          <Remedy item={item} />
        </>
      ) : (
        note
      ),
    };
  });
  return (
    <Section title={title}>
      <Steps steps={steps} />
      {more > 0 && (
        <p class="small">
          <Link href={href(props.href)}>{t('d.more', { n: more })}</Link>
        </p>
      )}
    </Section>
  );
}

function SwaSection({ swa }: { swa: Swa }) {
  const { href } = useInside();
  if (swaCount(swa) === 0) return null;
  const steps = SWA.filter((status) => (swa[status] ?? 0) > 0).map(
    (status): Step => ({
      key: status,
      shape: status === 'Expiring soon' ? 'warn' : 'bad',
      title: t(`d.swa.${status}`, { n: swa[status] ?? 0 }),
      aside: <Link href={href('/platforms', { swa: status })}>{t('d.swa.show')}</Link>,
    }),
  );
  return (
    <Section title={t('d.swa')}>
      <Steps steps={steps} />
    </Section>
  );
}
