import { test } from 'tap';
import { createLogger } from '../../../src/base/runtime/logger.ts';
import { createLogRing, createLogTail } from '../../../src/gateway/platform/journal.ts';

test('the ring keeps the newest lines, whole', async (t) => {
  const ring = createLogRing(3);
  ring.write('one\ntw');
  ring.write('o\nthree\nfour\nfiv');
  t.same(ring.tail(10), ['two', 'three', 'four'], 'an unfinished line is not shown');
  t.same(ring.tail(2), ['three', 'four']);
  t.same(ring.tail(0), []);
});

test('the logger writes into it', async (t) => {
  const ring = createLogRing();
  createLogger({ level: 'info', name: 'test' }, ring).info({ password: 'hunter2' }, 'started');
  t.match(JSON.parse(ring.tail(1)[0] ?? ''), { msg: 'started', password: '[secret]' });
});

test('without a unit the ring answers, and so it does when the journal cannot', async (t) => {
  const ring = createLogRing();
  ring.write('a line\n');
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  t.same(await createLogTail({ ring, unit: undefined, onError })(5), ['a line']);
  t.same(errors, []);
  const unit = 'cloudlink-no-such-unit.service';
  t.same(await createLogTail({ ring, unit, onError })(5), ['a line']);
});
