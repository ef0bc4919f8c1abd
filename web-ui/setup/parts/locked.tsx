import { Age, Banner, clockTime, type Failure, FailureBanner, now, useTicking } from '../../shared/index.ts';
import { rich, t } from '../words.ts';

/** A refusal; after too many wrong passwords or codes, until when, and what to do. */
export function Refusal({ failure, level }: { failure: Failure; level?: 2 | 3 }) {
  if (failure.code === 'RATE_LIMITED' && failure.retryAt !== undefined)
    return <Locked until={failure.retryAt} />;
  return <FailureBanner failure={failure} focus {...(level === undefined ? {} : { level })} />;
}

function Locked({ until }: { until: number }) {
  const over = useTicking((time) => time >= until);
  if (over)
    return (
      <Banner kind="info" role="status">
        <p>{t('locked.over')}</p>
      </Banner>
    );
  return (
    <Banner kind="warn" role="alert" title={t('locked.title', { time: clockTime(until, now()) })}>
      <p>{rich('locked.why', { age: () => <Age at={until} form="in" /> })}</p>
      <p>{t('locked.remedy')}</p>
    </Banner>
  );
}
