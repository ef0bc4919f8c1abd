import { useState } from 'preact/hooks';
import type { GatewayView } from '../../../../src/contract/console-api.ts';
import { Button, Facts, navigate, Section, toast } from '../../../shared/index.ts';
import { api } from '../../api.ts';
import { useInside } from '../../inside.ts';
import { rich, t } from '../../words.ts';
import { TypedDialog } from '../typed-dialog.tsx';

/** The end of the link, with the data on the gateway or without, by the typed word. */
export function Unlink({ gateway, onLeave }: { gateway: GatewayView; onLeave: () => void }) {
  const { href } = useInside();
  const [asking, setAsking] = useState<'unlink' | 'revert'>();
  const { id, name, account, status } = gateway;
  const unlink = async () => {
    onLeave();
    await api.delete(`/api/gateways/${id}`, { typed: 'unlink' });
    toast(t('g.unlinked', { name }));
    navigate(href('/gateways'));
  };
  const facts = (
    <Facts
      rows={[
        [t('g.unlinkCustomer'), account.name],
        [t('g.unlinkAddress'), status?.lanAddress ?? name],
      ]}
    />
  );
  return (
    <Section title={t('g.unlink')}>
      <p class="small ruled">{t('g.unlinkWhy')}</p>
      <p class="row">
        <Button look="danger" onClick={() => setAsking('unlink')}>
          {t('g.unlink')}
        </Button>
        <Button look="danger" onClick={() => setAsking('revert')}>
          {t('g.revert')}
        </Button>
      </p>
      <TypedDialog
        open={asking === 'unlink'}
        onClose={() => setAsking(undefined)}
        title={t('g.unlinkTitle')}
        word="unlink"
        yes={t('g.unlink')}
        danger
        onYes={unlink}
      >
        {facts}
        <p class="small">{rich('g.unlinkWhat', { b: (words) => <b>{words}</b> })}</p>
      </TypedDialog>
      <TypedDialog
        open={asking === 'revert'}
        onClose={() => setAsking(undefined)}
        title={t('g.revertTitle')}
        word="revert"
        yes={t('g.revertYes')}
        danger
        onYes={async () => {
          await api.post(`/api/gateways/${id}/factory-reset`, { typed: 'revert' });
          toast(t('g.reverted', { name }));
        }}
      >
        {facts}
        <p class="small">{rich('g.revertWhat', { b: (words) => <b>{words}</b> })}</p>
      </TypedDialog>
    </Section>
  );
}
