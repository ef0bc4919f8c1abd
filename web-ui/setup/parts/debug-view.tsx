/** The debug view: the raw facts behind the sentences, for those who were asked for them on the phone. */
import {
  Button,
  bytes,
  clockTime,
  count,
  Facts,
  FailureBanner,
  Loading,
  now,
  Section,
  Table,
  useLoad,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { useInside } from '../inside.ts';
import { Checks, passedWords } from './checks.tsx';

const LINES = 100;

export function DebugView() {
  const { overview, mayChange } = useInside();
  const { cloud, outbox } = overview;
  return (
    <>
      <Section title="Way to the cloud">
        <Facts
          rows={[
            ['Address', cloud.url ?? 'none'],
            ['Transport', cloud.transport ?? 'none'],
            ['Since', clockTime(cloud.since, now(), true)],
            cloud.reason !== undefined && ['Reason', cloud.reason],
            ['Key fingerprint', <code key="f">{overview.fingerprint}</code>],
            ['Waits to be sent', `${count(outbox.waiting)} rows, ${bytes(outbox.bytes)}`],
            ['Dropped over budget', count(outbox.dropped)],
          ]}
        />
      </Section>
      <HealthSection />
      <JobsSection />
      {mayChange && <LogSection />}
      <Section title="Everything the gateway told this page">
        <details class="fold">
          <summary>Show the raw state</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre class="raw" tabIndex={0}>
            {JSON.stringify(overview, null, 2)}
          </pre>
        </details>
      </Section>
    </>
  );
}

function HealthSection() {
  const { mayChange } = useInside();
  const health = useLoad('/api/health', (_, signal) => gateway.health(signal));
  const again = () => {
    gateway.runHealth().then(health.set, health.reload);
  };
  return (
    <Section title="Health checks" aside={health.data && passedWords(health.data.checks)}>
      {health.failure && <FailureBanner failure={health.failure} onRetry={health.reload} level={3} />}
      {!health.data && health.loading && <Loading>Reading the checks</Loading>}
      {health.data && <Checks checks={health.data.checks} />}
      {mayChange && (
        <p>
          <Button small icon="refresh" onClick={again}>
            Check again
          </Button>
        </p>
      )}
    </Section>
  );
}

function JobsSection() {
  const { jobs } = useInside().overview;
  return (
    <Section title="Jobs">
      <Table
        caption="Jobs"
        rows={jobs}
        rowKey={(job) => job.name}
        columns={[
          { key: 'name', title: 'Job', header: true, cell: (job) => <code>{job.name}</code> },
          { key: 'due', title: 'Due', cell: (job) => clockTime(job.dueAt, now(), true) },
          {
            key: 'last',
            title: 'Last started',
            cell: (job) =>
              job.lastStartedAt === undefined ? 'never' : clockTime(job.lastStartedAt, now(), true),
          },
          { key: 'outcome', title: 'Outcome', cell: (job) => job.lastOutcome ?? 'none' },
          { key: 'words', title: 'Words', cell: (job) => job.lastSentence ?? '' },
        ]}
      />
    </Section>
  );
}

function LogSection() {
  const logs = useLoad('/api/logs', (_, signal) => gateway.logs(LINES, signal));
  return (
    <Section title="Log" aside={`Last ${LINES} lines`}>
      {logs.failure && <FailureBanner failure={logs.failure} onRetry={logs.reload} level={3} />}
      {logs.data && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre class="raw" tabIndex={0}>
          {logs.data.lines.join('\n') || 'The log is empty.'}
        </pre>
      )}
      <p>
        <Button small icon="refresh" busy={logs.loading} busyWord="Reading…" onClick={logs.reload}>
          Read again
        </Button>
      </p>
    </Section>
  );
}
