import type { PlatformView } from '../../../src/contract/console-api.ts';
import type { SwaStatus } from '../../../src/contract/inventory.ts';
import { dayWords, now, State, type StateKind, said } from '../../shared/index.ts';
import { t } from '../words.ts';
import { daysUntil } from './list-words.ts';

const KIND: Readonly<Record<SwaStatus, StateKind>> = {
  'Not Indicated': 'off',
  Active: 'ok',
  Inactive: 'bad',
  'Expiring soon': 'warn',
  Expired: 'bad',
  Unknown: 'unknown',
};

function note({ swaStatus, expiresOn }: PlatformView): string | undefined {
  if (swaStatus === 'Not Indicated') return undefined;
  const day = expiresOn === undefined ? undefined : dayWords(expiresOn);
  if (day === undefined || expiresOn === undefined) return t('swa.unreadable');
  if (swaStatus === 'Active') return t('swa.until', { day });
  if (swaStatus === 'Expiring soon') return t('swa.in', { day, n: Math.max(0, daysUntil(expiresOn, now())) });
  return swaStatus === 'Unknown' ? undefined : t('swa.ended', { day });
}

/** The type of a licence in the vendor's word; an unknown one as it came. */
export function licenceWord(type: string): string {
  if (type === 'perpetual' || type === 'subscription' || type === 'unlicensed') return t(`licence.${type}`);
  return type;
}

/** SWA status in a shape, its vendor's word and the date. */
export function Swa({ platform }: { platform: PlatformView }) {
  const words = note(platform);
  return (
    <>
      <State kind={KIND[platform.swaStatus as SwaStatus] ?? 'unknown'} word={said(platform.swaStatus)} />
      {words !== undefined && <span class="sub ind">{words}</span>}
    </>
  );
}
