/** Support bundles (row A8): made on demand, few kept, deleted by age. */
import type { SupportBundle, SupportManifest } from '../../../contract/support.ts';
import { fail } from '../../core/errors.ts';
import type { Actor, EventBus } from '../../core/events.ts';
import type { SupportFiles } from '../../core/ports/support.ts';
import { DAY_MS, RETENTION } from '../../core/retention.ts';
import { type CollectOptions, collect } from './collect.ts';

export type SupportOptions = CollectOptions & {
  readonly files: SupportFiles;
  readonly newId: () => string;
  /** Of this gateway; part of the archive's name. */
  readonly name: () => string;
  /** The audit trail is told who made or deleted one; without the daemon there is none. */
  readonly events?: EventBus;
};

export type Support = ReturnType<typeof createSupport>;

/** `cloudlink.local` → `cloudlink-support-cloudlink-local-20261126-132400.zip`, times in UTC. */
function archiveName(name: string, at: number): string {
  const stamp = new Date(at).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `cloudlink-support-${name.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 64)}-${stamp}.zip`;
}

export function createSupport(options: SupportOptions) {
  const { files, clock, newId, events } = options;
  /** One at a time: a second one would say the same. */
  let making: Promise<SupportBundle> | undefined;

  const audit = (action: string, actor: Actor, bundle: SupportBundle) =>
    events?.emit('audit', {
      action,
      eventType: 'Admin',
      actor,
      asset: bundle.name,
      propertiesChanged: [],
      details: { bytes: bundle.size },
    });

  async function find(id: string): Promise<SupportBundle> {
    const found = (await files.list()).find((bundle) => bundle.id === id);
    if (!found) throw fail('SUPPORT_UNKNOWN');
    return found;
  }

  /** @returns how many went */
  async function prune(): Promise<number> {
    const oldest = clock.now() - RETENTION.supportDays * DAY_MS;
    const kept = await files.list();
    const gone = kept.filter((b, i) => i >= RETENTION.supportBundles || b.manifest.madeAt < oldest);
    for (const { id } of gone) await files.remove(id);
    return gone.length;
  }

  async function make(actor: Actor, id: string): Promise<SupportBundle> {
    const { manifest, files: parts } = await collect(options);
    // room first: the oldest one goes before the new one is written
    const kept = await files.list();
    for (const { id } of kept.slice(RETENTION.supportBundles - 1)) await files.remove(id);
    const name = archiveName(options.name(), manifest.madeAt);
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    const bundle = await files.write({ id, name, manifest }, [{ name: 'manifest.json', text }, ...parts]);
    audit('Support bundle created', actor, bundle);
    return bundle;
  }

  return {
    /** What a bundle would have now; nothing is written. */
    preview: async (): Promise<SupportManifest> => (await collect(options)).manifest,
    /** @throws what the disk says, ENOSPC when it is full */
    create(actor: Actor): Promise<SupportBundle> {
      making ??= make(actor, newId()).finally(() => {
        making = undefined;
      });
      return making;
    },
    /** The bundle of an order: made once, whatever is repeated after a power cut. */
    async ordered(id: string, actor: Actor): Promise<SupportBundle> {
      const found = (await files.list()).find((bundle) => bundle.id === id);
      return found ?? make(actor, id);
    },
    list: files.list,
    /** @throws AppError SUPPORT_UNKNOWN */
    find,
    /** @throws AppError SUPPORT_UNKNOWN */
    async open(
      id: string,
    ): Promise<{ readonly bundle: SupportBundle; readonly bytes: AsyncIterable<Uint8Array> }> {
      const bundle = await find(id);
      return { bundle, bytes: files.read(id) };
    },
    /** @throws AppError SUPPORT_UNKNOWN */
    async remove(id: string, actor: Actor): Promise<void> {
      const bundle = await find(id);
      await files.remove(id);
      audit('Support bundle deleted', actor, bundle);
    },
    /** For a full disk: all go but the newest. */
    async keepNewest(actor: Actor): Promise<void> {
      for (const bundle of (await files.list()).slice(1)) {
        await files.remove(bundle.id);
        audit('Support bundle deleted', actor, bundle);
      }
    },
    prune,
    start: async () => void (await files.tidy()),
  };
}
