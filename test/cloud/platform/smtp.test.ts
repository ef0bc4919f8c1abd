/** What becomes of a mail, against a real mail server. */
import { type Test, test } from 'tap';
import { Secret } from '../../../src/base/runtime/logger.ts';
import type { Mail } from '../../../src/cloud/core/ports/deployment.ts';
import { createMailer, outcomeOf, type MailServer as Settings } from '../../../src/cloud/platform/smtp.ts';
import { makeAuthority, makeServer } from '../../helpers/certificates.ts';
import { headerOf, type MailServerOptions, startMailServer } from '../../peers/mail-server.ts';

const LOGIN = { user: 'cloudlink', password: 'canary-c2VjcmV0' };
const MAIL: Mail = {
  id: '01930000-0000-7000-8000-000000000001',
  to: 'ann@ballad.example',
  subject: 'Bienvenue à tous',
  text: 'Bonjour Ann',
  html: '<p>Bonjour Ann</p>',
  language: 'fr',
};

async function sent(t: Test, options: MailServerOptions, settings: Partial<Settings> = {}, mail = MAIL) {
  const server = await startMailServer(options);
  t.teardown(() => server.close());
  const mailer = createMailer({
    host: '127.0.0.1',
    port: server.port,
    security: options.tls ? 'starttls' : 'none',
    from: 'CloudLink <cloudlink@cloud.example>',
    ...settings,
  });
  return { server, mailer, outcome: await mailer.send(mail) };
}

test('STARTTLS and sign-in: taken, with both parts and its own Message-ID', async (t) => {
  const authority = await makeAuthority('Mail authority');
  const tls = await makeServer({ authority, host: '127.0.0.1' });
  const { server, outcome } = await sent(
    t,
    { tls, login: LOGIN },
    { ca: authority.pem, user: LOGIN.user, password: new Secret(LOGIN.password) },
  );
  t.same(outcome, { state: 'sent' });
  const [mail] = server.received;
  t.match(mail, { to: MAIL.to, secure: true });
  const source = mail?.source ?? '';
  t.equal(headerOf(source, 'Message-ID'), `<${MAIL.id}@cloud.example>`);
  t.equal(headerOf(source, 'From'), 'CloudLink <cloudlink@cloud.example>');
  t.equal(headerOf(source, 'To'), MAIL.to);
  t.equal(headerOf(source, 'Auto-Submitted'), 'auto-generated');
  t.match(headerOf(source, 'Content-Type'), /^multipart\/alternative/);
  t.match(source, /Content-Type: text\/plain[\s\S]*Content-Type: text\/html/);
  t.notMatch(source, LOGIN.password);
});

test('a server that cannot be trusted, or offers no TLS, gets nothing', async (t) => {
  const tls = await makeServer({ authority: await makeAuthority('Foreign'), host: '127.0.0.1' });
  const foreign = await sent(t, { tls });
  t.match(foreign.outcome, { state: 'down', sentence: /certificate/i });
  const plain = await sent(t, {}, { security: 'starttls' });
  t.match(plain.outcome, { state: 'down' });
  for (const { server } of [foreign, plain]) t.same(server.received, []);
});

test('a wrong password stops everything, and is not repeated', async (t) => {
  const { outcome } = await sent(
    t,
    { login: LOGIN },
    { user: LOGIN.user, password: new Secret('canary-wrong') },
  );
  t.equal(outcome.state, 'down');
  t.notMatch(JSON.stringify(outcome), 'canary');
});

test('answers of the server', async (t) => {
  const cases = [
    [{ at: 'RCPT', code: 550 }, 'refused'],
    [{ at: 'RCPT', code: 450 }, 'again'],
    [{ at: 'DATA', code: 554 }, 'refused'],
    [{ at: 'DATA', code: 451 }, 'again'],
    [{ at: 'RCPT', code: 421 }, 'down'],
    ['drop', 'down'],
  ] as const;
  for (const [said, state] of cases) {
    const { outcome, mailer } = await sent(t, { answer: (_to, n) => (n === 0 ? said : undefined) });
    t.equal(outcome.state, state, JSON.stringify(said));
    t.same(await mailer.send(MAIL), { state: 'sent' }, 'the next one goes');
  }
});

test('421 is about the server, whatever it answers (RFC 5321 §3.8)', async (t) => {
  for (const command of ['RCPT TO', 'DATA', 'MAIL FROM', 'CONN'])
    t.match(outcomeOf({ responseCode: 421, response: '421 closing', command }), {
      state: 'down',
      sentence: '421 closing',
    });
});

test('nobody listens', async (t) => {
  const { server, mailer } = await sent(t, {});
  await server.close();
  t.match(await mailer.send(MAIL), { state: 'down', sentence: /ECONNREFUSED/ });
});

test('an address names one receiver, whatever is in it', async (t) => {
  const to = 'ann@ballad.example, bob@evil.example';
  const { server } = await sent(t, {}, {}, { ...MAIL, to });
  t.notOk(server.received.some((mail) => mail.to.split(' ').includes('bob@evil.example')));
});
