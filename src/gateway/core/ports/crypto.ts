/** Digests and random bits as arguments (core and features use no node: module). */
export type Crypto = {
  sha256(data: string | Uint8Array): Uint8Array;
  hmacSha256(key: string | Uint8Array, data: string | Uint8Array): Uint8Array;
  randomBytes(length: number): Uint8Array;
  uuidv7(): string;
  /** Constant time; false for different lengths. */
  equal(a: Uint8Array, b: Uint8Array): boolean;
  base64url(data: Uint8Array): string;
  fromBase64url(text: string): Uint8Array;
  hex(data: Uint8Array): string;
};
