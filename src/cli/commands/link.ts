import { Type } from 'typebox';
import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import { LinkState } from '../../contract/local-api.ts';
import { type Context, firstLine, show } from '../context.ts';
import { fail } from '../errors.ts';
import { age, facts } from '../print.ts';
import { terminalQr } from '../terminal-qr.ts';

const POLL_MS = 1000;

async function announce(context: Context, link: LinkState): Promise<void> {
  if (context.json) return context.out(JSON.stringify(link));
  if (!link.verificationUriComplete) return;
  context.out(await terminalQr(link.verificationUriComplete));
  context.out(
    facts([
      ['Open', link.verificationUri],
      ['and enter', link.userCode],
      ['Ends', link.expiresAt === undefined ? undefined : age(link.expiresAt, context.now)],
    ]),
  );
  context.out('\nThe cloud asks for the set-up code: see cloudlink setup-code.');
}

export type LinkOptions = {
  readonly wait: boolean;
  /** A claim token; `-`: the first line of standard input. */
  readonly token?: string;
  /** The console knows the fingerprint of this gateway. */
  readonly registered?: boolean;
};

async function begin({ client }: Context, { token, registered }: LinkOptions): Promise<LinkState> {
  if (token !== undefined) {
    const given = token === '-' ? await firstLine() : token;
    return client.send('POST', '/api/link/token', LinkState, { token: given });
  }
  return client.send('POST', registered ? '/api/link/registered' : '/api/link', LinkState);
}

/**
 * Starts a link request, prints code, address and QR, and waits for its end. By token or key nobody needs the code.
 * With `--json`, a line of JSON each time.
 */
export async function link(context: Context, clock: Clock, options: LinkOptions): Promise<void> {
  const { client } = context;
  let state = await begin(context, options);
  const isAttended = options.token === undefined && !options.registered;
  let shown: string | undefined;
  for (;;) {
    if (isAttended && state.userCode !== undefined && state.userCode !== shown) {
      await announce(context, state);
      shown = state.userCode;
    }
    if (state.state === 'linked') return context.out(context.json ? JSON.stringify(state) : 'Linked.');
    if (state.state === 'failed' && state.error) {
      const { code, sentence, remedy } = state.error;
      throw new AppError(code, { status: 409, retryable: true, sentence, remedy });
    }
    if (state.state === 'unlinked')
      throw fail('REFUSED', {
        sentence: 'The link request was given up.',
        remedy: 'Run cloudlink link again.',
      });
    if (!options.wait && shown !== undefined) return;
    await clock.sleep(POLL_MS);
    state = await client.get('/api/link', LinkState);
  }
}

export async function unlink(context: Context): Promise<void> {
  await context.client.send('POST', '/api/unlink', Type.Null());
  show(context, { unlinked: true }, () => 'Unlinked. Nothing is sent to the cloud any more.');
}

/** The set-up code, for the person at the console. */
export async function setupCode(context: Context): Promise<void> {
  const answer = await context.client.get(
    '/api/setup-code',
    Type.Object({ setupCode: Type.Optional(Type.String()) }),
  );
  show(
    context,
    answer,
    (a) => a.setupCode ?? 'The set-up code was used. A new one is made when the gateway is unlinked.',
  );
}
