import type { GatewayView, LaunchView } from '../../../../src/contract/console-api.ts';
import {
  Age,
  Button,
  FailureBanner,
  FailureWords,
  Section,
  State,
  Table,
  toast,
  useDoing,
  useLoad,
  withQuery,
} from '../../../shared/index.ts';
import { api } from '../../api.ts';
import { useChanged } from '../../inside.ts';
import { opened, openTab } from '../../launch.ts';
import { t } from '../../words.ts';
import { useOpen } from '../launch-dialog.tsx';

/** Launch sessions of this gateway that are open now, each with `End now`. */
export function Sessions({ gateway }: { gateway: GatewayView }) {
  const path = withQuery('/api/launches', { account: gateway.account.number });
  const loaded = useLoad(path, (p, signal) => api.get<{ sessions: LaunchView[] }>(p, signal));
  useChanged(['launch'], loaded.reload);
  const open = loaded.data?.sessions.filter((s) => s.gatewayId === gateway.id && s.state !== 'ended') ?? [];
  return (
    <Section title={t('g.sessions')}>
      {loaded.failure && <FailureBanner failure={loaded.failure} onRetry={loaded.reload} level={3} />}
      {loaded.data && open.length === 0 && (
        <p class="ruled">
          <State kind="off" word={t('g.sessions.none')} note={t('g.sessions.noneNote')} />
        </p>
      )}
      {open.length > 0 && (
        <Table
          caption={t('g.sessions')}
          rows={open}
          rowKey={(s) => s.id}
          columns={[
            { key: 'who', title: t('g.sessions.who'), header: true, cell: (s) => <Who session={s} /> },
            { key: 'what', title: t('g.sessions.what'), cell: (s) => s.title },
            { key: 'since', title: t('g.sessions.since'), cell: (s) => <Since session={s} /> },
            { key: 'used', title: t('g.sessions.used'), cell: (s) => <Age at={s.lastUsedAt} /> },
            { key: 'ends', title: t('g.sessions.ends'), cell: (s) => <Age at={s.expiresAt} form="in" /> },
            {
              key: 'act',
              title: t('g.sessions.act'),
              action: true,
              cell: (s) => <EndNow session={s} onDone={loaded.reload} />,
            },
          ]}
        />
      )}
    </Section>
  );
}

/** Who, and why. */
function Who({ session: { personName, reason, ticket } }: { session: LaunchView }) {
  const why = [ticket, reason].filter((text) => text !== undefined).join(' · ');
  return (
    <>
      {personName}
      {why !== '' && <p class="small quiet wrap-anywhere">{why}</p>}
    </>
  );
}

function Since({ session }: { session: LaunchView }) {
  return (
    <>
      <Age at={session.openedAt} form="since" />
      {session.state === 'opening' && <span class="quiet"> ({t('g.sessions.opening')})</span>}
      {session.state === 'waiting' && <span class="quiet"> ({t('g.sessions.waiting')})</span>}
    </>
  );
}

function EndNow({ session, onDone }: { session: LaunchView; onDone: () => void }) {
  const end = useDoing(async () => {
    // who ends their own need not be told
    opened.delete(session.id);
    await api.post(`/api/launches/${session.id}/end`);
    toast(t(session.state === 'waiting' ? 'launch.cancelled' : 'g.sessions.ended'));
    onDone();
  });
  const open = useOpen(session.id, onDone);
  const failure = end.failure ?? open.failure;
  return (
    <div class="row end">
      {session.mine && session.state === 'opening' && (
        <Button small icon="out" busy={open.busy} onClick={() => void open.run(openTab())}>
          {t('launch.open')}
          <span class="sr"> {session.title}</span>
        </Button>
      )}
      <Button small look="danger" busy={end.busy} onClick={() => void end.run()}>
        {t(session.state === 'waiting' ? 'g.sessions.cancel' : 'g.sessions.end')}
        <span class="sr"> {session.title}</span>
      </Button>
      {failure && (
        <p class="error">
          <FailureWords failure={failure} part="sentence" />
        </p>
      )}
    </div>
  );
}
