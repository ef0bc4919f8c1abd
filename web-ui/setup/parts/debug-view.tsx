/** The debug view: the raw facts behind the sentences, for those who were asked for them on the phone. */
import type { Overview } from '../../../src/contract/local-api.ts';
import {
  Age,
  Button,
  bytes,
  clockTime,
  count,
  duration,
  Facts,
  FailureBanner,
  Loading,
  memory,
  now,
  Said,
  Section,
  Table,
  useLoad,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { t } from '../words.ts';
import { Checks, passedWords } from './checks.tsx';
import { CopyText } from './copy-text.tsx';

const LINES = 100;

export function DebugView() {
  const { overview, mayChange } = useInside();
  const { cloud, outbox } = overview;
  return (
    <>
      <Section title={t('debug.way')}>
        <Facts
          rows={[
            [t('debug.address'), cloud.url ?? t('debug.none')],
            [t('debug.transport'), cloud.transport ?? t('debug.none')],
            [t('debug.since'), clockTime(cloud.since, now(), true)],
            cloud.reason !== undefined && [t('debug.reason'), <Said key="r" text={cloud.reason} />],
            [
              t('debug.key'),
              <code key="f" class="wrap-anywhere">
                {overview.fingerprint}
              </code>,
            ],
            [t('pbxFacts.waits'), t('pbxFacts.records', { n: outbox.waiting, size: bytes(outbox.bytes) })],
            [t('debug.dropped'), count(outbox.dropped)],
          ]}
        />
      </Section>
      <ProgramSection />
      <HealthSection />
      <JobsSection />
      {mayChange && <LogSection />}
      <Section title={t('debug.everything')} aside={t('debug.noSecrets')}>
        <CopyText words={t('debug.copy')} read={async () => everything(overview)} />
        <details class="fold">
          <summary>{t('debug.raw')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre class="raw" tabIndex={0}>
            {JSON.stringify(overview, null, 2)}
          </pre>
        </details>
      </Section>
    </>
  );
}

/** All that there is, in one piece for a ticket; the gateway gives its pages no secret. */
async function everything(overview: Overview): Promise<string> {
  const [{ checks }, debug] = await Promise.all([gateway.health(), gateway.debug()]);
  return JSON.stringify({ overview, checks, debug }, null, 2);
}

function ProgramSection() {
  const { startedAt } = useInside().overview;
  const facts = useLoad('/api/debug', (_, signal) => gateway.debug(signal));
  const { data } = facts;
  return (
    <Section title={t('debug.program')} aside={data && <Age at={data.at} />}>
      {facts.failure && <FailureBanner failure={facts.failure} onRetry={facts.reload} level={3} />}
      {!data && facts.loading && <Loading>{t('debug.reading')}</Loading>}
      {data && (
        <Facts
          rows={[
            [t('about.running'), duration(now() - startedAt)],
            [t('debug.runtime'), data.runtime],
            [t('debug.boot'), <code key="b">{data.bootId}</code>],
            [
              t('debug.memory'),
              t('debug.memoryWords', {
                all: memory(data.memory.rss),
                used: memory(data.memory.heapUsed),
                heap: memory(data.memory.heapTotal),
              }),
            ],
            ...data.databases.map(
              ({ name, bytes: size }) => [<code key={name}>{name}</code>, bytes(size)] as const,
            ),
            [t('debug.chain'), t('debug.chainWords', { n: data.accessLog.count })],
            [
              t('debug.chainHead'),
              <code key="h" class="wrap-anywhere">
                {data.accessLog.head || t('debug.none')}
              </code>,
            ],
          ]}
        />
      )}
      <p>
        <Button
          small
          icon="refresh"
          busy={facts.loading}
          busyWord={t('debug.reading')}
          onClick={facts.reload}
        >
          {t('debug.readAgain')}
        </Button>
      </p>
    </Section>
  );
}

function HealthSection() {
  const { mayChange } = useInside();
  const health = useLoad('/api/health', (_, signal) => gateway.health(signal));
  const again = () => {
    gateway.runHealth().then(health.set, health.reload);
  };
  return (
    <Section title={t('debug.health')} aside={health.data && passedWords(health.data.checks)}>
      {health.failure && <FailureBanner failure={health.failure} onRetry={health.reload} level={3} />}
      {!health.data && health.loading && <Loading>{t('checks.reading')}</Loading>}
      {health.data && <Checks checks={health.data.checks} />}
      {mayChange && (
        <p>
          <Button small icon="refresh" onClick={again}>
            {t('checks.again')}
          </Button>
        </p>
      )}
    </Section>
  );
}

function JobsSection() {
  const { jobs } = useInside().overview;
  return (
    <Section title={t('debug.jobs')}>
      <Table
        caption={t('debug.jobs')}
        rows={jobs}
        rowKey={(job) => job.name}
        columns={[
          { key: 'name', title: t('debug.job'), header: true, cell: (job) => <code>{job.name}</code> },
          { key: 'due', title: t('debug.due'), cell: (job) => clockTime(job.dueAt, now(), true) },
          {
            key: 'last',
            title: t('debug.lastStarted'),
            cell: (job) =>
              job.lastStartedAt === undefined ? t('debug.never') : clockTime(job.lastStartedAt, now(), true),
          },
          { key: 'outcome', title: t('debug.outcome'), cell: (job) => job.lastOutcome ?? t('debug.none') },
          { key: 'words', title: t('debug.words'), cell: (job) => <Said text={job.lastSentence ?? ''} /> },
        ]}
      />
    </Section>
  );
}

function LogSection() {
  const logs = useLoad('/api/logs', (_, signal) => gateway.logs(LINES, signal));
  return (
    <Section title={t('debug.log')} aside={t('debug.lines', { n: LINES })}>
      {logs.failure && <FailureBanner failure={logs.failure} onRetry={logs.reload} level={3} />}
      {logs.data && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre class="raw" tabIndex={0}>
          {logs.data.lines.join('\n') || t('debug.empty')}
        </pre>
      )}
      <p>
        <Button small icon="refresh" busy={logs.loading} busyWord={t('debug.reading')} onClick={logs.reload}>
          {t('debug.readAgain')}
        </Button>
      </p>
    </Section>
  );
}
