/** The client against a SCIM server that we did not write. */
import { test } from 'tap';
import { systemClock } from '../../../../src/base/runtime/clock.ts';
import type { CanonicalUser } from '../../../../src/contract/scim.ts';
import type { RemoteOp } from '../../../../src/gateway/core/ports/scim.ts';
import { bearerTransport, createScimClient } from '../../../../src/gateway/uplink/scim/index.ts';
import { start } from '../../../peers/scimmy-server.ts';

const signal = new AbortController().signal;

function person(n: number, more: Partial<CanonicalUser> = {}): CanonicalUser {
  return {
    userName: `user${n}@example.com`,
    givenName: `Given${n}`,
    familyName: `Family${n}`,
    displayName: `Given${n} Family${n}`,
    email: `user${n}@example.com`,
    extension: String(2000 + n),
    phone: `+1613555${1000 + n}`,
    mobile: `+1613666${1000 + n}`,
    department: 'Sales',
    location: 'Ottawa',
    role: 'user',
    active: true,
    ...more,
  };
}

const create = (n: number): RemoteOp => ({
  opId: `c${n}`,
  kind: 'create',
  externalId: `x${n}`,
  user: person(n),
});

test('scimmy: a hundred people are one bulk request; changes and removals converge', async (t) => {
  const server = await start();
  const request = bearerTransport({ token: server.token });
  t.teardown(async () => {
    await request.close();
    await server.close();
  });
  const scim = createScimClient({
    baseUrl: server.url,
    request,
    clock: systemClock,
    random: Math.random,
    log: () => undefined,
  });
  await scim.open(signal);
  t.equal(scim.requests, 1);

  const made = await scim.apply(
    Array.from({ length: 100 }, (_, n) => create(n)),
    signal,
  );
  t.same(new Set(made.map((o) => o.state)), new Set(['done']));
  t.equal(scim.requests, 2, 'one request for ServiceProviderConfig, one for a hundred people');
  t.equal(server.users().length, 100);

  const first = made[0];
  if (first?.state !== 'done') throw new Error('not made');
  const before = person(0);
  const after = person(0, {
    displayName: 'Ann',
    department: 'Support',
    phone: '+16135559999',
    email: 'ann@example.com',
  });
  const { mobile: _mobile, ...without } = after;
  const changed = await scim.apply(
    [
      {
        opId: 'u0',
        kind: 'update',
        remoteId: first.remoteId,
        externalId: 'x0',
        user: without,
        fields: ['displayName', 'department', 'phone', 'email', 'mobile'],
        confirmed: before,
      },
    ],
    signal,
  );
  t.match(changed, [{ state: 'done', confirmed: without }]);
  const found = await scim.find({ userName: 'user0@example.com' }, signal);
  t.same(found?.user, without);
  t.equal(found?.administrator, false);

  const removed = await scim.apply(
    made.slice(0, 50).map((o): RemoteOp => {
      if (o.state !== 'done') throw new Error('not made');
      return { opId: `d${o.opId}`, kind: 'delete', remoteId: o.remoteId, userName: 'x' };
    }),
    signal,
  );
  t.same(new Set(removed.map((o) => o.state)), new Set(['done']));
  t.equal(server.users().length, 50);
  const again = await scim.apply(
    [{ opId: 'd', kind: 'delete', remoteId: first.remoteId, userName: 'x' }],
    signal,
  );
  t.match(again, [{ state: 'done' }]);
});

test('scimmy: fifty changes by bulk keep numbers that an administrator added', async (t) => {
  const server = await start();
  const request = bearerTransport({ token: server.token });
  t.teardown(async () => {
    await request.close();
    await server.close();
  });
  const scim = createScimClient({
    baseUrl: server.url,
    request,
    clock: systemClock,
    random: Math.random,
    log: () => undefined,
  });
  await scim.open(signal);
  const made = await scim.apply(
    Array.from({ length: 50 }, (_, n) => create(n)),
    signal,
  );
  const ids = made.map((o) => (o.state === 'done' ? o.remoteId : ''));
  const answer = await request({
    method: 'PATCH',
    url: `${server.url}/Users/${ids[7]}`,
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'add', path: 'phoneNumbers', value: [{ value: '+16137777777', type: 'work' }] }],
    }),
    signal,
  });
  t.ok(answer.status < 300);
  const outcomes = await scim.apply(
    ids.map(
      (remoteId, n): RemoteOp => ({
        opId: `u${n}`,
        kind: 'update',
        remoteId,
        externalId: `x${n}`,
        user: person(n, { phone: `+1613888${1000 + n}` }),
        fields: ['phone'],
        confirmed: person(n),
      }),
    ),
    signal,
  );
  t.same(new Set(outcomes.map((o) => o.state)), new Set(['done']));
  const numbers = server.users().find((u) => u.id === ids[7])?.phoneNumbers as { value: string }[];
  t.same(numbers.map((n) => n.value).sort(), ['+16136661007', '+16137777777', '+16138881007', '2007']);
});

test('scimmy: a wrong token stops the job', async (t) => {
  const server = await start();
  const request = bearerTransport({ token: 'wrong' });
  t.teardown(async () => {
    await request.close();
    await server.close();
  });
  const scim = createScimClient({
    baseUrl: server.url,
    request,
    clock: systemClock,
    random: Math.random,
    log: () => undefined,
  });
  await t.rejects(scim.open(signal), { code: 'SCIM_AUTH' });
});
