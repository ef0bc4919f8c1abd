/** Subject, text and HTML of an e-mail about a support log. The description is not in it: it stands behind the sign-in. Pure. */
import type { MailLanguage } from '../../../contract/deployment.ts';
import { escaped, oneLine, type Written } from '../../core/mail-text.ts';
import type { SupportLog } from '../../core/ports/support-logs.ts';
import { SUPPORT_WORDS } from './words.ts';

export type SupportText = {
  readonly log: SupportLog;
  /** 0: it is new; n: the n-th reminder. */
  readonly number: number;
  /** Its page in the console. */
  readonly url: string;
  readonly now: number;
};

const DAY_MS = 86_400_000;

function partsOf({ log, number, url, now }: SupportText, language: MailLanguage) {
  const words = SUPPORT_WORDS[language];
  const account = oneLine(log.account.name);
  const title = oneLine(log.title);
  const isNew = number === 0;
  const { name, email } = log.reporter;
  return {
    subject: (isNew ? words.newSubject : words.openSubject)(account, title),
    before: [
      words.greeting,
      isNew ? words.newLead(account) : words.openLead(account, Math.floor((now - log.createdAt) / DAY_MS)),
    ],
    facts: [
      [words.title, title],
      [words.product, words.products[log.product]],
      [words.reporter, oneLine(email === undefined ? name : `${name} <${email}>`)],
      ...(log.gateway ? [[words.gateway, oneLine(log.gateway.name)]] : []),
      [words.accountId, log.account.number],
      [words.attachments, String(log.attachments)],
    ] as [string, string][],
    after: [words.link(url), ...(isNew ? [] : [words.openWhy]), words.why, words.automatic],
  };
}

/** Writes the e-mail to one contact. */
export function writeSupport(given: SupportText, language: MailLanguage): Written {
  const { subject, before, facts, after } = partsOf(given, language);
  const list = facts.map(([name, value]) => `${name}: ${value}`);
  const paragraphs = (texts: readonly string[]) => texts.map((text) => `<p>${escaped(text)}</p>`).join('\n');
  return {
    subject,
    text: `${[...before, list.join('\n'), ...after].join('\n\n')}\n`,
    html: `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="font-family:sans-serif;line-height:1.5;max-width:40em">
${paragraphs(before)}
<ul>
${list.map((line) => `<li>${escaped(line)}</li>`).join('\n')}
</ul>
${paragraphs(after)}
</body>
</html>
`,
  };
}
