/** The list of what this build is made of, which the build wrote beside the programs (scripts/lib/sbom.ts). */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

const SBOM = new URL('../../sbom.json', import.meta.url);

/** SHA-256 of the file, lower-case hex; undefined in a clone that was not built. Read once, when it is first asked for. */
export function sbomDigest(file: URL = SBOM): () => string | undefined {
  let known: { readonly digest: string | undefined } | undefined;
  const read = () => {
    try {
      return createHash('sha256').update(readFileSync(file)).digest('hex');
    } catch {
      return undefined;
    }
  };
  return () => {
    known ??= { digest: read() };
    return known.digest;
  };
}

/** The file itself, CycloneDX; undefined in a clone that was not built. */
export async function readSbom(file: URL = SBOM): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}
