import type { PasswordHash } from '../core/ports/local-people.ts';

/** argon2id with 19 MiB and two passes (OWASP's first choice); the native code is loaded when the first password comes. */
export const argon2id: PasswordHash = {
  async hash(password) {
    const { hash } = await import('@node-rs/argon2');
    return hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  },
  async verify(stored, password) {
    const { verify } = await import('@node-rs/argon2');
    return verify(stored, password);
  },
};
