/** The SSH broker's host key: made once, kept readable for its owner only. Gateways pin its public half. */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ssh2 from 'ssh2';

export type HostKey = {
  /** OpenSSH private key, PEM. */
  readonly privateKey: string;
  /** `ssh-ed25519 AAAA…`, without a comment. */
  readonly publicKey: string;
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

function readHostKey(file: string): HostKey {
  const privateKey = readFileSync(file, 'utf8');
  const parsed = ssh2.utils.parseKey(privateKey);
  if (parsed instanceof Error) throw new Error(`${file} cannot be read as a key: ${parsed.message}`);
  const publicKey = `${parsed.type} ${parsed.getPublicSSH().toString('base64')}`;
  return { privateKey, publicKey };
}

/** Reads `broker_host_key` of the data folder, or makes it. */
export function loadHostKey(dataDir: string): HostKey {
  const file = join(dataDir, 'broker_host_key');
  if (!existsSync(file)) writePrivate(file, ssh2.utils.generateKeyPairSync('ed25519').private);
  return readHostKey(file);
}
