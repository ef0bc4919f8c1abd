/** The inventory report: what stands here, hourly, on change and on demand; the same again costs one small request. */
import { type Static, Type } from 'typebox';
import type { Clock } from '../../../base/clock.ts';
import { toFault } from '../../../base/errors.ts';
import { Instant } from '../../../contract/common.ts';
import {
  type Application,
  INVENTORY_SCHEMA,
  InventoryReport,
  inventoryDigestText,
  type LicenceInput,
  type Platform,
} from '../../../contract/inventory.ts';
import type { InventoryView } from '../../../contract/local-api.ts';
import type { Actor, EventBus } from '../../core/events.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { HostFacts, HostFactsReader } from '../../core/ports/host-facts.ts';
import type { Settings } from '../../core/ports/settings.ts';
import { createEnteredLicence } from './entered-licence.ts';

/** Why a report is made; `change` is something that another feature knows has changed. */
export type ReportReason = 'hourly' | 'change' | 'demand';

/** What goes up: the whole report, or the digest of the one the cloud holds already. */
export type InventoryItem =
  | { readonly kind: 'inventory'; readonly body: InventoryReport }
  | { readonly kind: 'inventory.same'; readonly body: { digest: string } };

export type InventoryOptions = {
  readonly facts: Pick<HostFactsReader, 'read'>;
  readonly settings: Settings;
  readonly enqueue: (item: InventoryItem) => unknown;
  readonly clock: Clock;
  readonly crypto: Pick<Crypto, 'sha256' | 'hex'>;
  readonly events: EventBus;
  /** IANA zone of the site; UTC while no site is saved. */
  readonly zone: () => string;
  /** This program's own version, opaque. */
  readonly version: string;
  /** It onboards a PBX, and so is a cloudlink-gateway too (S3:2397). */
  readonly onboardsPbx: () => boolean;
  /** Target ids of one application's web interfaces. */
  readonly interfaces?: (application: string) => readonly string[];
  /**
   * The linked PBX where it stands on another box; undefined when there is none. Throws while it does not answer:
   * what was known of it is then reported on, since a PBX that is down for an hour has not gone away.
   */
  readonly linkedPlatform?: (signal?: AbortSignal) => Promise<Platform | undefined>;
  /** SHA-256 of the list of what this program is made of; undefined where there is none. */
  readonly sbomDigest?: () => string | undefined;
  readonly nextAt?: () => number | undefined;
  readonly log: (message: string, facts: Readonly<Record<string, unknown>>) => void;
};

export type Inventory = {
  /**
   * @param signal ends the collecting; what is reported then is nothing
   * @returns the report and whether it differs from the one before
   */
  report(
    reason: ReportReason,
    actor: Actor,
    signal?: AbortSignal,
  ): Promise<{ report: InventoryReport; changed: boolean }>;
  view(): InventoryView;
  /**
   * Reports this as the licence of the host from now on, or again what is read there (`undefined`).
   * @throws AppError BAD_INPUT with the fields that cannot be; nothing was changed then
   */
  setLicence(licence: LicenceInput | undefined, actor: Actor): Promise<InventoryView>;
  /** The cloud does not hold the report with this digest: it is sent in full, if it is still the last one. */
  wanted(digest: string): void;
};

const LAST = 'inventory.last';
const Last = Type.Object({
  digest: Type.String(),
  report: InventoryReport,
  at: Instant,
  changedAt: Instant,
  same: Type.Boolean(),
});
type Last = Static<typeof Last>;

/** SHA-256 of everything but the moment it was collected; base of `inventory.same`. Lower-case hex. */
export function inventoryDigest(report: InventoryReport, crypto: Pick<Crypto, 'sha256' | 'hex'>): string {
  return crypto.hex(crypto.sha256(inventoryDigestText(report)));
}

export function createInventory(options: InventoryOptions): Inventory {
  const { facts, settings, enqueue, clock, crypto, events, zone } = options;
  const last = () => settings.get(LAST, Last);
  const entered = createEnteredLicence({ settings, events, clock });

  const application = (type: string, version = options.version): Application => ({
    type,
    version,
    interfaces: [...(options.interfaces?.(type) ?? [])],
  });
  const own = ({ packaged, ...host }: HostFacts): Platform => {
    const byHand = entered.read();
    return {
      collectedBy: 'self',
      ...host,
      ...(byHand ? { licence: { ...byHand.licence, enteredAt: byHand.at } } : {}),
      applications: [
        application('cloudlink-daemon'),
        ...(options.onboardsPbx() ? [application('cloudlink-gateway')] : []),
        ...packaged.map(({ type, version }) => application(type, version)),
      ],
    };
  };

  const linkedPlatform = async (signal?: AbortSignal): Promise<Platform | undefined> => {
    try {
      return await options.linkedPlatform?.(signal);
    } catch (error) {
      options.log('the linked PBX could not be read for the inventory', toFault(error));
      return last()?.report.platforms.find((p) => p.collectedBy === 'connector');
    }
  };

  const collect = async (signal?: AbortSignal): Promise<InventoryReport> => {
    const host = own(await facts.read());
    const linked = await linkedPlatform(signal);
    signal?.throwIfAborted();
    const sbomDigest = options.sbomDigest?.();
    return {
      schema: INVENTORY_SCHEMA,
      collectedAt: clock.now(),
      zone: zone(),
      platforms: linked ? [host, linked] : [host],
      ...(sbomDigest === undefined ? {} : { sbomDigest }),
    };
  };

  /** The outbox row first: after a power cut in between, the cloud gets it once more rather than never. */
  const keep = (report: InventoryReport): Last => {
    const digest = inventoryDigest(report, crypto);
    const before = last();
    const same = before?.digest === digest;
    enqueue(same ? { kind: 'inventory.same', body: { digest } } : { kind: 'inventory', body: report });
    const at = report.collectedAt;
    const kept = { digest, report, at, changedAt: same ? before.changedAt : at, same };
    settings.set(LAST, kept);
    return kept;
  };

  const audit = (actor: Actor, { report, same }: Last) =>
    events.emit('audit', {
      action: 'Inventory reported',
      eventType: 'Gateway',
      actor,
      asset: report.platforms[0]?.host ?? 'Gateway',
      propertiesChanged: [],
      details: { platforms: report.platforms.length, changed: !same },
    });

  const report: Inventory['report'] = async (reason, actor, signal) => {
    const found = await collect(signal);
    const before = last();
    // something changed that is no part of it: nobody is told that nothing happened
    if (reason === 'change' && before?.digest === inventoryDigest(found, crypto))
      return { report: before.report, changed: false };
    const kept = keep(found);
    events.emit('inventory.reported', { at: kept.at, changed: !kept.same });
    // an hourly line would drown what people did
    if (reason === 'demand') audit(actor, kept);
    return { report: kept.report, changed: !kept.same };
  };
  const view = (): InventoryView => {
    const kept = last();
    const nextAt = options.nextAt?.();
    const byHand = entered.read();
    return {
      ...(kept
        ? { report: kept.report, lastAt: kept.at, lastChangedAt: kept.changedAt, lastWasSame: kept.same }
        : {}),
      ...(nextAt === undefined ? {} : { nextAt }),
      ...(byHand ? { entered: byHand } : {}),
    };
  };

  return {
    report,
    view,
    async setLicence(licence, actor) {
      if (licence) entered.enter(licence, actor);
      else entered.remove(actor);
      await report('change', actor);
      return view();
    },
    wanted(digest) {
      const kept = last();
      // an older one was overtaken: what replaced it is on its way, or will be asked for itself
      if (kept?.digest === digest) enqueue({ kind: 'inventory', body: kept.report });
    },
  };
}
