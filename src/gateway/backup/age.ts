/**
 * The age format. Loaded late and in a process of its own: scrypt takes 64 MB for a moment, which the daemon would keep.
 */
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import {
  Decrypter,
  Encrypter,
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from 'age-encryption';
import { fail } from '../core/errors.ts';
import { damaged } from './format.ts';

/** 2^16 · 8 · 128 bytes = 64 MB: a gateway has 512 MB, and the library's own 2^18 takes half of that. */
const WORK = 16;

/** What opens a backup: a passphrase, or an identity (`AGE-SECRET-KEY-1…`). */
export type Opener = { readonly passphrase: string } | { readonly identity: string };
/** Who can open it. */
export type Closer = { readonly passphrase: string } | { readonly recipient: string };

const web = (pieces: AsyncIterable<Uint8Array>) =>
  Readable.toWeb(Readable.from(pieces, { objectMode: false })) as unknown as ReadableStream<Uint8Array>;
const pieces = (stream: ReadableStream<Uint8Array>) =>
  Readable.fromWeb(stream as unknown as NodeStream) as AsyncIterable<Uint8Array>;

export const isIdentity = (secret: string) => /^AGE-SECRET-KEY-(PQ-)?1/i.test(secret);
export const openerOf = (secret: string): Opener =>
  isIdentity(secret) ? { identity: secret.trim() } : { passphrase: secret };

/**
 * @returns the encrypted bytes, and what opens them again while this process lives: of a recipient only the public half
 *   is known, so the file is closed for a second identity, too, that nobody ever stores
 */
export async function encrypt(
  plain: AsyncIterable<Uint8Array>,
  by: Closer,
): Promise<{ readonly bytes: AsyncIterable<Uint8Array>; readonly opener: Opener }> {
  const encrypter = new Encrypter();
  let opener: Opener;
  if ('passphrase' in by) {
    encrypter.setScryptWorkFactor(WORK);
    encrypter.setPassphrase(by.passphrase);
    opener = by;
  } else {
    // both halves of one kind: a weaker second one would open what the first keeps shut
    const identity = await (by.recipient.startsWith('age1pq1')
      ? generateHybridIdentity()
      : generateX25519Identity());
    try {
      encrypter.addRecipient(by.recipient);
    } catch (cause) {
      throw fail('BACKUP_RECIPIENT', { cause });
    }
    encrypter.addRecipient(await identityToRecipient(identity));
    opener = { identity };
  }
  return { bytes: pieces(await encrypter.encrypt(web(plain))), opener };
}

const WRONG = /no identity matched/;
const FIRST = 'age-encryption.org/v1\n';

/** @throws AppError BACKUP_WRONG_KEY, BACKUP_FOREIGN, BACKUP_DAMAGED */
export async function decrypt(
  cipher: AsyncIterable<Uint8Array>,
  by: Opener,
): Promise<AsyncIterable<Uint8Array>> {
  const decrypter = new Decrypter();
  try {
    if ('passphrase' in by) decrypter.addPassphrase(by.passphrase);
    else decrypter.addIdentity(by.identity);
  } catch (cause) {
    throw fail('BACKUP_WRONG_KEY', { cause });
  }
  let plain: AsyncIterable<Uint8Array>;
  let first = '';
  const looked = async function* () {
    for await (const piece of cipher) {
      if (first.length < FIRST.length)
        first += Buffer.from(piece.subarray(0, FIRST.length)).toString('latin1');
      yield piece;
    }
  };
  try {
    plain = pieces(await decrypter.decrypt(web(looked())));
  } catch (cause) {
    const { message } = cause as Error;
    if (WRONG.test(message)) throw fail('BACKUP_WRONG_KEY', { cause });
    if (!first.startsWith(FIRST)) throw fail('BACKUP_FOREIGN', { cause });
    throw damaged('its beginning', cause);
  }
  return {
    async *[Symbol.asyncIterator]() {
      try {
        yield* plain;
      } catch (cause) {
        throw damaged('its bytes', cause);
      }
    },
  };
}
