/** The tables of test/README.md say where each trap and each reason code is shown: they must not say so of what is not there. */
import { readFileSync } from 'node:fs';
import { test } from 'tap';
import { REASONS } from '../../src/gateway/core/sync-reasons.ts';
import { ROW_FAULTS } from '../../src/gateway/pbx/connector.ts';

/** What real servers and files do, as the specification lists it: each of these is in the table, whatever else is. */
const TRAPS = [
  [
    'LDAP',
    /IntermediateResponse/,
    /paging always/,
    /without a cookie/,
    /garbage/,
    /very old cookie/,
    /"add"/,
  ],
  [
    'LDAP',
    /idSet/,
    /rename/,
    /DirSync, base/,
    /changed attributes/,
    /tombstones/,
    /result 12/,
    /3, 4, 11, 51, 52/,
  ],
  [
    'LDAP',
    /dropped socket/,
    /SearchDone/,
    /500/,
    /referrals/,
    /credentials/,
    /objectGUID/,
    /userAccountControl/,
  ],
  [
    'LDIF',
    /folding/,
    /`::`/,
    /`;options`/,
    /empty/,
    /changetypes/,
    /byte order mark/,
    /`:<`/,
    /mixed/,
    /raw UTF-8/,
  ],
  ['LDIF', /limits/, /cut off/],
  ['CSV', /UTF-16/, /semicolon/, /tab/, /quoted newlines/, /duplicate headers/, /windows-1252/, /limits/],
  ['CSV', /neighbours/, /encoding, header, size/],
  ['SCIM C1', /claims/],
  ['SCIM C2', /whole lists/, /412/],
  ['SCIM C3', /NOT_CONVERGED/],
  ['SCIM C4', /lost/, /administrator/, /confirmation/],
  ['SCIM C5', /`\{code\}`/, /missing/, /413/, /501/],
  ['SCIM C6', /404/, /500/],
  ['SCIM C7', /429/, /401, 403/],
  ['SCIM C8', /never listed/, /rolling/],
  ['SCIM C9', /pages/],
  ['SCIM C10', /case/],
] as const;

const readme = readFileSync('test/README.md', 'utf8');
const section = (title: string) => {
  const from = readme.indexOf(title);
  const next = readme.indexOf('\n#', from + 1);
  return from === -1 ? '' : readme.slice(from, next === -1 ? undefined : next);
};
const rowsOf = (title: string) =>
  [...section(title).matchAll(/^\| (.+?) \| `([^`]+\.test\.ts)` \| (.+) \|$/gm)].map(
    ([, what = '', file = '', shown = '']) => ({ what, file: `test/${file}`, shown }),
  );

/** From the title of a test, or of one case of its table, to the next; undefined: there is none of this title. */
function bodyOf({ file, shown }: { readonly file: string; readonly shown: string }): string | undefined {
  const text = readFileSync(file, 'utf8');
  const at = [`'${shown}'`, `\`${shown}\``].map((title) => text.indexOf(title)).find((n) => n >= 0);
  if (at === undefined) return undefined;
  const rest = text.slice(at + shown.length);
  return rest.slice(0, /\btest\(|\n {4}'\d+: /.exec(rest)?.index);
}

test('each trap of LDAP, LDIF, CSV and SCIM has a test, and it is there', async (t) => {
  const rows = rowsOf('## Bad input of user synchronisation');
  for (const [kind, ...wanted] of TRAPS)
    for (const trap of wanted)
      t.ok(
        rows.some(({ what }) => what.startsWith(`${kind}:`) && trap.test(what)),
        `${kind}: ${trap}`,
      );
  for (const row of rows) t.not(bodyOf(row), undefined, `${row.file}: ${row.shown}`);
});

test('each reason code is made by a test, and it is there', async (t) => {
  const rows = rowsOf('### Reason codes').map((row) => ({ ...row, code: row.what.replaceAll('`', '') }));
  const codes = [...new Set([...Object.keys(REASONS), ...Object.keys(ROW_FAULTS)])];
  t.same(rows.map(({ code }) => code).sort(), codes.sort());
  for (const row of rows) {
    const { code, shown, file } = row;
    const what = `${code}: ${file}: ${shown}`;
    const body = bodyOf(row);
    t.not(body, undefined, what);
    // a title with a place for the code is a test of several, which its file lists
    const text = shown.includes('$' + '{code}') ? readFileSync(file, 'utf8') : `${shown} ${body}`;
    t.match(text, new RegExp(`\\b${code}\\b`), what);
  }
});
