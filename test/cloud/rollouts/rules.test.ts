import { createHash } from 'node:crypto';
import { test } from 'tap';
import type { Followed, Rollout } from '../../../src/cloud/core/ports/rollouts.ts';
import {
  advance,
  isOpen,
  isRecallable,
  isTooMany,
  outcomeOf,
  shareOut,
} from '../../../src/cloud/features/rollouts/rules.ts';
import type { RingInput } from '../../../src/contract/rollouts.ts';
import type { GatewayStatus } from '../../../src/contract/status.ts';
import type { UpdateState } from '../../../src/contract/update.ts';
import { fc } from '../../helpers/fc.ts';

const draw = (id: string) => createHash('sha256').update(id).digest('hex');
const ring = (percent: number, gateways: string[] = []): RingInput => ({ name: 'r', percent, gateways });
const HOUR = 3_600_000;

test('everybody is in one ring, by hand first, and the shares are as asked', async (t) => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { maxLength: 60 });
  const rings = fc.array(
    fc.record({
      name: fc.constant('r'),
      percent: fc.integer({ min: 0, max: 100 }),
      gateways: fc.array(fc.string({ minLength: 1, maxLength: 6 }), { maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(ids, rings, (all, asked) => {
      const members = shareOut(asked, all, draw);
      const again = shareOut(asked, [...all].reverse(), draw);
      const ringOf = new Map(members.map((m) => [m.gatewayId, m.ring]));
      const byHand = (id: string) => asked.findIndex((r) => r.gateways.includes(id));
      const free = all.filter((id) => byHand(id) < 0);
      let left = free.length;
      const sizes = asked.map(({ percent }, i) => {
        const wanted =
          i === asked.length - 1 ? left : Math.min(left, Math.ceil((percent * free.length) / 100));
        left -= wanted;
        return free.filter((id) => ringOf.get(id) === i).length === wanted;
      });
      return (
        members.length === all.length &&
        ringOf.size === all.length &&
        all.every((id) => byHand(id) < 0 || ringOf.get(id) === byHand(id)) &&
        sizes.every(Boolean) &&
        again.every((m) => ringOf.get(m.gatewayId) === m.ring)
      );
    }),
    { numRuns: 1000 },
  );
  t.same(
    shareOut([ring(10), ring(0)], ['a', 'b', 'c'], draw).filter((m) => m.ring === 0).length,
    1,
    'a tenth of three is one',
  );
});

test('hours are those of the site, also over midnight, and where the clock is changed', async (t) => {
  const at = (text: string) => Date.parse(text);
  const night = { kind: 'hours', from: 22 * 60, until: 5 * 60 } as const;
  t.equal(isOpen(night, 'America/New_York', at('2026-11-26T03:00:00Z')), true, '22:00');
  t.equal(isOpen(night, 'America/New_York', at('2026-11-26T10:00:00Z')), false, '5:00 is too late');
  t.equal(isOpen(night, undefined, at('2026-11-26T04:59:00Z')), true, 'UTC before the site is saved');
  t.equal(isOpen(night, 'Nowhere/Land', at('2026-11-26T12:00:00Z')), false, 'and for a zone nobody knows');
  const early = { kind: 'hours', from: 60, until: 180 } as const;
  t.equal(
    isOpen(early, 'Europe/Berlin', at('2026-03-29T01:30:00Z')),
    false,
    'two o’clock is left out in spring: 3:30',
  );
  t.equal(isOpen(early, 'Europe/Berlin', at('2026-10-25T01:30:00Z')), true, '2:30 the second time');
  t.equal(isOpen({ kind: 'hours', from: 60, until: 60 }, undefined, 0), true);
  t.equal(isOpen({ kind: 'schedule' }, undefined, 0), true);
});

const status = (state: UpdateState, version: string | undefined, more: object = {}) =>
  ({
    at: 10 * HOUR,
    update: { state, ...(version === undefined ? {} : { version }), ...more },
  }) as GatewayStatus;
const followed = (more: Partial<Followed>): Followed => ({
  gatewayId: 'g',
  orderedAt: HOUR,
  version: '1.0.0',
  status: undefined,
  ...more,
});

test('what became of an order', async (t) => {
  const fault = { code: 'UPDATE_TRIAL', sentence: 'The PBX was lost.', remedy: 'Look at it.' };
  const of = (more: Partial<Followed>) => outcomeOf('2.0.0', followed(more));
  t.match(of({}), { kind: 'goesOn' });
  t.match(of({ version: '2.0.0' }), { kind: 'done' }, 'it runs it; who put it there is all the same');
  t.match(of({ version: '2.0.0', status: status('trial', '2.0.0') }), { kind: 'goesOn' }, 'on trial');
  t.match(of({ status: status('committed', '2.0.0') }), { kind: 'done' });
  t.same(
    of({
      status: status('rolledBack', '2.0.0', { endedAt: 2 * HOUR, reason: { ...fault, logExcerpt: 'x' } }),
    }),
    { kind: 'failed', reason: fault },
    'the log stays at the gateway’s own page',
  );
  t.match(
    of({ status: status('failed', '2.0.0', { endedAt: HOUR - 1 }) }),
    { kind: 'goesOn' },
    'of an earlier order',
  );
  t.match(of({ command: { state: 'expired' } }), { kind: 'again' });
  t.match(of({ command: { state: 'failed', error: fault } }), { kind: 'failed', reason: fault });
  t.match(
    of({ command: { state: 'failed', error: fault }, status: status('downloading', '2.0.0') }),
    { kind: 'goesOn' },
    'the gateway knows better',
  );
  t.match(of({ command: { state: 'unknown' } }), { kind: 'goesOn' });
  t.match(of({ command: { state: 'done', endedAt: 10 * HOUR - 1 }, status: status('idle', undefined) }), {
    kind: 'goesOn',
  });
  t.match(of({ command: { state: 'done', endedAt: 2 * HOUR }, status: status('idle', undefined) }), {
    kind: 'skipped',
    reason: { code: 'ROLLOUT_GIVEN_UP' },
  });
  t.equal(isRecallable('2.0.0', followed({ status: status('waiting', '2.0.0') })), true);
  t.equal(isRecallable('2.0.0', followed({ status: status('installing', '2.0.0') })), false);
});

const COUNTS = { waiting: 0, ordered: 0, done: 0, failed: 0, skipped: 0 };

test('a ring stops when more have failed than is allowed, and goes on from what a person has seen', async (t) => {
  t.equal(isTooMany({ ...COUNTS, waiting: 9, failed: 1 }, 0, 0), true);
  t.equal(isTooMany({ ...COUNTS, waiting: 9, failed: 1 }, 10, 0), false, '10 of a hundred is allowed');
  t.equal(isTooMany({ ...COUNTS, waiting: 8, failed: 2 }, 10, 0), true);
  t.equal(isTooMany({ ...COUNTS, waiting: 8, failed: 2 }, 10, 2), false, 'seen');
  t.equal(isTooMany({ ...COUNTS, failed: 10 }, 100, 0), false);
});

test('the steps of a rollout', async (t) => {
  const rollout: Rollout = {
    id: 'r',
    accountId: 'p',
    version: '2.0.0',
    state: 'running',
    ring: 0,
    rings: [{ name: 'Pilot' }, { name: 'Half', nextAfterHours: 24 }, { name: 'All' }],
    when: { kind: 'now' },
    maxFailedPercent: 0,
    createdBy: { id: 'p', name: 'Ann' },
    createdAt: 0,
    ringStartedAt: 0,
    forgiven: 0,
    revision: 1,
  };
  const facts = (counts: Partial<typeof COUNTS>, absent = 0, openBefore = 1) => ({
    counts: { ...COUNTS, ...counts },
    absent,
    openBefore,
    isSomebodyBehind: true,
  });
  const step = (more: Partial<Rollout>, known: ReturnType<typeof facts>, now = 0) =>
    advance({ ...rollout, ...more }, known, now);
  t.match(step({}, facts({ ordered: 1, done: 1 })), { state: 'running' }, 'one is still at it');
  t.match(step({}, facts({ waiting: 2, done: 1 }, 1)), { state: 'running' }, 'one waits and is online');
  t.match(
    step({}, facts({ waiting: 1, done: 1 }, 1), 5),
    { state: 'waiting', ringEndedAt: 5 },
    'offline is not waited for',
  );
  t.match(
    step({}, facts({ waiting: 1 }, 1)),
    { state: 'running' },
    'nobody could be reached: nothing is proven',
  );
  t.match(step({}, facts({})), { state: 'waiting' }, 'an empty ring has ended');
  t.match(step({}, facts({ done: 1, failed: 1 })), { state: 'stopped' });
  t.match(
    step({ state: 'waiting', ringEndedAt: 0 }, facts({}), 1e12),
    { state: 'waiting', ring: 0 },
    'for a person',
  );
  const half = { state: 'waiting', ring: 1, ringEndedAt: 0, forgiven: 3 } as const;
  t.match(step(half, facts({}), 24 * HOUR - 1), { state: 'waiting' });
  t.match(step(half, facts({}), 24 * HOUR), {
    state: 'running',
    ring: 2,
    forgiven: 0,
    ringStartedAt: 24 * HOUR,
  });
  t.match(step({ ring: 2 }, facts({ done: 1 })), { state: 'running' }, 'one of before is still offline');
  t.match(step({ ring: 2 }, facts({ done: 1 }, 0, 0), 9), { state: 'done', endedAt: 9 });
  t.match(step({ state: 'stopped' }, facts({ failed: 1 })), { state: 'stopped' });
  const alone = (openBefore: number) => ({ ...facts({ done: 1 }, 0, openBefore), isSomebodyBehind: false });
  t.match(step({}, alone(0), 9), { state: 'done', endedAt: 9 }, 'empty rings are not waited for');
  t.match(step({}, alone(1)), { state: 'running', ring: 0 }, 'as in the last ring, offline is waited for');
  t.match(step({}, { ...alone(0), counts: { ...COUNTS, failed: 1 } }), { state: 'stopped' });
});
