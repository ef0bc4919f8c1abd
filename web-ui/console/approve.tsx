/** What is being claimed comes before the form: people compare first, then type. */
import { useState } from 'preact/hooks';
import { PLATFORM_KIND_TITLE } from '../../src/contract/common.ts';
import type { ClaimView } from '../../src/contract/console-api.ts';
import { type Failure, failureOf } from '../shared/api.ts';
import { FailureBanner, Loading } from '../shared/banner.tsx';
import { Facts, Fingerprint } from '../shared/facts.tsx';
import { useLoad } from '../shared/load.ts';
import { navigate } from '../shared/router.tsx';
import { api } from './api.ts';

const codeOf = () => new URLSearchParams(location.search).get('code') ?? '';

function EnterCode() {
  return (
    <>
      <h1>Link a gateway</h1>
      <form class="form" method="get" action="/link">
        <div class="field">
          <label for="code">Code</label>
          <p class="help">Eight letters, as the gateway’s page shows them.</p>
          <input class="input code w-code" id="code" name="code" required autocomplete="off" />
        </div>
        <div class="row">
          <button class="btn primary" type="submit">
            Continue
          </button>
        </div>
      </form>
    </>
  );
}

function Claim({ claim, onChange }: { claim: ClaimView; onChange: (claim: ClaimView) => void }) {
  const [account, setAccount] = useState(claim.accounts[0]?.number ?? '');
  const [setupCode, setSetupCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const approve = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      onChange(
        await api.post<ClaimView>(
          `/api/claims/${encodeURIComponent(claim.userCode)}/approve`,
          { account, setupCode },
          60_000,
        ),
      );
    } catch (thrown) {
      setFailure(failureOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  const deny = async () => {
    await api.post(`/api/claims/${encodeURIComponent(claim.userCode)}/deny`);
    navigate('/');
  };
  return (
    <>
      <h1>A gateway asks to join one of your accounts. Is it the one in front of you?</h1>
      <section class="panel" aria-label="What is being claimed">
        <h2>What is being claimed</h2>
        <p class="small">Must be the same on the gateway’s own page.</p>
        <Facts
          stack
          rows={[
            ['Code', <span class="code">{claim.userCode}</span>],
            ['Name', claim.name],
            ['Kind', `${PLATFORM_KIND_TITLE[claim.kind]}, version ${claim.version}`],
            claim.lanAddress !== undefined && ['Address on its network', claim.lanAddress],
            [
              'Comes from',
              `${claim.publicAddress}${claim.samePublicAddress ? ', the same public address as you' : ''}`,
            ],
            ['Fingerprint of its key (SHA-256)', <Fingerprint value={claim.fingerprint} />],
          ]}
        />
      </section>
      {failure && <FailureBanner failure={failure} />}
      <form class="form" onSubmit={approve}>
        <fieldset class="field">
          <legend>Account to join</legend>
          <p class="help">Your customer accounts. Partner accounts cannot hold a gateway.</p>
          <div class="choices">
            {claim.accounts.map((a) => (
              <label class="choice" key={a.number}>
                <input
                  type="radio"
                  name="account"
                  checked={account === a.number}
                  onChange={() => setAccount(a.number)}
                />
                <span>
                  {a.name}
                  <small>Data kept in {a.region}</small>
                </span>
                <span class="num">{a.number}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <div class="field">
          <label for="setup-code">Set-up code</label>
          <p class="help">
            On the label, on the first screen of its console, or by cloudlink setup-code. Works once.{' '}
            {claim.wrongCodes} of 5 tries used.
          </p>
          <input
            class="input code w-code"
            id="setup-code"
            required
            autocomplete="off"
            value={setupCode}
            onInput={(e) => setSetupCode(e.currentTarget.value)}
          />
        </div>
        <div class="form-foot">
          <button class="btn primary" type="submit" disabled={busy}>
            {busy ? 'The gateway checks the code' : 'Approve'}
          </button>
          <button class="btn" type="button" onClick={() => void deny()}>
            This is not mine
          </button>
        </div>
      </form>
    </>
  );
}

export function Approve() {
  const code = codeOf();
  const claim = useLoad(code === '' ? undefined : code, (c, signal) =>
    api.get<ClaimView>(`/api/claims/${encodeURIComponent(c)}`, signal),
  );
  if (code === '') return <EnterCode />;
  if (claim.failure) return <FailureBanner failure={claim.failure} />;
  if (!claim.data) return <Loading>Looking for the request</Loading>;
  if (claim.data.state === 'approved') {
    return (
      <>
        <h1>Linked. The gateway belongs to the account now.</h1>
        <p>
          <a href="/">See your gateways</a>
        </p>
      </>
    );
  }
  return <Claim claim={claim.data} onChange={claim.set} />;
}
