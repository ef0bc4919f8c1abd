/** Facts of this host for the inventory. systeminformation, 14 MB, is loaded only where nothing else knows the processor. */
import { cpus, hostname, totalmem } from 'node:os';
import type { PlatformKind } from '../../contract/common.ts';
import type { HostFacts, HostFactsReader } from '../core/ports/host-facts.ts';
import { detectKind } from './kind.ts';
import { readLicence } from './licence.ts';
import { readConfigurationDb } from './msl/configuration-db.ts';
import { mslFacts } from './msl/msl-facts.ts';
import { readPackaged } from './msl/packages.ts';
import { readOsRelease } from './os-release.ts';
import { readPartitions } from './partitions.ts';
import { platformIdOf, readMachineId } from './platform-id.ts';

export type HostFactsOptions = {
  /** `auto` looks. */
  readonly kind: PlatformKind | 'auto';
  /** Root of the MSL host; a fixture in tests. */
  readonly mslRoot: string;
  /** Packages of the MSL host that are applications: `package=application type`. */
  readonly mslPackages: readonly string[];
  /** Path of `licence.json`. */
  readonly licenceFile: string;
  /** A UUID kept with the data, for hosts without a machine-id. */
  readonly fallbackId: () => string;
  readonly warn: (message: string, facts: Readonly<Record<string, unknown>>) => void;
};

type OsNames = { readonly platformName: string; readonly version: string };

function readOs(): OsNames {
  const { name, versionId } = readOsRelease();
  return { platformName: name ?? 'Linux', version: versionId ?? 'unknown' };
}

/** The kernel's own words where it has some (x86); on ARM the library knows the numbers of the makers. */
async function readProcessor(): Promise<string | undefined> {
  const model = cpus()[0]?.model.trim();
  if (model && model !== 'unknown') return model;
  const { cpu } = await import('systeminformation');
  const { manufacturer, brand } = await cpu();
  return `${manufacturer} ${brand}`.trim() || undefined;
}

export function createHostFacts(options: HostFactsOptions): HostFactsReader {
  const { mslRoot, mslPackages, licenceFile, fallbackId, warn } = options;
  const kind = detectKind(options.kind, '/', mslRoot);
  const packagedOf = async (): Promise<HostFacts['packaged']> => {
    try {
      return await readPackaged(mslRoot, mslPackages);
    } catch (error) {
      warn('the packages of the host cannot be read', { root: mslRoot, problem: (error as Error).message });
      return [];
    }
  };
  return {
    kind: () => kind,
    async read(): Promise<HostFacts> {
      const db = readConfigurationDb(mslRoot);
      const msl = db ? mslFacts(db) : undefined;
      const { licence, problem } = readLicence(licenceFile);
      if (problem !== undefined) warn('the licence file cannot be used', { file: licenceFile, problem });
      const machineId = readMachineId();
      const [os, processor] = [readOs(), await readProcessor()];
      return {
        host: msl?.host ?? hostname(),
        platformType: msl ? 'msl' : 'linux',
        platformName: msl ? 'Mitel Standard Linux' : os.platformName,
        systemFamily: 'linux',
        version: msl?.version ?? os.version,
        platformId: machineId === undefined ? fallbackId() : platformIdOf(machineId),
        licence,
        memoryBytes: totalmem(),
        ...(processor === undefined ? {} : { processor }),
        partitions: readPartitions(),
        packaged: msl ? await packagedOf() : [],
      };
    },
  };
}
