/** The customer's certificate authorities: which are believed, and adding them. */
import { useState } from 'preact/hooks';
import type { AuthorityView, NetworkView } from '../../../../src/contract/network-api.ts';
import {
  Button,
  date,
  FailureBanner,
  Field,
  Form,
  type Loaded,
  Section,
  toast,
  useDoing,
} from '../../../shared/index.ts';
import { gateway } from '../../gateway.ts';
import { t } from '../../words.ts';
import { useNetworkForm } from './use-network-form.ts';

type Props = { readonly data: NetworkView; readonly view: Loaded<NetworkView>; readonly open: boolean };

function Authority({ one, ofFile }: { one: AuthorityView; ofFile: boolean }) {
  return (
    <li>
      <b>{one.subject}</b>, {t('ca.until', { date: date(one.validTo) })}
      {ofFile && ` (${t('ca.ofFile')})`}
      <br />
      <span class="small quiet">{t('ca.fingerprint')}</span>{' '}
      <code class="small wrap-anywhere">{one.fingerprint}</code>
    </li>
  );
}

export function Authorities({ data, view, open }: Props) {
  const [pem, setPem] = useState('');
  const { own, configured } = data.authorities;
  const state = useNetworkForm(
    'ca-',
    ['pem'],
    () => (pem.trim() === '' ? [{ field: 'pem', code: 'CA_NONE' }] : []),
    async () => {
      view.set(await gateway.saveAuthorities(pem));
      setPem('');
      toast(t('ca.saved'));
    },
  );
  const remove = useDoing(async () => {
    view.set(await gateway.removeAuthorities());
    toast(t('ca.removed'));
  });
  const rest = state.rest ?? remove.failure;
  return (
    <Section title={t('ca.title')}>
      <p class="quiet">{t('ca.lead')}</p>
      {own.length + configured.length === 0 ? (
        <p>{t('ca.none')}</p>
      ) : (
        <ul class="rows">
          {own.map((one) => (
            <Authority key={one.fingerprint} one={one} ofFile={false} />
          ))}
          {configured.map((one) => (
            <Authority key={`file ${one.fingerprint}`} one={one} ofFile />
          ))}
        </ul>
      )}
      {rest && <FailureBanner failure={rest} title={t('ca.notSaved')} level={3} focus />}
      <Form onSubmit={state.submit} label={t('ca.title')}>
        <Field id="ca-pem" label={t('ca.pem')} help={t('ca.pemHelp')} error={state.errors['ca-pem']}>
          {(control) => (
            <textarea
              {...control}
              class="input pem"
              rows={5}
              spellcheck={false}
              value={pem}
              onInput={(event) => setPem(event.currentTarget.value)}
            />
          )}
        </Field>
        <div class="form-foot">
          <Button type="submit" busy={state.busy} busyWord={t('form.saving')} disabled={!open}>
            {t('net.save')}
          </Button>
          {own.length > 0 && (
            <Button look="quiet" busy={remove.busy} disabled={!open} onClick={() => void remove.run()}>
              {t('ca.remove')}
            </Button>
          )}
        </div>
      </Form>
    </Section>
  );
}
