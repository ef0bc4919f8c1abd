/** What is being claimed comes before the form: people compare first, then type (contract: Claiming, step 2). */
import { useCallback, useState } from 'preact/hooks';
import { PLATFORM_KIND_TITLE } from '../../../src/contract/common.ts';
import type { ClaimView } from '../../../src/contract/console-api.ts';
import {
  Age,
  accountNumber,
  Banner,
  Button,
  ButtonLink,
  clockTime,
  ErrorSummary,
  Facts,
  FailureBanner,
  type FieldErrors,
  Fingerprint,
  Form,
  Head,
  Loading,
  now,
  Search,
  Shape,
  said,
  splitFailure,
  TextField,
  useDoing,
  usePoll,
  useRoute,
  useTitle,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { LinkedPage } from '../parts/linked.tsx';
import { rich, t } from '../words.ts';
import { EnterCode } from './enter-code.tsx';

/** Often enough that an end elsewhere is seen, seldom enough for the limit on guesses (60 a minute). */
const POLL_MS = 3_000;
/** The cloud waits 10 s for the gateway's word. */
const APPROVE_MS = 60_000;
/** More accounts than this are searched, not scanned. */
const SEARCH_FROM = 8;
const CODES = 5;

const OPEN: readonly ClaimView['state'][] = ['waiting', 'checking', 'wrongCode'];
const claimPath = (code: string, action = '') => `/api/claims/${encodeURIComponent(code)}${action}`;

export function ApprovePage() {
  useTitle(t('approve.what'), t('brand'));
  const code = useRoute().query.get('code') ?? '';
  return code === '' ? <EnterCode /> : <Request key={code} code={code} />;
}

/** One request, looked at again and again while it is open: it may end elsewhere. */
function Request({ code }: { code: string }) {
  const [claim, setClaim] = useState<ClaimView>();
  const [mine, setMine] = useState(false);
  const open = claim === undefined || OPEN.includes(claim.state);
  const polled = usePoll({
    read: (signal) => api.get<ClaimView>(claimPath(code), signal),
    everyMs: POLL_MS,
    onData: setClaim,
    on: open,
  });
  if (!claim) {
    if (!polled.failure)
      return (
        <>
          <h1 class="sr">{t('link.title')}</h1>
          <Loading>{t('link.looking')}</Loading>
        </>
      );
    return (
      <>
        <Head sentences={[t('link.cannot')]} />
        <FailureBanner failure={polled.failure} onRetry={polled.refresh} />
        <OtherCode />
      </>
    );
  }
  if (claim.state === 'approved') return <LinkedPage claim={claim} goOn={mine} />;
  if (!open) return <Over claim={claim} />;
  const decided = (next: ClaimView) => {
    if (next.state === 'approved') setMine(true);
    setClaim(next);
  };
  return (
    <>
      {polled.lost !== undefined && (
        <Banner kind="warn" shape="stale" role="status">
          <p>{t('approve.lost')}</p>
        </Banner>
      )}
      <Open claim={claim} onMine={() => setMine(true)} onChange={decided} />
    </>
  );
}

function OtherCode() {
  return (
    <p class="row">
      <ButtonLink href="/link">{t('link.other')}</ButtonLink>
      <ButtonLink look="quiet" href="/">
        {t('link.back')}
      </ButtonLink>
    </p>
  );
}

/** Denied, expired, or five wrong codes. */
function Over({ claim }: { claim: ClaimView }) {
  const state = claim.state === 'denied' || claim.state === 'ended' ? claim.state : 'expired';
  return (
    <>
      <Head
        sentences={[t(`over.${state}`)]}
        lead={rich(`over.${state}What`, { c: (words) => <code>{words}</code> })}
      />
      <What claim={claim} />
      <OtherCode />
    </>
  );
}

/** The facts to compare with the gateway's own page. */
function What({ claim }: { claim: ClaimView }) {
  return (
    <section class="panel" aria-labelledby="what">
      <h2 id="what">{t('approve.what')}</h2>
      <p class="small">{t('approve.compare')}</p>
      <p class="user-code code s">{claim.userCode}</p>
      <Facts
        stack
        rows={[
          [t('approve.name'), <b key="name">{claim.name}</b>],
          [
            t('approve.kind'),
            t('approve.kindVersion', { kind: said(PLATFORM_KIND_TITLE[claim.kind]), version: claim.version }),
          ],
          claim.lanAddress !== undefined && [t('approve.lan'), claim.lanAddress],
          [
            t('approve.from'),
            <>
              {claim.publicAddress}{' '}
              <span class="sub2">{t(claim.samePublicAddress ? 'approve.same' : 'approve.notSame')}</span>
            </>,
          ],
          [t('approve.fingerprint'), <Fingerprint key="fp" value={claim.fingerprint} />],
          [
            t('approve.asked'),
            <>
              {clockTime(claim.askedAt, now())}, <Age at={claim.askedAt} />
            </>,
          ],
        ]}
      />
    </section>
  );
}

type OpenProps = {
  readonly claim: ClaimView;
  /** This page sent the set-up code: the approval that follows is its own. */
  readonly onMine: () => void;
  readonly onChange: (claim: ClaimView) => void;
};

function Open({ claim, onMine, onChange }: OpenProps) {
  return (
    <>
      <Head sentences={[t('approve.title'), t('approve.question')]}>
        <Progress claim={claim} />
      </Head>
      <div class="split claim">
        <What claim={claim} />
        {claim.accounts.length === 0 ? (
          <NoAccount />
        ) : (
          <Decision claim={claim} onMine={onMine} onChange={onChange} />
        )}
      </div>
    </>
  );
}

function Progress({ claim }: { claim: ClaimView }) {
  const checking = claim.state === 'checking' && !claim.error;
  return (
    <p role="status">
      <span class="state is-busy">
        <Shape name="busy" class={checking ? 'beat' : undefined} />
        <span>
          <b>{t(checking ? 'approve.checking' : 'approve.waiting')}</b>{' '}
          <span class="age">
            {checking
              ? t('approve.checkingNote')
              : rich('approve.ends', {
                  time: clockTime(claim.expiresAt, now()),
                  age: () => <Age at={claim.expiresAt} form="in" />,
                })}
          </span>
        </span>
      </span>
    </p>
  );
}

function NoAccount() {
  return (
    <Banner kind="warn" title={t('approve.noAccounts')}>
      <p>{t('approve.noAccountsWhy')}</p>
      <div class="row">
        <ButtonLink small href="/accounts/new">
          {t('approve.addAccount')}
        </ButtonLink>
      </div>
    </Banner>
  );
}

function Decision({ claim, onMine, onChange }: OpenProps) {
  const only = claim.accounts.length === 1 ? claim.accounts[0]?.number : undefined;
  const [account, setAccount] = useState(only ?? '');
  const [setupCode, setSetupCode] = useState('');
  const [local, setLocal] = useState<FieldErrors>({});
  const approve = useDoing(async () => {
    onMine();
    onChange(
      await api.post<ClaimView>(claimPath(claim.userCode, '/approve'), { account, setupCode }, APPROVE_MS),
    );
  });
  const deny = useDoing(async () => {
    await api.post(claimPath(claim.userCode, '/deny'));
    onChange({ ...claim, state: 'denied' });
  });
  const refused = splitFailure(approve.failure, ['account', 'setupCode']);
  const told: FieldErrors = {
    ...(claim.state === 'wrongCode' && !approve.busy
      ? { setupCode: t('approve.codeWrong', { left: CODES - claim.wrongCodes }) }
      : {}),
    ...refused.errors,
    ...local,
  };
  const chosen = claim.accounts.find((a) => a.number === account);
  const submit = () => {
    const wrong = {
      ...(chosen ? {} : { account: t('approve.accountMissing') }),
      ...(setupCode.trim() === '' ? { setupCode: t('approve.codeMissing') } : {}),
    };
    setLocal(wrong);
    return Object.keys(wrong).length === 0 ? approve.run() : approve.clear();
  };
  const silent = claim.state === 'checking' ? claim.error : undefined;
  const busy = approve.busy || (claim.state === 'checking' && !silent);
  return (
    <Form onSubmit={submit}>
      <Banner kind="warn" title={t('approve.warn')}>
        <p>{t('approve.warnBody')}</p>
      </Banner>
      {Object.keys(told).length > 0 && !busy && (
        <ErrorSummary
          errors={told}
          labels={{ account: t('approve.account'), setupCode: t('approve.code') }}
        />
      )}
      {refused.rest && <FailureBanner failure={refused.rest} focus />}
      {silent && <FailureBanner failure={{ ...silent, status: 504, fields: {} }} />}
      <AccountChoice claim={claim} account={account} error={told.account} onPick={setAccount} />
      <TextField
        id="setupCode"
        label={t('approve.code')}
        help={rich('approve.codeHelp', { n: claim.wrongCodes, c: (words) => <code>{words}</code> })}
        error={busy ? undefined : told.setupCode}
        code
        width="code"
        placeholder="XXXX-XXXX-XXXX"
        maxLength={20}
        value={setupCode}
        onInput={setSetupCode}
      />
      {deny.failure && <FailureBanner failure={deny.failure} level={3} />}
      <div class="form-foot">
        <Button type="submit" look="primary" wide busy={busy} busyWord={t('approve.busy')}>
          {chosen ? t('approve.go', { account: chosen.name }) : t('approve.goNone')}
        </Button>
        <Button wide busy={deny.busy} onClick={() => void deny.run()}>
          {t('approve.deny')}
        </Button>
        <p class="help full">{t('approve.then')}</p>
      </div>
    </Form>
  );
}

type ChoiceProps = {
  readonly claim: ClaimView;
  readonly account: string;
  readonly error: string | undefined;
  readonly onPick: (number: string) => void;
};

function AccountChoice({ claim, account, error, onPick }: ChoiceProps) {
  const [q, setQ] = useState('');
  const { accounts } = claim;
  const many = accounts.length > SEARCH_FROM;
  const wanted = q.trim().toLowerCase();
  const fits = useCallback(
    (a: (typeof accounts)[number]) =>
      a.name.toLowerCase().includes(wanted) || a.number.includes(wanted.replaceAll(' ', '')),
    [wanted],
  );
  const matching = many ? accounts.filter(fits) : accounts;
  // the chosen one stays in sight, whatever is searched
  const shown = matching.slice(0, SEARCH_FROM);
  const chosen = accounts.find((a) => a.number === account);
  if (chosen && !shown.includes(chosen)) shown.unshift(chosen);
  return (
    <fieldset class={error ? 'field wrong' : 'field'} id="account" tabIndex={-1}>
      <legend>{t('approve.account')}</legend>
      <p class="help">{t('approve.accountHelp')}</p>
      {error && (
        <p class="error">
          <Shape name="bad" />
          <span>{error}</span>
        </p>
      )}
      {many && (
        <div class="row">
          <Search label={t('approve.search')} value={q} onInput={setQ} />
          <span class="small quiet" role="status">
            {matching.length === 0
              ? t('approve.noMatch')
              : t('approve.matches', { n: shown.length, total: accounts.length })}
          </span>
        </div>
      )}
      <div class="choices">
        {shown.map((a) => (
          <label class="choice" key={a.number}>
            <input
              type="radio"
              name="account"
              checked={account === a.number}
              onChange={() => onPick(a.number)}
            />
            <span>
              {a.name}
              <small>{t('approve.region', { region: a.region })}</small>
            </span>
            <span class="num">{accountNumber(a.number)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
