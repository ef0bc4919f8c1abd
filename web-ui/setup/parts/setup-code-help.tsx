/** Where the set-up code is found, with a drawing of the label. */
import { rich, t } from '../words.ts';
import { b } from './tags.tsx';
export function SetupCodeHelp({ stacked }: { stacked?: boolean }) {
  return (
    <div class={stacked ? 'stack' : 'find-in'}>
      <ul class={stacked ? 'prose-list small' : 'prose-list'}>
        <li>{rich('code.appliance', { b })}</li>
        <li>{rich('code.virtual', { b })}</li>
        <li>{rich('code.msl', { b, command: <code key="c">cloudlink setup-code</code> })}</li>
      </ul>
      <svg class="label-art" viewBox="0 0 280 132" role="img" aria-label={t('code.art')}>
        <rect class="la-box" x="1" y="1" width="278" height="130" rx="12" />
        <circle class="la-line" cx="18" cy="18" r="5" />
        <circle class="la-line" cx="262" cy="18" r="5" />
        <circle class="la-line" cx="18" cy="114" r="5" />
        <circle class="la-line" cx="262" cy="114" r="5" />
        <rect class="la-label" x="52" y="22" width="176" height="88" rx="4" />
        <path class="la-line" d="M64 38h72M64 50h108M64 62h88M190 36h26v26h-26z" />
        <rect class="la-hit" x="60" y="76" width="160" height="26" rx="4" />
        <text class="la-text" x="140" y="94" text-anchor="middle">
          {t('code.artText')}
        </text>
      </svg>
    </div>
  );
}
