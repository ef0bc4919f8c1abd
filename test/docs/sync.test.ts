import { readFileSync } from 'node:fs';
import { test } from 'tap';
import { REASONS } from '../../src/gateway/core/sync-reasons.ts';
import { ROW_FAULTS } from '../../src/gateway/pbx/connector.ts';

test('each reason code stands in docs/sync.md, with what helps', async (t) => {
  const text = readFileSync('docs/sync.md', 'utf8');
  for (const [code, { effect, sentence, remedy }] of Object.entries(REASONS))
    t.ok(text.includes(`| \`${code}\` | ${effect} | ${sentence} | ${remedy} |`), code);
  for (const [code, remedy] of Object.entries(ROW_FAULTS))
    t.match(
      text,
      new RegExp(`^\\| \`${code}\` \\| .+\\. \\| ${remedy.replace(/[.()]/g, '\\$&')} \\|$`, 'm'),
      code,
    );
  const told = [...text.matchAll(/^\| `([A-Z_0-9]+)` \| (?:detained|finding) \|/gm)].map(([, code]) => code);
  t.same(told.sort(), Object.keys(REASONS).sort(), 'and no other');
});
