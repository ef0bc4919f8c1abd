/** Launch: why somebody comes, the waiting for consent at the site, and the going on by itself. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { LaunchView, LaunchWaiting } from '../../../src/contract/console-api.ts';
import {
  Age,
  Banner,
  Button,
  clockTime,
  Dialog,
  FailureBanner,
  Form,
  now,
  said,
  toast,
  useDoing,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { useChanged } from '../inside.ts';
import { collect, type LaunchTab, launch, launchOf, openTab } from '../launch.ts';
import { rich, t } from '../words.ts';
import { useWhy, WhyFields } from './why-fields.tsx';

/** What is launched: `title` is its name in the dialog, `reason` stands in its field at first. */
export type LaunchWish = {
  readonly gatewayId: string;
  readonly targetId: string;
  readonly title: string;
  readonly reason?: string;
};

type Started = { readonly tab: LaunchTab; readonly waiting: LaunchWaiting };

/** Drawn while there is a wish. */
export function LaunchDialog({ wish, onClose }: { wish: LaunchWish | undefined; onClose: () => void }) {
  return wish ? (
    <OpenLaunch key={`${wish.gatewayId} ${wish.targetId}`} wish={wish} onClose={onClose} />
  ) : null;
}

function OpenLaunch({ wish, onClose }: { wish: LaunchWish; onClose: () => void }) {
  const [started, setStarted] = useState<Started>();
  return (
    <Dialog open title={started ? wish.title : t('launch.title', { title: wish.title })} onClose={onClose}>
      {started ? (
        <Waiting started={started} onClose={onClose} />
      ) : (
        <Order wish={wish} onClose={onClose} onWaiting={setStarted} />
      )}
    </Dialog>
  );
}

function Order({
  wish,
  onClose,
  onWaiting,
}: {
  wish: LaunchWish;
  onClose: () => void;
  onWaiting: (started: Started) => void;
}) {
  const why = useWhy(wish.reason);
  const doing = useDoing(async (tab: LaunchTab) => {
    const { reason, ticket } = why;
    const waiting = await launch(tab, wish.gatewayId, { targetId: wish.targetId, reason, ticket });
    if (waiting) onWaiting({ tab, waiting });
    else onClose();
  });
  return (
    <Form onSubmit={() => doing.run(openTab())} label={t('launch.title', { title: wish.title })}>
      <p class="small">{t('launch.shown')}</p>
      <WhyFields why={why} />
      {doing.failure && <FailureBanner failure={doing.failure} level={3} />}
      <div class="row end">
        <Button onClick={onClose}>{t('launch.close')}</Button>
        <Button
          type="submit"
          look="primary"
          disabled={!why.isReady}
          busy={doing.busy}
          busyWord={t('g.launching')}
        >
          {t('launch.do')}
        </Button>
      </div>
    </Form>
  );
}

/** Looks at the launch whenever the cloud says that one has changed. */
function useLaunch({ waiting, tab }: Started, onOpen: () => void) {
  const [view, setView] = useState<LaunchView>();
  const gone = useRef(false);
  const look = useDoing(async () => {
    const found = await launchOf(waiting.sessionId);
    setView(found);
    if (found?.state !== 'opening' || tab.isGone() || gone.current) return;
    gone.current = true;
    tab.post(await collect(waiting.sessionId));
    onOpen();
  });
  useChanged(['launch'], () => void look.run());
  // the answer may have come between the order and the listening
  useEffect(() => void look.run(), []);
  const over = view?.state === 'ended';
  useEffect(() => {
    if (over) tab.close();
  }, [over]);
  return { view, failure: look.failure };
}

function Waiting({ started, onClose }: { started: Started; onClose: () => void }) {
  const { tab, waiting } = started;
  const { view, failure } = useLaunch(started, onClose);
  const cancel = useDoing(async () => {
    await api.post(`/api/launches/${waiting.sessionId}/end`);
    tab.close();
    toast(t('launch.cancelled'));
    onClose();
  });
  const wrong = cancel.failure ?? failure;
  if (view?.state === 'ended')
    return (
      <>
        <Banner kind="warn" level={3} role="alert">
          <p>{t('launch.notOpened', { because: said(view.endedBecause ?? '') })}</p>
        </Banner>
        <div class="row end">
          <Button onClick={onClose}>{t('launch.close')}</Button>
        </div>
      </>
    );
  if (view?.state === 'opening' && tab.isGone())
    return <Allowed sessionId={waiting.sessionId} onClose={onClose} />;
  return (
    <>
      <Banner level={3} shape="busy" role="status" title={t('launch.waits')}>
        <p>
          {rich('launch.waitsText', {
            end: clockTime(waiting.expiresAt, now()),
            age: <Age at={waiting.expiresAt} form="in" />,
          })}
        </p>
      </Banner>
      {wrong && <FailureBanner failure={wrong} level={3} />}
      <div class="row end">
        <Button busy={cancel.busy} onClick={() => void cancel.run()}>
          {t('launch.cancel')}
        </Button>
      </div>
    </>
  );
}

/** The tab is closed, and a browser opens no other one without a click. */
function Allowed({ sessionId, onClose }: { sessionId: string; onClose: () => void }) {
  const open = useOpen(sessionId, onClose);
  return (
    <>
      <Banner level={3} role="status" title={t('launch.allowed')}>
        <p>{t('launch.allowedText')}</p>
      </Banner>
      {open.failure && <FailureBanner failure={open.failure} level={3} />}
      <div class="row end">
        <Button look="primary" busy={open.busy} onClick={() => void open.run(openTab())}>
          {t('launch.open')}
        </Button>
      </div>
    </>
  );
}

/** Opens a session of one's own that waits for its browser. */
export function useOpen(sessionId: string, onOpen: () => void) {
  return useDoing(async (tab: LaunchTab) => {
    tab.say(t('g.opening'));
    try {
      tab.post(await collect(sessionId));
    } catch (thrown) {
      tab.close();
      throw thrown;
    }
    onOpen();
  });
}
