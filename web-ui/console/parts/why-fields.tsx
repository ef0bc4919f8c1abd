/** Why somebody comes in or looks: the customer reads it. */
import { useState } from 'preact/hooks';
import { TextField } from '../../shared/index.ts';
import type { Why } from '../launch.ts';
import { t } from '../words.ts';

export type WhyDraft = Why & {
  readonly isReady: boolean;
  /** As it stands in the fields. */
  readonly typed: string;
  readonly typedTicket: string;
  readonly setReason: (text: string) => void;
  readonly setTicket: (text: string) => void;
};

/** @param reason what stands there at first */
export function useWhy(reason = ''): WhyDraft {
  const [typed, setReason] = useState(reason);
  const [ticket, setTicket] = useState('');
  const trimmed = { reason: typed.trim(), ticket: ticket.trim() };
  return { ...trimmed, isReady: trimmed.reason !== '', setReason, setTicket, typed, typedTicket: ticket };
}

export function WhyFields({ why }: { why: WhyDraft }) {
  return (
    <>
      <TextField
        id="why-reason"
        label={t('launch.reason')}
        help={t('launch.reasonHelp')}
        value={why.typed}
        onInput={why.setReason}
        maxLength={500}
      />
      <TextField
        id="why-ticket"
        label={t('launch.ticket')}
        optional
        value={why.typedTicket}
        onInput={why.setTicket}
        width="m"
        maxLength={64}
      />
    </>
  );
}
