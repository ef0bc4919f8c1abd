/** No sentence stands in a page: a person's words come from the catalogues. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { nodesOf } from '../../helpers/server-texts.ts';

const WEB_UI = join(import.meta.dirname, '../../../web-ui');
const SPOKEN = new Set([
  'aria-label',
  'title',
  'placeholder',
  'alt',
  'label',
  'help',
  'word',
  'note',
  'busyWord',
]);

/** What is typed or shown as it is in every language: forms of codes, words that are typed, a command. */
const AS_IT_IS = new Set([
  'XXXX-XXXX',
  'XXXX-XXXX-XXXX',
  'deactivate',
  'reactivate',
  'delete',
  'unlink',
  'revert',
  'restore',
  'cloudlink setup-code',
  'HTTP',
  'HTTPS',
]);

const isSpoken = (text: string) => /\p{Letter}{2}/u.test(text) && !AS_IT_IS.has(text.trim());

type Named = { readonly name?: string } | undefined;
type Valued = { readonly type: string; readonly value: unknown } | null;

/** `title="…"` of an element, `title: '…'` of a row. */
function namedText(node: Readonly<Record<string, unknown>>): string[] {
  const name = (node.name ?? node.key) as Named;
  const value = node.value as Valued;
  if (value?.type !== 'Literal' || typeof value.value !== 'string' || !SPOKEN.has(name?.name ?? ''))
    return [];
  return isSpoken(value.value) ? [value.value] : [];
}

function literalsOf(file: string): string[] {
  return [...nodesOf(file)].flatMap(([node]) => {
    if (node.type === 'JSXText') return isSpoken(String(node.value)) ? [String(node.value).trim()] : [];
    return node.type === 'JSXAttribute' || node.type === 'Property' ? namedText(node) : [];
  });
}

for (const family of ['shared', 'setup', 'console'])
  test(`${family}: no literal that a person reads`, async (t) => {
    const files = readdirSync(join(WEB_UI, family), { recursive: true, encoding: 'utf8' });
    const pages = files.filter((file) => file.endsWith('.tsx'));
    t.ok(pages.length > 5);
    for (const file of pages) t.same(literalsOf(join(WEB_UI, family, file)), [], file);
  });
