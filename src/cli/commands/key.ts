import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import { KeyView } from '../../contract/local-api.ts';
import { type Context, show } from '../context.ts';
import { facts } from '../print.ts';

const POLL_MS = 500;

const words = (key: KeyView) =>
  facts([
    ['Fingerprint', key.fingerprint],
    ['Change', key.rotation === 'running' ? 'running' : undefined],
    ['Next', key.nextFingerprint],
    ['Last change', key.error && `failed: ${key.error.sentence}`],
  ]);

export async function showKey(context: Context): Promise<void> {
  show(context, await context.client.get('/api/key', KeyView), words);
}

/** Starts the change of the device key and waits for its end; without the cloud it goes on later by itself. */
export async function rotateKey(context: Context, clock: Clock, options: { wait: boolean }): Promise<void> {
  let key = await context.client.send('POST', '/api/key/rotate', KeyView);
  while (options.wait && key.rotation === 'running') {
    await clock.sleep(POLL_MS);
    key = await context.client.get('/api/key', KeyView);
  }
  if (key.error) {
    const { code, sentence, remedy } = key.error;
    throw new AppError(code, { status: 409, retryable: true, sentence, remedy });
  }
  show(context, key, words);
}
