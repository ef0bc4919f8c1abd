/** People of a directory: what changed since the cursor where the directory can tell, everybody otherwise. */
import type { ReadEnd, SourceRecord, UserPages } from '../../core/ports/connector.ts';
import { incomplete, notWhole } from '../connector.ts';
import { type Changed, changedSince, DIRSYNC, dirSync, dirSyncStart, someBranch } from './active-changes.ts';
import type { LdapClient, LdapQuery } from './client.ts';
import { type Cursor, type Mode, readCursor, whatOf, writeCursor } from './cursor.ts';
import { filterAttributes } from './filter.ts';
import type { LdapEntry } from './message.ts';
import { recordReader, valueText } from './record.ts';
import { anyOf, reread } from './reread.ts';
import { contextOf, type RootDse, readRootDse, serverOf } from './root-dse.ts';
import { SYNC_REQUEST, syncRepl } from './sync-repl.ts';
import { changedAfter, createLatest, MODIFIED, readTime, writeTime } from './time-changes.ts';
import { Unusable } from './unusable.ts';

export type Asked = {
  readonly query: LdapQuery;
  readonly anchor: string;
  /** Attributes that a record keeps. */
  readonly attributes: readonly string[];
  /** Ways to read changes that may be tried; none: everybody, each time. */
  readonly modes: readonly Mode[];
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  /** What the server says of itself, before anybody is read. */
  readonly onServer?: (dse: RootDse) => void;
};

/** Computed, or changed without a trace at the person: changes cannot be counted by what a filter asks of these. */
const COMPUTED =
  /^(memberOf|isMemberOf|groupMembership|tokenGroups.*|msDS-(memberOf|member).*|nsRole|dynamicMemberOf)$/i;

/** The ways that this server offers, the best first. */
export function modesOf(dse: RootDse, { query, anchor, modes }: Asked): readonly Mode[] {
  if (filterAttributes(`(${query.filter})`).some((name) => COMPUTED.test(name))) return [];
  const isActive = dse.dsServiceName !== undefined;
  const isGuid = anchor.toLowerCase() === 'objectguid';
  const offered: Readonly<Record<Mode, boolean>> = {
    dirsync: isActive && isGuid && dse.controls.has(DIRSYNC),
    usn: isActive && isGuid && dse.highestCommittedUsn !== undefined,
    syncrepl: !isActive && anchor.toLowerCase() === 'entryuuid' && dse.controls.has(SYNC_REQUEST),
    time: !isActive,
  };
  return modes.filter((mode) => offered[mode]);
}

/** Entries → records, over all attempts of one read. */
function createIntake({ anchor, attributes }: Asked) {
  const recordOf = recordReader(anchor, attributes);
  /** Whom an attempt handed out that was then given up. */
  const given = new Set<string>();
  let nameless = 0;
  return {
    /** @param isAttempt everybody may have to be read again after it */
    records(page: readonly LdapEntry[], isAttempt: boolean): readonly SourceRecord[] {
      const records = page.map(recordOf);
      nameless += records.filter((record) => record.fault).length;
      const fresh = given.size === 0 ? records : records.filter(({ anchor: id }) => !given.has(id));
      if (isAttempt) for (const { anchor: id } of records) given.add(id);
      return fresh;
    },
    /** The end, unless somebody could not be recognised: then nobody is removed and nothing is taken as read. */
    end(end: ReadEnd): ReadEnd {
      if (nameless === 0) return end;
      const sentence = `${nameless} entries without a readable ${anchor} may be anybody; nobody was removed.`;
      const remedy = `Let the bind user read ${anchor}, or choose another attribute.`;
      return incomplete(notWhole(sentence, { remedy }));
    },
  };
}

type Reading = {
  readonly client: LdapClient;
  readonly asked: Asked;
  readonly dse: RootDse;
  readonly root: string;
  readonly intake: ReturnType<typeof createIntake>;
  cursor(mode: Mode, at: string): string;
};

async function* handOver(
  { intake }: Reading,
  pages: AsyncIterable<readonly LdapEntry[]>,
  isAttempt: boolean,
  see: (entry: LdapEntry) => unknown = () => undefined,
): AsyncGenerator<readonly SourceRecord[], void> {
  for await (const page of pages) {
    page.forEach(see);
    yield intake.records(page, isAttempt);
  }
}

/** Changed people read again; deleted is who did not come. */
async function* settle(
  reading: Reading,
  { ids, at, mode, newer }: Changed & { readonly mode: Mode; readonly newer?: ReadonlySet<string> },
): UserPages {
  const { client, asked, root, intake } = reading;
  const { query, anchor } = asked;
  const people = reread(client, queryFor(asked, mode), anchor, ids);
  let step = await people.next();
  for (; !step.done; step = await people.next()) yield intake.records(step.value, true);
  const missing = step.value;
  const under = mode === 'time' ? query.base : root;
  const suspects = newer ? missing.filter((id) => newer.has(id.toString('latin1'))) : missing;
  for (let from = 0; from < suspects.length; from += 200)
    if (await someBranch(client, under, anyOf(anchor, suspects.slice(from, from + 200))))
      throw new Unusable('a branch of the directory was changed');
  const deleted = missing.map((id) => valueText(anchor, id).toLowerCase());
  return { kind: 'delta', cursor: reading.cursor(mode, at), deleted };
}

/** A whole read and one of changes ask for the same, so that an unchanged person has the same bytes in both. */
const queryFor = ({ query }: Asked, mode: Mode | undefined): LdapQuery =>
  mode === 'time' ? { ...query, attributes: [...query.attributes, MODIFIED] } : query;

async function* syncReplPages(reading: Reading, cookie: Buffer | undefined): UserPages {
  const { client, asked, intake } = reading;
  const pages = syncRepl(client, asked.query, cookie);
  let step = await pages.next();
  for (; !step.done; step = await pages.next()) yield intake.records(step.value, true);
  const { cookie: next, deleted, present } = step.value;
  const cursor = next ? { cursor: reading.cursor('syncrepl', next.toString('base64')) } : {};
  return cookie === undefined
    ? { kind: 'complete', ...cursor }
    : { kind: 'delta', ...cursor, deleted, ...(present ? { present } : {}) };
}

type Changes = (reading: Reading, at: string) => UserPages;
const CHANGES: Readonly<Record<Mode, Changes>> = {
  syncrepl: (reading, at) => syncReplPages(reading, Buffer.from(at, 'base64')),
  async *dirsync(reading, at) {
    const { client, root } = reading;
    const { query } = reading.asked;
    const changed = await dirSync(client, { root, ...query }, at);
    return yield* settle(reading, { ...changed, mode: 'dirsync' });
  },
  async *usn(reading, at) {
    const { client, root, dse } = reading;
    const ids = await changedSince(client, root, at);
    return yield* settle(reading, { ids, at: dse.highestCommittedUsn ?? at, mode: 'usn' });
  },
  async *time(reading, at) {
    const { client, asked } = reading;
    const time = readTime(at);
    const ask = { base: asked.query.base, anchor: asked.anchor, latest: time.latest };
    const { ids, newer, latest } = await changedAfter(client, ask);
    return yield* settle(reading, { ids, newer, at: writeTime({ ...time, latest }), mode: 'time' });
  },
};

/** Everybody, and from where changes count: a position that is older than what was read, never younger. */
async function* wholeBy(reading: Reading, mode: Mode): UserPages {
  const { client, asked, root, dse } = reading;
  if (mode === 'syncrepl') return yield* syncReplPages(reading, undefined);
  const latest = createLatest();
  const at =
    mode === 'dirsync'
      ? await dirSyncStart(client, { root, ...asked.query })
      : mode === 'usn'
        ? dse.highestCommittedUsn
        : undefined;
  const see = mode === 'time' ? latest.see : undefined;
  yield* handOver(reading, client.search(queryFor(asked, mode)), false, see);
  const { ms } = latest;
  const from = mode === 'time' && ms !== undefined ? writeTime({ latest: ms, whole: ms }) : at;
  return from === undefined ? { kind: 'complete' } : { kind: 'complete', cursor: reading.cursor(mode, from) };
}

/** Tries one way; undefined where it leads nowhere. */
async function* tried(
  reading: Reading,
  mode: Mode,
  pages: UserPages,
): AsyncGenerator<readonly SourceRecord[], ReadEnd | undefined> {
  try {
    return yield* pages;
  } catch (thrown) {
    if (!(thrown instanceof Unusable)) throw thrown;
    reading.asked.log('the directory cannot be read so', { mode, why: thrown.message });
    return undefined;
  }
}

async function* read(reading: Reading, modes: readonly Mode[], known: Cursor | undefined): UserPages {
  if (known) {
    const end = yield* tried(reading, known.mode, CHANGES[known.mode](reading, known.at));
    if (end) return end;
  }
  for (const mode of modes) {
    const end = yield* tried(reading, mode, wholeBy(reading, mode));
    if (end) return end;
  }
  yield* handOver(reading, reading.client.search(reading.asked.query), false);
  return { kind: 'complete' };
}

/**
 * @param client signed in
 * @param cursor of an earlier read, of whatever server and settings
 * @throws AppError for what makes the read incomplete
 */
export async function* readPeople(client: LdapClient, asked: Asked, cursor: string | undefined): UserPages {
  const { query, anchor, attributes } = asked;
  const dse = await readRootDse(client);
  asked.onServer?.(dse);
  const modes = modesOf(dse, asked);
  const intake = createIntake(asked);
  const server = modes.length > 0 ? await serverOf(client, dse, query.base) : '';
  const what = whatOf(query.base, query.filter, attributes, anchor);
  const reading: Reading = {
    client,
    asked,
    dse,
    root: contextOf(dse, query.base) ?? query.base,
    intake,
    cursor: (mode, at) => writeCursor({ mode, server, what, at }),
  };
  const found = readCursor(cursor);
  const isKnown = found && found.server === server && found.what === what && modes.includes(found.mode);
  return intake.end(yield* read(reading, modes, isKnown ? found : undefined));
}
