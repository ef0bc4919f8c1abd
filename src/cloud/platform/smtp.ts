/** Mail submission over SMTP (RFC 5321, RFC 6409), by nodemailer. */
import type { Secret } from '../../base/runtime/logger.ts';
import type { Mail, Mailer, MailOutcome } from '../core/ports/deployment.ts';

export type MailServer = {
  readonly host: string;
  readonly port: number;
  /** `starttls`: TLS after STARTTLS, and nothing without it. `tls`: from the first byte. `none`: in the clear. */
  readonly security: 'starttls' | 'tls' | 'none';
  readonly user?: string;
  readonly password?: Secret;
  /** Sender: `CloudLink <cloudlink@example.com>`. */
  readonly from: string;
  /** PEM of authorities that are believed in place of the system's. */
  readonly ca?: string;
};

const TIMEOUT_MS = 30_000;
const SENTENCE_MOST = 300;

/** What nodemailer throws: the server's reply where there was one, and the command that it answered. */
type SmtpError = Error & {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly rejectedErrors?: readonly SmtpError[];
};

/** Commands whose refusal is about this mail; any other refusal would meet every mail. */
const OF_THE_MAIL = /^(RCPT TO|DATA)/;

/** @param thrown what nodemailer's sendMail rejected with */
export function outcomeOf(thrown: unknown): MailOutcome {
  const error = thrown as SmtpError;
  const { message, response, responseCode, command = '' } = error.rejectedErrors?.[0] ?? error;
  const sentence = (response ?? message ?? 'unknown').slice(0, SENTENCE_MOST);
  if (responseCode === undefined || responseCode === 421 || !OF_THE_MAIL.test(command))
    return { state: 'down', sentence };
  return { state: responseCode >= 500 ? 'refused' : 'again', sentence };
}

function transportOptions(server: MailServer) {
  const { host, port, security, user, password, ca } = server;
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(ca === undefined ? {} : { tls: { ca } }),
    ...(user === undefined || password === undefined ? {} : { auth: { user, pass: password.reveal() } }),
  };
}

/** A connection for each mail: they are few a second, and a server may close one that idles. */
export function createMailer(server: MailServer): Mailer {
  const domain = server.from.replace(/^.*@|>?\s*$/g, '');
  const message = (mail: Mail) => ({
    from: server.from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: `<${mail.id}@${domain}>`,
    // asks out-of-office programs for silence (RFC 3834 §5)
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language },
  });
  return {
    async send(mail) {
      try {
        // loaded late: a cloud without a mail server never needs it
        const { createTransport } = await import('nodemailer');
        await createTransport(transportOptions(server)).sendMail(message(mail));
        return { state: 'sent' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}
