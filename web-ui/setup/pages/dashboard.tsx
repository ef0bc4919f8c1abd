/** The dashboard: the state in a sentence, the one next thing, alarms, work, facts and tunnels. */
import { useState } from 'preact/hooks';
import type { JobView, LocalSession, Overview } from '../../../src/contract/local-api.ts';
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
  count,
  date,
  duration,
  Facts,
  FailureBanner,
  Head,
  Icon,
  Link,
  now,
  plural,
  Section,
  Shape,
  State,
  type Step,
  Steps,
  toast,
  useDoing,
  useRoute,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { openSessions, useInside } from '../inside.ts';
import { DebugView } from '../parts/debug-view.tsx';
import { headline } from '../parts/sentences.ts';
import { doneWords, stageWords } from '../parts/sync-steps.tsx';
import { TunnelsSection } from '../parts/tunnel-table.tsx';

export function DashboardPage() {
  useTitle('Dashboard', 'CloudLink gateway');
  const { overview } = useInside();
  const { query } = useRoute();
  const debug = query.get('view') === 'debug';
  return (
    <>
      {openSessions(overview).map((session) => (
        <SessionBanner key={session.id} session={session} />
      ))}
      <DashboardHead debug={debug} />
      {overview.linked && !overview.cloud.online && <OfflineBanner cloud={overview.cloud} />}
      <Alarms />
      <Doing />
      <div class="facts-grid">
        <About />
        <Registration />
        <InventorySubmission />
        {overview.pbx && <Pbx pbx={overview.pbx} />}
      </div>
      <TunnelsSection />
      {debug && <DebugView />}
    </>
  );
}

function DashboardHead({ debug }: { debug: boolean }) {
  const { overview } = useInside();
  const { sentences, next } = headline(overview);
  return (
    <Head sentences={sentences}>
      <div class="row between">
        <p class="row wide-gap wide-p">
          <States />
        </p>
        <p class="small row">
          {debug ? <Link href="/">Switch to standard view</Link> : <b>Standard view</b>}
          {debug ? <b>Debug view</b> : <Link href="/?view=debug">Switch to debug view</Link>}
        </p>
      </div>
      {next && (
        <p>
          <ButtonLink look="primary" wide href={next.href}>
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
          word={cloud.online ? 'Online' : 'Offline'}
          at={cloud.since}
          form={cloud.online ? 'since' : 'for'}
        />
      )}
      {!linked && <State kind="off" word="Not linked" />}
      {sync.lastRunAt !== undefined && (
        <State kind={sync.state === 'failed' ? 'bad' : 'ok'} word="Last sync" at={sync.lastRunAt} />
      )}
      {alarms.length > 0 ? (
        <State
          kind={critical ? 'bad' : 'warn'}
          word={plural(alarms.length, 'alarm')}
          at={oldest}
          form="for"
        />
      ) : (
        <State kind="ok" word="No alarms" />
      )}
    </>
  );
}

function OfflineBanner({ cloud }: { cloud: Overview['cloud'] }) {
  return (
    <Banner
      kind="warn"
      shape="stale"
      title={
        <>
          Offline since {clockTime(cloud.since, now())}, <Age at={cloud.since} form="for" />
        </>
      }
    >
      {cloud.reason && <p>{cloud.reason}</p>}
      <p>
        The gateway goes on working and sends what it has kept when the cloud is reached again. This page
        needs no cloud.
      </p>
    </Banner>
  );
}

function SessionBanner({ session }: { session: LocalSession }) {
  const { overview, refresh, mayChange } = useInside();
  const target = overview.targets.find((t) => t.id === session.targetId);
  const where = target ? `${target.component} ${target.tunnel}` : session.targetId;
  const end = useDoing(async () => {
    await gateway.endSession(session.id);
    toast(`The session of ${session.personName} is ended.`);
    refresh();
  });
  return (
    <>
      <section class="live" aria-label="Remote session in progress">
        <div class="grow">
          <Icon name="eye" />
          <p>
            {session.personName} is in {where} now
          </p>
          <p>
            {session.reason && `Because “${session.reason}”. `}
            Since {clockTime(session.openedAt, now())}. Ends by itself at{' '}
            {clockTime(session.expiresAt, now())}, <Age at={session.expiresAt} form="in" />.
          </p>
        </div>
        <div class="row">
          <Link href="/access-log">See every request ({count(session.requests)})</Link>
          {mayChange && (
            <Button small busy={end.busy} busyWord="Ending…" onClick={() => void end.run()}>
              End now
            </Button>
          )}
        </div>
      </section>
      {end.failure && <FailureBanner failure={end.failure} title="The session could not be ended" />}
    </>
  );
}

function Alarms() {
  const { alarms } = useInside().overview;
  return (
    <Section title="Alarms" aside={alarms.length > 0 ? `${alarms.length} active` : undefined}>
      {alarms.length === 0 && (
        <p class="ruled">
          <State
            kind="ok"
            word="Nothing is wrong."
            note="An alarm appears here with its cause and what to do."
          />
        </p>
      )}
      {alarms.length > 0 && (
        <div>
          {alarms.map((alarm) => (
            <article class="alarm" key={alarm.code + alarm.since}>
              <Shape
                name={alarm.severity === 'critical' ? 'bad' : 'warn'}
                class={alarm.severity === 'critical' ? 'is-bad' : 'is-warn'}
              />
              <div class="body">
                <h3>{alarm.title}</h3>
                <p>
                  Since {clockTime(alarm.since, now())} (<Age at={alarm.since} form="for" />
                  ). {alarm.facts}
                </p>
                <p>
                  <b>What to do:</b> {alarm.remedy}
                </p>
                <p class="quiet">
                  Code <code>{alarm.code}</code>
                </p>
              </div>
            </article>
          ))}
        </div>
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
      title: `User sync, ${stageWords(progress)}`,
      aside: doneWords(progress),
      note: progress.sentence,
      progress: { done: progress.done, total: progress.total, label: 'User sync' },
    },
  ];
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
    title: job.title,
    strong: true,
    aside: job.running ? 'now' : <Next at={job.dueAt} />,
    ...(job.lastSentence || job.lastEndedAt !== undefined
      ? {
          note: (
            <>
              {job.lastSentence} {job.lastEndedAt !== undefined && <Age at={job.lastEndedAt} />}
            </>
          ),
        }
      : {}),
  };
}

function Next({ at }: { at: number }) {
  return at > now() ? (
    <>
      next <Age at={at} form="in" />
    </>
  ) : (
    <>due now</>
  );
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
    <Section title="What this gateway is doing" aside="Goes on when you close this page">
      {steps.length === 0 ? <p class="small quiet ruled">Nothing right now.</p> : <Steps steps={steps} />}
    </Section>
  );
}

function About() {
  const { overview } = useInside();
  return (
    <section aria-labelledby="about">
      <h2 id="about">About</h2>
      <Facts
        rows={[
          ['Version', overview.version],
          ['Kind', overview.kindTitle],
          ['Running for', duration(now() - overview.startedAt)],
          overview.lanAddress !== undefined && ['Address', overview.lanAddress],
        ]}
      />
    </section>
  );
}

function Registration() {
  const { account } = useInside().overview;
  return (
    <section aria-labelledby="reg">
      <h2 id="reg">CloudLink Registration</h2>
      {account ? (
        <Facts
          rows={[
            ['Account', account.name],
            [
              'Account ID',
              <span key="id" class="with-copy">
                {accountNumber(account.number)} <CopyButton text={account.number} what="account ID" />
              </span>,
            ],
            ['Data is kept in', account.region],
            ['Linked', `${date(account.linkedAt)} by ${account.linkedBy}`],
          ]}
        />
      ) : (
        <div class="facts-none">
          <p class="small quiet">Not linked to an account. Nothing is sent to the cloud.</p>
          <p>
            <ButtonLink small icon="cloud" href="/about">
              Link to CloudLink
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
        Unlink
      </Button>
      <ConfirmDialog
        open={asking}
        title={`Unlink this gateway from ${name}?`}
        yes="Unlink"
        danger
        onClose={() => setAsking(false)}
        onYes={async () => {
          await gateway.unlink();
          toast(`Unlinked from ${name}`);
          refresh();
        }}
      >
        <p class="small">
          <b>Goes:</b> the link, remote sessions and tunnels, reports to the cloud. <b>Stays:</b> the users in
          the cloud and in the PBX, this gateway’s settings and its key. To link it again you need the set-up
          code.
        </p>
      </ConfirmDialog>
    </p>
  );
}

function InventorySubmission() {
  const { overview, refresh, mayChange } = useInside();
  const { inventory } = overview;
  const report = useDoing(async () => {
    await gateway.reportInventory();
    toast('The inventory report is sent.');
    refresh();
  });
  const last =
    inventory.lastAt === undefined
      ? 'Not sent yet'
      : `${clockTime(inventory.lastAt, now(), true)}${inventory.lastWasSame ? ', nothing had changed' : ''}`;
  return (
    <section aria-labelledby="inv">
      <h2 id="inv">Inventory Report Submission</h2>
      <Facts
        rows={[
          ['Last', last],
          inventory.nextAt !== undefined && [
            'Next',
            `${clockTime(inventory.nextAt, now(), true)}, every hour`,
          ],
          [
            'Contents',
            `${plural(inventory.platforms, 'platform')}, ${plural(inventory.applications, 'application')}`,
          ],
        ]}
      />
      {report.failure && <FailureBanner failure={report.failure} level={3} />}
      {mayChange && (
        <p class="row">
          <Button small busy={report.busy} busyWord="Reporting…" onClick={() => void report.run()}>
            Report now
          </Button>
        </p>
      )}
    </section>
  );
}

function Pbx({ pbx }: { pbx: NonNullable<Overview['pbx']> }) {
  const { overview } = useInside();
  return (
    <section aria-labelledby="pbx">
      <h2 id="pbx">PBX</h2>
      <Facts
        rows={[
          ['Name', pbx.name],
          ['Type', pbx.title],
          [
            'Connection',
            <State
              key="c"
              kind={pbx.error ? 'bad' : pbx.connected ? 'ok' : 'unknown'}
              word={pbx.error ? 'Failed' : pbx.connected ? 'PBX Connected' : 'Not connected yet'}
              at={pbx.checkedAt}
            />,
          ],
          pbx.error !== undefined && ['Reason', pbx.error],
          overview.outbox.waiting > 0 && [
            'Waits to be sent',
            `${plural(overview.outbox.waiting, 'record')}, ${bytes(overview.outbox.bytes)}`,
          ],
        ]}
      />
      <p class="row">
        <ButtonLink small href="/setup/pbx">
          Change
        </ButtonLink>
      </p>
    </section>
  );
}
