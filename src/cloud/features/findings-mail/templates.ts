/** Subject, text and HTML of an e-mail about findings. Pure. */
import type { MailLanguage } from '../../../contract/deployment.ts';
import type { FindingsDigest } from '../../../contract/outbox.ts';
import { escaped, oneLine, type Written } from '../../core/mail-text.ts';
import { FINDINGS_WORDS, REASON_WORDS } from './words.ts';

export type FindingsText = {
  readonly personName: string;
  readonly accountName: string;
  readonly gatewayName: string;
  readonly digest: FindingsDigest;
  /** The account's page, where the e-mails are switched off. */
  readonly consoleUrl: string;
};

/** Users in one e-mail; all of them are on the gateway's own page. */
const MOST_NAMED = 50;

type Parts = {
  readonly subject: string;
  readonly before: readonly string[];
  readonly reasons: readonly string[];
  readonly people: readonly string[];
  readonly after: readonly string[];
};

function partsOf(given: FindingsText, language: MailLanguage): Parts {
  const words = FINDINGS_WORDS[language];
  const { total, codes, people, withoutEmail, sharedEmail } = given.digest;
  const gateway = oneLine(given.gatewayName);
  const english = new Map(codes.map(({ code, sentence }) => [code, sentence]));
  const reason = (code: string) => REASON_WORDS[language]?.[code] ?? oneLine(english.get(code) ?? code);
  const named = people.slice(0, MOST_NAMED);
  const more = total - named.length;
  return {
    subject: total > 0 ? words.subject(total, gateway) : words.irregularSubject(gateway),
    before: [words.greeting(oneLine(given.personName)), words.lead(gateway, oneLine(given.accountName))],
    reasons: codes.map(({ code, count }) => `${reason(code)} (${count})`),
    people: [
      ...named.map(({ name, code }) => `${oneLine(name)}: ${reason(code)}`),
      ...(more > 0 ? [words.more(more)] : []),
    ],
    after: [words.irregular(withoutEmail, sharedEmail), words.why(given.consoleUrl), words.automatic],
  };
}

function textOf({ before, reasons, people, after }: Parts): string {
  const list = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n');
  return `${[...before, list(reasons), list(people), ...after].filter(Boolean).join('\n\n')}\n`;
}

function htmlOf({ subject, before, reasons, people, after }: Parts, language: MailLanguage): string {
  const paragraphs = (texts: readonly string[]) => texts.map((text) => `<p>${escaped(text)}</p>`).join('\n');
  const list = (lines: readonly string[]) =>
    lines.length === 0 ? '' : `<ul>\n${lines.map((line) => `<li>${escaped(line)}</li>`).join('\n')}\n</ul>`;
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="font-family:sans-serif;line-height:1.5;max-width:40em">
${[paragraphs(before), list(reasons), list(people), paragraphs(after)].filter(Boolean).join('\n')}
</body>
</html>
`;
}

/** Writes the e-mail to one person. */
export function writeFindings(given: FindingsText, language: MailLanguage): Written {
  const parts = partsOf(given, language);
  return { subject: parts.subject, text: textOf(parts), html: htmlOf(parts, language) };
}
