import { readFileSync, statSync } from 'node:fs';

const manifest = new URL('../../../package.json', import.meta.url);

export type Build = {
  /** As package.json says, e.g. `0.1.0`. */
  readonly version: string;
  /** When these files were written, milliseconds: no true clock can stand before it. */
  readonly builtAt: number;
};

/** What this program is. */
export function readBuild(): Build {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return { version, builtAt: Math.floor(statSync(new URL(import.meta.url)).mtimeMs) };
}
