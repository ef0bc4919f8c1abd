import { test } from 'tap';
import { Value } from 'typebox/value';
import { uuidv7 } from '../../../src/base/runtime/uuid.ts';
import { Uuid } from '../../../src/contract/common.ts';

const timeOf = (id: string) => Number.parseInt(id.replace('-', '').slice(0, 12), 16);

test('UUIDv7: version, variant, time (RFC 9562 §5.7)', (t) => {
  const now = Date.UTC(2026, 10, 23);
  const id = uuidv7(now);
  t.ok(Value.Check(Uuid, id));
  t.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  t.equal(timeOf(id), now);
  t.end();
});

test('ten thousand in one millisecond are different and in order, also when the clock steps back', (t) => {
  const now = Date.UTC(2027, 0, 1);
  const ids = Array.from({ length: 10_000 }, () => uuidv7(now));
  ids.push(uuidv7(now - 20 * 365 * 24 * 3600_000), uuidv7(0));
  t.equal(new Set(ids).size, ids.length);
  t.same(ids, [...ids].sort());
  t.end();
});
