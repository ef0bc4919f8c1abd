/**
 * Support bundles that gateways send (contract: Store and forward): in pieces, each on the disk when it is answered, so
 * that a gateway goes on where it stopped; whole only when the SHA-256 is right. Few are kept of each gateway.
 */
import type { Clock } from '../../../base/clock.ts';
import {
  SUPPORT_PIECE_BYTES,
  SUPPORT_UPLOAD_BYTES,
  type SupportUploaded,
  type SupportUploadQuery,
  type UploadedBundle,
} from '../../../contract/support.ts';
import { fail } from '../../core/errors.ts';
import type { Gateway, Person } from '../../core/model.ts';
import type { Audit } from '../../core/ports/audit.ts';
import type { KeptBundle, SupportStore } from '../../core/ports/stores.ts';

/** Of each gateway, begun ones too: with the largest size the room that one gateway can take. */
const KEPT = 5;
const KEPT_MS = 30 * 24 * 3_600_000;

export type Piece = { readonly start: number; readonly total: number; readonly bytes: Uint8Array };

/** `bytes 0-262143/1000000`; undefined when it is nothing of that kind (RFC 9110 §14.4). */
export function contentRange(header: string | undefined) {
  const [, start, end, total] = /^bytes (\d{1,12})-(\d{1,12})\/(\d{1,12})$/.exec(header ?? '') ?? [];
  if (start === undefined || Number(end) < Number(start) || Number(end) >= Number(total)) return undefined;
  return { start: Number(start), length: Number(end) - Number(start) + 1, total: Number(total) };
}

export type SupportUploads = ReturnType<typeof createSupportUploads>;

export function createSupportUploads({
  store,
  audit,
  clock,
  sha256,
  stored,
}: {
  readonly store: SupportStore;
  readonly audit: Audit;
  readonly clock: Clock;
  /** Of all pieces in their order, hexadecimal. */
  readonly sha256: (pieces: AsyncIterable<Uint8Array>) => Promise<string>;
  /** It is whole and right: marks it so, and makes it an attachment of a support log. */
  readonly stored: (gateway: Gateway, bundle: KeptBundle) => Promise<void>;
}) {
  const tell = (
    gateway: Gateway,
    actor: { id: string; name: string },
    action: string,
    { name, size }: KeptBundle,
  ) =>
    audit({
      accountId: gateway.accountId,
      gatewayId: gateway.id,
      actor,
      action,
      eventType: 'Gateway',
      asset: gateway.name,
      details: { name, bytes: size },
    });

  /** Makes room for one more: the oldest ones go. */
  async function begin(
    gateway: Gateway,
    id: string,
    facts: SupportUploadQuery,
    size: number,
  ): Promise<KeptBundle> {
    const kept = await store.list(gateway.id);
    for (const old of kept.slice(KEPT - 1)) await store.remove(gateway.id, old.id);
    const bundle = { id, ...facts, size, begunAt: clock.now() };
    await store.begin(gateway.id, bundle);
    return bundle;
  }

  /** The one that is meant, begun anew where another one has its id. */
  async function bundleFor(gateway: Gateway, id: string, facts: SupportUploadQuery, total: number) {
    const found = await store.find(gateway.id, id);
    if (found && found.sha256 === facts.sha256 && found.size === total) return found;
    if (found) await store.remove(gateway.id, id);
    return begin(gateway, id, facts, total);
  }

  async function wholeOne(
    gatewayId: string,
    id: string,
  ): Promise<KeptBundle & { readonly storedAt: number }> {
    const found = await store.find(gatewayId, id);
    if (found?.storedAt === undefined) throw fail('NOT_FOUND');
    return { ...found, storedAt: found.storedAt };
  }

  return {
    /** How far it came. @throws AppError NOT_FOUND */
    async state(gatewayId: string, id: string): Promise<SupportUploaded> {
      const found = await store.find(gatewayId, id);
      if (!found) throw fail('NOT_FOUND');
      return { offset: await store.received(gatewayId, id), complete: found.storedAt !== undefined };
    },
    /** @throws AppError SUPPORT_TOO_LARGE, SUPPORT_OFFSET, SUPPORT_DIGEST */
    async take(
      gateway: Gateway,
      id: string,
      facts: SupportUploadQuery,
      piece: Piece,
    ): Promise<SupportUploaded> {
      const { start, total, bytes } = piece;
      if (total > SUPPORT_UPLOAD_BYTES || bytes.byteLength > SUPPORT_PIECE_BYTES)
        throw fail('SUPPORT_TOO_LARGE');
      const bundle = await bundleFor(gateway, id, facts, total);
      if (bundle.storedAt !== undefined) return { offset: total, complete: true };
      const received = await store.received(gateway.id, id);
      if (start !== received) throw fail('SUPPORT_OFFSET', { facts: { received } });
      const offset = start + bytes.byteLength;
      await store.append(gateway.id, id, start, bytes);
      if (offset < total) return { offset, complete: false };
      if ((await sha256(store.read(gateway.id, id))) !== bundle.sha256) {
        await store.remove(gateway.id, id);
        throw fail('SUPPORT_DIGEST');
      }
      await stored(gateway, bundle);
      await tell(gateway, { id: gateway.id, name: gateway.name }, 'Support bundle received', bundle);
      return { offset, complete: true };
    },
    /** Whole ones, newest first. */
    async list(gatewayId: string): Promise<UploadedBundle[]> {
      const all = await store.list(gatewayId);
      return all.flatMap(({ begunAt: _, storedAt, ...bundle }) =>
        storedAt === undefined ? [] : [{ ...bundle, storedAt }],
      );
    },
    /** Who took it is told to the account. @throws AppError NOT_FOUND */
    async open(me: Pick<Person, 'id' | 'name'>, gateway: Gateway, id: string) {
      const bundle = await wholeOne(gateway.id, id);
      await tell(gateway, { id: me.id, name: me.name }, 'Support bundle downloaded', bundle);
      return { bundle, bytes: store.read(gateway.id, id) };
    },
    prune: (): Promise<void> => store.prune(clock.now() - KEPT_MS),
  };
}
