/** The dashboard: the state in a sentence, the one next thing, alarms, work, facts and tunnels. */
import { useState } from 'preact/hooks';
import type { JobView, Overview } from '../../../src/contract/local-api.ts';
import {
  Age,
  accountNumber,
  Banner,
  Button,
  ButtonLink,
  bytes,
  ConfirmDialog,
  CopyButton,
  clockTime,
  date,
  duration,
  Facts,
  FailureBanner,
  Head,
  Link,
  now,
  Said,
  Section,
  State,
  type Step,
  Steps,
  said,
  toast,
  useDoing,
  useRoute,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { AlarmList, ClearedList } from '../parts/alarm-list.tsx';
import { DebugView } from '../parts/debug-view.tsx';
import { lazyUpdates } from '../parts/lazy-updates.tsx';
import { pbxFacts } from '../parts/pbx-facts.tsx';
import { ALARMS_ID, headline } from '../parts/sentences.ts';
import { doneWords, stageWords } from '../parts/sync-steps.tsx';
import { b } from '../parts/tags.tsx';
import { TunnelsSection } from '../parts/tunnel-table.tsx';
import { rich, t } from '../words.ts';

const DaemonUpdate = lazyUpdates('tile');

export function DashboardPage() {
  useTitle(t('nav.dashboard'), t('brand'));
  const { overview } = useInside();
  const { query } = useRoute();
  const debug = query.get('view') === 'debug';
  return (
    <>
      <DashboardHead debug={debug} />
      {overview.linked && !overview.cloud.online && <OfflineBanner cloud={overview.cloud} />}
      <Alarms />
      <Doing />
      <div class="facts-grid">
        <About />
        <Registration />
        <InventorySubmission />
        <DaemonUpdate />
        {overview.pbx && <Pbx pbx={overview.pbx} />}
        {overview.outbox.waiting + overview.outbox.dropped > 0 && <Outbox outbox={overview.outbox} />}
      </div>
      <TunnelsSection />
      {debug && <DebugView />}
    </>
  );
}

function DashboardHead({ debug }: { debug: boolean }) {
  const { overview } = useInside();
  const { sentences, next } = headline(overview, said);
  return (
    <Head sentences={sentences}>
      <div class="row between">
        <p class="row wide-gap wide-p">
          <States />
        </p>
        <p class="small row">
          {debug ? <Link href="/">{t('view.toStandard')}</Link> : <b>{t('view.standard')}</b>}
          {debug ? <b>{t('view.debug')}</b> : <Link href="/?view=debug">{t('view.toDebug')}</Link>}
        </p>
      </div>
      {next && (
        <p>
          <ButtonLink look="primary" wide href={next.href} external={next.href.startsWith('#')}>
            {next.words}
          </ButtonLink>
        </p>
      )}
    </Head>
  );
}

function States() {
  const { cloud, linked, sync, alarms } = useInside().overview;
  const oldest = Math.min(...alarms.map((a) => a.since));
  const critical = alarms.some((a) => a.severity === 'critical');
  return (
    <>
      {linked && (
        <State
          kind={cloud.online ? 'ok' : 'bad'}
          word={cloud.online ? t('state.online') : t('state.offline')}
          at={cloud.since}
          form={cloud.online ? 'since' : 'for'}
        />
      )}
      {!linked && <State kind="off" word={t('state.notLinked')} />}
      {sync.lastRunAt !== undefined && (
        <State kind={sync.state === 'failed' ? 'bad' : 'ok'} word={t('state.lastSync')} at={sync.lastRunAt} />
      )}
      {alarms.length > 0 ? (
        <State
          kind={critical ? 'bad' : 'warn'}
          word={t('state.alarms', { n: alarms.length })}
          at={oldest}
          form="for"
        />
      ) : (
        <State kind="ok" word={t('state.noAlarms')} />
      )}
    </>
  );
}

function OfflineBanner({ cloud }: { cloud: Overview['cloud'] }) {
  return (
    <Banner
      kind="warn"
      shape="stale"
      title={rich('offline.title', {
        when: clockTime(cloud.since, now()),
        age: <Age at={cloud.since} form="for" />,
      })}
    >
      {cloud.reason && (
        <p>
          <Said text={cloud.reason} />
        </p>
      )}
      <p>{t('offline.text')}</p>
    </Banner>
  );
}

function Alarms() {
  const { alarms, clearedAlarms = [] } = useInside().overview;
  return (
    <Section
      id={ALARMS_ID}
      title={t('alarms.title')}
      aside={
        alarms.length + clearedAlarms.length > 0
          ? t('alarms.active', { n: alarms.length, cleared: clearedAlarms.length })
          : undefined
      }
    >
      {alarms.length === 0 && (
        <p class="ruled">
          <State kind="ok" word={t('alarms.none')} note={t('alarms.noneNote')} />
        </p>
      )}
      {alarms.length > 0 && <AlarmList alarms={alarms} />}
      {clearedAlarms.length > 0 && (
        <details class="fold">
          <summary>{t('alarms.cleared', { n: clearedAlarms.length })}</summary>
          <ClearedList alarms={clearedAlarms} />
        </details>
      )}
    </Section>
  );
}

function syncStep({ sync }: Overview): Step[] {
  const { progress } = sync;
  if (!progress) return [];
  return [
    {
      key: 'sync',
      shape: 'busy',
      strong: true,
      title: t('doing.stage', { stage: stageWords(progress) }),
      aside: doneWords(progress),
      note: <Said text={progress.sentence} />,
      progress: { done: progress.done, total: progress.total, label: t('doing.sync') },
    },
  ];
}

/** What a job said of its last run is its own; only what went wrong gets a word before it. */
const WENT_WRONG = ['failed', 'timeout', 'interrupted'];

function JobNote({ job }: { job: JobView }) {
  const { lastOutcome = '', lastSentence, lastEndedAt } = job;
  return (
    <>
      {WENT_WRONG.includes(lastOutcome) && `${t('doing.outcome', { outcome: lastOutcome })} `}
      {lastSentence && <Said text={lastSentence} />}
      {lastSentence && lastEndedAt !== undefined && ' · '}
      {lastEndedAt !== undefined && rich('doing.last', { age: <Age at={lastEndedAt} /> })}
    </>
  );
}

function jobAside(job: JobView): Step['aside'] {
  if (job.running) return t('doing.now');
  // what it waits for is asked again every few seconds: a time would say nothing
  if (job.lastOutcome === 'skipped') return t('doing.waits');
  return <Next at={job.dueAt} />;
}

const OUTCOME_SHAPE: Record<string, Step['shape']> = {
  ok: 'ok',
  done: 'ok',
  failed: 'bad',
  timeout: 'bad',
  interrupted: 'warn',
  skipped: 'off',
};

function jobStep(job: JobView): Step {
  const shape = job.running ? 'busy' : (OUTCOME_SHAPE[job.lastOutcome ?? ''] ?? 'todo');
  return {
    key: job.name,
    shape,
    title: <Said text={job.title} />,
    strong: true,
    aside: jobAside(job),
    ...(job.lastSentence || job.lastEndedAt !== undefined ? { note: <JobNote job={job} /> } : {}),
  };
}

function Next({ at }: { at: number }) {
  return <>{at > now() ? rich('doing.next', { age: <Age at={at} form="in" /> }) : t('doing.due')}</>;
}

/** Running first, then what was done last. */
function byActivity(a: JobView, b: JobView): number {
  if (a.running !== b.running) return a.running ? -1 : 1;
  return (b.lastEndedAt ?? 0) - (a.lastEndedAt ?? 0);
}

function Doing() {
  const { overview } = useInside();
  const jobs = overview.jobs.filter((job) => job.name !== 'sync' || !overview.sync.progress);
  const steps = [...syncStep(overview), ...[...jobs].sort(byActivity).map(jobStep)];
  return (
    <Section title={t('doing.title')} aside={t('doing.goesOn')}>
      {steps.length === 0 ? <p class="small quiet ruled">{t('doing.nothing')}</p> : <Steps steps={steps} />}
    </Section>
  );
}

function About() {
  const { overview } = useInside();
  return (
    <section aria-labelledby="about">
      <h2 id="about">{t('about.title')}</h2>
      <Facts
        rows={[
          [t('about.version'), overview.version],
          [t('about.kind'), said(overview.kindTitle)],
          [t('about.running'), duration(now() - overview.startedAt)],
          overview.lanAddress !== undefined && [t('about.address'), overview.lanAddress],
        ]}
      />
      <p class="row wide-gap small">
        <Link href="/about/licences#terms">{t('about.terms')}</Link>
        <Link href="/about/licences">{t('about.licences')}</Link>
      </p>
    </section>
  );
}

function Registration() {
  const { account } = useInside().overview;
  return (
    <section aria-labelledby="reg">
      <h2 id="reg">{t('reg.title')}</h2>
      {account ? (
        <Facts
          rows={[
            [t('reg.account'), account.name],
            [
              t('reg.id'),
              <span key="id" class="with-copy">
                {accountNumber(account.number)} <CopyButton text={account.number} what={t('reg.copy')} />
              </span>,
            ],
            [t('reg.region'), account.region],
            [t('reg.linked'), t('reg.linkedBy', { date: date(account.linkedAt), person: account.linkedBy })],
          ]}
        />
      ) : (
        <div class="facts-none">
          <p class="small quiet">{t('reg.none')}</p>
          <p>
            <ButtonLink small icon="cloud" href="/about">
              {t('reg.link')}
            </ButtonLink>
          </p>
        </div>
      )}
      {account && <Unlink name={account.name} />}
    </section>
  );
}

function Unlink({ name }: { name: string }) {
  const { refresh, mayChange, remote } = useInside();
  const [asking, setAsking] = useState(false);
  if (!mayChange || remote) return null;
  return (
    <p class="row">
      <Button small onClick={() => setAsking(true)}>
        {t('unlink.do')}
      </Button>
      <ConfirmDialog
        open={asking}
        title={t('unlink.ask', { account: name })}
        yes={t('unlink.do')}
        danger
        onClose={() => setAsking(false)}
        onYes={async () => {
          await gateway.unlink();
          toast(t('unlink.done', { account: name }));
          refresh();
        }}
      >
        <p class="small">{rich('unlink.text', { b })}</p>
      </ConfirmDialog>
    </p>
  );
}

function lastReport({ lastAt, lastWasSame }: Overview['inventory']): string {
  if (lastAt === undefined) return t('report.never');
  const when = clockTime(lastAt, now(), true);
  return lastWasSame ? t('report.same', { when }) : when;
}

function InventorySubmission() {
  const { overview, refresh, mayChange } = useInside();
  const { inventory } = overview;
  const report = useDoing(async () => {
    await gateway.reportInventory();
    toast(t('report.done'));
    refresh();
  });
  const { platforms, applications } = inventory;
  return (
    <section aria-labelledby="inv">
      <h2 id="inv">{t('report.title')}</h2>
      <Facts
        rows={[
          [t('report.last'), lastReport(inventory)],
          inventory.nextAt !== undefined && [
            t('report.next'),
            t('report.hourly', { when: clockTime(inventory.nextAt, now(), true) }),
          ],
          [t('report.contents'), t('report.holds', { platforms, applications })],
        ]}
      />
      {report.failure && <FailureBanner failure={report.failure} level={3} />}
      {mayChange && (
        <p class="row">
          <Button small busy={report.busy} busyWord={t('report.busy')} onClick={() => void report.run()}>
            {t('report.now')}
          </Button>
        </p>
      )}
    </section>
  );
}

function Pbx({ pbx }: { pbx: NonNullable<Overview['pbx']> }) {
  return (
    <section aria-labelledby="pbx">
      <h2 id="pbx">{t('pbxFacts.title')}</h2>
      <Facts
        rows={[
          ...pbxFacts(pbx),
          pbx.error !== undefined && [t('pbxFacts.reason'), <Said key="r" text={pbx.error} />],
        ]}
      />
      <p class="row">
        <ButtonLink small href="/setup/pbx">
          {t('pbxFacts.change')}
        </ButtonLink>
      </p>
    </section>
  );
}

/** What was not sent yet, or never will be; absent when there is nothing of either. */
function Outbox({ outbox: { waiting, bytes: size, dropped } }: { outbox: Overview['outbox'] }) {
  return (
    <section aria-labelledby="outbox">
      <h2 id="outbox">{t('outbox.title')}</h2>
      <Facts
        rows={[
          [t('outbox.waits'), t('pbxFacts.records', { n: waiting, size: bytes(size) })],
          dropped > 0 && [
            t('debug.dropped'),
            <State key="d" kind="warn" word={t('outbox.dropped', { n: dropped })} />,
          ],
        ]}
      />
      <p class="small quiet">{t(dropped > 0 ? 'outbox.droppedText' : 'outbox.text')}</p>
    </section>
  );
}
