/** The access log: every request that came in through a remote session, readable by the customer. */
import type { AccessLine } from '../../../src/contract/local-api.ts';
import {
  bytes,
  clockTime,
  count,
  Empty,
  exact,
  Head,
  now,
  PagedTable,
  State,
  usePaged,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { openSessions, useInside } from '../inside.ts';

export function AccessLogPage() {
  useTitle('Access log', 'CloudLink gateway');
  const { overview } = useInside();
  const list = usePaged<AccessLine>('/api/access-log', (after, signal) =>
    gateway.accessLog({ after, limit: 25 }, signal),
  );
  const sessions = openSessions(overview);
  const openIds = new Set(sessions.map((session) => session.id));
  const open = sessions.length;
  const target = (id: string) => {
    const found = overview.targets.find((t) => t.id === id);
    return found ? `${found.component} ${found.tunnel}` : id;
  };
  return (
    <>
      <Head
        sentences={[
          open === 0
            ? 'Nobody is in this site through the gateway now.'
            : `${count(open)} ${open === 1 ? 'person is' : 'people are'} in this site through the gateway now.`,
        ]}
        lead="Every request of a remote session, newest first. The lines are chained: one that was changed or cut off would be found."
      />
      <PagedTable
        caption="Requests of remote sessions"
        level={2}
        list={list}
        rowKey={(line) => String(line.n)}
        columns={[
          {
            key: 'at',
            title: 'When',
            cell: (line) => (
              <time dateTime={new Date(line.at).toISOString()} title={exact(line.at)} class="nowrap">
                {clockTime(line.at, now(), true)}
              </time>
            ),
          },
          { key: 'who', title: 'Who', header: true, cell: (line) => <Who line={line} /> },
          { key: 'where', title: 'Where', cell: (line) => target(line.targetId) },
          {
            key: 'what',
            title: 'Request',
            cell: (line) => (
              <code class="wrap-anywhere">
                {line.method} {line.path}
              </code>
            ),
          },
          {
            key: 'status',
            title: 'Answer',
            cell: (line) => <Answer status={line.status} open={openIds.has(line.sessionId)} />,
          },
          {
            key: 'bytes',
            title: 'Size',
            numeric: true,
            cell: (line) => (line.bytes === undefined ? '' : bytes(line.bytes)),
          },
        ]}
        empty={
          <Empty icon="eye" title="No remote session yet" level={2}>
            <p class="small">
              When an administrator opens something here from the cloud, who it was and every single request
              appear in this list.
            </p>
          </Empty>
        }
      />
    </>
  );
}

function Who({ line }: { line: AccessLine }) {
  return (
    <>
      {line.person}
      {line.reason && <span class="sub">because “{line.reason}”</span>}
    </>
  );
}

/** A request without an end still goes on, or the gateway was stopped in the middle of it. */
function Answer({ status, open }: { status: number | undefined; open: boolean }) {
  if (status === undefined)
    return open ? <State kind="busy" word="open" /> : <State kind="unknown" word="not known" />;
  if (status >= 500) return <State kind="bad" word={String(status)} />;
  if (status >= 400) return <State kind="warn" word={String(status)} />;
  return <>{status}</>;
}
