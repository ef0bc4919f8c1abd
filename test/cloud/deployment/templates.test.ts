import { test } from 'tap';
import { languageOf } from '../../../src/cloud/features/deployment/language.ts';
import { type Welcome, writeWelcome } from '../../../src/cloud/features/deployment/templates.ts';
import { MAIL_WORDS } from '../../../src/cloud/features/deployment/words.ts';
import { MAIL_LANGUAGES } from '../../../src/contract/deployment.ts';

const ANN: Welcome = {
  name: 'Ann Archer',
  userName: 'ann.archer',
  extension: '3100',
  phone: '+16135551000',
  accountName: 'Ballad Industries',
  accountNumber: '482917305',
  supportContacts: ['help@ballad.example'],
  pbxType: 'mivoice-business',
};

for (const language of MAIL_LANGUAGES)
  test(`an e-mail in ${language}`, async (t) => {
    const words = MAIL_WORDS[language];
    const { subject, text, html } = writeWelcome(ANN, language);
    t.equal(subject, words.subject('MiVoice Business'));
    for (const part of [text, html]) {
      for (const value of [
        'Ann Archer',
        'ann.archer',
        '3100',
        '+16135551000',
        '482917305',
        'Ballad Industries',
      ])
        t.match(part, value.replace('+', ''), `${value} stands in it`);
      t.match(part, 'help@ballad.example');
      t.notMatch(part, words.mobile, 'nothing is said of what is not known');
      t.notMatch(part, /undefined|null|\[object/);
    }
    t.ok(text.includes(words.password), 'it says where the password comes from');
    t.match(html, `<html lang="${language}">`);
    t.equal(
      writeWelcome({ ...ANN, pbxType: 'ldap' }, language).subject,
      words.subject(words.telephone),
      'a directory is not called a PBX',
    );
  });

test('languages do not share a sentence', async (t) => {
  const subjects = MAIL_LANGUAGES.map((language) => writeWelcome(ANN, language).subject);
  const passwords = MAIL_LANGUAGES.map((language) => MAIL_WORDS[language].password);
  t.equal(new Set(subjects).size, MAIL_LANGUAGES.length);
  t.equal(new Set(passwords).size, MAIL_LANGUAGES.length);
});

test('names are text: no markup, no header, no paragraph of their own', async (t) => {
  const evil = `<img src=x onerror="a('b')">&\r\nBcc: all@example.org`;
  const { subject, text, html } = writeWelcome(
    { ...ANN, name: evil, userName: evil, accountName: evil, supportContacts: [evil] },
    'en',
  );
  t.notMatch(html, '<img');
  t.match(html, '&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp; Bcc: all@example.org');
  for (const part of [subject, text, html]) t.notMatch(part, /[\r\n]Bcc/);
});

test('the language of a person', async (t) => {
  const cases: [Record<string, unknown>, string | undefined][] = [
    [{ preferredLanguage: 'fr-CA' }, 'fr'],
    [{ preferredLanguage: 'pt_BR' }, 'pt'],
    [{ preferredLanguage: 'sv, de;q=0.5, es;q=0.8' }, 'es'],
    [{ preferredLanguage: 'de;q=0' }, undefined],
    [{ preferredLanguage: 'sv', locale: 'de-CH' }, 'de'],
    [{ locale: 'DE' }, 'de'],
    [{ preferredLanguage: 'french' }, undefined],
    [{ preferredLanguage: 7 }, undefined],
    [{}, undefined],
  ];
  for (const [resource, language] of cases) t.equal(languageOf(resource), language, JSON.stringify(resource));
});
