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
  plural,
  Section,
  Solo,
  State,
  syncClock,
  useDoing,
  usePoll,
  useTitle,
} from '../../shared/index.ts';
import { gateway } from '../gateway.ts';
import { Checks } from '../parts/checks.tsx';
import { Qr } from '../parts/qr.tsx';
import { SetupCodeHelp } from '../parts/setup-code-help.tsx';
import { isSignpostOnly } from '../place.ts';

const IDLE_MS = 5_000;
/** While somebody is at it in the cloud, the page follows closely. */
const WAITING_MS = 2_000;

export function SignpostPage() {
  useTitle('Signpost', 'CloudLink gateway');
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
    <Solo brand="CloudLink gateway">
      {post && lost !== undefined && (
        <Banner
          kind="warn"
          shape="stale"
          role="alert"
          title={
            <>
              No contact with the gateway since {clockTime(lost, now())}, <Age at={lost} form="for" />
            </>
          }
        >
          <p>Everything below is from then. This page goes on trying.</p>
        </Banner>
      )}
      {post && <SignpostBody post={post} onChange={refresh} />}
      {!post && failure && (
        <>
          <Head sentences={['This gateway cannot be reached.']} />
          <FailureBanner failure={failure} onRetry={refresh} />
        </>
      )}
      {!post && !failure && (
        <>
          <h1 class="sr">CloudLink gateway</h1>
          <Loading>Asking the gateway for its state</Loading>
        </>
      )}
    </Solo>
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
        <aside class="stack aside" aria-label="About this gateway">
          <AboutPanel post={post} />
          {post.checks.length > 0 && (
            <section class="panel" aria-labelledby="ready">
              <h2 id="ready">{post.linked ? 'The way to the cloud' : readyWords(post)}</h2>
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
  if (wrong > 0) return `${plural(wrong, 'thing')} to correct first`;
  return checks.some((c) => c.code === 'CLOUD' && c.state === 'ok')
    ? 'Ready to link'
    : 'The way to the cloud';
}

function SignpostHead({ post }: { post: Signpost }) {
  if (post.linked)
    return (
      <Head
        sentences={[`This gateway is linked to ${post.accountName ?? 'an account'}.`]}
        lead="Its pages are behind a sign-in, in the cloud or here on the network."
      />
    );
  return (
    <Head
      sentences={['This gateway works and is not linked yet.', 'Link it to a customer account.']}
      lead={
        post.link.state === 'unlinked'
          ? 'Nothing has been sent to the cloud, and nobody can reach this site through the gateway.'
          : 'Nobody can reach this site through the gateway until you approve it.'
      }
    />
  );
}

function AboutPanel({ post }: { post: Signpost }) {
  return (
    <section class="panel" aria-labelledby="this">
      <h2 id="this">This gateway</h2>
      {!post.linked && <p class="small">The cloud shows the same lines. Compare them before you approve.</p>}
      <Facts
        stack
        rows={[
          ['Name', <b key="n">{post.name}</b>],
          ['Kind', post.kindTitle],
          post.lanAddress !== undefined && ['Address on this network', post.lanAddress],
          ['Version', post.version],
          ['Fingerprint of its key (SHA-256)', <Fingerprint key="f" value={post.fingerprint} />],
        ]}
      />
      <p class="small quiet">The key was made on this gateway and never leaves it.</p>
    </section>
  );
}

/** Linked: where to go from here. */
function Onward({ post }: { post: Signpost }) {
  const { consoleUrl } = post;
  return (
    <section class="ways" aria-label="Where to go from here">
      {consoleUrl && (
        <div class="way">
          <h2>From anywhere</h2>
          <p class="small quiet">
            Sign in to the cloud and press Launch beside this gateway. The connection is trusted and no second
            sign-in is needed.
          </p>
          <p>
            <ButtonLink look="primary" wide icon="cloud" href={consoleUrl} external>
              Open the cloud console
            </ButtonLink>
          </p>
        </div>
      )}
      <LocalWay post={post} title="On this network" />
    </section>
  );
}

/** The pages on the LAN: over HTTPS with the gateway's own certificate. */
function LocalWay({ post, title }: { post: Signpost; title: string }) {
  if (!isSignpostOnly(location))
    return (
      <div class="way">
        <h2>{title}</h2>
        <p class="small quiet">Sign in as a local administrator of this gateway.</p>
        <p>
          <ButtonLink href="/sign-in">Sign in here</ButtonLink>
        </p>
      </div>
    );
  if (!post.httpsUrl) return null;
  return (
    <div class="way">
      <h2>{title}</h2>
      <p class="small quiet">
        The same pages with this gateway’s own certificate. The browser warns at first: compare the
        fingerprint that it shows with this one, or with the gateway’s console.
      </p>
      {post.certificateFingerprint && <Fingerprint value={post.certificateFingerprint} />}
      <p>
        <ButtonLink href={post.httpsUrl} external>
          Open {new URL(post.httpsUrl).host}
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
    <section class="ways" aria-label="Two ways to link">
      {failure && <FailureBanner failure={failure} title="The link could not be started" focus />}
      {!failure && shown.state === 'failed' && shown.error && (
        <FailureBanner
          failure={{ ...shown.error, status: 0, fields: {} }}
          title="The gateway was not linked"
        />
      )}
      <div class="way">
        <h2>On this computer</h2>
        <p class="small quiet">
          Takes you to the cloud to sign in and brings you back here for four pages: Gateway, PBX, Connect and
          Deployment.
        </p>
        <p>
          <Button
            look="primary"
            wide
            icon="cloud"
            busy={goThere.busy}
            busyWord="Asking the cloud…"
            onClick={() => void goThere.run()}
          >
            Link to CloudLink
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
        <h2>On a phone or another computer</h2>
        <p class="small quiet">
          Shows a code and a QR code that lead to the same place. They hold for 15 minutes.
        </p>
        <p role="status">
          {link.state === 'starting' ? (
            <State kind="busy" word="Asking the cloud for a code" />
          ) : (
            <Button icon="key" busy={busy} busyWord="Asking the cloud…" onClick={onStart}>
              Show a code
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
        <h2>On a phone or another computer</h2>
        <p class="small quiet">
          <span class="scan">Scan, or open</span> <b class="wrap-anywhere">{where}</b> and enter
        </p>
        <p class="user-code code">{userCode}</p>
        <div role="status">
          <Waiting link={link} />
        </div>
        <p>
          <Button look="quiet" small icon="refresh" class="pull" busy={busy} onClick={onRenew}>
            Get a new code
          </Button>
        </p>
      </div>
      {qrPath && qrSize !== undefined && (
        <Qr path={qrPath} size={qrSize} label={`QR code that opens ${where} with the code ${userCode}`} />
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
          <State kind="busy" word="Checking the set-up code" />
        ) : (
          <State
            kind="busy"
            word={seenBy ? `${seenBy} is looking at it in the cloud.` : 'Waiting for you to sign in.'}
            note={expiresAt !== undefined && <Expiry at={expiresAt} />}
          />
        )}
      </span>
      {wrongCodes > 0 && (
        <State
          kind="warn"
          word={`${plural(wrongCodes, 'wrong set-up code')}.`}
          note="Five end this attempt. Nothing else is lost."
        />
      )}
    </div>
  );
}

function Expiry({ at }: { at: number }) {
  if (at <= now()) return <>The code has run out.</>;
  return (
    <>
      Ends {clockTime(at, now())}, <Age at={at} form="in" />
    </>
  );
}

function WithoutCloud({ post }: { post: Signpost }) {
  const words = 'Set this gateway up without a cloud';
  const frame = (link: ComponentChildren, more?: ComponentChildren) => (
    <div class="stack">
      <p class="small">No way to the Internet from here? {link}</p>
      {more}
    </div>
  );
  if (!isSignpostOnly(location)) return frame(<Link href="/first-administrator">{words}</Link>);
  if (!post.httpsUrl) return null;
  return frame(
    <a href={post.httpsUrl}>{words}</a>,
    post.certificateFingerprint && (
      <details class="fold">
        <summary>The browser will warn about its certificate: what to compare</summary>
        <div class="stack">
          <p class="small">
            The gateway made its certificate itself. Continue only if the browser shows this SHA-256
            fingerprint; it is also on the gateway’s console and label.
          </p>
          <Fingerprint value={post.certificateFingerprint} />
        </div>
      </details>
    ),
  );
}

function SetupCode() {
  return (
    <div class="find">
      <Section title="You will need the set-up code">
        <p>
          The cloud asks for it to make sure that you are with the gateway. Type it there, never on this page.
        </p>
        <SetupCodeHelp />
      </Section>
    </div>
  );
}
