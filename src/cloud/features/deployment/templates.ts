/** Subject, text and HTML of a deployment e-mail. Pure. */
import type { MailLanguage } from '../../../contract/deployment.ts';
import { escaped, oneLine, type Written } from '../../core/mail-text.ts';
import { MAIL_WORDS } from './words.ts';

/** All that an e-mail says of a person. A closed list: what is not here, such as a password, cannot get in. */
export type Welcome = {
  readonly name: string;
  readonly userName: string;
  readonly extension?: string | undefined;
  readonly phone?: string | undefined;
  readonly mobile?: string | undefined;
  readonly accountName: string;
  /** The 9-digit Account ID. */
  readonly accountNumber: string;
  readonly supportContacts: readonly string[];
  /** Type of the PBX that the person's gateway is linked to. */
  readonly pbxType?: string | undefined;
};

/** PBX types by the name that people know. A directory or a file is no telephone system, and is not named. */
const PBX_NAMES: Readonly<Record<string, string>> = { 'mivoice-business': 'MiVoice Business' };

type Parts = {
  readonly title: string;
  readonly before: readonly string[];
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly after: readonly string[];
};

function partsOf(welcome: Welcome, language: MailLanguage): Parts {
  const words = MAIL_WORDS[language];
  const system = PBX_NAMES[welcome.pbxType ?? ''] ?? words.telephone;
  const facts = [
    [words.accountId, welcome.accountNumber],
    [words.userName, welcome.userName],
    [words.extension, welcome.extension],
    [words.phone, welcome.phone],
    [words.mobile, welcome.mobile],
  ] as const;
  const contacts = welcome.supportContacts.map(oneLine).join(', ');
  return {
    title: words.subject(system),
    before: [words.greeting(oneLine(welcome.name)), words.lead(system, oneLine(welcome.accountName))],
    facts: facts.flatMap(([label, value]) => (value ? [[label, oneLine(value)] as const] : [])),
    after: [words.password, ...(contacts === '' ? [] : [words.support(contacts)]), words.automatic],
  };
}

function textOf({ before, facts, after }: Parts): string {
  const lines = facts.map(([label, value]) => `${label}: ${value}`).join('\n');
  return `${[...before, lines, ...after].join('\n\n')}\n`;
}

function htmlOf({ title, before, facts, after }: Parts, language: MailLanguage): string {
  const paragraphs = (texts: readonly string[]) => texts.map((text) => `<p>${escaped(text)}</p>`).join('\n');
  const rows = facts.map(
    ([label, value]) =>
      `<tr><th scope="row" align="left" style="padding:4px 24px 4px 0">${escaped(label)}</th><td>${escaped(value)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body style="font-family:sans-serif;line-height:1.5;max-width:40em">
${paragraphs(before)}
<table>
${rows.join('\n')}
</table>
${paragraphs(after)}
</body>
</html>
`;
}

/** Writes the e-mail of one person. */
export function writeWelcome(welcome: Welcome, language: MailLanguage): Written {
  const parts = partsOf(welcome, language);
  return { subject: parts.title, text: textOf(parts), html: htmlOf(parts, language) };
}
