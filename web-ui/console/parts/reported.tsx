import { Age, State } from '../../shared/index.ts';
import { t } from '../words.ts';

/** When a platform last reported; after missed reports it is stale and says so. */
export function Reported({ of: { stale, reportedAt } }: { of: { stale: boolean; reportedAt: number } }) {
  if (stale) return <State kind="stale" word={t('platforms.stale.word')} at={reportedAt} />;
  return <Age at={reportedAt} />;
}
