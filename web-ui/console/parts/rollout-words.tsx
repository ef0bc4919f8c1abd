import type { RolloutState, RolloutView, RolloutWhen } from '../../../src/contract/rollouts.ts';
import { State, type StateKind } from '../../shared/index.ts';
import { minuteText } from '../../shared/updates/schedule.tsx';
import { t } from '../words.ts';

const KIND: Record<RolloutState, StateKind> = {
  running: 'busy',
  waiting: 'stale',
  stopped: 'bad',
  aborted: 'off',
  done: 'ok',
};

export function RolloutStateWord({ rollout: { state } }: { rollout: RolloutView }) {
  return <State kind={KIND[state]} word={t(`ro.state.${state}`)} />;
}

/** Over all rings. */
export function totalOf({ rings }: RolloutView) {
  const sum = (of: (counts: RolloutView['rings'][number]['counts']) => number) =>
    rings.reduce((n, ring) => n + of(ring.counts), 0);
  return {
    done: sum((c) => c.done),
    failed: sum((c) => c.failed),
    n: sum((c) => c.done + c.failed + c.ordered + c.waiting + c.skipped),
  };
}

export function whenWords(when: RolloutWhen): string {
  if (when.kind !== 'hours') return t(`ro.when.${when.kind}`);
  return t('ro.when.hours', { from: minuteText(when.from), until: minuteText(when.until) });
}
