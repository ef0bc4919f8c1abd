import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Shape } from '../../shared/index.ts';
import { t } from '../words.ts';

/** Says that Caps Lock is on while somebody types into the password inside. */
export function Caps({ children }: { children: ComponentChildren }) {
  const [on, setOn] = useState(false);
  const look = (event: KeyboardEvent) => setOn(event.getModifierState('CapsLock'));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens to what is typed into the field inside
    <div onKeyDown={look} onKeyUp={look} onFocusOut={() => setOn(false)}>
      {children}
      <p class="help caps" role="status">
        {on && (
          <span class="state is-warn">
            <Shape name="warn" />
            <span>
              <b>{t('caps')}</b>
            </span>
          </span>
        )}
      </p>
    </div>
  );
}
