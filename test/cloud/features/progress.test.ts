import { test } from 'tap';
import type { Command, CommandState } from '../../../src/cloud/core/model.ts';
import { acknowledged, ended, progressed, resultOf } from '../../../src/cloud/features/commands/progress.ts';
import type { CommandResult } from '../../../src/contract/channel.ts';

const ALL: readonly CommandState[] = ['waiting', 'sent', 'running', 'done', 'failed', 'unknown', 'expired'];
const command = (state: CommandState): Command => ({
  id: 'c',
  gatewayId: 'g',
  accountId: 'a',
  name: 'reboot',
  args: {},
  issuedBy: { id: 'p', name: 'P' },
  issuedAt: 0,
  expiresAt: 1,
  state,
});
const fault = { code: 'X', sentence: 'It did not.', remedy: 'Look.' };

test('what a gateway says moves a command on, never back', async (t) => {
  const table = ALL.map((state) => [
    state,
    acknowledged(command(state))?.state ?? '-',
    progressed(command(state), { percent: 5, sentence: 'x' })?.state ?? '-',
    ended(command(state), { ok: true }, 9)?.state ?? '-',
  ]);
  t.same(table, [
    ['waiting', 'running', 'running', 'done'],
    ['sent', 'running', 'running', 'done'],
    ['running', '-', 'running', 'done'],
    ['done', '-', '-', '-'],
    ['failed', '-', '-', '-'],
    ['unknown', '-', '-', '-'],
    ['expired', 'running', 'running', 'done'],
  ]);
});

test('a result comes out as it went in', async (t) => {
  const results: readonly CommandResult[] = [
    { ok: true },
    { ok: true, value: { n: 1 }, sentence: 'Done.' },
    { ok: false, error: fault },
    { ok: false, error: fault, unknown: true },
  ];
  for (const result of results) {
    const after = { ...command('running'), ...ended(command('running'), result, 9) };
    t.same(resultOf(after), result);
  }
  t.equal(resultOf(command('running')), undefined);
  t.match(resultOf(command('expired')), { ok: false, error: { code: 'COMMAND_EXPIRED' } });
});
