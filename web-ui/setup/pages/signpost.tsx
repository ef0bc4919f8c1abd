/**
 * The signpost: what anybody on the network may see. It says how the gateway is, links it to an account, and
 * shows the way to the pages behind the sign-in. No secret is shown or typed here.
 */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { LinkState, Signpost } from '../../../src/contract/local-api.ts';
import {
  Age,
  Banner,
  Button,
  ButtonLink,
  clockTime,
  Facts,
  FailureBanner,
  Fingerprint,
  Head,
  Link,
  Loading,
  now,
  Section,
  State,
  said,
  syncClock,
  useDoing,
  usePoll,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { Checks } from '../parts/checks.tsx';
import { OuterPage } from '../parts/outer-page.tsx';
import { Qr } from '../parts/qr.tsx';
import { SetupCodeHelp } from '../parts/setup-code-help.tsx';
import { isSignpostOnly } from '../place.ts';
import { rich, t } from '../words.ts';

const IDLE_MS = 5_000;
/** While somebody is at it in the cloud, the page follows closely. */
const WAITING_MS = 2_000;

export function SignpostPage() {
  useTitle(t('post.title'), t('brand'));
  const [everyMs, setEveryMs] = useState(IDLE_MS);
  const live = usePoll({
    read: gateway.signpost,
    everyMs,
    onData: ({ time, link }) => {
      syncClock(time);
      const under = link.state === 'starting' || link.state === 'waiting' || link.state === 'checking';
      setEveryMs(under ? WAITING_MS : IDLE_MS);
    },
  });
  const { data: post, failure, lost, refresh } = live;
  return (
    <OuterPage>
      {post && lost !== undefined && (
        <Banner
          kind="warn"
          shape="stale"
          role="alert"
          title={rich('lost.title', { when: clockTime(lost, now()), age: <Age at={lost} form="for" /> })}
        >
          <p>{t('lost.then')}</p>
        </Banner>
      )}
      {post && <SignpostBody post={post} onChange={refresh} />}
      {!post && failure && (
        <>
          <Head sentences={[t('door.unreachable')]} />
          <FailureBanner failure={failure} onRetry={refresh} />
        </>
      )}
      {!post && !failure && (
        <>
          <h1 class="sr">{t('brand')}</h1>
          <Loading>{t('post.asking')}</Loading>
        </>
      )}
    </OuterPage>
  );
}

type BodyProps = { readonly post: Signpost; readonly onChange: () => void };

function SignpostBody({ post, onChange }: BodyProps) {
  return (
    <>
      <SignpostHead post={post} />
      <div class="split link-split">
        <div class="section">
          {post.linked ? <Onward post={post} /> : <Ways post={post} onChange={onChange} />}
          {!post.linked && <SetupCode />}
        </div>
        <aside class="stack aside" aria-label={t('post.about')}>
          <AboutPanel post={post} />
          {post.checks.length > 0 && (
            <section class="panel" aria-labelledby="ready">
              <h2 id="ready">{post.linked ? t('post.way') : readyWords(post)}</h2>
              <Checks checks={post.checks} />
            </section>
          )}
        </aside>
      </div>
    </>
  );
}

/** `Ready` is said only when the cloud has answered. */
function readyWords({ checks }: Signpost): string {
  const wrong = checks.filter((c) => c.state === 'critical').length;
  if (wrong > 0) return t('post.correct', { n: wrong });
  const reached = checks.some((c) => c.code === 'CLOUD' && c.state === 'ok');
  return reached ? t('post.ready') : t('post.way');
}

function SignpostHead({ post }: { post: Signpost }) {
  const { accountName: account } = post;
  if (post.linked)
    return (
      <Head
        sentences={[account ? t('post.linkedTo', { account }) : t('post.linked')]}
        lead={t('post.linkedLead')}
      />
    );
  return (
    <Head
      sentences={[t('post.unlinked'), t('post.linkIt')]}
      lead={post.link.state === 'unlinked' ? t('post.nothingSent') : t('post.nobody')}
    />
  );
}

function AboutPanel({ post }: { post: Signpost }) {
  return (
    <section class="panel" aria-labelledby="this">
      <h2 id="this">{t('this.title')}</h2>
      {!post.linked && <p class="small">{t('this.compare')}</p>}
      <Facts
        stack
        rows={[
          [t('this.name'), <b key="n">{post.name}</b>],
          [t('this.kind'), said(post.kindTitle)],
          post.lanAddress !== undefined && [t('this.address'), post.lanAddress],
          [t('this.version'), post.version],
          [t('this.fingerprint'), <Fingerprint key="f" value={post.fingerprint} />],
        ]}
      />
      <p class="small quiet">{t('this.key')}</p>
    </section>
  );
}

/** Linked: where to go from here. */
function Onward({ post }: { post: Signpost }) {
  const { consoleUrl } = post;
  return (
    <section class="ways" aria-label={t('onward.label')}>
      {consoleUrl && (
        <div class="way">
          <h2>{t('onward.anywhere')}</h2>
          <p class="small quiet">{t('onward.anywhereText')}</p>
          <p>
            <ButtonLink look="primary" wide icon="cloud" href={consoleUrl} external>
              {t('onward.console')}
            </ButtonLink>
          </p>
        </div>
      )}
      <LocalWay post={post} title={t('onward.network')} />
    </section>
  );
}

/** The pages on the LAN: over HTTPS with the gateway's own certificate. */
function LocalWay({ post, title }: { post: Signpost; title: string }) {
  if (!isSignpostOnly(location))
    return (
      <div class="way">
        <h2>{title}</h2>
        <p class="small quiet">{t('onward.signInText')}</p>
        <p>
          <ButtonLink href="/sign-in">{t('onward.signIn')}</ButtonLink>
        </p>
      </div>
    );
  if (!post.httpsUrl) return null;
  return (
    <div class="way">
      <h2>{title}</h2>
      <p class="small quiet">{t('onward.certificate')}</p>
      {post.certificateFingerprint && <Fingerprint value={post.certificateFingerprint} />}
      <p>
        <ButtonLink href={post.httpsUrl} external>
          {t('onward.open', { host: new URL(post.httpsUrl).host })}
        </ButtonLink>
      </p>
    </div>
  );
}

function Ways({ post, onChange }: BodyProps) {
  const [link, setLink] = useState<LinkState>();
  const shown = newer(link, post.link);
  const start = useDoing(async () => {
    const started = await gateway.startLink();
    setLink(started);
    onChange();
    return started;
  });
  const goThere = useDoing(async () => {
    const { verificationUriComplete: url } = await waitForCode(await gateway.startLink());
    if (url) location.assign(url);
    else onChange();
  });
  const renew = useDoing(async () => {
    await gateway.stopLink();
    setLink(await gateway.startLink());
    onChange();
  });
  const failure = goThere.failure ?? start.failure ?? renew.failure;
  const busy = goThere.busy || start.busy || renew.busy;
  return (
    <section class="ways" aria-label={t('ways.label')}>
      {failure && <FailureBanner failure={failure} title={t('ways.notStarted')} focus />}
      {!failure && shown.state === 'failed' && shown.error && (
        <FailureBanner failure={{ ...shown.error, status: 0, fields: {} }} title={t('ways.notLinked')} />
      )}
      <div class="way">
        <h2>{t('ways.here')}</h2>
        <p class="small quiet">{t('ways.hereText')}</p>
        <p>
          <Button
            look="primary"
            wide
            icon="cloud"
            busy={goThere.busy}
            busyWord={t('ways.asking')}
            onClick={() => void goThere.run()}
          >
            {t('ways.link')}
          </Button>
        </p>
      </div>
      <CodeWay link={shown} busy={busy} onStart={() => void start.run()} onRenew={() => void renew.run()} />
      <WithoutCloud post={post} />
    </section>
  );
}

/** The answer of a button is newer than the last poll until the poll shows a request too. */
function newer(own: LinkState | undefined, polled: LinkState): LinkState {
  return own && polled.state === 'unlinked' ? own : polled;
}

/** The gateway asks the cloud for a code; until it is there the state is `starting`. */
async function waitForCode(first: LinkState): Promise<LinkState> {
  let state = first;
  for (let tries = 0; state.state === 'starting' && tries < 30; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    state = await gateway.link();
  }
  return state;
}

type CodeProps = {
  readonly link: LinkState;
  readonly busy: boolean;
  readonly onStart: () => void;
  readonly onRenew: () => void;
};

function CodeWay({ link, busy, onStart, onRenew }: CodeProps) {
  if (!link.userCode)
    return (
      <div class="way">
        <h2>{t('ways.phone')}</h2>
        <p class="small quiet">{t('ways.phoneText')}</p>
        <p role="status">
          {link.state === 'starting' ? (
            <State kind="busy" word={t('ways.askingCode')} />
          ) : (
            <Button icon="key" busy={busy} busyWord={t('ways.asking')} onClick={onStart}>
              {t('ways.show')}
            </Button>
          )}
        </p>
      </div>
    );
  const { userCode, verificationUri = '', qrPath, qrSize } = link;
  const where = verificationUri.replace(/^https?:\/\//, '');
  return (
    <div class="way way-code">
      <div class="way-text">
        <h2>{t('ways.phone')}</h2>
        <p class="small quiet">
          {rich('ways.scan', { where, b: (chunks) => <b class="wrap-anywhere">{chunks}</b> })}
        </p>
        <p class="user-code code">{userCode}</p>
        <div role="status">
          <Waiting link={link} />
        </div>
        <p>
          <Button look="quiet" small icon="refresh" class="pull" busy={busy} onClick={onRenew}>
            {t('ways.new')}
          </Button>
        </p>
      </div>
      {qrPath && qrSize !== undefined && (
        <Qr path={qrPath} size={qrSize} label={t('ways.qr', { where, code: userCode })} />
      )}
    </div>
  );
}

function Waiting({ link }: { link: LinkState }) {
  const { state, seenBy, wrongCodes = 0, expiresAt } = link;
  return (
    <div class="stack tight">
      <span class="state is-busy-line">
        {state === 'checking' ? (
          <State kind="busy" word={t('ways.checking')} />
        ) : (
          <State
            kind="busy"
            word={seenBy ? t('ways.seen', { person: seenBy }) : t('ways.waiting')}
            note={expiresAt !== undefined && <Expiry at={expiresAt} />}
          />
        )}
      </span>
      {wrongCodes > 0 && (
        <State kind="warn" word={t('ways.wrong', { n: wrongCodes })} note={t('ways.five')} />
      )}
    </div>
  );
}

function Expiry({ at }: { at: number }) {
  if (at <= now()) return <>{t('ways.expired')}</>;
  return <>{rich('ways.ends', { when: clockTime(at, now()), age: <Age at={at} form="in" /> })}</>;
}

function WithoutCloud({ post }: { post: Signpost }) {
  const words = t('without.link');
  const frame = (link: ComponentChildren, more?: ComponentChildren) => (
    <div class="stack">
      <p class="small">{rich('without.ask', { link })}</p>
      {more}
    </div>
  );
  if (!isSignpostOnly(location)) return frame(<Link href="/first-administrator">{words}</Link>);
  if (!post.httpsUrl) return null;
  return frame(
    <a href={post.httpsUrl}>{words}</a>,
    post.certificateFingerprint && (
      <details class="fold">
        <summary>{t('without.warning')}</summary>
        <div class="stack">
          <p class="small">{t('without.text')}</p>
          <Fingerprint value={post.certificateFingerprint} />
        </div>
      </details>
    ),
  );
}

function SetupCode() {
  return (
    <div class="find">
      <Section title={t('need.title')}>
        <p>{t('need.text')}</p>
        <SetupCodeHelp />
      </Section>
    </div>
  );
}
