import type { ComponentChildren } from 'preact';
import { PLATFORM_KIND_TITLE } from '../../../../src/contract/common.ts';
import type { GatewayView } from '../../../../src/contract/console-api.ts';
import type { GatewayStatus } from '../../../../src/contract/status.ts';
import {
  Age,
  clockTime,
  count,
  date,
  Facts,
  Fingerprint,
  Link,
  now,
  State,
  type StateKind,
  said,
} from '../../../shared/index.ts';
import { useInside } from '../../inside.ts';
import { pbxTitle } from '../../pbx-title.ts';
import { rich, t } from '../../words.ts';
import { Integration } from '../integration.tsx';

/** Characters of the access log's chain that are enough to compare by eye. */
const HEAD_SHOWN = 12;

function Part({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

export function About({ gateway }: { gateway: GatewayView }) {
  const { account, kind, version, status, transport, linkedAt, linkedBy, fingerprint } = gateway;
  return (
    <Part id="about" title={t('g.about')}>
      <Facts
        rows={[
          [t('g.account'), account.name],
          [t('g.kind'), said(PLATFORM_KIND_TITLE[kind])],
          [t('g.version'), <Version key="v" version={version} available={status?.update?.available} />],
          status?.lanAddress !== undefined && [t('g.lan'), status.lanAddress],
          [
            t('g.site'),
            status?.site
              ? t('g.siteWords', { name: status.site.name, city: status.site.city })
              : t('g.notSaved'),
          ],
          transport !== undefined && [
            t('g.transport'),
            t(transport === 'poll' ? 'g.transport.poll' : 'g.transport.websocket'),
          ],
          status && [t('g.running'), clockTime(status.startedAt, now())],
          [t('g.linked'), t('g.linkedBy', { when: date(linkedAt), who: linkedBy })],
          status &&
            status.outbox.waiting > 0 && [t('g.outbox'), t('g.outboxWords', { n: status.outbox.waiting })],
          status && [
            t('g.accessLog'),
            rich('g.accessLogWords', {
              n: status.accessLog.count,
              head: status.accessLog.head.slice(0, HEAD_SHOWN),
              c: (words) => <code>{words}</code>,
            }),
          ],
          [t('g.fingerprint'), <Fingerprint key="fp" value={fingerprint} />],
        ]}
      />
    </Part>
  );
}

function Version({ version, available }: { version: string; available: string | undefined }) {
  return (
    <>
      {version}
      {available !== undefined && (
        <>
          <br />
          <State kind="info" word={t('g.update', { version: available })} />
        </>
      )}
    </>
  );
}

export function PbxAndUsers({ gateway }: { gateway: GatewayView }) {
  const { scoped: _, href } = useInside();
  const { status, users, account } = gateway;
  return (
    <Part id="pbx-users" title={t('g.sync')}>
      <Facts
        rows={[
          [t('g.integration'), <Integration key="i" of={gateway} />],
          ...(status ? pbxRows(status) : []),
          ...(status ? syncRows(status.sync) : []),
          [
            t('g.users'),
            <span key="users">
              {t('g.usersWords', { n: users })}{' '}
              <Link href={href('/users', { account: account.number })}>{t('g.usersShow')}</Link>
            </span>,
          ],
        ]}
      />
    </Part>
  );
}

type Row = readonly [string, ComponentChildren];

function pbxRows({ pbxLink }: GatewayStatus): readonly Row[] {
  if (!pbxLink) return [[t('g.pbx'), t('g.pbx.none')]];
  const { name, type, error, connected, checkedAt } = pbxLink;
  const kind: StateKind = error ? 'bad' : connected ? 'ok' : 'unknown';
  const word = error ? 'g.pbx.failed' : connected ? 'g.pbx.connected' : 'g.pbx.notConnected';
  return [
    [t('g.pbx'), t('g.pbxWords', { name, type: pbxTitle(type) })],
    [
      t('g.pbx.connection'),
      <>
        <State kind={kind} word={t(word)} at={checkedAt} />
        {error && <p class="small">{error}</p>}
      </>,
    ],
  ];
}

const SYNC_KIND: Record<GatewayStatus['sync']['state'], StateKind> = {
  never: 'unknown',
  running: 'busy',
  inSync: 'ok',
  attention: 'warn',
  failed: 'bad',
  paused: 'off',
  awaitingApproval: 'warn',
};

function syncRows(sync: GatewayStatus['sync']): readonly Row[] {
  const { state, lastRunAt, nextRunAt, withoutEmail, sharedEmail, counts, error } = sync;
  const rows: (Row | false)[] = [
    [
      t('g.sync.state'),
      <>
        <State kind={SYNC_KIND[state]} word={t(`g.sync.${state}`)} at={lastRunAt} />
        {error !== undefined && <p class="small">{error}</p>}
      </>,
    ],
    nextRunAt !== undefined && [t('g.sync.next'), <Age key="next" at={nextRunAt} form="in" />],
    withoutEmail > 0 && [t('g.withoutEmail'), count(withoutEmail)],
    sharedEmail > 0 && [t('g.sharedEmail'), count(sharedEmail)],
    counts !== undefined && counts.detained > 0 && [t('g.detained'), count(counts.detained)],
    counts !== undefined && counts.held > 0 && [t('g.held'), count(counts.held)],
  ];
  return rows.filter((row) => row !== false);
}
