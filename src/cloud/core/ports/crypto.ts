/** Digests and random bits as arguments (core and features use no node: module). */
export type Crypto = {
  /** Hex. */
  sha256Hex(data: string): string;
  /** base64url without padding. */
  hmacSha256(key: string, data: string): string;
  /** base64url of so many random bytes. */
  randomToken(bytes: number): string;
  /** Uniform integer in [0, below). */
  randomInt(below: number): number;
  uuidv7(): string;
  /** Constant time over the contents; false for different lengths. */
  equal(a: string, b: string): boolean;
};

/** Slow password hashes (argon2id). Both take about 50 ms on purpose. */
export type PasswordHasher = {
  hash(password: string): Promise<string>;
  /** With no hash it works as long as with one and answers false: an unknown e-mail is not told by time. */
  verify(hash: string | undefined, password: string): Promise<boolean>;
};
