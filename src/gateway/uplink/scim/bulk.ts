/** Many operations in one request (RFC 7644 §3.7), and what to do with each way servers answer it (rule C5). */

import { SCIM_BULK } from '../../../contract/scim.ts';
import { fail } from '../../core/errors.ts';
import type { RemoteOp, RemoteOutcome } from '../../core/ports/scim.ts';
import type { Capabilities } from './capabilities.ts';
import { type Answer, isOk, NoAnswer, type ScimHttp } from './http.ts';
import { type Lookup, userPath } from './lookup.ts';
import { done, idOf, refused } from './outcomes.ts';
import { multiNames, patchBody } from './patch.ts';
import { attribute, type Json, type Resource, resourceOf, toResource, withUser, wordOf } from './resource.ts';
import type { Single } from './single.ts';

/** Look-ups that go on side by side. */
const LANES = 8;
const BULK_TIMEOUT_MS = 120_000;
/** Smaller than this no lost answer makes a bulk request; 413 does. */
const LEAST_BULK = 25;

export type Bulk = {
  /**
   * Carries out a batch and tells each outcome as soon as it is known.
   * @returns false when the server has no bulk: nothing was done
   */
  run(
    batch: readonly RemoteOp[],
    tell: (outcome: RemoteOutcome) => void,
    signal: AbortSignal,
  ): Promise<boolean>;
};

/** `text`: the operation as JSON; made once, measured and sent. */
type Entry = { readonly op: RemoteOp; readonly json: Json; readonly text: string; readonly bytes: number };
type Result = { readonly status: number; readonly body: unknown; readonly location: string | undefined };

/** `"201"`, `201`, `{ "code": "201" }`, also with a text behind the number. */
export function statusOf(value: unknown): number | undefined {
  const code = typeof value === 'object' ? attribute(value, 'code') : value;
  const digits = /^\s*(\d{3})\b/.exec(wordOf(code))?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function resultOf(value: unknown): Result | undefined {
  const status = statusOf(attribute(value, 'status'));
  const location = attribute(value, 'location');
  if (status === undefined) return undefined;
  return {
    status,
    body: attribute(value, 'response'),
    location: typeof location === 'string' ? location : undefined,
  };
}

/** Each operation's result: by bulkId, else by method and place, else by position where nothing was left out. */
export function matchResults(
  sent: readonly Json[],
  answered: readonly unknown[],
): readonly (Result | undefined)[] {
  const left = new Set(answered);
  const take = (fits: (value: unknown) => boolean) => {
    // most servers answer in order: the first that is left is the one
    for (const value of left) {
      if (value === undefined || !fits(value)) continue;
      left.delete(value);
      return value;
    }
    return undefined;
  };
  const sameText = (a: unknown, b: unknown) => wordOf(a).toLowerCase() === wordOf(b).toLowerCase();
  const found = sent.map((json) =>
    take((value) => {
      if (json.bulkId !== undefined) return attribute(value, 'bulkId') === json.bulkId;
      const place = attribute(value, 'location') ?? attribute(value, 'path');
      return sameText(attribute(value, 'method'), json.method) && wordOf(place).endsWith(wordOf(json.path));
    }),
  );
  const inOrder = answered.length === sent.length;
  return sent.map((json, i) => {
    const byPlace = answered[i];
    const fallback = inOrder && left.has(byPlace) && sameText(attribute(byPlace, 'method'), json.method);
    return resultOf(found[i] ?? (fallback ? byPlace : undefined));
  });
}

/** Runs `f` over the items, at most {@link LANES} at a time. After a failure no other item is begun; it is thrown when all lanes rest. */
export async function inLanes<T>(items: readonly T[], f: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const failures: unknown[] = [];
  const lane = async () => {
    for (const item of queue) {
      if (failures.length > 0) return;
      await f(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, items.length) }, lane));
  if (failures.length > 0) throw failures[0];
}

export function createBulk(options: {
  readonly http: ScimHttp;
  readonly capabilities: Capabilities;
  readonly lookup: Lookup;
  readonly single: Single;
}): Bulk {
  const { http, capabilities, lookup, single } = options;

  function jsonOf(op: RemoteOp, current: Resource | undefined): Json {
    if (op.kind === 'create')
      return { method: 'POST', path: '/Users', bulkId: op.opId, data: toResource(op.user, op.externalId) };
    const path = userPath(op.remoteId);
    if (op.kind === 'delete') return { method: 'DELETE', path };
    const ifMatch =
      capabilities.now.etag === 'proven' && current?.version ? { version: current.version } : {};
    if (capabilities.now.patch === 'absent' && current)
      return {
        method: 'PUT',
        path,
        ...ifMatch,
        data: withUser(current.raw, op.user, op.externalId, op.confirmed),
      };
    return { method: 'PATCH', path, ...ifMatch, data: patchBody(op, current?.raw) };
  }

  /** Users that must be read before they can be changed (C2). Those that are not there go their own way (C6). */
  async function readFirst(
    batch: readonly RemoteOp[],
    signal: AbortSignal,
  ): Promise<Map<string, Resource | undefined>> {
    const read = new Map<string, Resource | undefined>();
    const putOnly = capabilities.now.patch === 'absent';
    const needed = batch.filter((op) => op.kind === 'update' && (putOnly || multiNames(op).length > 0));
    await inLanes(needed, async (op) => {
      if (op.kind === 'update') read.set(op.opId, await lookup.byId(op.remoteId, signal));
    });
    return read;
  }

  function pack(entries: readonly Entry[]): Entry[][] {
    const packs: Entry[][] = [];
    let room = 0;
    for (const entry of entries) {
      const last = packs.at(-1);
      if (last && entry.bytes <= room && last.length < capabilities.now.bulkOperations) last.push(entry);
      else packs.push([entry]);
      room = (packs.at(-1) === last ? room : capabilities.now.bulkBytes - 200) - entry.bytes;
    }
    return packs;
  }

  async function post(entries: readonly Entry[], signal: AbortSignal): Promise<Answer | undefined> {
    const operations = entries.map((entry) => entry.text).join(',');
    const text = `{"schemas":["${SCIM_BULK}"],"Operations":[${operations}]}`;
    try {
      return await http.send(
        { method: 'POST', path: '/Bulk', text, once: true, timeoutMs: BULK_TIMEOUT_MS },
        signal,
      );
    } catch (error) {
      if (error instanceof NoAnswer) return undefined;
      throw error;
    }
  }

  /** The outcome of one operation by its result; undefined: not known, or to be tried by itself. */
  async function outcomeOf(
    op: RemoteOp,
    result: Result | undefined,
    signal: AbortSignal,
  ): Promise<RemoteOutcome> {
    if (result?.status === 401 || result?.status === 403)
      throw fail('SCIM_AUTH', { facts: { status: result.status } });
    const ok = result !== undefined && result.status >= 200 && result.status < 300;
    const resource = ok ? resourceOf(result.body) : undefined;
    const clearly =
      result !== undefined &&
      result.status >= 400 &&
      result.status < 500 &&
      ![404, 409, 412, 429].includes(result.status);
    if (clearly) return refused(op, result);
    if (op.kind === 'delete')
      return ok || result?.status === 404
        ? done(op, { id: op.remoteId }, undefined)
        : single.remove(op, signal);
    if (op.kind === 'update') {
      if (ok) return single.settle(op, op.remoteId, resource, signal);
      return result?.status === 404 ? single.relocate(op, signal) : single.update(op, signal);
    }
    const id = ok ? (resource?.id ?? idOf(result)) : undefined;
    if (resource) return single.settle(op, resource.id, resource, signal);
    // the usual answer has a place and no body; reading everybody back would double the work of a first sync
    if (id !== undefined)
      return capabilities.mayBeCut(op.user)
        ? single.settle(op, id, undefined, signal)
        : done(op, { id }, op.user);
    return single.create(op, signal, result?.status !== 429);
  }

  /** No answer in time, from the server or from a proxy before it: the next ones are smaller, for the day. */
  function smaller(size: number): void {
    if (size > LEAST_BULK) capabilities.learn({ bulkOperations: Math.max(LEAST_BULK, Math.ceil(size / 2)) });
  }

  async function send(
    entries: readonly Entry[],
    tell: (outcome: RemoteOutcome) => void,
    signal: AbortSignal,
  ): Promise<boolean> {
    const answer = await post(entries, signal);
    const refusedAll = answer && [400, 404, 405, 501].includes(answer.status);
    if (refusedAll && capabilities.now.bulk !== 'proven') {
      capabilities.learn({ bulk: 'absent' });
      return false;
    }
    if (answer?.status === 413 && entries.length > 1) {
      const half = Math.ceil(entries.length / 2);
      capabilities.learn({ bulkOperations: half });
      return (
        (await send(entries.slice(0, half), tell, signal)) && (await send(entries.slice(half), tell, signal))
      );
    }
    if (!answer || answer.status === 502 || answer.status === 504) smaller(entries.length);
    const operations = answer && isOk(answer) ? attribute(answer.body, 'Operations') : undefined;
    const results = Array.isArray(operations) ? operations : [];
    if (results.length > 0) capabilities.learn({ bulk: 'proven' });
    const matched = matchResults(
      entries.map((entry) => entry.json),
      results,
    );
    await inLanes([...entries.entries()], async ([i, { op }]) =>
      tell(await outcomeOf(op, matched[i], signal)),
    );
    return true;
  }

  return {
    async run(batch, tell, signal) {
      const read = await readFirst(batch, signal);
      const isGone = (op: RemoteOp) => read.has(op.opId) && read.get(op.opId) === undefined;
      const entries = batch
        .filter((op) => !isGone(op))
        .map((op): Entry => {
          const json = jsonOf(op, read.get(op.opId));
          const text = JSON.stringify(json);
          return { op, json, text, bytes: Buffer.byteLength(text) + 1 };
        });
      for (const one of pack(entries)) if (!(await send(one, tell, signal))) return false;
      for (const op of batch) if (op.kind === 'update' && isGone(op)) tell(await single.relocate(op, signal));
      return true;
    },
  };
}
