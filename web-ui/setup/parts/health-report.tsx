/** What the checks found, as text for a ticket. */
import { gateway } from '../gateway.ts';
import { t } from '../words.ts';
import { CopyText } from './copy-text.tsx';

export function HealthReport() {
  return <CopyText words={t('report.copy')} read={gateway.healthReport} />;
}
