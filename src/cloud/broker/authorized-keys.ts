/** Answers AuthorizedKeysCommand of sshd: HTTP on a Unix socket, to those who know the secret beside it. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

export type AuthorizedKeysOptions = {
  /** Folder of the socket and the secret; its group is the command's user's. */
  readonly folder: string;
  readonly authorizedKey: (key: string) => Promise<string | undefined>;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
};

export const KEYS_SOCKET = 'authorized-keys.sock';
/** A header line for `curl --header @file`; another one at every start. */
export const KEYS_SECRET = 'authorized-keys.secret';
export const KEY_HEADER = 'cloudlink-key';
const SECRET_HEADER = 'cloudlink-secret';

const isSame = (a: string, b: string) => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** Listens. @throws the system's error when the folder cannot be used */
export async function serveAuthorizedKeys({ folder, authorizedKey, log }: AuthorizedKeysOptions) {
  const secret = randomBytes(32).toString('hex');
  const [socket, file] = [join(folder, KEYS_SOCKET), join(folder, KEYS_SECRET)];
  const server = createServer((req, res) => {
    const { [SECRET_HEADER]: said, [KEY_HEADER]: key } = req.headers;
    if (typeof said !== 'string' || typeof key !== 'string' || !isSame(said, secret)) {
      log('somebody without the secret asked for authorized keys');
      return void res.writeHead(403).end();
    }
    authorizedKey(key).then(
      (line) =>
        res.writeHead(200, { 'content-type': 'text/plain' }).end(line === undefined ? '' : `${line}\n`),
      (error) => {
        log('an authorized key could not be looked up', { reason: (error as Error).message });
        res.writeHead(500).end();
      },
    );
  });
  rmSync(socket, { force: true });
  rmSync(file, { force: true });
  writeFileSync(file, `${SECRET_HEADER}: ${secret}\n`, { mode: 0o600, flag: 'wx' });
  // the umask of a service would take the group's right away again
  chmodSync(file, 0o640);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  chmodSync(socket, 0o660);
  return {
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(file, { force: true });
    },
  };
}
