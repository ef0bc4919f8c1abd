/** The access log: every request that came in through a remote session, readable and verifiable by the customer. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { AccessVerdict } from '../../../src/contract/access-log.ts';
import type { AccessLine } from '../../../src/contract/local-api.ts';
import {
  Banner,
  Button,
  bytes,
  clockTime,
  Empty,
  exact,
  FailureBanner,
  Head,
  now,
  PagedTable,
  Search,
  State,
  useDoing,
  usePaged,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { openSessions, useInside } from '../inside.ts';
import { placeName } from '../parts/sentences.ts';
import { t } from '../words.ts';

export function AccessLogPage() {
  useTitle(t('log.title'), t('brand'));
  const { overview } = useInside();
  const [q, setQ] = useState('');
  const word = q.trim();
  const list = usePaged<AccessLine>(`/api/access-log ${word}`, (after, signal) =>
    gateway.accessLog({ q: word || undefined, after, limit: 25 }, signal),
  );
  const nothing = word === '' && !list.loading && list.items.length === 0 && list.failure === undefined;
  const sessions = openSessions(overview);
  const openIds = new Set(sessions.map((session) => session.id));
  // somebody may have several
  const open = new Set(sessions.map((session) => session.personName)).size;
  const target = (id: string) => {
    return placeName(overview.targets, id);
  };
  return (
    <>
      <Head sentences={[open === 0 ? t('log.nobody') : t('log.people', { n: open })]} lead={t('log.lead')} />
      <Verify>{!nothing && <Search label={t('log.search')} value={q} onInput={setQ} />}</Verify>
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
          <Empty icon="eye" title={t(nothing ? 'log.empty' : 'log.noMatch')} level={2}>
            {nothing && <p class="small">{t('log.emptyText')}</p>}
          </Empty>
        }
        foot={
          nothing ? undefined : (
            <>
              <a href={gateway.accessLogCsv({ q: word || undefined })} download>
                {t('log.csv')}
              </a>{' '}
              <a href={gateway.accessLogRecords} download>
                {t('log.records')}
              </a>
            </>
          )
        }
      />
    </>
  );
}

/** Whether the log is what was written: asked here, and each day by the gateway itself. An empty one too. */
function Verify({ children }: { children: ComponentChildren }) {
  const [verdict, setVerdict] = useState<AccessVerdict>();
  const verify = useDoing(async () => setVerdict(await gateway.verifyAccessLog()));
  return (
    <>
      <div class="toolbar">
        {children}
        <Button
          small
          icon="check"
          onClick={() => verify.run()}
          busy={verify.busy}
          busyWord={t('log.verifying')}
        >
          {t('log.verify')}
        </Button>
      </div>
      {verify.failure && <FailureBanner failure={verify.failure} />}
      {!verify.failure && !verify.busy && verdict && <Verdict verdict={verdict} />}
    </>
  );
}

function Verdict({ verdict: { ok, records, faults, cloud } }: { verdict: AccessVerdict }) {
  const told =
    cloud.fault === undefined
      ? t('log.told', { n: cloud.compared })
      : t('log.notTold', { reason: cloud.fault });
  if (!ok)
    return (
      <Banner kind="bad" role="alert" title={t('log.broken')}>
        {faults.map(({ code, n, toldAt }) => (
          <p key={code}>
            {t(`log.fault.${code}`, { n, at: toldAt === undefined ? '' : exact(toldAt) })} <code>{code}</code>
          </p>
        ))}
        <p>{t('log.brokenText')}</p>
        <p>{cloud.fault === undefined ? t('log.compared', { n: cloud.compared }) : told}</p>
      </Banner>
    );
  return (
    <Banner
      kind={cloud.fault === undefined ? 'ok' : 'warn'}
      role="status"
      title={t('log.whole', { n: records })}
    >
      <p>{told}</p>
    </Banner>
  );
}

function Who({ line }: { line: AccessLine }) {
  return (
    <>
      {line.person}
      {line.reason && <span class="sub">{t('log.because', { reason: line.reason })}</span>}
      {line.ticket && <span class="sub">{t('visit.ticket', { ticket: line.ticket })}</span>}
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
