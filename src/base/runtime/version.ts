import { readFileSync } from 'node:fs';

const manifest = new URL('../../../package.json', import.meta.url);
/** Written by the build (scripts/lib/build-time.ts) beside the programs; a checkout that runs as it is has none. */
const stamp = new URL('../../build.json', import.meta.url);
/** No version of this program is older: the floor of the clock while nothing was built. */
export const EARLIEST = Date.UTC(2026, 0, 1);

export type Build = {
  /** As package.json says, e.g. `0.1.0`. */
  readonly version: string;
  /** When this program was built, milliseconds: no true clock can stand before it. */
  readonly builtAt: number;
  /** It runs from its sources, and `builtAt` is only the earliest time possible. */
  readonly fromSource: boolean;
};

/** What the build wrote; undefined when it wrote nothing, or nothing that can be right. */
function readStamp(file: URL): number | undefined {
  try {
    const { builtAt } = JSON.parse(readFileSync(file, 'utf8')) as { builtAt?: unknown };
    const at = Date.parse(String(builtAt));
    return at >= EARLIEST ? at : undefined;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What this program is. The files' own times say when they were copied here, by whatever clock: they are not asked. */
export function readBuild(file: URL = stamp): Build {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const at = readStamp(file);
  return { version, builtAt: at ?? EARLIEST, fromSource: at === undefined };
}
