/**
 * The access log as a chain (docs/decisions/access-log.md): what links its records, and what is wrong with one that was
 * touched. Pure; the records and the cloud's heads come from outside.
 */
import type { AccessHead, AccessVerdict } from '../../contract/access-log.ts';
import type { ChainPlace, ChainRecord, LinkHash } from './ports/targets.ts';

export const NOTHING = '0'.repeat(64);

type Said = {
  readonly n?: number;
  readonly ends?: number;
  readonly cut?: { readonly to: number; readonly hash: string };
};

/** The columns of a record are there to be searched; what counts is the hashed text. */
export const kindOf = (record: object): ChainRecord['kind'] =>
  'cut' in record ? 'cut' : 'ends' in record ? 'end' : 'line';

function fits(record: ChainRecord, before: ChainPlace, linkHash: LinkHash): boolean {
  if (record.n !== before.n + 1 || record.hash !== linkHash(before.hash, record.line)) return false;
  // it is what was hashed: only our own program wrote it
  const said = JSON.parse(record.line) as Said;
  return said.n === record.n && (said.ends ?? null) === record.ends && kindOf(said) === record.kind;
}

/** Whether this record says that everything up to `start` was taken away. */
export function explains(cut: ChainRecord | undefined, start: ChainPlace): boolean {
  if (start.n === 0) return start.hash === NOTHING;
  const said = cut && (JSON.parse(cut.line) as Said).cut;
  return said?.to === start.n && said.hash === start.hash;
}

export type AccessFault = AccessVerdict['faults'][number];

const day = (at: number) => new Date(at).toISOString().replace('T', ' ').slice(0, 16);

/**
 * Goes along the chain, record by record, and says what does not fit: a record that was changed, taken out or put in
 * (CHAIN_BROKEN), and, by what the cloud was told at the time, a chain that was written anew (HEAD_DIFFERS) or whose
 * end was cut off (TAIL_CUT). One fault of each kind, the first.
 *
 * @param start where the chain begins
 * @param heads what the cloud holds, the smaller first
 */
export function walkChain(start: ChainPlace, heads: readonly AccessHead[], linkHash: LinkHash) {
  const faults: AccessFault[] = [];
  let place = start;
  let broken = false;
  let next = 0;
  let compared = 0;
  let newestAt: number | undefined;

  const compare = ({ n, hash }: ChainPlace) => {
    for (; next < heads.length; next++) {
      const head = heads[next];
      if (!head || head.count > n) return;
      if (head.count < n) continue; // of before the start
      compared++;
      newestAt = Math.max(newestAt ?? 0, head.at);
      if (head.head !== hash && !faults.some(({ code }) => code === 'HEAD_DIFFERS'))
        faults.push({
          code: 'HEAD_DIFFERS',
          n,
          toldAt: head.at,
          sentence: `Record ${n} is another one than the cloud was told on ${day(head.at)} UTC: the log was written anew, up to there or earlier.`,
        });
    }
  };
  compare(start);

  return {
    take(record: ChainRecord): void {
      if (!broken && !fits(record, place, linkHash)) {
        broken = true;
        faults.push({
          code: 'CHAIN_BROKEN',
          n: place.n + 1,
          sentence: `Record ${place.n + 1} was changed, taken out or put in afterwards.`,
        });
      }
      place = { n: record.n, hash: record.hash };
      compare(place);
    },
    /** The faults, and how many of the cloud's heads were compared. */
    end() {
      const cut = heads.findLast((head) => head.count > place.n);
      if (cut)
        faults.push({
          code: 'TAIL_CUT',
          n: place.n + 1,
          toldAt: cut.at,
          sentence: `The log ends with record ${place.n}; on ${day(cut.at)} UTC the cloud was told of record ${cut.count}.`,
        });
      return { faults, compared, ...(newestAt === undefined ? {} : { newestAt }) };
    },
  };
}
