/** The command line of release-repository.ts; scripts/make-release-repository says how it is called. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ReleaseForm } from '../../src/contract/update.ts';
import { bytesOfEntry, openArchive } from '../../src/gateway/platform/update/archive.ts';
import { installedPlaces } from './licences.ts';
import { openRepository, packRelease, ROLE_NAMES, type RoleName } from './release-repository.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** What runs on a gateway, beside the packages that it needs. */
const PARTS = ['dist', 'package.json', 'LICENSE'];
const MANIFEST_BYTES = 1024 * 1024;

const read = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      keys: { type: 'string' },
      file: { type: 'string' },
      version: { type: 'string' },
      floor: { type: 'string', default: '0' },
      form: { type: 'string', default: 'directory' },
      hardware: { type: 'string', multiple: true, default: [`${process.platform}-${process.arch}`] },
      notes: { type: 'string' },
      role: { type: 'string' },
      target: { type: 'string' },
      out: { type: 'string' },
    },
  });
type Given = ReturnType<typeof read>;
type Order = (given: Given) => Promise<string> | string;

function wanted({ values }: Given, name: 'keys' | 'file' | 'version' | 'target' | 'out'): string {
  const value = values[name];
  if (value === undefined) throw new Error(`--${name} is missing`);
  return value;
}
const repository = (given: Given) => {
  const folder = given.positionals[1];
  if (folder === undefined) throw new Error('the folder of the repository is missing');
  return openRepository(folder, wanted(given, 'keys'));
};
const role = ({ values }: Given): RoleName => {
  const found = ROLE_NAMES.find((name) => name === values.role);
  if (!found) throw new Error(`--role is one of ${ROLE_NAMES.join(', ')}`);
  return found;
};

/** What a gateway would find out too late: that this is no release, or another version. @returns bytes unpacked */
async function unpackedBytes(file: string, version: string): Promise<number> {
  const archive = await openArchive(file);
  try {
    const manifest = archive.entries.get('package.json');
    if (!manifest || !archive.entries.has('dist/gateway/main.js'))
      throw new Error(`${file} is not what pack makes: the program is not in it`);
    const text = (await bytesOfEntry(archive, manifest, MANIFEST_BYTES)).toString();
    const found = (JSON.parse(text) as { version?: unknown }).version;
    if (found !== version) throw new Error(`${file} is version ${found}, and --version says ${version}`);
    return [...archive.entries.values()].reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  } finally {
    archive.close();
  }
}

const ORDERS: Readonly<Record<string, Order>> = {
  init(given) {
    const made = repository(given);
    made.init();
    return `made; ${made.rootFile} goes into the image as update-root.json, and ${wanted(given, 'keys')} nowhere`;
  },
  async pack(given) {
    const [version, out] = [wanted(given, 'version'), wanted(given, 'out')];
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as object;
    const unpacked = await packRelease(ROOT, out, {
      parts: [...PARTS, ...installedPlaces(ROOT)],
      replace: { 'package.json': JSON.stringify({ ...manifest, version }, undefined, 2) },
    });
    return `${out}: ${statSync(out).size} bytes, ${unpacked} bytes unpacked`;
  },
  async add(given) {
    const [version, file] = [wanted(given, 'version'), wanted(given, 'file')];
    if (!existsSync(file)) throw new Error(`there is no file ${file}`);
    const { floor, form, hardware, notes } = given.values;
    const target = await repository(given).add(file, {
      version,
      floor,
      form: form as ReleaseForm,
      hardware,
      releasedAt: Date.now(),
      ...(form === 'directory' ? { unpackedBytes: await unpackedBytes(file, version) } : {}),
      ...(notes === undefined ? {} : { notes }),
    });
    return `${target} is in the list of releases`;
  },
  refresh(given) {
    repository(given).refresh();
    return 'snapshot and timestamp are new';
  },
  rotate(given) {
    repository(given).rotate(role(given));
    return `a new key signs for ${role(given)}`;
  },
  withdraw(given) {
    repository(given).withdraw(wanted(given, 'target'));
    return `${wanted(given, 'target')} is withdrawn`;
  },
  async bundle(given) {
    await repository(given).bundle(wanted(given, 'target'), wanted(given, 'out'));
    return `${wanted(given, 'out')} is an update file`;
  },
};

/**
 * Carries one order out. @returns what it says
 * @throws Error with a sentence; nothing was changed then
 */
export async function orderRepository(args: readonly string[]): Promise<string> {
  const given = read(args);
  const run = ORDERS[given.positionals[0] ?? ''];
  if (!run) throw new Error(`orders: ${Object.keys(ORDERS).join(', ')}; without one they are explained`);
  return await run(given);
}

if (import.meta.main)
  try {
    process.stdout.write(`${await orderRepository(process.argv.slice(2))}\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 64;
  }
