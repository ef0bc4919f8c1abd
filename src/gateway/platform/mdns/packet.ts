/** DNS messages as multicast-dns and its codec, dns-packet, give and take them. */

import type { Answer, RecordType } from 'dns-packet';
import * as codec from 'dns-packet';
import type { ResourceRecord } from './records.ts';

export type SeenRecord = {
  readonly name: string;
  readonly type: string;
  /** `IN`; absent in OPT. */
  readonly class?: string;
  readonly ttl?: number;
  readonly data?: unknown;
};

export type Question = { readonly name: string; readonly type: string; readonly class: string };

/** A message that came in, as the codec reads it. */
export type Message = {
  readonly type: 'query' | 'response';
  readonly id: number;
  readonly opcode: string;
  readonly rcode: string;
  /** More known answers follow (§7.2). */
  readonly flag_tc: boolean;
  readonly questions: readonly Question[];
  readonly answers: readonly SeenRecord[];
  readonly authorities: readonly SeenRecord[];
  readonly additionals: readonly SeenRecord[];
};

const UNICAST_WANTED = 0x8000;
const CLASS: { readonly [name: string]: number } = { IN: 1, ANY: 255 };

/** The codec knows no QU bit (§5.4) and names such a class by its number. */
function classCode(name: string): number {
  return CLASS[name] ?? Number(/^UNKNOWN_(\d+)$/.exec(name)?.[1] ?? 0);
}

export const wantsUnicast = (q: Question): boolean => (classCode(q.class) & UNICAST_WANTED) !== 0;

/** Whether it is asked in class IN or ANY, whatever the QU bit says. */
export function isInternet(q: Question): boolean {
  const code = classCode(q.class) & ~UNICAST_WANTED;
  return code === CLASS.IN || code === CLASS.ANY;
}

/** For sending. `legacy` shapes it for a resolver that knows no mDNS (§6.7): short-lived, no cache-flush bit. */
export function toAnswer(
  { name, type, ttl, unique, data }: ResourceRecord,
  options: { readonly ttl?: number; readonly legacy?: boolean } = {},
): Answer {
  const life = options.ttl ?? ttl;
  const copy = Array.isArray(data) ? [...data] : data;
  const flush = unique && !options.legacy;
  return {
    name,
    type,
    class: 'IN',
    ttl: options.legacy ? Math.min(life, 10) : life,
    flush,
    data: copy,
  } as Answer;
}

/**
 * A probe (§8.1): everything is asked about the names, unicast answers wanted, and the records that shall be ours
 * stand in the authority section for the tiebreak.
 */
export function encodeProbe(names: readonly string[], records: readonly ResourceRecord[]): Buffer {
  const buffer = codec.encode({
    type: 'query',
    questions: names.map((name) => ({ name, type: 'ANY' as RecordType })),
    authorities: records.map((r) => ({ ...toAnswer(r), flush: false }) as Answer),
  });
  let at = 12;
  for (const name of names) {
    at += Buffer.byteLength(name) + 2 + 2;
    buffer.writeUInt16BE(buffer.readUInt16BE(at) | UNICAST_WANTED, at);
    at += 2;
  }
  return buffer;
}
