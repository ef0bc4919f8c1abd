import { Type } from 'typebox';
import { LinkState } from '../../contract/local-api.ts';
import { type Context, show } from '../context.ts';
import { fail, ofFault } from '../errors.ts';
import { age, facts } from '../print.ts';
import { terminalQr } from '../terminal-qr.ts';

const POLL_MS = 1000;

/** The code for a person, with where to enter it. */
export async function announce(context: Context, link: LinkState): Promise<void> {
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

async function begin({ client, firstLine }: Context, { token, registered }: LinkOptions): Promise<LinkState> {
  if (token !== undefined) {
    const given = token === '-' ? await firstLine() : token;
    return client.send('POST', '/api/link/token', LinkState, { token: given });
  }
  return client.send('POST', registered ? '/api/link/registered' : '/api/link', LinkState);
}

/**
 * Starts a link request, or goes on with the one that runs, and waits for its end. By token or key nobody needs the
 * code.
 * @param announced told of each code that a person has to enter
 * @returns the last state: linked, or waiting where it shall not be waited for
 * @throws AppError as the request failed
 */
export async function linkToEnd(
  context: Context,
  options: LinkOptions,
  announced: (state: LinkState) => Promise<void>,
): Promise<LinkState> {
  const { client, clock } = context;
  let state = await begin(context, options);
  const isAttended = options.token === undefined && !options.registered;
  let shown: string | undefined;
  for (;;) {
    if (isAttended && state.userCode !== undefined && state.userCode !== shown) {
      await announced(state);
      shown = state.userCode;
    }
    if (state.state === 'linked') return state;
    if (state.state === 'failed' && state.error) throw ofFault(state.error);
    if (state.state === 'unlinked')
      throw fail('REFUSED', {
        sentence: 'The link request was given up.',
        remedy: 'Run cloudlink link again.',
      });
    if (!options.wait && shown !== undefined) return state;
    await clock.sleep(POLL_MS);
    state = await client.get('/api/link', LinkState);
  }
}

/** Prints code, address and QR, and waits. With `--json`, a line of JSON each time. */
export async function link(context: Context, options: LinkOptions): Promise<void> {
  const end = await linkToEnd(context, options, (state) => announce(context, state));
  if (end.state === 'linked') context.out(context.json ? JSON.stringify(end) : 'Linked.');
}

/** How far the link request is. */
export async function linkStatus(context: Context): Promise<void> {
  show(context, await context.client.get('/api/link', LinkState), (link) =>
    facts([
      ['State', link.state],
      ['Open', link.verificationUri],
      ['and enter', link.userCode],
      ['Ends', link.expiresAt === undefined ? undefined : age(link.expiresAt, context.now)],
      ['Looked at by', link.seenBy],
      ['Wrong codes', link.wrongCodes === undefined ? undefined : String(link.wrongCodes)],
      ['Error', link.error && `${link.error.sentence} ${link.error.remedy} (${link.error.code})`],
    ]),
  );
}

export async function cancelLink(context: Context): Promise<void> {
  await context.client.send('DELETE', '/api/link', Type.Null());
  show(context, { cancelled: true }, () => 'The link request was given up.');
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
