/** The access log: every request that came in through a remote session, readable by the customer. */
import type { AccessLine } from '../../../src/contract/local-api.ts';
import {
  bytes,
  clockTime,
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
import { targetName } from '../parts/sentences.ts';
import { t } from '../words.ts';

export function AccessLogPage() {
  useTitle(t('log.title'), t('brand'));
  const { overview } = useInside();
  const list = usePaged<AccessLine>('/api/access-log', (after, signal) =>
    gateway.accessLog({ after, limit: 25 }, signal),
  );
  const sessions = openSessions(overview);
  const openIds = new Set(sessions.map((session) => session.id));
  // somebody may have several
  const open = new Set(sessions.map((session) => session.personName)).size;
  const target = (id: string) => {
    const found = overview.targets.find((one) => one.id === id);
    return found ? targetName(found) : id;
  };
  return (
    <>
      <Head sentences={[open === 0 ? t('log.nobody') : t('log.people', { n: open })]} lead={t('log.lead')} />
      <PagedTable
        caption={t('log.caption')}
        level={2}
        list={list}
        rowKey={(line) => String(line.n)}
        columns={[
          {
            key: 'at',
            title: t('log.when'),
            cell: (line) => (
              <time dateTime={new Date(line.at).toISOString()} title={exact(line.at)} class="nowrap">
                {clockTime(line.at, now(), true)}
              </time>
            ),
          },
          { key: 'who', title: t('log.who'), header: true, cell: (line) => <Who line={line} /> },
          { key: 'where', title: t('log.where'), cell: (line) => target(line.targetId) },
          {
            key: 'what',
            title: t('log.request'),
            cell: (line) => (
              <code class="wrap-anywhere">
                {line.method} {line.path}
              </code>
            ),
          },
          {
            key: 'status',
            title: t('log.answer'),
            cell: (line) => <Answer status={line.status} open={openIds.has(line.sessionId)} />,
          },
          {
            key: 'bytes',
            title: t('log.size'),
            numeric: true,
            cell: (line) => (line.bytes === undefined ? '' : bytes(line.bytes)),
          },
        ]}
        empty={
          <Empty icon="eye" title={t('log.empty')} level={2}>
            <p class="small">{t('log.emptyText')}</p>
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
      {line.reason && <span class="sub">{t('log.because', { reason: line.reason })}</span>}
    </>
  );
}

/** A request without an end still goes on, or the gateway was stopped in the middle of it. */
function Answer({ status, open }: { status: number | undefined; open: boolean }) {
  if (status === undefined)
    return open ? (
      <State kind="busy" word={t('log.open')} />
    ) : (
      <State kind="unknown" word={t('log.unknown')} />
    );
  if (status >= 500) return <State kind="bad" word={String(status)} />;
  if (status >= 400) return <State kind="warn" word={String(status)} />;
  return <>{status}</>;
}
