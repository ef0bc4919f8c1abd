/** The user directory as the console shows it (row C10). */
import type { UserView } from '../../../contract/console-api.ts';
import type { DirectoryQuery, ScimStore, UserRecord } from '../../core/ports/scim-store.ts';
import { fieldsOf, shownName } from './user-rules.ts';

/** Labels of the page's filter (S3:538-548) and what they select; any other label selects everybody. */
const FILTERS: Readonly<Record<string, NonNullable<DirectoryQuery['only']>>> = {
  'PBX Users': 'gateway',
  Active: 'active',
  Inactive: 'inactive',
};

const MOST = 200;

export type DirectoryRequest = {
  /** Looked for in every shown field, without regard to case. */
  readonly q?: string;
  /** `PBX Users`, `Active` or `Inactive`. */
  readonly filter?: string;
  /** `next` of the page before. */
  readonly after?: string;
  /** At most 200. */
  readonly limit?: number;
};

export type DirectoryPage = {
  readonly items: readonly UserView[];
  readonly total: number;
  readonly next?: string;
};

function toView(user: UserRecord, account: string): UserView {
  const {
    givenName: _given,
    familyName: _family,
    displayName: _display,
    ...fields
  } = fieldsOf(user.resource);
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return {
    ...(Object.fromEntries(present) as { userName: string }),
    id: user.id,
    account,
    displayName: shownName(user.resource),
    active: user.active,
    syncedFrom: user.syncedFrom,
    changedAt: user.changedAt,
  };
}

const cursorOf = ({ sortName, id }: UserRecord): string => JSON.stringify([sortName, id]);

/** A cursor that is not one of ours starts from the beginning. */
function readCursor(after: string | undefined): DirectoryQuery['after'] {
  if (!after?.startsWith('["')) return undefined;
  let pair: unknown;
  try {
    pair = JSON.parse(after);
  } catch {
    return undefined;
  }
  const [sortName, id] = Array.isArray(pair) ? pair : [];
  return typeof sortName === 'string' && typeof id === 'string' ? { sortName, id } : undefined;
}

export async function listDirectory(
  store: ScimStore,
  account: { readonly id: string; readonly number: string },
  { q, filter = '', after, limit = 50 }: DirectoryRequest,
): Promise<DirectoryPage> {
  const only = FILTERS[filter];
  const cursor = readCursor(after);
  const size = Math.min(MOST, Math.max(1, limit));
  const { users, total } = await store.directory(account.id, {
    limit: size,
    ...(q ? { q } : {}),
    ...(only ? { only } : {}),
    ...(cursor ? { after: cursor } : {}),
  });
  const last = users.at(-1);
  return {
    items: users.map((user) => toView(user, account.number)),
    total,
    ...(last && users.length === size ? { next: cursorOf(last) } : {}),
  };
}
