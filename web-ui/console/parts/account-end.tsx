/** Deactivating, reactivating and deleting an account, by the typed word and in the vendor's words (row C1). */
import { useState } from 'preact/hooks';
import type { AccountView } from '../../../src/contract/console-api.ts';
import { Button, Section, toast } from '../../shared/index.ts';
import { api } from '../api.ts';
import { rich, t } from '../words.ts';
import { TypedDialog } from './typed-dialog.tsx';

const change = (account: AccountView, typed: 'deactivate' | 'reactivate') =>
  api.post<AccountView>(`/api/accounts/${account.number}/${typed}`, { typed });

export function DeactivateSection({ account, onDone }: { account: AccountView; onDone: () => void }) {
  const [asking, setAsking] = useState<'deactivate' | 'delete'>();
  const { name, users, gateways } = account;
  return (
    <Section title={t('account.end')}>
      <p class="small ruled">{t('account.endWhy')}</p>
      <p class="row">
        <Button look="danger" onClick={() => setAsking('deactivate')}>
          {t('account.deactivate')}
        </Button>
        <Button look="danger" onClick={() => setAsking('delete')}>
          {t('account.delete')}
        </Button>
      </p>
      <TypedDialog
        open={asking === 'deactivate'}
        onClose={() => setAsking(undefined)}
        title={t('account.deactivate.title')}
        word="deactivate"
        yes={t('account.deactivate')}
        danger
        onYes={async () => {
          await change(account, 'deactivate');
          toast(t('account.deactivated', { name }));
          onDone();
        }}
      >
        <p class="small">{t('account.deactivate.lead')}</p>
        <p class="small">
          {rich('account.deactivate.what', { users, gateways, b: (words) => <b>{words}</b> })}
        </p>
      </TypedDialog>
      <TypedDialog
        open={asking === 'delete'}
        onClose={() => setAsking(undefined)}
        title={t('account.delete.title')}
        word="delete"
        yes={t('account.delete')}
        danger
        onYes={async () => {
          await api.delete(`/api/accounts/${account.number}`, { typed: 'delete' });
          toast(t('account.deleted', { name }));
          onDone();
        }}
      >
        <p class="small">{t('account.delete.lead')}</p>
        <p class="small">{rich('account.delete.what', { gateways, b: (words) => <b>{words}</b> })}</p>
      </TypedDialog>
    </Section>
  );
}

export function ReactivateDialog({
  account,
  onClose,
  onDone,
}: {
  account: AccountView | undefined;
  onClose: () => void;
  onDone: () => void;
}) {
  return (
    <TypedDialog
      open={account !== undefined}
      onClose={onClose}
      title={t('account.reactivate.title')}
      word="reactivate"
      yes={t('account.reactivate')}
      onYes={async () => {
        if (!account) return;
        await change(account, 'reactivate');
        toast(t('account.reactivated', { name: account.name }));
        onDone();
      }}
    >
      <p class="small">{t('account.reactivate.lead')}</p>
      <p class="small">{t('account.reactivate.what')}</p>
    </TypedDialog>
  );
}
