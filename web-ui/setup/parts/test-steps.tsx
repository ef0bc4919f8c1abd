/** The steps of a connection test, each with what it found; a failed one says why and what to do. */
import type { PbxTestResult } from '../../../src/contract/local-api.ts';
import { Said, type Step, Steps } from '../../shared/index.ts';
import { rich } from '../words.ts';
import { b } from './tags.tsx';

type TestStep = PbxTestResult['steps'][number];

function step(test: TestStep, i: number): Step {
  const { error } = test;
  return {
    key: `${i} ${test.title}`,
    shape: test.ok ? (error ? 'warn' : 'ok') : 'bad',
    title: <Said text={test.title} />,
    strong: !test.ok || error !== undefined,
    note: error ? (
      <>
        <Said text={error.sentence} code={error.code} />{' '}
        {test.facts !== error.sentence && <Said text={test.facts} />}{' '}
        {rich('alarms.todo', { b, remedy: <Said text={error.remedy} /> })} <code>{error.code}</code>
      </>
    ) : test.facts ? (
      <Said text={test.facts} />
    ) : undefined,
  };
}

export function TestSteps({ result }: { result: PbxTestResult }) {
  return <Steps steps={result.steps.map(step)} />;
}
