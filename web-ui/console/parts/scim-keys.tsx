/** `Generate keys`: the pair for third-party SCIM clients (row C11). */
import { useState } from 'preact/hooks';
import type { AccountView, ScimKeyState, ScimKeys } from '../../../src/contract/console-api.ts';
import {
  Banner,
  Button,
  ConfirmDialog,
  CopyButton,
  clockTime,
  Facts,
  FailureBanner,
  now,
  Section,
  useLoad,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { t } from '../words.ts';
import { SecretOnce } from './secret-once.tsx';

const keyWords = (createdAt: number, who: string) => ({ when: clockTime(createdAt, now()), who });

export function ScimKeysSection({ account }: { account: AccountView }) {
  const path = `/api/accounts/${account.number}/scim-keys`;
  const state = useLoad(path, (p, signal) => api.get<ScimKeyState>(p, signal));
  const [made, setMade] = useState<ScimKeys>();
  const [asking, setAsking] = useState(false);
  const { createdAt, createdBy = '' } = state.data ?? {};
  return (
    <Section title={t('scim.heading')}>
      {state.failure && <FailureBanner failure={state.failure} onRetry={state.reload} level={3} />}
      {state.data && (
        <Facts
          rows={[
            [
              t('scim.base'),
              <span key="base" class="with-copy">
                <code>{state.data.baseUrl}</code>{' '}
                <CopyButton text={state.data.baseUrl} what={t('scim.copyBase')} />
              </span>,
            ],
            [
              t('scim.state'),
              createdAt === undefined ? t('scim.none') : t('scim.has', keyWords(createdAt, createdBy)),
            ],
          ]}
        />
      )}
      <p class="small quiet">{t('scim.lead')}</p>
      {made && <NewKeys keys={made} onDone={() => setMade(undefined)} />}
      <p class="row">
        <Button icon="key" onClick={() => setAsking(true)}>
          {t('scim.generate')}
        </Button>
      </p>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('scim.title')}
        yes={t('scim.yes')}
        no={t('typed.cancel')}
        danger={createdAt !== undefined}
        onYes={async () => {
          setMade(await api.post<ScimKeys>(path));
          state.reload();
        }}
      >
        {createdAt !== undefined && <p>{t('scim.voids', keyWords(createdAt, createdBy))}</p>}
        <p>{t('scim.first')}</p>
      </ConfirmDialog>
    </Section>
  );
}

function NewKeys({ keys, onDone }: { keys: ScimKeys; onDone: () => void }) {
  return (
    <section class="panel form" aria-label={t('scim.made')}>
      <Banner kind="warn" role="status">
        <p>{t('scim.once')}</p>
      </Banner>
      <SecretOnce id="scim-token" label={t('scim.token')} value={keys.token} copy={t('scim.copyToken')} />
      <p>
        <Button small onClick={onDone}>
          {t('scim.done')}
        </Button>
      </p>
    </section>
  );
}
