/**
 * The configuration database of a Mitel Standard Linux host, which descends from e-smith: one `key=value` a line,
 * value `type|prop|value|prop|value…`. Read only; the host's own tools write it.
 *
 * Source of the grammar: smeserver-lib, esmith/db.pm and config.pm (04-mitel-facts §5).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type DbEntry = { readonly type: string; readonly props: ReadonlyMap<string, string> };
export type ConfigurationDb = ReadonlyMap<string, DbEntry>;

/** Below the host's root. */
export const CONFIGURATION_DB = 'home/e-smith/db/configuration';

/** `\|` is a pipe inside a value, `\n` a line end, `\\` a backslash. */
const unescaped = (text: string) =>
  text.replaceAll(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));

/** Splits at pipes that are not escaped. Spaces and empty values stay. */
function fields(value: string): string[] {
  const found = [''];
  for (const piece of value.match(/\\.|\||[^\\|]+|\\$/g) ?? []) {
    if (piece === '|') found.push('');
    else found[found.length - 1] += piece;
  }
  return found.map(unescaped);
}

function entry(value: string): DbEntry {
  const [type = '', ...rest] = fields(value);
  const props = new Map<string, string>();
  for (let i = 0; i < rest.length; i += 2) props.set(rest[i] ?? '', rest[i + 1] ?? '');
  return { type, props };
}

/** Comments, empty lines and lines without `=` say nothing; of two lines with one key the later counts. */
export function parseConfigurationDb(text: string): ConfigurationDb {
  const db = new Map<string, DbEntry>();
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    if (line.startsWith('#') || at <= 0) continue;
    db.set(line.slice(0, at), entry(line.slice(at + 1)));
  }
  return db;
}

/** @returns undefined when this is no MSL host */
export function readConfigurationDb(root: string): ConfigurationDb | undefined {
  try {
    return parseConfigurationDb(readFileSync(join(root, CONFIGURATION_DB), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
