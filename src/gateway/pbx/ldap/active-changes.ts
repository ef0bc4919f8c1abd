/**
 * Who may have changed in Active Directory: by DirSync (MS-ADTS §3.1.1.3.4.1.3) or by update sequence numbers. Both only say *who*; the people
 * themselves are then read again (reread.ts), so that filter, base and attributes mean the same as in a whole read.
 */
import { fail } from '../../core/errors.ts';
import { BerCursor, integer, octets, TAG, tlv } from './ber.ts';
import { bytesControl, type LdapClient, searchRequest } from './client.ts';
import { filterAttributes } from './filter.ts';
import type { LdapMessage, LdapResult } from './message.ts';
import { resultError } from './result-codes.ts';
import { Unusable } from './unusable.ts';

export const DIRSYNC = '1.2.840.113556.1.4.841';
const SHOW_DELETED = '1.2.840.113556.1.4.417';
/** LDAP_DIRSYNC_OBJECT_SECURITY: a user without the right to replicate sees what it may see anyhow. */
const OBJECT_SECURITY = 1;
const MAX_BYTES = 1024 * 1024;
/** Bounds a server that always has more. */
const MAX_ROUNDS = 100_000;
/** More changes than this are quicker read whole. */
export const MAX_CHANGED = 5000;

/** What a person can be, and what a person can be moved with. */
const WATCHED = '(|(objectClass=person)(objectClass=organizationalUnit)(objectClass=container))';
/** A deleted, moved, renamed or disabled person changes one of these. */
const ALWAYS = ['objectGUID', 'name', 'isDeleted', 'userAccountControl'];

/** 2 protocol error, 12 no such control or a cookie that is none, 50 and 53 not for this user or base. */
const REFUSED = new Set([2, 12, 50, 53]);

export type Changed = { readonly ids: readonly Buffer[]; readonly at: string };

/** Results decide alike: refused is another way's turn, anything else but success an incomplete read. */
function checkResult(message: LdapMessage): LdapResult | undefined {
  if (message.kind !== 'result' || message.code === 0) return message.kind === 'result' ? message : undefined;
  if (REFUSED.has(message.code)) throw new Unusable(resultError(message).message);
  throw resultError(message);
}

function roundEnd(result: LdapResult): { readonly more: boolean; readonly cookie: Buffer } {
  const control = result.controls.find(({ oid }) => oid === DIRSYNC);
  if (!control) throw new Unusable('no cookie comes with the result');
  try {
    const value = new BerCursor(control.value).open(TAG.sequence);
    const more = value.integer() !== 0;
    value.integer();
    return { more, cookie: Buffer.from(value.octets()) };
  } catch (cause) {
    throw new Unusable('the cookie cannot be read', { cause });
  }
}

async function dirSyncRound(
  client: LdapClient,
  ask: { readonly root: string; readonly attributes: readonly string[]; readonly cookie: Buffer },
  onId: (id: Buffer) => void,
) {
  const value = tlv(TAG.sequence, integer(OBJECT_SECURITY), integer(MAX_BYTES), octets(ask.cookie));
  const query = {
    base: ask.root,
    scope: 'subtree' as const,
    filter: WATCHED,
    attributes: ask.attributes,
  };
  const control = bytesControl(DIRSYNC, value);
  for await (const message of client.exchange((id) => searchRequest(query, id, [control]))) {
    const result = checkResult(message);
    if (result) return roundEnd(result);
    const id = message.kind === 'entry' ? message.attributes.first('objectGUID') : undefined;
    if (id) onId(Buffer.from(id));
  }
  throw fail('PBX_ANSWER_BAD');
}

/** Attributes whose change is news: a list, since otherwise every sign-in of a user would be one. */
const newsOf = (attributes: readonly string[], filter: string) => [
  ...new Set([...ALWAYS, ...attributes, ...filterAttributes(filter)]),
];

export type Watch = {
  /** Root of the naming context: Active Directory takes no other base for DirSync. */
  readonly root: string;
  readonly attributes: readonly string[];
  readonly filter: string;
};

/**
 * Runs through all changes since `at`, or through everything.
 * @param wanted false: only the position is of interest
 * @throws Unusable where this server or user, or this cookie, cannot
 */
export async function dirSync(
  client: LdapClient,
  { root, attributes, filter }: Watch,
  at: string,
  wanted: boolean,
): Promise<Changed> {
  const ids = new Map<string, Buffer>();
  let cookie: Buffer = Buffer.from(at, 'base64');
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const ask = { root, attributes: newsOf(attributes, filter), cookie };
    const end = await dirSyncRound(client, ask, (id) => {
      if (wanted) ids.set(id.toString('latin1'), id);
    });
    if (ids.size > MAX_CHANGED) throw new Unusable('too much has changed');
    cookie = end.cookie;
    if (!end.more) return { ids: [...ids.values()], at: cookie.toString('base64') };
  }
  throw fail('SOURCE_INCOMPLETE', { sentence: 'The directory does not come to an end of its changes.' });
}

/**
 * Whoever has a larger update sequence number than `at`. Deleted people show only to users who may see them.
 *
 * @param at decimal; numbers have 64 bits
 */
export async function changedSince(client: LdapClient, root: string, at: string): Promise<readonly Buffer[]> {
  if (!/^\d{1,19}$/.test(at)) throw new Unusable('no update sequence number');
  const ids: Buffer[] = [];
  const query = {
    base: root,
    scope: 'subtree' as const,
    filter: `(&${WATCHED}(uSNChanged>=${BigInt(at) + 1n}))`,
    attributes: ['objectGUID'],
    controls: [bytesControl(SHOW_DELETED, undefined, false)],
  };
  for await (const page of client.search(query)) {
    for (const { attributes } of page) {
      const id = attributes.first('objectGUID');
      if (id) ids.push(Buffer.from(id));
    }
    if (ids.length > MAX_CHANGED) throw new Unusable('too much has changed');
  }
  return ids;
}

/** Is one of them a branch? Whoever is below it moves or is renamed with it, and is not told of by name. */
export async function someBranch(client: LdapClient, root: string, anyOf: string): Promise<boolean> {
  const branches = '(|(objectClass=organizationalUnit)(objectClass=container))';
  const query = {
    base: root,
    scope: 'subtree' as const,
    filter: `(&${branches}${anyOf})`,
    attributes: ['1.1'],
  };
  let found = false;
  for await (const page of client.search(query)) found ||= page.length > 0;
  return found;
}
