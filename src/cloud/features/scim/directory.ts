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
  /** Default: by name, ascending. */
  readonly sort?: DirectoryQuery['sort'];
  readonly order?: DirectoryQuery['order'];
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

/** A user as the console shows it. */
export function toView(user: UserRecord, account: string): UserView {
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
    changedBy: user.changedBy,
    changedAt: user.changedAt,
  };
}

/** Place after a user, with the total that was counted when the list began. */
const cursorOf = ({ id, ...user }: UserRecord, sort: DirectoryQuery['sort'], total: number): string =>
  JSON.stringify([sort === 'name' ? user.sortName : user.changedAt, id, total]);

type Cursor = NonNullable<DirectoryQuery['after']> & { readonly total: number };

/** A cursor that is not one of ours starts from the beginning. */
function readCursor(after: string | undefined): Cursor | undefined {
  if (!after?.startsWith('[')) return undefined;
  let parts: unknown;
  try {
    parts = JSON.parse(after);
  } catch {
    return undefined;
  }
  const [key, id, total] = Array.isArray(parts) ? parts : [];
  const isKey = typeof key === 'string' || typeof key === 'number';
  return isKey && typeof id === 'string' && Number.isSafeInteger(total) ? { key, id, total } : undefined;
}

export async function listDirectory(
  store: ScimStore,
  account: { readonly id: string; readonly number: string },
  { q, filter = '', sort = 'name', order = 'asc', after, limit = 50 }: DirectoryRequest,
): Promise<DirectoryPage> {
  const only = FILTERS[filter];
  const cursor = readCursor(after);
  const size = Math.min(MOST, Math.max(1, limit));
  const narrowed = { ...(q ? { q } : {}), ...(only ? { only } : {}) };
  const total = cursor?.total ?? (await store.directoryTotal(account.id, narrowed));
  const users = await store.directory(account.id, {
    ...narrowed,
    sort,
    order,
    limit: size + 1,
    ...(cursor ? { after: cursor } : {}),
  });
  const shown = users.slice(0, size);
  const last = shown.at(-1);
  return {
    items: shown.map((user) => toView(user, account.number)),
    total,
    ...(last && users.length > size ? { next: cursorOf(last, sort, total) } : {}),
  };
}
