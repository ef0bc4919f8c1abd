import { useState } from 'preact/hooks';
import type { GatewayView } from '../../../../src/contract/console-api.ts';
import { Button, Facts, navigate, Section, toast } from '../../../shared/index.ts';
import { api } from '../../api.ts';
import { useInside } from '../../inside.ts';
import { rich, t } from '../../words.ts';
import { TypedDialog } from '../typed-dialog.tsx';

/** The end of the link, by the typed word. */
export function Unlink({ gateway, onLeave }: { gateway: GatewayView; onLeave: () => void }) {
  const { href } = useInside();
  const [asking, setAsking] = useState(false);
  const { id, name, account, status } = gateway;
  const unlink = async () => {
    onLeave();
    await api.delete(`/api/gateways/${id}`, { typed: 'unlink' });
    toast(t('g.unlinked', { name }));
    navigate(href('/gateways'));
  };
  return (
    <Section title={t('g.unlink')}>
      <p class="small ruled">{t('g.unlinkWhy')}</p>
      <p class="row">
        <Button look="danger" onClick={() => setAsking(true)}>
          {t('g.unlink')}
        </Button>
      </p>
      <TypedDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('g.unlinkTitle')}
        word="unlink"
        yes={t('g.unlink')}
        danger
        onYes={unlink}
      >
        <Facts
          rows={[
            [t('g.unlinkCustomer'), account.name],
            [t('g.unlinkAddress'), status?.lanAddress ?? name],
          ]}
        />
        <p class="small">{rich('g.unlinkWhat', { b: (words) => <b>{words}</b> })}</p>
      </TypedDialog>
    </Section>
  );
}
