/** On every page: who asks to come in, and who is in, with what an administrator on site can do about it. */
import type { AccessRequest, LocalSession } from '../../../src/contract/local-api.ts';
import { LOOKS, lookId } from '../../../src/contract/look.ts';
import {
  Age,
  Button,
  clockTime,
  FailureBanner,
  Icon,
  Link,
  now,
  toast,
  useDoing,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { openSessions, useInside } from '../inside.ts';
import { rich, t } from '../words.ts';
import { placeName } from './sentences.ts';
import { sr } from './tags.tsx';

export function Visits() {
  const { overview } = useInside();
  return (
    <>
      {overview.accessRequests?.map((request, i) => (
        <RequestBanner key={request.id} request={request} nth={i + 1} />
      ))}
      {openSessions(overview).map((session, i) => (
        <SessionBanner key={session.id} session={session} nth={i + 1} />
      ))}
    </>
  );
}

/** Landmarks have names of their own: the first one is not numbered. */
const nameOf = (label: string, nth: number) => (nth === 1 ? label : `${label} ${nth}`);

/** Why the person comes, as typed at the launch. */
function Why({ visit: { reason, ticket } }: { visit: Pick<LocalSession, 'reason' | 'ticket'> }) {
  return (
    <>
      {reason && `${t('session.because', { reason })} `}
      {ticket && `${t('visit.ticket', { ticket })} `}
    </>
  );
}

function RequestBanner({ request, nth }: { request: AccessRequest; nth: number }) {
  const { overview, refresh, mayChange, remote } = useInside();
  const { id, personName: person } = request;
  const look = LOOKS.find((one) => lookId(one) === request.targetId);
  const wish = look
    ? t('ask.look', { person, look })
    : t('ask.wants', { person, where: placeName(overview.targets, request.targetId) });
  const approve = useDoing(async () => {
    await gateway.approveRequest(id);
    toast(t(look ? 'ask.mayLook' : 'ask.approved', { person }));
    refresh();
  });
  const deny = useDoing(async () => {
    await gateway.denyRequest(id);
    toast(t('ask.denied', { person }));
    refresh();
  });
  const failure = approve.failure ?? deny.failure;
  return (
    <>
      <section class="live" aria-label={nameOf(t('ask.label'), nth)}>
        <div class="grow" role="alert">
          <Icon name="eye" />
          <p>{wish}</p>
          <p>
            <Why visit={request} />
            {rich('ask.from', {
              email: request.personEmail,
              since: clockTime(request.askedAt, now()),
              end: clockTime(request.expiresAt, now()),
              age: <Age at={request.expiresAt} form="in" />,
            })}
          </p>
        </div>
        {mayChange && !remote ? (
          <div class="row">
            <Button small busy={deny.busy} busyWord={t('ask.denying')} onClick={() => void deny.run()}>
              <span>{rich('ask.deny', { person, sr })}</span>
            </Button>
            <Button
              small
              look="primary"
              busy={approve.busy}
              busyWord={t('ask.approving')}
              onClick={() => void approve.run()}
            >
              <span>{rich('ask.approve', { person, sr })}</span>
            </Button>
          </div>
        ) : (
          <p class="small">{t('ask.onSite')}</p>
        )}
      </section>
      {failure && <FailureBanner failure={failure} title={t('ask.notAnswered')} />}
    </>
  );
}

function SessionBanner({ session, nth }: { session: LocalSession; nth: number }) {
  const { overview, refresh, mayChange, remote } = useInside();
  const { personName: person } = session;
  const end = useDoing(async () => {
    await gateway.endSession(session.id);
    toast(t('session.ended', { person }));
    refresh();
  });
  return (
    <>
      <section class="live" aria-label={nameOf(t('session.label'), nth)}>
        <div class="grow">
          <Icon name="eye" />
          <p>{t('session.in', { person, where: placeName(overview.targets, session.targetId) })}</p>
          <p>
            <Why visit={session} />
            {rich('session.text', {
              since: clockTime(session.openedAt, now()),
              end: clockTime(session.expiresAt, now()),
              age: <Age at={session.expiresAt} form="in" />,
            })}
            {mayChange && remote && ` ${t('session.onSite')}`}
          </p>
        </div>
        <div class="row">
          <Link href="/access-log">{t('session.requests', { n: session.requests })}</Link>
          {mayChange && !remote && (
            <Button small busy={end.busy} busyWord={t('session.ending')} onClick={() => void end.run()}>
              {t('session.end')}
            </Button>
          )}
        </div>
      </section>
      {end.failure && <FailureBanner failure={end.failure} title={t('session.notEnded')} />}
    </>
  );
}
