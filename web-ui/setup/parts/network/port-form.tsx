/** One port: DHCP or fixed addresses, applied on trial. */
import { checkPort } from '../../../../src/contract/network.ts';
import type { NetworkView, PortView } from '../../../../src/contract/network-api.ts';
import {
  Button,
  ErrorSummary,
  FailureBanner,
  Form,
  type Loaded,
  Section,
  State,
  TextField,
  useDraft,
} from '../../../shared/index.ts';
import { gateway } from '../../gateway.ts';
import { t } from '../../words.ts';
import { rememberKeepCode } from './keep-code.ts';
import { useNetworkForm } from './use-network-form.ts';

const FIELDS = ['address', 'mask', 'gateway', 'dns'] as const;
type Field = (typeof FIELDS)[number];
const MODES = ['dhcp', 'static'] as const;
type Mode = (typeof MODES)[number];

function LinkState({ link }: { link: boolean | undefined }) {
  if (link === undefined) return <State kind="off" word={t('net.linkUnknown')} />;
  return link ? <State kind="ok" word={t('net.link')} /> : <State kind="off" word={t('net.noLink')} />;
}

function ModeChoice({
  n,
  id,
  mode,
  onPick,
}: {
  n: number;
  id: string;
  mode: Mode;
  onPick: (m: Mode) => void;
}) {
  return (
    <fieldset class="quiet-set">
      <legend class="sr">{t('net.mode', { n })}</legend>
      <div class="choices">
        {MODES.map((one) => (
          <label class="choice" key={one}>
            <input type="radio" name={`${id}mode`} checked={mode === one} onChange={() => onPick(one)} />
            <span>
              {t(`net.${one}`)}
              <small>{t(`net.${one}Help`)}</small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export type PortFormProps = {
  readonly port: PortView;
  /** Counted from one, as on the case. */
  readonly n: number;
  readonly view: Loaded<NetworkView>;
  /** False: it can be looked at only. */
  readonly open: boolean;
};

export function PortForm({ port, n, view, open }: PortFormProps) {
  const { name, form } = port;
  const id = `${name}-`;
  const draft = useDraft(`network:${name}`, form);
  const mode: Mode = draft.values.mode === 'static' ? 'static' : 'dhcp';
  const text = (key: Field) => String(draft.values[key] ?? '');
  const typed = () => ({
    port: name,
    mode,
    address: text('address'),
    mask: text('mask'),
    gateway: text('gateway'),
    dns: text('dns'),
  });
  const state = useNetworkForm(
    id,
    [...FIELDS, 'port'],
    () => checkPort(typed()),
    async () => {
      const { network, keepCode } = await gateway.applyNetwork(typed());
      rememberKeepCode(keepCode);
      draft.clear();
      view.set(network);
    },
  );
  const labels = Object.fromEntries(FIELDS.map((key) => [id + key, t(`net.${key}`)]));
  const bind = (key: Field) => ({
    id: id + key,
    label: t(`net.${key}`),
    value: text(key),
    error: state.errors[id + key],
    width: 'm' as const,
    onInput: (value: string) => draft.set(key, value),
  });
  return (
    <Section title={t('net.portName', { n, name })} aside={<LinkState link={port.link} />}>
      <p class="quiet">
        {t('net.now')}: {port.addresses.filter((a) => !/^fe80:/i.test(a)).join(', ') || t('net.none')}
      </p>
      {Object.keys(state.errors).length > 0 && <ErrorSummary errors={state.errors} labels={labels} />}
      {state.rest && <FailureBanner failure={state.rest} title={t('net.notApplied')} level={3} focus />}
      <Form onSubmit={state.submit} label={t('net.port', { n })}>
        <ModeChoice n={n} id={id} mode={mode} onPick={(next) => draft.set('mode', next)} />
        {mode === 'static' && (
          <>
            <TextField {...bind('address')} />
            <TextField {...bind('mask')} help={t('net.maskHelp')} />
            <TextField {...bind('gateway')} help={t('net.gatewayHelp')} />
          </>
        )}
        <TextField {...bind('dns')} optional help={t(mode === 'dhcp' ? 'net.dnsHelpDhcp' : 'net.dnsHelp')} />
        <div class="form-foot">
          <Button
            type="submit"
            look="primary"
            busy={state.busy}
            busyWord={t('net.applying')}
            disabled={!open}
          >
            {t('net.apply')}
          </Button>
        </div>
      </Form>
    </Section>
  );
}
