/** Health checks as a list of states with ages; what is wrong comes first and brings its remedy. */
import type { CheckView } from '../../../src/contract/local-api.ts';
import { Age, Said, type Step, Steps } from '../../shared/index.ts';
import { t } from '../words.ts';

const SHAPE = { ok: 'ok', warning: 'warn', critical: 'bad', unknown: 'unknown' } as const;
const RANK = { critical: 0, warning: 1, unknown: 2, ok: 3 } as const;

function step(check: CheckView): Step {
  const wrong = check.state !== 'ok';
  return {
    key: check.code,
    shape: SHAPE[check.state],
    title: <Said text={check.title} />,
    aside: check.at === undefined ? t('checks.never') : <Age at={check.at} />,
    ...(wrong ? { note: <Note check={check} /> } : {}),
  };
}

function Note({ check: { facts, remedy } }: { check: CheckView }) {
  return (
    <>
      <Said text={facts} /> {remedy && <Said text={remedy} />}
    </>
  );
}

export function Checks({ checks }: { checks: readonly CheckView[] }) {
  const sorted = [...checks].sort((a, b) => RANK[a.state] - RANK[b.state]);
  return <Steps steps={sorted.map(step)} />;
}

/** `6 of 8 passed.` */
export function passedWords(checks: readonly CheckView[]): string {
  return t('checks.passed', { ok: checks.filter((c) => c.state === 'ok').length, n: checks.length });
}
