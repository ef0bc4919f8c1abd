/** Row A3: the integration status of an account, and what stands beside it. */
import type { AccountView } from '../../../src/contract/console-api.ts';
import { State, type StateKind, said } from '../../shared/index.ts';

const KIND: Readonly<Record<string, StateKind>> = {
  'No gateway detected': 'off',
  'Onboarding Complete': 'ok',
};

/** The exact words of the vendor (S3:2598) in English; docs/decisions/labels.md. */
export function IntegrationState({ status }: { status: string }) {
  return <State kind={KIND[status] ?? 'warn'} word={said(status)} />;
}

export function Integration({
  of: { integrationStatus, integrationNote },
}: {
  of: Pick<AccountView, 'integrationStatus' | 'integrationNote'>;
}) {
  return (
    <span class="integration">
      <IntegrationState status={integrationStatus} />
      {integrationNote && <Note text={integrationNote} />}
    </span>
  );
}

function Note({ text }: { text: string }) {
  return <State kind={text === 'Software update available' ? 'info' : 'bad'} word={said(text)} />;
}
