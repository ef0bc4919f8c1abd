/** Support bundles, for the fake of the gateway's API. */
import {
  NOT_RECORDED,
  SUPPORT_SOURCE_NAMES,
  SUPPORT_SOURCES,
  type SupportBundle,
  type SupportManifest,
  type SupportSource,
} from '../../src/contract/support.ts';

const HOUR = 3_600_000;
const SIZES = [18_200, 6_900, 420, 1_300, 3_900, 1_100, 22_400, 9_700, 14_800, 1_942_000];

function source(name: (typeof SUPPORT_SOURCE_NAMES)[number], i: number): SupportSource {
  const row = { name, file: SUPPORT_SOURCES[name].file, bytes: SIZES[i] ?? 0, cutBytes: 0, removed: {} };
  if (name === 'journal')
    return { ...row, cutBytes: 310_000, removed: { setupCode: 1, email: 14, named: 2 } };
  if (name === 'inventory')
    return { ...row, bytes: 0, error: { code: 'SUPPORT_SLOW', sentence: 'It took too long to read.' } };
  return row;
}

export function supportManifest(madeAt: number, by: SupportManifest['by'] = 'daemon'): SupportManifest {
  const sources = SUPPORT_SOURCE_NAMES.map(source);
  return {
    format: 1,
    madeAt,
    version: '1.4.0',
    by,
    bytes: sources.reduce((sum, { bytes }) => sum + bytes, 0),
    sources,
    removed: { setupCode: 1, email: 14, named: 2 },
    notRecorded: [...NOT_RECORDED],
  };
}

/** @param n how many are kept */
export function supportBundles(time: number, n: number): SupportBundle[] {
  return Array.from({ length: n }, (_, i) => ({
    id: `01930000-0000-7000-8000-00000000000${i}`,
    name: `cloudlink-support-cloudlink-local-2026112${6 - i}-132400.zip`,
    size: 204_800 - 9_000 * i,
    sha256: 'a'.repeat(64),
    manifest: supportManifest(time - (2 + 31 * i) * HOUR, i === 1 ? 'offline' : 'daemon'),
  }));
}
