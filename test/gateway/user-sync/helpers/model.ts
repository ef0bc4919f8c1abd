/** What several sources together want, computed anew from their rows alone, by the plainest reading of 03-sync. */
import { type CanonicalUser, USER_FIELDS } from '../../../../src/contract/scim.ts';
import type { FakeSource, Row } from '../../../fakes/fake-source.ts';

type Saying = { readonly source: FakeSource; readonly row: Row };
export type Human = {
  readonly anchors: readonly string[];
  readonly sayings: readonly Saying[];
  readonly user: CanonicalUser;
};

export const folded = (text: string) => text.normalize('NFC').toLowerCase();
const isSaid = (text: string | undefined) => text !== undefined && text !== '';
const isClear = (text: string | undefined) => text === '-' || text === '<blank>';
const emailOf = (row: Row) =>
  isSaid(row.email) && !isClear(row.email) ? folded(row.email ?? '') : undefined;

/** The first source that says anything; `-` says "nothing". */
function first(sayings: readonly Saying[], field: string): string | undefined {
  const said = sayings.map(({ row }) => row[field]).find(isSaid);
  return isClear(said) ? undefined : said;
}

export function userOf(sayings: readonly Saying[]): CanonicalUser {
  const ordered = [...sayings].sort(
    (a, b) => a.source.precedence - b.source.precedence || (a.source.id < b.source.id ? -1 : 1),
  );
  const [{ row } = { row: { id: '' } as Row }] = ordered;
  const fields = USER_FIELDS.filter((field) => field !== 'userName').flatMap((field) => {
    const value = first(ordered, field);
    return value === undefined ? [] : [[field, value] as const];
  });
  return {
    userName: (emailOf(row) ?? row.id).toLowerCase(),
    ...Object.fromEntries(fields),
    active: row.active !== 'false',
  };
}

/** Rows of different sources are one person where each source has the address at most once. */
export function humans(sources: readonly FakeSource[]): Human[] {
  const all = sources.flatMap((source) => source.rows.map((row) => ({ source, row })));
  const byAddress = Map.groupBy(all, ({ row }) => emailOf(row) ?? `no address ${row.id}`);
  const groups = [...byAddress.values()].flatMap((group) => {
    const isOne = new Set(group.map(({ source }) => source.id)).size === group.length;
    return isOne ? [group] : group.map((saying) => [saying]);
  });
  return groups.map((sayings) => ({
    anchors: sayings.map(({ row }) => row.id),
    sayings,
    user: userOf(sayings),
  }));
}

const UNIQUE = ['userName', 'email', 'extension', 'phone', 'mobile'] as const;

/** Do two people want one value that only one can have? */
export function shares(a: CanonicalUser, b: CanonicalUser): boolean {
  return UNIQUE.some((kind) => {
    const [x, y] = [a[kind], b[kind]];
    if (x === undefined || y === undefined) return false;
    return kind === 'userName' || kind === 'email' ? folded(x) === folded(y) : x === y;
  });
}

export const hasName = ({ givenName, familyName, displayName }: CanonicalUser) =>
  (givenName ?? familyName ?? displayName) !== undefined;

/** For comparing: SCIM looks at neither the order of attributes nor the case of names and addresses (C10). */
export const sorted = (user: CanonicalUser | undefined) =>
  JSON.stringify(
    Object.entries(user ?? {})
      .map(([field, value]) => [
        field,
        field === 'email' || field === 'userName' ? folded(String(value)) : value,
      ])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
