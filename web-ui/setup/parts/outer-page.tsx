/** The frame of the pages before the sign-in: no rail, the language at the top. */
import type { ComponentChildren } from 'preact';
import { LanguageChoice, Solo } from '../../shared/index.ts';
import { t } from '../words.ts';

export function OuterPage({ children }: { children: ComponentChildren }) {
  return (
    <Solo brand={t('brand')} who={<LanguageChoice />}>
      {children}
    </Solo>
  );
}
