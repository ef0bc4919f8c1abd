/** Which page there is: the sign-in or the invitation, the approval of a gateway, and behind the frame all others. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ConsoleMe } from '../../src/contract/console-api.ts';
import {
  type Failure,
  FailureBanner,
  failureOf,
  Head,
  Loading,
  Solo,
  useLive,
  useRoute,
  withQuery,
} from '../shared/index.ts';
import { askMe, onSignedOut } from './api.ts';
import { Frame, Who } from './frame.tsx';
import { type Change, createChanges, InsideContext, insideOf, type Me } from './inside.ts';
import { ApprovePage } from './pages/approve.tsx';
import { InvitePage } from './pages/invite.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { loadGatewayWords } from './server.ts';
import { t } from './words.ts';

export function App() {
  const { path } = useRoute();
  const [me, draw] = useState<ConsoleMe>();
  const setMe = (next: ConsoleMe) => {
    const words = isSignedIn(next) ? loadGatewayWords() : Promise.resolve();
    // what could not be fetched stays English, as it was said
    void words.catch(() => undefined).then(() => draw(next));
  };
  const [failure, setFailure] = useState<Failure>();
  const ask = () => {
    setFailure(undefined);
    askMe().then(setMe, (thrown: unknown) => setFailure(failureOf(thrown)));
  };
  useEffect(() => {
    ask();
    onSignedOut(() => {
      askMe().then(setMe, () => undefined); // not reached: the page says so by itself
    });
  }, []);
  if (!me)
    return (
      <Solo brand={t('brand')} mark="cloud">
        {failure ? (
          <>
            <Head sentences={[t('door.unreachable')]} />
            <FailureBanner failure={failure} onRetry={ask} />
          </>
        ) : (
          <>
            <h1 class="sr">{t('brand')}</h1>
            <Loading>{t('door.asking')}</Loading>
          </>
        )}
      </Solo>
    );
  if (path === '/invite') return <InvitePage onMe={setMe} />;
  if (!isSignedIn(me)) return <SignInPage onMe={setMe} />;
  if (me.person.role === 'user') return <NothingHere me={me} onMe={setMe} />;
  if (path === '/link')
    return (
      <Solo brand={t('brand')} mark="cloud" who={<span class="who">{me.person.name}</span>}>
        <ApprovePage />
      </Solo>
    );
  return <InsideApp me={me} onMe={setMe} />;
}

function isSignedIn(me: ConsoleMe): me is Me {
  return me.signedIn && me.person !== undefined && me.account !== undefined;
}

type InsideProps = { readonly me: Me; readonly onMe: (me: ConsoleMe) => void };

/** The role `user` may see who he is and nothing else. */
function NothingHere({ me, onMe }: InsideProps) {
  return (
    <Solo brand={t('brand')} mark="cloud">
      <Head sentences={[t('user.title')]} lead={t('user.lead', { account: me.account.name })}>
        <Who me={me} onMe={onMe} />
      </Head>
    </Solo>
  );
}

function InsideApp({ me, onMe }: InsideProps) {
  const { query } = useRoute();
  const changes = useMemo(createChanges, []);
  const inside = insideOf(me, query, changes);
  const live = useLive<ConsoleMe>({
    url: withQuery('/api/live', { account: inside.account }),
    event: 'changed',
    read: async (signal, missed) => {
      const answer = await askMe(signal);
      if (!answer.signedIn) onMe(answer);
      else if (missed) changes.tell('anything');
      return answer;
    },
    take: (event) => {
      changes.tell(event as Change);
      return me;
    },
  });
  return (
    <InsideContext.Provider value={inside}>
      <Frame lost={live.lost} onRetry={live.refresh} onMe={onMe} />
    </InsideContext.Provider>
  );
}
