/** Stage 1: pages of records → src_record. An unchanged row costs one look-up and no write. */
import { toFault } from '../../../base/errors.ts';
import { fail } from '../../core/errors.ts';
import type { ReadEnd, SourceRecord, UserPages } from '../../core/ports/connector.ts';
import type { PresentRow, StoredRecord } from '../../core/ports/sync-store.ts';
import type { SourceRead } from '../../core/sync-cycle.ts';
import { knownOf, peoplePages } from './devices/records.ts';
import type { Known } from './devices/types.ts';
import { CHUNK, type Cycle, didNumbersOf, type SyncSource } from './engine.ts';
import { noteWhole, withSweep } from './sweep.ts';

export type ReadReport = SourceRead & {
  /** Rows without a readable identity: they are shown, and may be anybody. */
  readonly nameless: number;
};

/** Rows taken in one transaction: new ones, decoded on the way, take some 10 ms. */
const ROWS = 125;

/** Set of small integers: 50,000 of them cost 6 KiB. */
function idSet() {
  let bits = new Uint8Array(4096);
  return {
    has: (id: number) => ((bits[id >> 3] ?? 0) & (1 << (id & 7))) !== 0,
    add(id: number) {
      if (id >> 3 >= bits.length) {
        const grown = new Uint8Array(Math.max(bits.length * 2, (id >> 3) + 1));
        grown.set(bits);
        bits = grown;
      }
      bits[id >> 3] = (bits[id >> 3] ?? 0) | (1 << (id & 7));
    },
  };
}

const isInOrder = (names: readonly string[]) =>
  names.every((name, i) => i === 0 || (names[i - 1] ?? '') < name);

/** Attributes by name, several values by value: LDAP promises no order, and a new order is no change. */
export function canonicalRaw(raw: SourceRecord['raw']): SourceRecord['raw'] {
  const names = Object.keys(raw);
  // most sources read in one order: nothing to do, and this runs for every row of every cycle
  if (isInOrder(names) && names.every((name) => typeof raw[name] === 'string')) return raw;
  return Object.fromEntries(
    names.sort().map((name) => {
      const value = raw[name] ?? '';
      return [name, typeof value === 'string' ? value : [...value].sort()];
    }),
  );
}

/** The same while the row says the same. */
function hashOf(cycle: Cycle, record: SourceRecord): string {
  const { fingerprint, fault, findings } = record;
  if (fingerprint !== undefined) return fingerprint;
  const raw = canonicalRaw(record.raw);
  const isPlain = !fault && (findings ?? []).length === 0;
  return cycle.digest(JSON.stringify(isPlain ? raw : [raw, fault ?? null, findings ?? []]));
}

/** A row without a readable identity is named by where it stands (pbx/connector.ts). */
const isNameless = ({ anchor, fault }: SourceRecord) => fault !== undefined && anchor === `?${fault.where}`;

/** Where the rows of one read go. */
function intake(cycle: Cycle, source: SyncSource) {
  const { records } = cycle.store;
  const seen = idSet();
  /** Came again, or came while it was known as a duplicate: decided at the end. */
  const again = new Map<
    number,
    { record: SourceRecord; hash: string; times: number; stored: StoredRecord }
  >();
  let nameless = 0;

  const put = (record: SourceRecord, hash: string) =>
    records.put({
      sourceId: source.id,
      anchor: record.anchor,
      hash,
      raw: canonicalRaw(record.raw),
      fault: record.fault,
      findings: record.findings ?? [],
    });

  const take = (record: SourceRecord) => {
    if (isNameless(record)) nameless++;
    const hash = hashOf(cycle, record);
    const stored = records.find(source.id, record.anchor);
    if (!stored) {
      seen.add(put(record, hash));
      return;
    }
    const isAgain = seen.has(stored.id);
    seen.add(stored.id);
    if (isAgain || stored.duplicate) {
      const times = (again.get(stored.id)?.times ?? (stored.duplicate ? 0 : 1)) + 1;
      again.set(stored.id, { record, hash, times, stored });
    } else if (stored.gone || stored.hash !== hash) put(record, hash);
  };

  /** In a delta the last word counts; in a whole read an identity that comes twice is an error of both rows. */
  const settleAgain = (end: ReadEnd['kind']) => {
    for (const { record, hash, times, stored } of again.values()) {
      const duplicate = end !== 'delta' && times > 1;
      // a read that broke off may have lost the second one
      if (!duplicate && end === 'incomplete') continue;
      if (!duplicate) put(record, hash);
      if (duplicate !== stored.duplicate) records.markDuplicate(stored.id, duplicate);
    }
  };

  const markAll = (missing: readonly { readonly id: number }[]) =>
    cycle.store.txSoon(() => {
      for (const { id } of missing) records.markGone(id);
    });

  /** Who was there and did not come. */
  const absences = async (isGone: (row: PresentRow) => boolean) => {
    for (let after = 0; ; ) {
      const page = records.present(source.id, after, CHUNK);
      const missing = page.filter((row) => !seen.has(row.id) && isGone(row));
      if (missing.length > 0) markAll(missing);
      const last = page.at(-1);
      if (!last || page.length < CHUNK) return;
      after = last.id;
      await cycle.breathe();
    }
  };
  return { take, settleAgain, absences, nameless: () => nameless };
}

/** What makes people of rows: where it changes, all of them are made anew. */
function saidBy({ sources }: Cycle, source: SyncSource): readonly unknown[] {
  const { mapping, country = null, absent, precedence, validation, joinBy } = source;
  const rank = sources.length > 1 ? { precedence } : {};
  const more = { ...rank, ...(validation ? { validation } : {}), ...(joinBy ? { joinBy } : {}) };
  return [mapping, country, absent, ...(Object.keys(more).length > 0 ? [more] : [])];
}

function prepare(cycle: Cycle, source: SyncSource): string | undefined {
  const { sources, records } = cycle.store;
  const mappingHash = cycle.digest(JSON.stringify(saidBy(cycle, source)));
  const { fingerprint, id } = source;
  if (source.reinitialise) cycle.store.tx(() => sources.forgetRead(id));
  const known = sources.get(id);
  const cursor = known?.fingerprint === fingerprint ? known.cursor : undefined;
  if (known?.fingerprint === fingerprint && known.mappingHash === mappingHash) return cursor;
  cycle.store.tx(() => {
    sources.save({ id, fingerprint, mappingHash, cursor });
    if (known && known.mappingHash !== mappingHash) records.markAllDirty(id);
  });
  return cursor;
}

/** Whom earlier cycles made of a source of numbers. */
function knownPeople(cycle: Cycle, source: SyncSource): Known[] {
  const found: Known[] = [];
  for (let after = 0; ; ) {
    const page = cycle.store.records.known(source.id, after, CHUNK);
    found.push(...page.map(knownOf));
    const last = page.at(-1);
    if (!last || page.length < CHUNK) return found;
    after = last.id;
  }
}

function peopleFrom(cycle: Cycle, source: SyncSource, cursor: string | undefined): UserPages {
  if (source.leaving) return nobody();
  const pages = source.users(cycle.signal, cursor);
  return source.devices ? peoplePages(pages, () => knownPeople(cycle, source), source.devices) : pages;
}

async function* pieces(cycle: Cycle, source: SyncSource, cursor: string | undefined) {
  const pages = peopleFrom(cycle, source, cursor);
  let step = await pages.next();
  for (; !step.done; step = await pages.next()) {
    for (let at = 0; at < step.value.length; at += ROWS) yield step.value.slice(at, at + ROWS);
  }
  return step.value;
}

/** How many DID numbers the source has; without its word, those of its people are counted. */
function noteDidNumbers({ store: { facts } }: Cycle, { id }: SyncSource, didNumbers: number | undefined) {
  const key = didNumbersOf(id);
  const text = didNumbers === undefined ? '' : String(didNumbers);
  if ((facts.get(key) ?? '') === text) return;
  facts.set(key, text);
  facts.set('planOpen', '1');
}

/** A delta may name all who are there, in place of those who are not. */
async function absentees(
  { present }: Extract<ReadEnd, { kind: 'delta' }>,
  into: ReturnType<typeof intake>,
): Promise<void> {
  if (present) await into.absences(({ anchor }) => !present.has(anchor));
}

/** Somebody is said to be there whom we never saw (a branch that was moved): the next read is a whole one. */
function namesStrangers({ store }: Cycle, source: SyncSource, end: ReadEnd): boolean {
  if (end.kind !== 'delta') return false;
  for (const anchor of end.present ?? []) if (!store.records.find(source.id, anchor)) return true;
  return false;
}

/** The end and the cookie, in one transaction with the rows they cover. */
async function finish(cycle: Cycle, source: SyncSource, end: ReadEnd, into: ReturnType<typeof intake>) {
  const { store } = cycle;
  if (end.kind === 'complete') await into.absences(() => true);
  else if (end.kind === 'incomplete') await into.absences(({ nameless }) => nameless);
  else await absentees(end, into);
  store.tx(() => {
    into.settleAgain(end.kind);
    if (end.kind === 'incomplete') return;
    if (end.kind === 'complete') noteDidNumbers(cycle, source, end.didNumbers);
    noteWhole(cycle, source, end);
    if (end.kind === 'delta') {
      for (const anchor of end.deleted) {
        const gone = store.records.find(source.id, anchor);
        if (gone && !gone.gone) store.records.markGone(gone.id);
      }
    }
    const state = store.sources.get(source.id);
    // a delta that changed nothing may bring no cookie: the old one still holds
    const next = end.cursor ?? (end.kind === 'delta' ? state?.cursor : undefined);
    const cursor = namesStrangers(cycle, source, end) ? undefined : next;
    if (state && state.cursor !== cursor) store.sources.save({ ...state, cursor });
  });
}

/** A source whose deletion takes its people away is read as one that has nobody. */
async function* nobody(): UserPages {
  yield [];
  return { kind: 'complete' };
}

/** Reads one source to its end. What the source does wrong makes the read incomplete; only an abort throws. */
export async function readSource(cycle: Cycle, source: SyncSource): Promise<ReadReport> {
  const into = intake(cycle, source);
  const at = cycle.now();
  const cursor = prepare(cycle, source);
  const read = pieces(cycle, source, cursor);
  let done = 0;
  let end: ReadEnd;
  try {
    let step = await read.next();
    for (; !step.done; step = await read.next()) {
      const records = step.value;
      cycle.store.txSoon(() => {
        for (const record of records) into.take(record);
      });
      done += records.length;
      cycle.progress({ stage: 'read', done });
      await cycle.breathe();
      if (cycle.signal.aborted) throw fail('SYNC_ABORTED');
    }
    end = await withSweep(cycle, source, step.value);
  } catch (thrown) {
    if (cycle.signal.aborted) throw fail('SYNC_ABORTED', { cause: thrown });
    cycle.log('the source broke off', { source: source.id, error: String(thrown) });
    end = { kind: 'incomplete', fault: toFault(thrown) };
  }
  if (cycle.signal.aborted) throw fail('SYNC_ABORTED');
  await finish(cycle, source, end, into);
  return {
    source: source.id,
    at,
    end: end.kind,
    rows: done,
    durationMs: cycle.now() - at,
    nameless: into.nameless(),
    ...(end.kind === 'incomplete' ? { fault: end.fault } : {}),
  };
}
