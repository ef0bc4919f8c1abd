/** Every request and message that the gateway can send has its kind of data; anything else is `undeclared`. */
import { test } from 'tap';
import type { GatewayMessage } from '../../../src/contract/channel.ts';
import { CLOUD_PATH } from '../../../src/contract/claim.ts';
import { OutboxItem } from '../../../src/contract/outbox.ts';
import { OUTFLOW_DATA, OUTFLOW_USES } from '../../../src/contract/outflow.ts';
import { dataOfMessage, dataOfRequest } from '../../../src/gateway/core/outflow.ts';

const ID = '0190a0b0-0000-7000-8000-000000000000';

test('every path of the contract is declared, and no other', async (t) => {
  const kinds = OutboxItem.anyOf.map((one) => one.properties.kind.const);
  const items = kinds.map((kind) => ({ id: ID, at: 1, kind, body: {} }));
  for (const path of Object.values(CLOUD_PATH)) {
    const text = path === CLOUD_PATH.outbox ? JSON.stringify({ items }) : '{}';
    for (const { data } of dataOfRequest(path, text)) t.ok(data in OUTFLOW_DATA, `${path}: ${data}`);
  }
  for (const path of ['/v1/telemetry', `${CLOUD_PATH.scim}2`, '/v1', '', '/constructor'])
    t.match(dataOfRequest(path, 'abc'), [{ data: 'undeclared', bytes: 3 }], path);
  t.match(dataOfRequest(CLOUD_PATH.outbox, '{"items":[{"kind":"diary"}]}'), [{ data: 'undeclared' }]);
});

test('what a request holds, in bytes of its body', async (t) => {
  t.same(dataOfRequest(`${CLOUD_PATH.scim}/Users?filter=x`, 'ä'), [{ data: 'users', bytes: 2 }]);
  t.same(dataOfRequest(`${CLOUD_PATH.scim}/Bulk`), [{ data: 'users', bytes: 0 }]);
  t.same(dataOfRequest(CLOUD_PATH.hello), []);
  const found = { id: ID, at: 1, kind: 'sync.findings', body: {} };
  const text = JSON.stringify({ items: [found, { ...found, kind: 'event' }] });
  t.same(dataOfRequest(CLOUD_PATH.outbox, text), [
    { data: 'findings', bytes: JSON.stringify(found).length },
    { data: 'events', bytes: JSON.stringify({ ...found, kind: 'event' }).length },
  ]);
});

test('messages: logs are told apart from other answers', async (t) => {
  const result = (value: unknown): GatewayMessage => ({
    type: 'result',
    id: ID,
    result: { ok: true, value },
  });
  t.match(dataOfMessage(result({ lines: ['a'] })), { data: 'logs' });
  t.match(dataOfMessage(result({ sessionId: ID })), { data: 'answers' });
  t.match(dataOfMessage(result(undefined)), { data: 'answers' });
  t.match(dataOfMessage({ type: 'ack', id: ID }), { data: 'answers' });
  t.match(dataOfMessage({ type: 'ack', id: ID }).bytes, JSON.stringify({ type: 'ack', id: ID }).length);
  t.match(dataOfMessage({ type: 'diary' } as unknown as GatewayMessage), { data: 'undeclared' });
});

test('the tables say something', async (t) => {
  for (const row of Object.values(OUTFLOW_USES)) t.ok(row.title && row.protocol);
  for (const row of Object.values(OUTFLOW_DATA)) t.ok(row.title && row.holds);
});
