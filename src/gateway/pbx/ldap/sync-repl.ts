/**
 * What changed, by content synchronisation (RFC 4533) in mode refreshOnly, as OpenLDAP and others offer it. Such a search cannot
 * be paged; the reader's pace is the socket's pace.
 */
import { BerCursor, integer, octets, TAG, tlv } from './ber.ts';
import { bytesControl, type LdapClient, type LdapQuery, searchRequest } from './client.ts';
import type { LdapEntry, LdapMessage, LdapResult } from './message.ts';
import { resultError } from './result-codes.ts';
import { Unusable } from './unusable.ts';

export const SYNC_REQUEST = '1.3.6.1.4.1.4203.1.9.1.1';
const SYNC_STATE = '1.3.6.1.4.1.4203.1.9.1.2';
const SYNC_DONE = '1.3.6.1.4.1.4203.1.9.1.3';
const SYNC_INFO = '1.3.6.1.4.1.4203.1.9.1.4';
const REFRESH_ONLY = 1;
const STATE = { present: 0, add: 1, modify: 2, delete: 3 } as const;
const INFO = { newCookie: 0x80, refreshDelete: 0xa1, refreshPresent: 0xa2, idSet: 0xa3 } as const;
const PAGE = 500;

/**
 * Answers after which reading everybody in pages is the cure: limits (3, 4, 11), no such extension for this base or user
 * (2, 12, 50, 53), and the server's own word that the cookie is of no use (4096, e-syncRefreshRequired).
 */
const READ_WHOLE = new Set([2, 3, 4, 11, 12, 50, 53, 4096]);

export type SyncEnd = {
  /** Absent where the server sent none: the old one still holds. */
  readonly cookie: Buffer | undefined;
  readonly deleted: readonly string[];
  /** Set where who is neither here nor came is gone. */
  readonly present: ReadonlySet<string> | undefined;
};

/** entryUUID in its text form, as the attribute has it. */
function uuidText(bytes: Buffer): string {
  if (bytes.length !== 16) throw new RangeError(`an identity of ${bytes.length} bytes`);
  const hex = bytes.toString('hex');
  return [0, 8, 12, 16, 20].map((from, i) => hex.slice(from, [8, 12, 16, 20, 32][i])).join('-');
}

/** What the server has said so far in one refresh. */
class Refresh {
  cookie: Buffer | undefined;
  readonly present = new Set<string>();
  readonly deleted = new Set<string>();
  /** A phase that names who is there has ended. */
  #hadPresentPhase = false;
  #isDone = false;

  #noteCookie(from: BerCursor): void {
    if (from.peek() !== TAG.octets) return;
    const cookie = from.octets();
    if (cookie.length > 0) this.cookie = Buffer.from(cookie);
  }

  /** @returns whether the entry itself is news */
  entry(entry: LdapEntry): boolean {
    const control = entry.controls.find(({ oid }) => oid === SYNC_STATE);
    if (!control) throw new Unusable('entries come without their state');
    const value = new BerCursor(control.value).open(TAG.sequence);
    const state = value.integer(TAG.enumerated);
    const id = uuidText(value.octets());
    this.#noteCookie(value);
    if (state === STATE.delete) this.deleted.add(id);
    else this.present.add(id);
    return state === STATE.add || state === STATE.modify;
  }

  info(bytes: Buffer): void {
    const choice = new BerCursor(bytes);
    const tag = choice.peek() ?? 0;
    if (tag === INFO.newCookie) {
      this.cookie = Buffer.from(choice.octets(tag));
      return;
    }
    const value = choice.open(tag);
    this.#noteCookie(value);
    if (tag === INFO.refreshPresent) this.#hadPresentPhase = true;
    if (tag !== INFO.idSet) return;
    const areDeleted = value.peek() === TAG.boolean && value.boolean();
    const set = areDeleted ? this.deleted : this.present;
    for (const ids = value.open(TAG.set); !ids.isAtEnd; ) set.add(uuidText(ids.octets()));
  }

  done(result: LdapResult): void {
    const control = result.controls.find(({ oid }) => oid === SYNC_DONE);
    if (!control) throw new Unusable('the result comes without its state');
    const value = new BerCursor(control.value).open(TAG.sequence);
    this.#noteCookie(value);
    const tellsDeletes = value.peek() === TAG.boolean && value.boolean();
    if (!tellsDeletes) this.#hadPresentPhase = true;
    this.#isDone = true;
  }

  end(isFirst: boolean): SyncEnd {
    if (!this.#isDone) throw new Unusable('the refresh has no end');
    const { cookie, present } = this;
    const deleted = [...this.deleted].filter((id) => !present.has(id));
    const saysNothing = present.size === 0 && deleted.length === 0;
    if (cookie === undefined && !isFirst) {
      // so ends slapd's answer to a cookie that it cannot read: everybody comes, and no delete
      if (!saysNothing) throw new Unusable('changes come without a cookie');
      return { cookie, deleted, present: undefined };
    }
    if (!this.#hadPresentPhase) return { cookie, deleted, present: undefined };
    if (saysNothing && !isFirst) throw new Unusable('nobody is there any more');
    return { cookie, deleted, present };
  }
}

const requestValue = (cookie: Buffer | undefined) =>
  tlv(TAG.sequence, integer(REFRESH_ONLY, TAG.enumerated), ...(cookie === undefined ? [] : [octets(cookie)]));

function take(refresh: Refresh, message: LdapMessage): LdapEntry | undefined {
  try {
    if (message.kind === 'entry') return refresh.entry(message) ? message : undefined;
    if (message.kind === 'intermediate' && message.name === SYNC_INFO) refresh.info(message.value);
    if (message.kind === 'result') {
      if (READ_WHOLE.has(message.code)) throw new Unusable(resultError(message).message);
      if (message.code !== 0) throw resultError(message);
      refresh.done(message);
    }
    return undefined;
  } catch (thrown) {
    if (thrown instanceof RangeError) throw new Unusable(thrown.message);
    throw thrown;
  }
}

/**
 * Entries that are new or changed since `cookie`; everybody without one.
 * @throws Unusable where everybody is to be read in pages instead
 * @throws AppError for what makes the read incomplete
 */
export async function* syncRepl(
  client: LdapClient,
  query: LdapQuery,
  cookie: Buffer | undefined,
): AsyncGenerator<readonly LdapEntry[], SyncEnd> {
  const control = bytesControl(SYNC_REQUEST, requestValue(cookie));
  const refresh = new Refresh();
  let page: LdapEntry[] = [];
  for await (const message of client.exchange((id) => searchRequest(query, id, [control]))) {
    const entry = take(refresh, message);
    if (!entry) continue;
    page.push(entry);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
  return refresh.end(cookie === undefined);
}
