/** The time servers of this host. */
import { checkTimeServers } from '../../../../src/contract/network.ts';
import type { NetworkView } from '../../../../src/contract/network-api.ts';
import {
  Button,
  FailureBanner,
  Form,
  type Loaded,
  Section,
  TextField,
  toast,
  useDraft,
} from '../../../shared/index.ts';
import { gateway } from '../../gateway.ts';
import { t } from '../../words.ts';
import { useNetworkForm } from './use-network-form.ts';

type Props = { readonly data: NetworkView; readonly view: Loaded<NetworkView>; readonly open: boolean };

export function TimeForm({ data, view, open }: Props) {
  const draft = useDraft('network-time', { servers: data.timeServers.join(', ') });
  const servers = String(draft.values.servers);
  const state = useNetworkForm(
    'time-',
    ['servers'],
    () => {
      const code = checkTimeServers(servers);
      return code === undefined ? [] : [{ field: 'servers', code }];
    },
    async () => {
      view.set(await gateway.saveTimeServers(servers));
      draft.clear();
      toast(t('time.saved'));
    },
  );
  return (
    <Section title={t('time.title')}>
      {state.rest && <FailureBanner failure={state.rest} title={t('time.notSaved')} level={3} focus />}
      <Form onSubmit={state.submit} label={t('time.title')}>
        <TextField
          id="time-servers"
          label={t('time.title')}
          help={t('time.help')}
          optional
          value={servers}
          error={state.errors['time-servers']}
          onInput={(value) => draft.set('servers', value)}
        />
        <div class="form-foot">
          <Button type="submit" busy={state.busy} busyWord={t('form.saving')} disabled={!open}>
            {t('net.save')}
          </Button>
        </div>
      </Form>
    </Section>
  );
}
