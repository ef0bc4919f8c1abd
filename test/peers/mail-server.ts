/** A mail server that we did not write: smtp-server on loopback, which refuses, puts off and breaks off as it is told. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** `to`: the receivers of the envelope. */
export type Received = { readonly to: string; readonly source: string; readonly secure: boolean };

/** Said to RCPT TO, or to the end of DATA; `drop` takes the mail and breaks off before the 250. */
export type Answer = { readonly at: 'RCPT' | 'DATA'; readonly code: number } | 'drop' | undefined;

export type MailServerOptions = {
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly login?: { readonly user: string; readonly password: string };
  /** What the n-th attempt, from 0, to this address is answered. */
  readonly answer?: (to: string, n: number) => Answer;
};

export type MailServer = {
  readonly port: number;
  /** In the order in which they were taken; also those whose 250 was never sent. */
  readonly received: readonly Received[];
  /** Connections so far. */
  readonly connections: number;
  close(): Promise<void>;
};

const refusal = (code: number) => Object.assign(new Error(`refused with ${code}`), { responseCode: code });

export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const { tls, login, answer = () => undefined } = options;
  const received: Received[] = [];
  const attempts = new Map<string, number>();
  const tried = (to: string) => attempts.get(to) ?? 0;
  let connections = 0;
  const settings: SMTPServerOptions = {
    ...tls,
    authOptional: login === undefined,
    allowInsecureAuth: tls === undefined,
    disabledCommands: [...(tls ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])],
    disableReverseLookup: true,
    logger: false,
    onConnect(_session, done) {
      connections += 1;
      done();
    },
    onAuth({ username, password }, _session, done) {
      if (username === login?.user && password === login?.password) done(null, { user: username });
      else done(new Error('authentication failed'));
    },
    onRcptTo({ address }, _session, done) {
      const said = answer(address, tried(address));
      const refuses = typeof said === 'object' && said.at === 'RCPT';
      if (refuses) attempts.set(address, tried(address) + 1);
      done(refuses ? refusal(said.code) : null);
    },
    onData(stream, session, done) {
      const to = session.envelope.rcptTo[0]?.address ?? '';
      const said = answer(to, tried(to));
      attempts.set(to, tried(to) + 1);
      text(stream).then((source) => {
        if (typeof said === 'object') return done(refusal(said.code));
        received.push({
          to: session.envelope.rcptTo.map(({ address }) => address).join(' '),
          source,
          secure: session.secure,
        });
        if (said !== 'drop') return done();
        for (const connection of server.connections) connection._socket.destroy();
      }, done);
    },
  };
  const server = new SMTPServer(settings);
  // a client that breaks off is no fault of the test
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    received,
    get connections() {
      return connections;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** The value of a header, unfolded. */
export function headerOf(source: string, name: string): string | undefined {
  const head = source.split('\r\n\r\n')[0]?.replace(/\r\n[ \t]+/g, ' ') ?? '';
  return head
    .split('\r\n')
    .find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
    ?.slice(name.length + 1)
    .trim();
}
