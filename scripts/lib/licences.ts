/**
 * Writes which packages are in this build, and under which licence, beside the programs:
 * `node scripts/lib/licences.ts dist/licences.json`. The packages are those of package-lock.json that the programs
 * and the pages need to run; the text of a licence is the package's own, where it ships one.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Made into the pages by the build, so the manifest has them among the tools. */
export const IN_PAGES = ['preact', 'intl-messageformat'];
const TEXTS = /^(licen[cs]e|copying|notice)/i;
/** The package says nothing that a program can read. */
const UNKNOWN = 'UNKNOWN';

/** As npm writes it today, and as it wrote it before 2014: objects and lists. */
type Said = string | { readonly type?: string } | readonly Said[] | undefined;
type Manifest = { readonly version: string; readonly license?: Said; readonly licenses?: Said };
export type Locked = {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};
export type PackageLicence = { name: string; version: string; licence: string; text?: string };

/** Where `name` leads to from a package: its own node_modules first, then those around it. */
export function placeOf(
  packages: Readonly<Record<string, Locked>>,
  from: string,
  name: string,
): string | undefined {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const place = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (packages[place]) return place;
    if (at === '') return undefined;
  }
}

function textOf(folder: string): string | undefined {
  const files = readdirSync(folder).filter((file) => TEXTS.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return texts.length === 0 ? undefined : texts.join('\n\n');
}

function words(said: Said): string {
  if (said === undefined) return '';
  if (typeof said === 'string') return said;
  return 'type' in said ? (said.type ?? '') : (said as readonly Said[]).map(words).join(' OR ');
}

function entry(name: string, folder: string): PackageLicence {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const text = textOf(folder);
  return {
    name,
    version: manifest.version,
    licence: words(manifest.license ?? manifest.licenses) || UNKNOWN,
    ...(text === undefined ? {} : { text }),
  };
}

/**
 * Where the packages lie that a build needs and that are installed here, as `node_modules/a`, `node_modules/a/node_modules/b`;
 * what the lock names for other machines is not here.
 *
 * @param root folder with package.json, package-lock.json and node_modules
 * @param more names beside those of the manifest
 */
export function installedPlaces(root: string, more: readonly string[] = []): string[] {
  const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
  const { dependencies = {} } = read('package.json') as Locked;
  const { packages } = read('package-lock.json') as { packages: Record<string, Locked> };
  const found = new Set<string>();
  const walk = (from: string, names: readonly string[]) => {
    for (const name of names) {
      const place = placeOf(packages, from, name);
      const locked = place === undefined ? undefined : packages[place];
      if (!place || !locked || found.has(place) || !existsSync(join(root, place))) continue;
      found.add(place);
      walk(place, Object.keys({ ...locked.dependencies, ...locked.optionalDependencies }));
    }
  };
  walk('', [...Object.keys(dependencies), ...more]);
  return [...found];
}

/** The name of the package that lies there. */
export const nameAt = (place: string) =>
  place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

/**
 * The product itself first, then its packages by name.
 *
 * @param root as {@link installedPlaces}
 */
export function collectLicences(root: string): PackageLicence[] {
  const { name: product } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name: string };
  const packages = installedPlaces(root, IN_PAGES).map((place) => entry(nameAt(place), join(root, place)));
  const order = (a: PackageLicence, b: PackageLicence) =>
    a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en', { numeric: true });
  const alike = new Set<string>();
  const packagesOnce = packages.sort(order).filter(({ name, version }) => {
    const key = `${name} ${version}`;
    return !alike.has(key) && alike.add(key);
  });
  return [entry(product, root), ...packagesOnce];
}

if (import.meta.main) {
  const file = process.argv[2];
  if (file === undefined) throw new TypeError('usage: licences.ts <file>');
  const packages = collectLicences(resolve(import.meta.dirname, '../..'));
  writeFileSync(file, `${JSON.stringify({ packages })}\n`);
}
