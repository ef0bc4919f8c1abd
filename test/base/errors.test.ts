import { test } from 'tap';
import { backoffMs } from '../../src/base/backoff.ts';
import { AppError, thrower, toAppError, toFault, toProblem } from '../../src/base/errors.ts';

const fail = thrower({
  LOST: { status: 404, retryable: false, sentence: 'It is lost.', remedy: 'Look again.' },
});

test('an error is a row; the throw site may say it more exactly', (t) => {
  const cause = new Error('deep');
  const plain = fail('LOST');
  t.match(plain, { code: 'LOST', message: 'It is lost.', remedy: 'Look again.', retryable: false });
  const exact = fail('LOST', { sentence: 'The key is lost.', cause, retryAfterMs: 5 });
  t.match(exact, { message: 'The key is lost.', remedy: 'Look again.', retryAfterMs: 5 });
  t.equal(exact.cause, cause);
  t.notOk('cause' in plain);
  t.throws(() => fail('NO_SUCH' as never), TypeError);
  t.end();
});

test('as a fault, and as problem details (RFC 9457)', (t) => {
  const error = fail('LOST', { fields: [{ field: 'key', sentence: 'Which key?' }] });
  t.same(toFault(error), { code: 'LOST', sentence: 'It is lost.', remedy: 'Look again.' });
  t.same(toProblem(error), {
    type: 'urn:cloudlink:error:LOST',
    title: 'It is lost.',
    status: 404,
    code: 'LOST',
    remedy: 'Look again.',
    errors: [{ field: 'key', sentence: 'Which key?' }],
  });
  t.end();
});

test('a full disk is said to be one, wherever it was met', (t) => {
  for (const code of ['SQLITE_FULL', 'ENOSPC', 'EDQUOT']) {
    const thrown = Object.assign(new Error('database or disk is full'), { code });
    t.match(toAppError(thrown), { code: 'DISK_FULL', row: { status: 507 }, retryable: true, cause: thrown });
  }
  t.end();
});

test('anything else thrown is INTERNAL: its words stay inside', (t) => {
  for (const thrown of [new Error('password=hunter2'), 'text', undefined]) {
    const error = toAppError(thrown);
    t.ok(error instanceof AppError);
    t.equal(error.code, 'INTERNAL');
    t.equal(error.cause, thrown);
    t.notMatch(JSON.stringify(toProblem(thrown)) + JSON.stringify(toFault(thrown)), /hunter2/);
  }
  t.equal(toAppError(fail('LOST')).code, 'LOST');
  t.end();
});

test('full jitter: uniform below a ceiling that doubles up to the maximum', (t) => {
  const most = (n: number) => backoffMs(n, () => 0.999999, { firstMs: 1000, maxMs: 60_000 });
  t.same([0, 1, 2, 5, 6, 1000].map(most), [999, 1999, 3999, 31_999, 59_999, 59_999]);
  t.equal(
    backoffMs(9, () => 0),
    0,
  );
  t.equal(
    backoffMs(1, () => 0.5),
    1000,
  );
  t.end();
});
