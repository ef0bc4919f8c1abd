/** The SSH broker's host key: made once, kept readable for its owner only. Gateways pin its public half. */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ssh2 from 'ssh2';

export type HostKey = {
  /** OpenSSH private key, PEM. */
  readonly privateKey: string;
  /** `ssh-ed25519 AAAA…`, without a comment. */
  readonly publicKey: string;
  /** Ed25519, 64 bytes. */
  sign(text: string): Buffer;
};

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/** Whole or not at all, also when the power goes. */
function writePrivate(file: string, text: string): void {
  const handle = openSync(`${file}.new`, 'w', 0o600);
  writeSync(handle, text);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(`${file}.new`, file);
  syncFolder(dirname(file));
}

function parseHostKey(privateKey: string): HostKey | Error {
  const parsed = ssh2.utils.parseKey(privateKey);
  if (parsed instanceof Error) return parsed;
  return {
    privateKey,
    publicKey: `${parsed.type} ${parsed.getPublicSSH().toString('base64')}`,
    sign(text) {
      const signature = parsed.sign(text);
      if (signature instanceof Error) throw signature;
      return signature;
    },
  };
}

/**
 * A new Ed25519 host key. Of 256 keys that ssh2 1.17 makes, one cannot be read by ssh2 itself (a public key that begins
 * with a zero byte loses it): such a key is made again.
 */
export function makeHostKey(): HostKey {
  for (;;) {
    const made = parseHostKey(ssh2.utils.generateKeyPairSync('ed25519').private);
    if (!(made instanceof Error)) return made;
  }
}

/**
 * Reads `broker_host_key` of the data folder, or makes it.
 * @throws when the file is there and is no key: gateways pin it, so it is never replaced silently
 */
export function loadHostKey(dataDir: string): HostKey {
  const file = join(dataDir, 'broker_host_key');
  if (!existsSync(file)) writePrivate(file, makeHostKey().privateKey);
  const key = parseHostKey(readFileSync(file, 'utf8'));
  if (key instanceof Error) throw new Error(`${file} cannot be read as a key: ${key.message}`);
  return key;
}
