/** The command line of release-repository.ts; scripts/make-release-repository says how it is called. */
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ReleaseForm } from '../../src/contract/update.ts';
import { openRepository, packRelease, ROLE_NAMES, type RoleName } from './release-repository.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** What runs on a gateway; `npm prune --omit=dev` before it makes it small. */
const PARTS = ['dist', 'node_modules', 'package.json', 'LICENSE'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    keys: { type: 'string' },
    file: { type: 'string' },
    version: { type: 'string' },
    floor: { type: 'string' },
    form: { type: 'string', default: 'directory' },
    hardware: { type: 'string', multiple: true, default: [`${process.platform}-${process.arch}`] },
    notes: { type: 'string' },
    role: { type: 'string' },
    target: { type: 'string' },
    out: { type: 'string' },
    unpacked: { type: 'string' },
  },
});
const [order, folder] = positionals;

function wanted(name: 'keys' | 'file' | 'version' | 'target' | 'out'): string {
  const value = values[name];
  if (value === undefined) throw new Error(`--${name} is missing`);
  return value;
}
const repository = () => {
  if (folder === undefined) throw new Error('the folder of the repository is missing');
  return openRepository(folder, wanted('keys'));
};
const role = (): RoleName => {
  const found = ROLE_NAMES.find((name) => name === values.role);
  if (!found) throw new Error(`--role is one of ${ROLE_NAMES.join(', ')}`);
  return found;
};

async function pack(): Promise<string> {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as object;
  const replace = {
    'package.json': JSON.stringify({ ...manifest, version: wanted('version') }, undefined, 2),
  };
  const unpacked = await packRelease(ROOT, wanted('out'), { parts: PARTS, replace });
  return `${wanted('out')}: ${statSync(wanted('out')).size} bytes, ${unpacked} bytes unpacked`;
}

async function add(): Promise<string> {
  const version = wanted('version');
  const { floor = '0', form, hardware, notes, unpacked } = values;
  const target = await repository().add(wanted('file'), {
    version,
    floor,
    form: form as ReleaseForm,
    hardware,
    releasedAt: Date.now(),
    ...(unpacked === undefined ? {} : { unpackedBytes: Number(unpacked) }),
    ...(notes === undefined ? {} : { notes }),
  });
  return `${target} is in the list of releases`;
}

const ORDERS: Readonly<Record<string, () => Promise<string> | string>> = {
  init() {
    const made = repository();
    made.init();
    return `made; ${made.rootFile} goes into the image as update-root.json, and ${wanted('keys')} nowhere`;
  },
  pack,
  add,
  refresh() {
    repository().refresh();
    return 'snapshot and timestamp are new';
  },
  rotate() {
    repository().rotate(role());
    return `a new key signs for ${role()}`;
  },
  withdraw() {
    repository().withdraw(wanted('target'));
    return `${wanted('target')} is withdrawn`;
  },
  async bundle() {
    await repository().bundle(wanted('target'), wanted('out'));
    return `${wanted('out')} is an update file`;
  },
};

const run = ORDERS[order ?? ''];
try {
  if (!run) throw new Error(`orders: ${Object.keys(ORDERS).join(', ')}`);
  process.stdout.write(`${await run()}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 64;
}
