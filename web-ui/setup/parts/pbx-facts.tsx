/** What the dashboard and the overview say of the PBX link. */
import type { Overview } from '../../../src/contract/local-api.ts';
import { type Fact, State, said } from '../../shared/index.ts';
import { t } from '../words.ts';

export function pbxFacts(pbx: NonNullable<Overview['pbx']>): Fact[] {
  const connected = pbx.connected ? t('pbxFacts.connected') : t('pbxFacts.never');
  return [
    [t('pbxFacts.name'), pbx.name],
    [t('pbxFacts.type'), said(pbx.title)],
    [
      t('pbxFacts.connection'),
      <State
        key="c"
        kind={pbx.error ? 'bad' : pbx.connected ? 'ok' : 'unknown'}
        word={pbx.error ? t('pbxFacts.failed') : connected}
        at={pbx.checkedAt}
      />,
    ],
  ];
}
