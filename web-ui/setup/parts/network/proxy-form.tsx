/** The customer's HTTP proxy. */
import { checkProxy } from '../../../../src/contract/network.ts';
import type { NetworkView } from '../../../../src/contract/network-api.ts';
import {
  Button,
  ErrorSummary,
  FailureBanner,
  Form,
  type Loaded,
  Section,
  TextField,
  toast,
  useDoing,
  useDraft,
} from '../../../shared/index.ts';
import { gateway } from '../../gateway.ts';
import { t } from '../../words.ts';
import { useNetworkForm } from './use-network-form.ts';

const FIELDS = ['host', 'port', 'user', 'password', 'bypass'] as const;
type Field = (typeof FIELDS)[number];
const SECRET = ['password'];

type Props = { readonly data: NetworkView; readonly view: Loaded<NetworkView>; readonly open: boolean };

function savedOf({ proxy }: NetworkView): Record<Field, string> {
  const { host, port, user, bypass } = proxy;
  return {
    host,
    port: port === undefined ? '' : String(port),
    user,
    password: '',
    bypass: bypass.join(', '),
  };
}

export function ProxyForm({ data, view, open }: Props) {
  const saved = savedOf(data);
  const draft = useDraft('network-proxy', saved, SECRET);
  const text = (key: Field) => String(draft.values[key] ?? '');
  // a stored password stays with its host, port and user
  const isSame = (['host', 'port', 'user'] as const).every((key) => text(key).trim() === saved[key]);
  const stays = data.proxy.source === 'page' && data.proxy.hasPassword && isSame && text('password') === '';
  const state = useNetworkForm(
    'proxy-',
    FIELDS,
    () =>
      checkProxy({
        host: text('host'),
        port: text('port'),
        user: text('user'),
        bypass: text('bypass'),
        hasPassword: stays || text('password') !== '',
      }),
    async () => {
      const { password, ...rest } = Object.fromEntries(FIELDS.map((key) => [key, text(key)])) as Record<
        Field,
        string
      >;
      view.set(await gateway.saveProxy(stays ? rest : { ...rest, password }));
      draft.clear();
      toast(t('proxy.saved'));
    },
  );
  const forget = useDoing(async () => {
    view.set(await gateway.forgetProxy());
    draft.clear();
  });
  const labels = Object.fromEntries(FIELDS.map((key) => [`proxy-${key}`, t(`proxy.${key}`)]));
  const bind = (key: Field) => ({
    id: `proxy-${key}`,
    label: t(`proxy.${key}`),
    value: text(key),
    error: state.errors[`proxy-${key}`],
    onInput: (value: string) => draft.set(key, value),
  });
  const rest = state.rest ?? forget.failure;
  const { source, configured } = data.proxy;
  return (
    <Section title={t('proxy.title')}>
      <p class="quiet">{t('proxy.lead')}</p>
      {source === 'configuration' && <p class="quiet">{t('proxy.configured')}</p>}
      {Object.keys(state.errors).length > 0 && <ErrorSummary errors={state.errors} labels={labels} />}
      {rest && <FailureBanner failure={rest} title={t('proxy.notSaved')} level={3} focus />}
      <Form onSubmit={state.submit} label={t('proxy.title')}>
        <TextField {...bind('host')} optional help={t('proxy.hostHelp')} />
        <TextField {...bind('port')} width="s" />
        <TextField {...bind('user')} optional width="m" />
        <TextField
          {...bind('password')}
          optional
          type="password"
          width="m"
          autocomplete="new-password"
          help={stays ? t('proxy.passwordKept') : undefined}
        />
        <TextField {...bind('bypass')} optional help={t('proxy.bypassHelp')} />
        <div class="form-foot">
          <Button type="submit" busy={state.busy} busyWord={t('form.saving')} disabled={!open}>
            {t('net.save')}
          </Button>
          {source === 'page' && configured && (
            <Button look="quiet" busy={forget.busy} disabled={!open} onClick={() => void forget.run()}>
              {t('proxy.forget')}
            </Button>
          )}
        </div>
      </Form>
    </Section>
  );
}
