/** The steps of a connection test, each with what it found; a failed one says why and what to do. */
import type { PbxTestResult } from '../../../src/contract/local-api.ts';
import { type Step, Steps } from '../../shared/index.ts';

type TestStep = PbxTestResult['steps'][number];

function step(test: TestStep, i: number): Step {
  const { error } = test;
  return {
    key: `${i} ${test.title}`,
    shape: test.ok ? (error ? 'warn' : 'ok') : 'bad',
    title: test.title,
    strong: !test.ok || error !== undefined,
    note: error ? (
      <>
        {error.sentence} {test.facts !== error.sentence && test.facts} <b>What to do:</b> {error.remedy}{' '}
        <code>{error.code}</code>
      </>
    ) : (
      test.facts || undefined
    ),
  };
}

export function TestSteps({ result }: { result: PbxTestResult }) {
  return <Steps steps={result.steps.map(step)} />;
}
