/**
 * Writes what this build is made of as CycloneDX 1.5 (https://cyclonedx.org/docs/1.5/json/):
 * `node scripts/lib/sbom.ts dist/sbom.json`. Made of package.json and package-lock.json alone, without a time or a
 * random number: the same lock gives the same bytes on every machine, and so the digest that gateways report.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { IN_PAGES, type Locked, nameAt, placeOf } from './licences.ts';

type LockedPackage = Locked & {
  readonly name?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly optional?: true;
};
type Packages = Readonly<Record<string, LockedPackage>>;

/** https://github.com/package-url/purl-spec, type npm. */
const purl = (name: string, version: string) => `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;

/** Subresource integrity (base64) as CycloneDX writes it (hex). */
function hashes(integrity: string | undefined): readonly object[] {
  const [, alg, base64] = /^sha(\d+)-(.+)$/.exec(integrity ?? '') ?? [];
  if (alg === undefined || base64 === undefined) return [];
  return [{ alg: `SHA-${alg}`, content: Buffer.from(base64, 'base64').toString('hex') }];
}

const reference = (packages: Packages, place: string) => `${nameAt(place)}@${packages[place]?.version}`;

function component(packages: Packages, place: string): object {
  const { version, integrity, license, optional } = packages[place] as LockedPackage;
  const name = nameAt(place);
  return {
    'bom-ref': reference(packages, place),
    type: 'library',
    name,
    version,
    scope: optional ? 'optional' : 'required',
    purl: purl(name, version),
    ...(integrity === undefined ? {} : { hashes: hashes(integrity) }),
    ...(license === undefined ? {} : { licenses: [{ expression: license }] }),
  };
}

/** @param root folder with package.json and package-lock.json */
export function makeSbom(root: string): object {
  const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
  const manifest = read('package.json') as Locked & { readonly name: string; readonly license?: string };
  const { packages } = read('package-lock.json') as { packages: Packages };
  const needs = (place: string): string[] => {
    const { dependencies = {}, optionalDependencies = {} } = packages[place] ?? { version: '' };
    const names =
      place === ''
        ? [...Object.keys(manifest.dependencies ?? {}), ...IN_PAGES]
        : Object.keys({ ...dependencies, ...optionalDependencies });
    return names.flatMap((name) => placeOf(packages, place, name) ?? []);
  };
  const places = new Set<string>();
  const walk = (from: string) => {
    for (const place of needs(from))
      if (!places.has(place)) {
        places.add(place);
        walk(place);
      }
  };
  walk('');
  // one package may stand in two places with one version
  const once = new Map([...places].map((place) => [reference(packages, place), place]));
  const sorted = [...once].sort(([a], [b]) => (a < b ? -1 : 1));
  const self = `${manifest.name}@${manifest.version}`;
  const link = (ref: string, place: string) => ({
    ref,
    dependsOn: [...new Set(needs(place).map((to) => reference(packages, to)))].sort(),
  });
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: {
        'bom-ref': self,
        type: 'application',
        name: manifest.name,
        version: manifest.version,
        purl: purl(manifest.name, manifest.version),
        ...(manifest.license === undefined ? {} : { licenses: [{ expression: manifest.license }] }),
      },
    },
    components: sorted.map(([, place]) => component(packages, place)),
    dependencies: [link(self, ''), ...sorted.map(([ref, place]) => link(ref, place))],
  };
}

if (import.meta.main) {
  const file = process.argv[2];
  if (file === undefined) throw new TypeError('usage: sbom.ts <file>');
  writeFileSync(file, `${JSON.stringify(makeSbom(resolve(import.meta.dirname, '../..')), undefined, 1)}\n`);
}
