/** A support bundle goes to the cloud in pieces: cut anywhere, spoilt, too large, taken by another. */
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { test } from 'tap';
import { AppError } from '../../../src/base/errors.ts';
import type { Gateway } from '../../../src/cloud/core/model.ts';
import { contentRange, createSupportUploads } from '../../../src/cloud/features/support/support.ts';
import { sha256HexOf } from '../../../src/cloud/platform/crypto.ts';
import { openCloudDatabase } from '../../../src/cloud/store/database.ts';
import { createSupportStore } from '../../../src/cloud/store/support.ts';
import {
  SUPPORT_PIECE_BYTES,
  SUPPORT_UPLOAD_BYTES,
  type SupportBundle,
} from '../../../src/contract/support.ts';
import { fail } from '../../../src/gateway/core/errors.ts';
import type { CloudHttp } from '../../../src/gateway/core/ports/cloud.ts';
import { createSupportUpload } from '../../../src/gateway/features/support/upload.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const GATEWAY = { id: 'g1', accountId: 'a1', name: 'gw.local' } as Gateway;
const OTHER = { ...GATEWAY, id: 'g2' } as Gateway;
const BYTES = randomBytes(3 * SUPPORT_PIECE_BYTES + 17);
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const bundleOf = (bytes: Uint8Array, n = 1): SupportBundle => ({
  id: `01930000-0000-7000-8000-00000000000${n}`,
  name: 'cloudlink-support-gw.zip',
  size: bytes.byteLength,
  sha256: hash(bytes),
  manifest: { format: 1, madeAt: 5, version: '1', by: 'daemon', bytes: 0, sources: [], removed: {} },
});

/** The cloud's own feature over its store, reached as the gateway reaches it. */
function world() {
  const clock = { ...manualClock(), sleep: async () => undefined };
  const { db, close } = openCloudDatabase(':memory:', clock.now);
  const told: string[] = [];
  const uploads = createSupportUploads({
    store: createSupportStore(db),
    audit: async ({ action }) => void told.push(action),
    clock,
    sha256: sha256HexOf,
    stored: async (_gateway, { id }) => {
      await db.updateTable('support_bundle').set({ stored_at: clock.now() }).where('id', '=', id).execute();
    },
  });
  let requests = 0;
  /** Cut this request: before the cloud had it, or after. */
  let cut: { readonly at: number; readonly when: 'before' | 'after' } | undefined;
  const answer = async (asked: Parameters<CloudHttp['request']>[0]) => {
    const [path = '', query = ''] = asked.path.split('?');
    const id = path.split('/').at(-1) ?? '';
    if (asked.method === 'HEAD') {
      const found = await uploads.state(GATEWAY.id, id).catch(() => undefined);
      return { status: found ? 200 : 404, body: null, headers: { 'upload-offset': String(found?.offset) } };
    }
    const { name = '', sha256 = '', madeAt } = Object.fromEntries(new URLSearchParams(query));
    const range = contentRange(asked.headers?.['content-range']);
    if (!range || !asked.bytes) throw new Error('no piece');
    const piece = { start: range.start, total: range.total, bytes: asked.bytes };
    const body = await uploads.take(GATEWAY, id, { name, sha256, madeAt: Number(madeAt) }, piece);
    return { status: 200, body, headers: {} };
  };
  const http = {
    async request(asked: Parameters<CloudHttp['request']>[0]) {
      const n = ++requests;
      if (cut?.at === n && cut.when === 'before') throw fail('CLOUD_UNREACHABLE');
      try {
        return await answer(asked);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        throw fail('CLOUD_REFUSED', { facts: { status: error.row.status, code: error.code } });
      } finally {
        // biome-ignore lint/correctness/noUnsafeFinally: what was answered is lost
        if (cut?.at === n && cut.when === 'after') throw fail('CLOUD_UNREACHABLE');
      }
    },
  } as CloudHttp;
  const send = (bytes: Uint8Array, bundle = bundleOf(bytes)) => {
    const said: number[] = [];
    const files = { piece: async (_: string, at: number, n: number) => bytes.subarray(at, at + n) };
    const upload = createSupportUpload({ http, files, clock, random: () => 0 });
    const signal = new AbortController().signal;
    return upload(bundle, { signal, progress: (percent) => void said.push(Math.round(percent)) }).then(
      () => said,
    );
  };
  const there = async (id: string) =>
    buffer(Readable.from((await uploads.open({ id: 'p', name: 'P' }, GATEWAY, id)).bytes));
  return {
    ...{ clock, uploads, told, send, there, close },
    requests: () => requests,
    cutAt: (at: number, when: 'before' | 'after') => {
      requests = 0;
      cut = { at, when };
    },
  };
}

test('it arrives in order, with its progress, and again costs one question', async (t) => {
  const w = world();
  t.teardown(w.close);
  t.same(await w.send(BYTES), [33, 67, 100, 100]);
  t.ok(BYTES.equals(await w.there(bundleOf(BYTES).id)));
  const before = w.requests();
  t.same(await w.send(BYTES), [100]);
  t.equal(w.requests() - before, 1, 'the cloud has it');
  t.same(w.told, ['Support bundle received', 'Support bundle downloaded']);
});

test('cut at every request, before it came or after: it goes on and arrives whole', async (t) => {
  for (const when of ['before', 'after'] as const)
    for (let at = 1; at <= 5; at++) {
      const w = world();
      w.cutAt(at, when);
      await w.send(BYTES);
      t.ok(BYTES.equals(await w.there(bundleOf(BYTES).id)), `cut ${when} request ${at}`);
      // nothing twice: the cut one, the question how far it came, and what was lost
      t.ok(w.requests() <= 7, `${w.requests()} requests`);
      await w.close();
    }
});

test('what is spoilt on the disk never counts, and is given up', async (t) => {
  const w = world();
  t.teardown(w.close);
  const spoilt = Buffer.from(BYTES);
  spoilt[SUPPORT_PIECE_BYTES + 3] = (spoilt[SUPPORT_PIECE_BYTES + 3] ?? 0) ^ 1;
  await t.rejects(w.send(spoilt, bundleOf(BYTES)), {
    code: 'CLOUD_REFUSED',
    facts: { code: 'SUPPORT_DIGEST' },
  });
  t.same(await w.uploads.list(GATEWAY.id), []);
  await t.rejects(w.there(bundleOf(BYTES).id), { code: 'NOT_FOUND' });
});

test('caps, order and owners', async (t) => {
  const w = world();
  t.teardown(w.close);
  const facts = { name: 'a.zip', sha256: hash(BYTES), madeAt: 1 };
  const take = (start: number, total: number, length: number) =>
    w.uploads.take(GATEWAY, bundleOf(BYTES).id, facts, { start, total, bytes: new Uint8Array(length) });
  await t.rejects(take(0, SUPPORT_UPLOAD_BYTES + 1, 5), { code: 'SUPPORT_TOO_LARGE' });
  await t.rejects(take(0, 2 * SUPPORT_PIECE_BYTES, SUPPORT_PIECE_BYTES + 1), { code: 'SUPPORT_TOO_LARGE' });
  await t.rejects(take(5, 100, 5), { code: 'SUPPORT_OFFSET' });
  await take(0, 100, 5);
  await t.rejects(take(0, 100, 5), { code: 'SUPPORT_OFFSET' });
  for (let n = 2; n < 9; n++) {
    await w.clock.advance(1000);
    await w.send(BYTES, bundleOf(BYTES, n));
  }
  const ids = (await w.uploads.list(GATEWAY.id)).map(({ id }) => id.at(-1));
  t.same(ids, ['8', '7', '6', '5', '4'], 'the newest five');
  t.same(await w.uploads.list(OTHER.id), [], 'nothing of it is another gateway’s');
  await t.rejects(w.uploads.open({ id: 'p', name: 'P' }, OTHER, bundleOf(BYTES, 8).id), {
    code: 'NOT_FOUND',
  });
  await w.clock.advance(31 * 24 * 3_600_000);
  await w.uploads.prune();
  t.same(await w.uploads.list(GATEWAY.id), [], 'not for ever');
  for (const wrong of [undefined, 'bytes 0-4', 'bytes 5-4/9', 'bytes 0-9/9', 'bytes 0-4/*', 'items 0-1/2'])
    t.equal(contentRange(wrong), undefined, String(wrong));
});
