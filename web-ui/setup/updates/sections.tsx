/** What other pages show of updates: the tile of the dashboard, and the schedule on Advanced. */
import type { UpdateView } from '../../../src/contract/update.ts';
import { Facts, FailureBanner, Link, Loading, Section, State } from '../../shared/index.ts';
import { updateState } from '../../shared/updates/schedule.tsx';
import { useInside } from '../inside.ts';
import { checkFacts, ScheduleActions, ScheduleText } from './schedule.tsx';
import { useUpdate } from './use-update.ts';
import { t } from './words.ts';

/** `CloudLink Daemon Update` (row B2): schedule, last update, last check, next check, Reschedule, Pause. */
export function DaemonUpdate() {
  const { mayChange } = useInside();
  const loaded = useUpdate();
  const { data: view, failure, reload } = loaded;
  return (
    <section aria-labelledby="upd">
      <h2 id="upd">{t('updates.tile')}</h2>
      {failure && <FailureBanner failure={failure} onRetry={reload} level={3} />}
      {view && (
        <>
          <Facts
            rows={[
              view.state !== 'idle' && [t('updates.title'), <UpdateStand key="u" view={view} />],
              view.available !== undefined && [t('updates.available'), view.available.version],
              [t('updates.schedule'), <ScheduleText key="s" view={view} />],
              ...checkFacts(view),
            ]}
          />
          {mayChange && <ScheduleActions view={view} loaded={loaded} />}
        </>
      )}
      <p class="small">
        <Link href="/updates">{t('updates.toPage')}</Link>
      </p>
    </section>
  );
}

function UpdateStand({ view: { state, version } }: { view: UpdateView }) {
  const { kind, word } = updateState(state);
  return <State kind={kind} word={version === undefined ? word : `${word} (${version})`} />;
}

/** `Automatic Update Schedule`; installing is on the page of updates. */
export function UpdateSchedule() {
  const loaded = useUpdate();
  const { data: view, failure, reload } = loaded;
  return (
    <Section title={t('advanced.schedule')}>
      {failure && <FailureBanner failure={failure} onRetry={reload} level={3} />}
      {!view && !failure && <Loading>{t('updates.reading')}</Loading>}
      {view && (
        <>
          <Facts
            rows={[[t('updates.schedule'), <ScheduleText key="s" view={view} />], ...checkFacts(view)]}
          />
          <ScheduleActions view={view} loaded={loaded} />
        </>
      )}
      <p class="small">
        <Link href="/updates">{t('updates.toUpdates')}</Link>
      </p>
    </Section>
  );
}
