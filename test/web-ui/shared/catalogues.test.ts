/** Every catalogue in every language: complete, with the arguments and elements of the English, and translated. */

import { IntlMessageFormat } from 'intl-messageformat';
import { type Test, test } from 'tap';
import { INTERNAL } from '../../../src/base/errors.ts';
import { ERRORS as CLOUD_ERRORS } from '../../../src/cloud/core/errors.ts';
import { COMMANDS } from '../../../src/contract/commands.ts';
import { CONSENT_ERRORS, LAUNCH_ENDS } from '../../../src/contract/consent-words.ts';
import { HISTORY_ACTIONS, ORDER_STEPS } from '../../../src/contract/history-actions.ts';
import { SWA_STATUS } from '../../../src/contract/inventory.ts';
import { ORDER_WORDS } from '../../../src/contract/order-words.ts';
import { INTEGRATION_STATUS } from '../../../src/contract/status.ts';
import { ERRORS } from '../../../src/gateway/core/errors.ts';
import type { CycleReport } from '../../../src/gateway/core/sync-cycle.ts';
import { REASONS } from '../../../src/gateway/core/sync-reasons.ts';
import type { CheckContext } from '../../../src/gateway/features/health/check.ts';
import { syncDetained } from '../../../src/gateway/features/health/sync-state.ts';
import { guard } from '../../../src/gateway/features/user-sync/guard.ts';
import { progressOf, sentenceOfReport } from '../../../src/gateway/features/user-sync/view.ts';
import { insideWords } from '../../../web-ui/console/words/server/inside.ts';
import { type ConsoleTexts, NOT_IN_CONSOLE } from '../../../web-ui/console/words/server/texts.ts';
import { swaKey } from '../../../web-ui/setup/parts/sentences.ts';
import { said, setServerWords } from '../../../web-ui/shared/server-sayings.ts';
import { FORMS, NAMES } from '../../../web-ui/shared/words/gateway/texts.ts';
import { cloudSentences, orderSentences, serverTexts } from '../../helpers/server-texts.ts';

const LANGUAGES = ['fr', 'de', 'es', 'pt'] as const;
type Catalogue = Readonly<Record<string, string>>;

/** The same word in English and another language, looked at by a person. */
const SAME = new Set([
  'CloudLink gateway',
  'CloudLink console',
  'Gateway',
  'Gateways',
  'Version',
  'Status',
  'Name',
  'Tunnel',
  'Tunnels',
  'Code',
  'Port',
  'Host',
  'PBX',
]);

type Element = {
  readonly type: number;
  readonly value?: string;
  readonly options?: Readonly<Record<string, { readonly value: readonly Element[] }>>;
  readonly children?: readonly Element[];
};

/** Names of arguments and elements; the number sign of a plural and plain text have none. */
function parts(elements: readonly Element[]): string[] {
  return elements.flatMap(({ type, value, options, children }) => [
    ...(type === 0 || type === 7 ? [] : [`${type === 8 ? 'tag' : 'argument'} ${value}`]),
    ...Object.values(options ?? {}).flatMap((option) => parts(option.value)),
    ...parts(children ?? []),
  ]);
}

const shape = (text: string, language: string) =>
  [...new Set(parts(new IntlMessageFormat(text, language).getAst() as readonly Element[]))].sort();

/** Letters that a person reads, without what is a name or a number everywhere. */
const isWords = (text: string) => /\p{Letter}{3}/u.test(text.replace(/<\w+>.*?<\/\w+>|\{.*\}/g, ''));

function compare(t: Test, where: string, english: Catalogue, own: Catalogue, language: string): void {
  t.same(Object.keys(own).sort(), Object.keys(english).sort(), `${where}: every key`);
  let same = 0;
  for (const [key, text] of Object.entries(english)) {
    const translated = own[key] ?? '';
    t.same(shape(translated, language), shape(text, 'en'), `${where} ${key}: arguments and elements`);
    if (translated !== text || SAME.has(text) || !isWords(text)) continue;
    same++;
    t.comment(`${where} ${key} is the same: ${text}`);
  }
  t.ok(
    same <= Object.keys(english).length * 0.05,
    `${where}: translated, ${same} words are the same in both`,
  );
}

const CATALOGUES = {
  shared: '../../../web-ui/shared/words',
  setup: '../../../web-ui/setup/words',
  'setup, pages of sync': '../../../web-ui/setup/sync/words',
  'setup, updates': '../../../web-ui/setup/updates/words',
  'shared, updates': '../../../web-ui/shared/updates/words',
  console: '../../../web-ui/console/words',
} as const;

for (const [name, folder] of Object.entries(CATALOGUES))
  test(`the words of ${name}`, async (t) => {
    const { en } = (await import(`${folder}/en.ts`)) as { en: Catalogue };
    for (const language of LANGUAGES) {
      const own = (await import(`${folder}/${language}.ts`)) as Record<string, Catalogue>;
      compare(t, `${name} ${language}`, en, own[language] ?? {}, language);
    }
  });

test('each SWA status has its own word on the gateway’s page', async (t) => {
  for (const language of ['en', ...LANGUAGES]) {
    const { [language]: words } = await import(`../../../web-ui/setup/words/${language}.ts`);
    const message = new IntlMessageFormat(words['inventory.swaWord'], language);
    const said = SWA_STATUS.map((status) => message.format({ status: swaKey(status) }));
    if (language === 'en') t.same(said, SWA_STATUS, 'the words of the vendor');
    t.equal(new Set(said).size, SWA_STATUS.length, `${language}: ${said.join(', ')}`);
  }
});

test('what the gateway says is translated: its tables row by row, its other sentences one by one', async (t) => {
  const wanted = [...serverTexts()].filter((text) => !NAMES.includes(text)).sort();
  for (const language of LANGUAGES) {
    const { [language]: own } = await import(`../../../web-ui/shared/words/gateway/${language}.ts`);
    t.same(
      Object.keys(own.errors).sort(),
      [...Object.keys(ERRORS), 'INTERNAL'].sort(),
      `${language}: errors`,
    );
    t.same(Object.keys(own.reasons).sort(), Object.keys(REASONS).sort(), `${language}: reasons`);
    t.same(Object.keys(own.texts).sort(), wanted, `${language}: texts`);
  }
});

test('a sentence with numbers is said in every language, each number in its place', async (t) => {
  const input = { removals: 9, removalsOfDay: 0, applied: 30, people: 60, detained: 0, complete: true };
  const inputs = [
    input,
    { ...input, people: 0 },
    { ...input, detained: 40 },
    { ...input, removals: 3, removalsOfDay: 2 },
  ];
  const stages = ['read', 'normalise', 'plan', 'apply', 'record'] as const;
  const said = [
    ...inputs.flatMap((one) => {
      const verdict = guard(one);
      return verdict.held ? [verdict.sentence] : [];
    }),
    ...(['run', 'undo'] as const).flatMap((mode) =>
      stages.map((stage) => progressOf({ stage, done: 7 }, mode).sentence),
    ),
  ];
  const { facts } = await syncDetained.run({
    state: { sync: () => ({ detained: 7 }) },
  } as unknown as CheckContext);
  const forms = new Set([...said, facts].map((text) => text.replaceAll(/\d+/g, '#')));
  t.same([...forms].sort(), [...FORMS].sort());
  for (const language of LANGUAGES) {
    const { [language]: own } = await import(`../../../web-ui/shared/words/gateway/${language}.ts`);
    for (const form of FORMS) {
      const places = (form.match(/#/g) ?? []).map((_, i) => `#${i + 1}`);
      t.same((own.forms[form].match(/#\d/g) ?? []).sort(), places, `${language}: ${form}`);
    }
  }
});

/** As somebody hears it who is signed in at the console. @returns the cloud's own part */
async function speakInside(language: string): Promise<ConsoleTexts> {
  const { [language]: own } = await import(`../../../web-ui/console/words/server/${language}.ts`);
  const { [language]: gateway } = await import(`../../../web-ui/shared/words/gateway/${language}.ts`);
  setServerWords(insideWords(own, gateway));
  return own;
}

/** Sentences of the cloud that stand in no table and that no person reads in the console. */
const NO_PERSONS = [
  'The access token belongs to another key.',
  'The key is unknown, or a newer one voided it.',
  'The pages of this cloud are not built.',
  'The proof is by another key than the assertion.',
  'The request has no access token.',
  'The request has no bearer key.',
  'dpop_jkt is not the key of the proof.',
  'The setting "launchDomain" must not hold the console: give another name than that of "publicUrl".',
  'The settings "tlsCert" and "tlsKey" go together: give both or neither.',
];

test('what the cloud says is translated: its table row by row, its statuses, its other sentences', async (t) => {
  const table = { ...CLOUD_ERRORS, INTERNAL };
  const hidden: readonly string[] = NOT_IN_CONSOLE;
  const rows = Object.keys(table).filter((code) => !hidden.includes(code));
  const said = new Set(Object.values(table).map(({ sentence }) => sentence));
  const others = [...new Set(cloudSentences())].filter(
    (text) => !said.has(text) && !NO_PERSONS.includes(text),
  );
  const statuses = [
    ...Object.values(INTEGRATION_STATUS),
    'Software update available',
    ...SWA_STATUS,
    ...HISTORY_ACTIONS,
    ...Object.values(COMMANDS).map(({ title }) => title),
  ];
  // one of the orders is a status, too
  const wanted = [...new Set([...others, ...statuses])].sort();
  t.ok(others.length > 5);
  for (const language of LANGUAGES) {
    const { [language]: own } = await import(`../../../web-ui/console/words/server/${language}.ts`);
    t.same(Object.keys(own.errors).sort(), [...rows].sort(), `${language}: errors`);
    t.same(Object.keys(own.texts).sort(), wanted, `${language}: texts`);
    for (const [code, [sentence, remedy]] of Object.entries<[string, string]>(own.errors)) {
      const row = table[code as keyof typeof table];
      t.ok(sentence !== row.sentence && remedy !== row.remedy, `${language} ${code}: translated`);
    }
    for (const [english, text] of Object.entries<string>(own.texts)) t.not(text, english, language);
  }
});

test('an order and how it ended are said in every language, in the history too', async (t) => {
  for (const language of LANGUAGES) {
    const own = await speakInside(language);
    for (const { title } of Object.values(COMMANDS))
      for (const step of ORDER_STEPS)
        t.equal(said(`${title}: ${step}`), `${own.texts[title]}: ${own.steps[step]}`, language);
    t.same(Object.keys(own.steps).sort(), [...ORDER_STEPS].sort());
  }
});

test('what a gateway says of an order is said in every language, also with numbers and names in it', async (t) => {
  const source = orderSentences();
  t.ok(source.size > 20, `${source.size} found in the source`);
  const known: readonly string[] = ORDER_WORDS;
  t.same(
    [...source].filter((form) => !known.includes(form)),
    [],
    'every one that the source has is in the table',
  );
  const report = (counts: object, approved: boolean) =>
    sentenceOfReport({
      counts: { added: 1, changed: 2, removed: 3, unchanged: 4, detained: 0, held: 0, ...counts },
      plan: { approved },
    } as CycleReport);
  const reports = [{}, { leftAlone: 5 }, { detained: 6, held: 7 }, { leftAlone: 5, detained: 6, held: 7 }];
  const sync = reports.flatMap((counts) => [report(counts, true), report(counts, false)]);
  const filled = ORDER_WORDS.map((form) => form.replaceAll('#', '12').replace('{name}', '1.2.3'));
  const nested = 'The session was opened: approved by Ina within the last hour.';
  for (const language of LANGUAGES) {
    await speakInside(language);
    for (const english of [...filled, ...sync, nested]) {
      const text = said(english);
      if (english !== 'Version 1.2.3') t.not(text, english, `${language}: ${english} → ${text}`);
      t.notMatch(text, /[{}#]|undefined|approved/);
      for (const number of english.match(/\d+/g) ?? []) t.match(text, number, `${language}: ${text}`);
    }
  }
});

test('why nobody was let in, and why a session ended, is said in every language', async (t) => {
  const ends = LAUNCH_ENDS.map((end) =>
    end.replace('{name}', 'Ina (x+)').replace('{why}', 'withdrawn by Dana'),
  );
  const refusals = Object.values(CONSENT_ERRORS).flatMap(({ sentence }) => [
    sentence,
    // as a launch keeps it (features/launch/launch.ts)
    sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, ''),
  ]);
  const sentences = ['Denied on site by Ina.', 'The question was not answered: withdrawn by Dana.'];
  for (const language of LANGUAGES) {
    await speakInside(language);
    for (const english of [...ends, ...refusals, ...sentences]) {
      const text = said(english);
      t.not(text, english, `${language}: ${english} → ${text}`);
      t.notMatch(text, /[{}]|withdrawn/);
      if (english.includes('Ina (x+)')) t.match(text, 'Ina (x+)');
    }
    t.match(said('Denied on site by Ina.'), /^\p{Lu}.*Ina\.$/u, 'a sentence of its own');
    t.equal(said('something new'), 'something new', 'what nobody knows stays as it came');
  }
});
