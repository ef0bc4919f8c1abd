import { KeyView } from '../../contract/local-api.ts';
import { type Context, show } from '../context.ts';
import { ofFault } from '../errors.ts';
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
export async function rotateKey(context: Context, options: { readonly wait: boolean }): Promise<void> {
  let key = await context.client.send('POST', '/api/key/rotate', KeyView);
  while (options.wait && key.rotation === 'running') {
    await context.clock.sleep(POLL_MS);
    key = await context.client.get('/api/key', KeyView);
  }
  if (key.error) throw ofFault(key.error);
  show(context, key, words);
}
