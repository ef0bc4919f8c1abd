/** The second way of claiming: tokens and registered fingerprints of one account (contract: Claiming). */
import { useState } from 'preact/hooks';
import type { ClaimTokenView } from '../../../src/contract/console-api.ts';
import {
  Age,
  Banner,
  Button,
  ConfirmDialog,
  clockTime,
  Empty,
  ErrorSummary,
  FailureBanner,
  type FieldErrors,
  Fingerprint,
  Form,
  Head,
  now,
  Section,
  splitFailure,
  Table,
  TextField,
  toast,
  useDoing,
  useDraft,
  useLoad,
  useTitle,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { useChanged, useInside } from '../inside.ts';
import { ChooseAccount } from '../parts/account-picker.tsx';
import { LoadedPage } from '../parts/loaded.tsx';
import { SecretOnce } from '../parts/secret-once.tsx';
import { rich, t } from '../words.ts';

/** Base64url of a SHA-256 (RFC 7638): the form of a key's fingerprint. */
const FINGERPRINT = /^[\w-]{43}$/;

type List = { readonly tokens: readonly ClaimTokenView[] };

export function ClaimTokensPage() {
  useTitle(t('tokens.title'), t('brand'));
  const { account } = useInside();
  return account === undefined ? <ChooseAccount what={t('tokens.what')} /> : <Tokens number={account} />;
}

function Tokens({ number }: { number: string }) {
  const path = `/api/accounts/${encodeURIComponent(number)}/claim-tokens`;
  const loaded = useLoad(path, (p, signal) => api.get<List>(p, signal));
  // one that is used up is gone from the list
  useChanged(['claim', 'gateway'], loaded.reload);
  return (
    <LoadedPage loaded={loaded} title={t('tokens.title')} reading={t('tokens.reading')}>
      {({ tokens }) => (
        <>
          <Head sentences={[t('tokens.head', { n: tokens.length })]} lead={t('tokens.lead')} />
          <Waiting path={path} tokens={tokens} reload={loaded.reload} />
          <MakeToken path={path} reload={loaded.reload} />
          <RegisterKey path={path} reload={loaded.reload} />
        </>
      )}
    </LoadedPage>
  );
}

type PartProps = { readonly path: string; readonly reload: () => void };

function What({ token: { fingerprint } }: { token: ClaimTokenView }) {
  return fingerprint === undefined ? t('tokens.token') : <Fingerprint value={fingerprint} />;
}

function Waiting({ path, tokens, reload }: PartProps & List) {
  const [ending, setEnding] = useState<ClaimTokenView>();
  return (
    <Section title={t('tokens.waiting')}>
      {tokens.length === 0 ? (
        <Empty icon="key" title={t('tokens.none')}>
          <p class="small">{t('tokens.noneText')}</p>
        </Empty>
      ) : (
        <Table
          caption={t('tokens.waiting')}
          rows={tokens}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'what',
              title: t('tokens.col.what'),
              header: true,
              cell: (token) => <What token={token} />,
            },
            { key: 'by', title: t('tokens.col.by'), cell: ({ createdBy }) => createdBy },
            { key: 'at', title: t('tokens.col.at'), cell: ({ createdAt }) => <Age at={createdAt} /> },
            {
              key: 'ends',
              title: t('tokens.col.ends'),
              cell: ({ expiresAt }) => (
                <>
                  {clockTime(expiresAt, now())}, <Age at={expiresAt} form="in" />
                </>
              ),
            },
            {
              key: 'revoke',
              title: t('tokens.revoke'),
              action: true,
              cell: (token) => (
                <Button small onClick={() => setEnding(token)}>
                  {rich('tokens.revokeOf', {
                    when: clockTime(token.createdAt, now()),
                    sr: (words) => <span class="sr">{words}</span>,
                  })}
                </Button>
              ),
            },
          ]}
        />
      )}
      <ConfirmDialog
        open={ending !== undefined}
        title={t('tokens.revokeAsk')}
        yes={t('tokens.revoke')}
        no={t('typed.cancel')}
        danger
        onClose={() => setEnding(undefined)}
        onYes={async () => {
          if (ending) await api.delete(`${path}/${ending.id}`);
          toast(t('tokens.revoked'));
          reload();
        }}
      >
        <p class="small">{t('tokens.revokeText')}</p>
      </ConfirmDialog>
    </Section>
  );
}

const code = (words: unknown) => <code class="nowrap">{words as string}</code>;

function MakeToken({ path, reload }: PartProps) {
  const [made, setMade] = useState<string>();
  const make = useDoing(async () => {
    const { token } = await api.post<ClaimTokenView>(path, {});
    setMade(token);
    reload();
  });
  return (
    <Section title={t('tokens.make')}>
      <p class="small">{rich('tokens.makeText', { c: code })}</p>
      {make.failure && <FailureBanner failure={make.failure} level={3} focus />}
      {made !== undefined && (
        <section class="panel form" aria-label={t('tokens.made')}>
          <Banner kind="warn" role="status">
            <p>{t('tokens.once')}</p>
          </Banner>
          <SecretOnce id="claim-token" label={t('tokens.token')} value={made} copy={t('tokens.copy')} />
          <p>
            <Button small onClick={() => setMade(undefined)}>
              {t('tokens.done')}
            </Button>
          </p>
        </section>
      )}
      {made === undefined && (
        <p class="row">
          <Button icon="key" busy={make.busy} onClick={() => void make.run()}>
            {t('tokens.make')}
          </Button>
        </p>
      )}
    </Section>
  );
}

function RegisterKey({ path, reload }: PartProps) {
  const draft = useDraft('claim-fingerprint', { fingerprint: '' });
  const [wrong, setWrong] = useState<string>();
  const fingerprint = String(draft.values.fingerprint ?? '');
  const register = useDoing(async () => {
    await api.post<ClaimTokenView>(path, { fingerprint: fingerprint.trim() });
    draft.clear();
    toast(t('tokens.registered'));
    reload();
  });
  const submit = () => {
    const fits = FINGERPRINT.test(fingerprint.replace(/\s/g, ''));
    setWrong(fits ? undefined : t(fingerprint.trim() === '' ? 'tokens.keyNeeded' : 'tokens.keyWrong'));
    return fits ? register.run() : register.clear();
  };
  const refused = splitFailure(register.failure, ['fingerprint']);
  const error = wrong ?? refused.errors.fingerprint;
  const errors: FieldErrors = error === undefined ? {} : { fingerprint: error };
  return (
    <Section title={t('tokens.register')}>
      <p class="small">{rich('tokens.registerText', { c: code })}</p>
      {error !== undefined && <ErrorSummary errors={errors} labels={{ fingerprint: t('tokens.key') }} />}
      {refused.rest && <FailureBanner failure={refused.rest} level={3} focus />}
      <Form onSubmit={submit} label={t('tokens.register')}>
        <TextField
          id="fingerprint"
          label={t('tokens.key')}
          help={rich('tokens.keyHelp', { c: code })}
          error={error}
          code
          maxLength={80}
          value={fingerprint}
          onInput={(value) => draft.set('fingerprint', value)}
        />
        <div class="form-foot">
          <Button type="submit" busy={register.busy}>
            {t('tokens.registerDo')}
          </Button>
        </div>
      </Form>
    </Section>
  );
}
