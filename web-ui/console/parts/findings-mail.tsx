/** New findings of user synchronisation by e-mail, for the one who is signed in (row D9). */
import type { AccountView, FindingsMailChoice, FindingsMailView } from '../../../src/contract/console-api.ts';
import {
  Banner,
  CheckField,
  FailureBanner,
  language,
  Section,
  useDoing,
  useLoad,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { t } from '../words.ts';

export function FindingsMailSection({ account }: { account: AccountView }) {
  const path = `/api/accounts/${account.number}/findings-mail`;
  const state = useLoad(path, (p, signal) => api.get<FindingsMailView>(p, signal));
  const choose = useDoing(async (on: boolean) => {
    const choice: FindingsMailChoice = on ? { on, language: language() } : { on };
    await api.put<FindingsMailView>(path, choice);
    state.reload();
  });
  const { data } = state;
  return (
    <Section title={t('findingsMail.title')}>
      {state.failure && <FailureBanner failure={state.failure} onRetry={state.reload} level={3} />}
      {choose.failure && <FailureBanner failure={choose.failure} level={3} focus />}
      {data && (
        <>
          {!data.canSend && (
            <Banner kind="warn">
              <p>{t('findingsMail.noServer')}</p>
            </Banner>
          )}
          <CheckField
            id="findings-mail"
            label={t('findingsMail.label', { address: data.address })}
            help={t('findingsMail.help')}
            checked={data.on}
            onInput={(on) => void choose.run(on)}
          />
        </>
      )}
    </Section>
  );
}
