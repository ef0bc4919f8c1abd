/**
 * A repository of releases (TUF): made and signed where the release keys are, and copied to the cloud, which only serves it.
 * Root and targets have two keys each, and one signature is enough: a key is exchanged while the other one holds.
 */
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  copyFileSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, posix, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  Key,
  Metadata,
  type MetadataKind,
  MetaFile,
  Root,
  Signature,
  Snapshot,
  TargetFile,
  Targets,
  Timestamp,
} from '@tufjs/models';
import { Value } from 'typebox/value';
import { ZipFile } from 'yazl';
import { ReleaseCustom } from '../../src/contract/update.ts';
import { writeFileAtomic } from '../../src/gateway/platform/atomic-file.ts';

const ROLES = { root: 2, targets: 2, snapshot: 1, timestamp: 1 } as const;
export type RoleName = keyof typeof ROLES;
export const ROLE_NAMES = Object.keys(ROLES) as RoleName[];

const SPEC = '1.0.31';
const DAY_MS = 86_400_000;

export type Expiry = Readonly<Record<RoleName, number>>;
/** Days until each role runs out. A timestamp that is not renewed by then is taken as a frozen one. */
export const EXPIRY_DAYS: Expiry = { root: 730, targets: 365, snapshot: 30, timestamp: 7 };

type Stored = { readonly id: string; readonly role: RoleName; readonly pem: string };
type Signing = { readonly key: Key; readonly secret: KeyObject };
type Kinds = { root: Root; targets: Targets; snapshot: Snapshot; timestamp: Timestamp };

const canonicalId = (hex: string) =>
  createHash('sha256')
    .update(`{"keytype":"ed25519","keyval":{"public":"${hex}"},"scheme":"ed25519"}`)
    .digest('hex');

function signingOf({ pem }: Stored): Signing {
  const secret = createPrivateKey(pem);
  const hex = Buffer.from(String(secret.export({ format: 'jwk' }).x), 'base64url').toString('hex');
  const keyID = canonicalId(hex);
  return { secret, key: new Key({ keyID, keyType: 'ed25519', scheme: 'ed25519', keyVal: { public: hex } }) };
}

export type Repository = ReturnType<typeof openRepository>;

/**
 * @param folder `metadata/` and `targets/`, as the cloud serves them
 * @param keyFolder secret keys, one PEM file each; nothing of it goes to the cloud
 * @param now ms; tests make metadata that ran out
 */
export function openRepository(
  folder: string,
  keyFolder: string,
  now: () => number = Date.now,
  days: Expiry = EXPIRY_DAYS,
) {
  const metadata = join(folder, 'metadata');
  const targetsFolder = join(folder, 'targets');
  const expires = (role: RoleName) =>
    new Date(now() + days[role] * DAY_MS).toISOString().replace(/\.\d{3}Z$/, 'Z');
  const keysOf = (role: RoleName): Stored[] =>
    (existsSync(keyFolder) ? readdirSync(keyFolder) : [])
      .filter((name) => name.startsWith(`${role}-`) && name.endsWith('.pem'))
      .sort()
      .map((name) => ({
        id: name.replace(/\.pem$/, ''),
        role,
        pem: readFileSync(join(keyFolder, name), 'utf8'),
      }));
  const makeKey = (role: RoleName): void => {
    const last = keysOf(role).at(-1)?.id.split('-')[1];
    const n = String(Number(last ?? 0) + 1).padStart(3, '0');
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    writeFileSync(join(keyFolder, `${role}-${n}.pem`), pem, { mode: 0o600, flag: 'wx' });
  };
  /** The newest ones count; older files may stay for the record. */
  const inUse = (role: RoleName) => keysOf(role).slice(-ROLES[role]).map(signingOf);

  const read = <R extends RoleName>(role: R, file: string): Metadata<Kinds[R]> =>
    Metadata.fromJSON(
      role as MetadataKind.Root,
      JSON.parse(readFileSync(join(metadata, file), 'utf8')),
    ) as unknown as Metadata<Kinds[R]>;
  /** The newest file of a role that has its version in its name. */
  const newest = (role: RoleName): string | undefined =>
    (existsSync(metadata) ? readdirSync(metadata) : [])
      .filter((name) => name.endsWith(`.${role}.json`))
      .sort((a, b) => Number(a.split('.')[0]) - Number(b.split('.')[0]))
      .at(-1);
  const versionOf = (role: RoleName) => Number(newest(role)?.split('.')[0] ?? 0);

  /** Nothing is signed that no gateway would believe: the root names one of these keys for the role. */
  const mustCount = (role: RoleName, by: readonly Signing[]): void => {
    const root = newest('root');
    if (root === undefined) return;
    const known = read('root', root).signed.roles[role]?.keyIDs ?? [];
    if (by.some(({ key }) => known.includes(key.keyID))) return;
    throw new Error(
      `the keys in ${keyFolder} are not those that sign for ${role} in this repository; nothing was changed`,
    );
  };
  const mustBeOne = (): void => {
    if (newest('root') === undefined)
      throw new Error(`${folder} is not a repository of releases; init makes one`);
    for (const role of ROLE_NAMES) mustCount(role, inUse(role));
  };

  const write = (role: RoleName, signed: Kinds[RoleName], by: readonly Signing[]): Buffer => {
    const made = new Metadata(signed);
    for (const { secret, key } of by)
      made.sign(
        (data) => new Signature({ keyID: key.keyID, sig: sign(null, data, secret).toString('hex') }),
        true,
      );
    const bytes = Buffer.from(JSON.stringify(made.toJSON(), undefined, 1));
    const name = role === 'timestamp' ? 'timestamp.json' : `${signed.version}.${role}.json`;
    // the cloud may be reading: whole or not at all
    for (const file of role === 'root' ? [name, 'root.json'] : [name])
      writeFileAtomic(join(metadata, file), bytes.toString(), { mode: 0o644 });
    return bytes;
  };
  const common = (role: RoleName) => ({
    specVersion: SPEC,
    version: versionOf(role) + 1,
    expires: expires(role),
  });

  const writeRoot = (alsoBy: readonly Signing[] = []): void => {
    const root = new Root({ ...common('root'), consistentSnapshot: true });
    for (const role of ROLE_NAMES) for (const { key } of inUse(role)) root.addKey(key, role);
    const own = inUse('root');
    const others = alsoBy.filter(({ key }) => !own.some((one) => one.key.keyID === key.keyID));
    write('root', root, [...own, ...others]);
  };
  const describe = (bytes: Buffer, version: number) =>
    new MetaFile({
      version,
      length: bytes.length,
      hashes: { sha256: createHash('sha256').update(bytes).digest('hex') },
    });
  const fileOf = (role: 'targets' | 'snapshot') => readFileSync(join(metadata, newest(role) ?? ''));

  const timestampVersion = (): number =>
    existsSync(join(metadata, 'timestamp.json')) ? read('timestamp', 'timestamp.json').signed.version : 0;

  const refresh = (): void => {
    const snapshot = new Snapshot({
      ...common('snapshot'),
      meta: { 'targets.json': describe(fileOf('targets'), versionOf('targets')) },
    });
    const bytes = write('snapshot', snapshot, inUse('snapshot'));
    const timestamp = new Timestamp({
      specVersion: SPEC,
      version: timestampVersion() + 1,
      expires: expires('timestamp'),
      snapshotMeta: describe(bytes, snapshot.version),
    });
    write('timestamp', timestamp, inUse('timestamp'));
  };
  const writeTargets = (files: Record<string, TargetFile>): void => {
    write('targets', new Targets({ ...common('targets'), targets: files }), inUse('targets'));
    refresh();
  };
  const listed = (): Record<string, TargetFile> => {
    const file = newest('targets');
    return file === undefined ? {} : (read('targets', file).signed.targets as Record<string, TargetFile>);
  };
  const hashed = (target: string, sha256: string) =>
    posix.join(posix.dirname(target), `${sha256}.${posix.basename(target)}`);

  const unknown = (target: string) =>
    `there is no ${target} in the list; there are ${Object.keys(listed()).join(', ') || 'none'}`;

  return {
    metadata,
    targets: targetsFolder,
    /** `root.json` that goes into the image. */
    rootFile: join(metadata, '1.root.json'),
    newest,
    /** Snapshot and timestamp anew, in time before they run out. */
    refresh(): void {
      mustBeOne();
      refresh();
    },

    /** Makes keys and an empty list. */
    init(): void {
      if (newest('root')) throw new Error(`${folder} is a repository already`);
      for (const path of [metadata, targetsFolder]) mkdirSync(path, { recursive: true });
      mkdirSync(keyFolder, { recursive: true, mode: 0o700 });
      for (const role of ROLE_NAMES) for (let n = keysOf(role).length; n < ROLES[role]; n++) makeKey(role);
      writeRoot();
      writeTargets({});
    },

    /** Adds a release, and signs the list. @returns its path in the metadata */
    async add(file: string, custom: ReleaseCustom): Promise<string> {
      mustBeOne();
      const wrong = [...Value.Errors(ReleaseCustom, custom)][0];
      if (wrong) throw new Error(`${wrong.instancePath.slice(1) || 'the release'} ${wrong.message}`);
      const hash = createHash('sha256');
      for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
      const sha256 = hash.digest('hex');
      const target = basename(file);
      const before = listed()[target];
      if (before && before.hashes.sha256 !== sha256)
        throw new Error(`there is another ${target} in the list: give the file a name of its own`);
      copyFileSync(file, join(targetsFolder, hashed(target, sha256)));
      const described = new TargetFile({
        path: target,
        length: statSync(file).size,
        hashes: { sha256 },
        unrecognizedFields: { custom: JSON.parse(JSON.stringify(custom)) },
      });
      writeTargets({ ...listed(), [target]: described });
      return target;
    },

    /** No gateway finds it any more; those that have it keep it. Its file goes, too. */
    withdraw(target: string): void {
      mustBeOne();
      const { [target]: gone, ...rest } = listed();
      if (!gone) throw new Error(unknown(target));
      writeTargets(rest);
      rmSync(join(targetsFolder, hashed(target, String(gone.hashes.sha256))), { force: true });
    },

    /** A new key for a role: the older one of two goes. The new root is signed by the keys before, too. */
    rotate(role: RoleName): void {
      mustBeOne();
      const before = inUse('root');
      makeKey(role);
      writeRoot(before);
      if (role === 'targets') writeTargets(listed());
      else if (role !== 'root') refresh();
    },

    /** An update file: one release with all metadata that a gateway without a cloud needs. */
    async bundle(target: string, out: string): Promise<void> {
      const described = listed()[target];
      if (!described) throw new Error(unknown(target));
      const zip = new ZipFile();
      for (const name of readdirSync(metadata)) zip.addFile(join(metadata, name), `metadata/${name}`);
      const name = hashed(target, String(described.hashes.sha256));
      if (!existsSync(join(targetsFolder, name))) throw new Error(`${name} is not in ${targetsFolder}`);
      zip.addFile(join(targetsFolder, name), `targets/${name}`, { compress: false });
      zip.end();
      await pipeline(zip.outputStream, createWriteStream(out));
    },
  };
}

/** Files below a folder, by their paths in it. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** What is a package's own: packages within a package are parts by themselves. */
const ownFiles = (folder: string, part: string) => {
  const isPackage = part.split(sep)[0] === 'node_modules' && part !== 'node_modules';
  const files = filesBelow(join(folder, part));
  return isPackage ? files.filter((name) => !name.split(sep).includes('node_modules')) : files;
};

/**
 * A release of the form `directory`: a zip of a folder with `dist/`, `package.json` and `node_modules/`.
 * @param parts folders and files of it; all of it when none is named
 * @returns bytes that it takes on the disk
 */
export async function packRelease(
  folder: string,
  out: string,
  options: {
    readonly parts?: readonly string[];
    readonly replace?: Readonly<Record<string, string>>;
    readonly level?: number;
  } = {},
): Promise<number> {
  const { parts = readdirSync(folder), replace = {}, level = 6 } = options;
  const zip = new ZipFile();
  let unpacked = 0;
  const add = (name: string) => {
    const text = replace[name];
    if (text !== undefined) {
      zip.addBuffer(Buffer.from(text), name, { mode: 0o100644, compressionLevel: level });
      unpacked += text.length;
      return;
    }
    const { size, mode } = statSync(join(folder, name));
    zip.addFile(join(folder, name), name, { mode, compressionLevel: level });
    unpacked += size;
  };
  for (const part of parts)
    if (statSync(join(folder, part)).isDirectory())
      for (const name of ownFiles(folder, part)) add(join(part, name));
    else add(part);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(out));
  return unpacked;
}
