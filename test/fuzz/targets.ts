/**
 * Every parser that reads what others wrote, as a target of the fuzz test. A target may throw what its parser documents and
 * nothing else; an AppError of code INTERNAL is a defect too.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../src/base/errors.ts';
import type { SourceRecord, UserPages } from '../../src/gateway/core/ports/connector.ts';
import * as threeCx from '../../src/gateway/pbx/3cx/read.ts';
import { callerIdOf, createAmiReader, greetingVersion } from '../../src/gateway/pbx/asterisk/wire.ts';
import { csvOf } from '../../src/gateway/pbx/csv/read.ts';
import { readPeople } from '../../src/gateway/pbx/files/rows.ts';
import * as freepbx from '../../src/gateway/pbx/freepbx/read.ts';
import { parsed } from '../../src/gateway/pbx/https.ts';
import { readCursor } from '../../src/gateway/pbx/ldap/cursor.ts';
import { filterAttributes, filterBytes } from '../../src/gateway/pbx/ldap/filter.ts';
import { createFramer, decodeMessage, type LdapMessage } from '../../src/gateway/pbx/ldap/message.ts';
import { recordReader } from '../../src/gateway/pbx/ldap/record.ts';
import { contextOf } from '../../src/gateway/pbx/ldap/root-dse.ts';
import { syncRepl } from '../../src/gateway/pbx/ldap/sync-repl.ts';
import { Unusable } from '../../src/gateway/pbx/ldap/unusable.ts';
import { ldifOf } from '../../src/gateway/pbx/ldif/read.ts';
import type { Client } from '../../src/gateway/pbx/mivoice-business/client.ts';
import * as mivoiceBusiness from '../../src/gateway/pbx/mivoice-business/read.ts';
import { createFrames, fieldsOf } from '../../src/gateway/pbx/mivoice-office-250/wire.ts';
import type { OauthClient } from '../../src/gateway/pbx/oauth-client.ts';
import { usersOf } from '../../src/gateway/pbx/own-users.ts';
import { openXlsx } from '../../src/gateway/pbx/xlsx/read.ts';
import { relationsOf, rowsOf, sharedOf, sheetsOf, WorkbookError } from '../../src/gateway/pbx/xlsx/sheet.ts';
import { matchResults } from '../../src/gateway/uplink/scim/bulk.ts';
import { createLookup, userPath } from '../../src/gateway/uplink/scim/lookup.ts';
import { idOf } from '../../src/gateway/uplink/scim/outcomes.ts';
import { userPages } from '../../src/gateway/uplink/scim/pages.ts';
import { remoteUserOf, resourceOf } from '../../src/gateway/uplink/scim/resource.ts';
import type { fc } from '../helpers/fc.ts';
import { memoryFile } from '../helpers/memory-file.ts';
import { workbook } from '../helpers/workbook.ts';
import { byteInputs, jsonInputs } from './inputs.ts';

export type FuzzTarget = {
  readonly name: string;
  readonly inputs: fc.Arbitrary<Buffer>;
  /** @throws what the parser must not throw */
  run(input: Buffer): unknown;
  /** Inputs of so many units that cost it most. */
  readonly large: Readonly<Record<string, (units: number) => Buffer>>;
};

const never = new AbortController().signal;

/** Documented: an error of the table that is no defect. */
function allow(thrown: unknown, ...others: readonly (abstract new (...args: never[]) => Error)[]): void {
  if (thrown instanceof AppError && thrown.code !== 'INTERNAL') return;
  if (others.some((known) => thrown instanceof known)) return;
  throw thrown;
}

/** As a network cuts it: small inputs in pieces of a few bytes, large ones in pieces of a kilobyte. */
function* pieces(input: Buffer): Generator<Buffer> {
  const size = input.length < 2000 ? 7 : 1024;
  for (let at = 0; at < input.length; at += size) yield input.subarray(at, at + size);
}

async function drain(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of pages);
}

/**
 * Reads all and holds invariant 5: what is not whole says so, and a row that may be anybody's lets nobody be missed.
 */
async function readAll(pages: UserPages): Promise<void> {
  const records: SourceRecord[] = [];
  let step = await pages.next();
  for (; !step.done; step = await pages.next()) records.push(...step.value);
  const end = step.value;
  if (end.kind === 'incomplete' && end.fault.code === 'INTERNAL') throw new Error(end.fault.sentence);
  if (end.kind !== 'incomplete' && records.some(isAnybodys))
    throw new Error('a whole read with a row that may be anybody’s');
}

/** A row without a readable identity, not one whose identity begins with a question mark (pbx/connector.ts: faultyRow). */
const isAnybodys = ({ anchor, fault }: SourceRecord) => fault !== undefined && anchor === `?${fault.where}`;

/** In the pieces that a file on a disk has. */
const fileOf = (content: Buffer) => memoryFile(content, 65_536);

/** The answers of a 3CX or a FreePBX, each of them this text. */
const oauthOf = (input: Buffer): OauthClient => ({
  where: 'pbx.example.com',
  pin: undefined,
  probe: async () => undefined,
  signIn: async () => undefined,
  ask: async () => ({ status: 200, text: input.toString(), headers: {} }),
  get: async (_path, schema) => parsed(input.toString(), schema, 'pbx.example.com'),
  close: async () => undefined,
});
/** A list that never ends ends by itself, since it repeats: its rows come twice. */
const expectFault = (read: () => Promise<unknown>) => read().catch((thrown: unknown) => allow(thrown));

async function* endOf(pages: UserPages): UserPages {
  try {
    return yield* pages;
  } catch (thrown) {
    allow(thrown);
    throw new AppErrorSeen();
  }
}
class AppErrorSeen extends Error {}

/** What the session makes of errors is an incomplete end; here the error itself is looked at. */
const readOrFault = (pages: UserPages) =>
  readAll(endOf(pages)).catch((thrown: unknown) => {
    if (!(thrown instanceof AppErrorSeen)) throw thrown;
  });

const repeat =
  (unit: string, end = '', begin = '') =>
  (units: number) =>
    Buffer.from(begin + unit.repeat(units) + end, 'latin1');
const rows =
  (begin: string, row: (n: number) => string, end: string, join = ',') =>
  (units: number) =>
    Buffer.from(begin + Array.from({ length: units }, (_, n) => row(n)).join(join) + end);

function ber(tag: number, ...parts: readonly (Buffer | string | readonly Buffer[])[]): Buffer {
  const content = Buffer.concat(parts.flat().map((part) => Buffer.from(part as string)));
  const head = Buffer.alloc(6);
  head.writeUInt8(tag, 0);
  head.writeUInt8(0x84, 1);
  head.writeUInt32BE(content.length, 2);
  return Buffer.concat([head, content]);
}
const ldapId = Buffer.from([2, 1, 2]);
const UUID = Buffer.alloc(16, 0x61);
const control = (oid: string, value: Buffer) => ber(0xa0, ber(0x30, ber(4, oid), ber(4, value)));
const attribute = (name: string, values: readonly (Buffer | string)[]) =>
  ber(
    0x30,
    ber(4, name),
    ber(
      0x31,
      values.map((value) => ber(4, value)),
    ),
  );
const ldapEntry = (attributes: readonly Buffer[]) =>
  ber(
    0x30,
    ldapId,
    ber(0x64, ber(4, 'cn=a'), ber(0x30, attributes)),
    control('1.3.6.1.4.1.4203.1.9.1.2', ber(0x30, Buffer.from([10, 1, 1]), ber(4, UUID), ber(4, 'cookie'))),
  );
const idSet = ber(0xa3, ber(4, 'cookie'), Buffer.from([1, 1, 255]), ber(0x31, ber(4, UUID), ber(4, UUID)));
const intermediate = ber(0x30, ldapId, ber(0x79, ber(0x80, '1.3.6.1.4.1.4203.1.9.1.4'), ber(0x81, idSet)));
const ldapDone = ber(
  0x30,
  ldapId,
  ber(0x65, Buffer.from([10, 1, 0]), ber(4, ''), ber(4, '')),
  control('1.3.6.1.4.1.4203.1.9.1.3', ber(0x30, ber(4, 'cookie'), Buffer.from([1, 1, 0]))),
);
const person = ldapEntry([attribute('entryUUID', [UUID]), attribute('mail', ['a@x.org', 'b@x.org'])]);
const ldapRecord = recordReader('entryUUID', ['mail', 'objectGUID']);

function ldapMessages(input: Buffer): LdapMessage[] {
  const framer = createFramer();
  return [...pieces(input)].flatMap((piece) => framer(piece).map(decodeMessage));
}

const AMI_HEAD = 'Asterisk Call Manager/7.0.3\r\n';
const AMI_MESSAGE =
  'Event: EndpointList\r\nActionID: 7\r\nObjectName: 2001\r\nCallerid: "Ann" <2001>\r\nMailboxes: 2001@default\r\n\r\n';

function oaiFrame(text: string): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(text.length);
  return Buffer.concat([head, Buffer.from(text, 'latin1')]);
}

const SHEET = {
  open: '<worksheet><sheetData>',
  close: '</sheetData></worksheet>',
  row: '<row r="2"><c r="B2" t="inlineStr"><is><t>a_x000D_</t></is></c><c t="s"><v>0</v></c><c t="b"><v>1</v></c></row>',
};
const XML_WORDS = [
  ...[
    '<row>',
    '<row r="9">',
    '</row>',
    '<c>',
    '<c r="ZZ9" t="s">',
    '<c t="e">',
    '</c>',
    '<v>',
    '</v>',
    '1',
    '9e9',
  ],
  ...[
    '<is><t>',
    '</t></is>',
    '&amp;',
    '&x;',
    '_x000D_',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?x?>',
    '<!DOCTYPE x>',
  ],
  ...['<sst><si>', '</si></sst>', '<rPh>', '</rPh>', SHEET.open, SHEET.close],
];
const xmlRun = async (input: Buffer) => {
  const text = async function* () {
    for (const piece of pieces(input)) yield piece.toString('latin1');
  };
  for (const read of [
    () => drain(rowsOf(text(), ['a'])),
    () => sharedOf(text()),
    () => sheetsOf(text()),
    () => relationsOf(text()),
  ])
    await read().catch((thrown: unknown) => allow(thrown, WorkbookError));
};

const LDIF_PERSON =
  'version: 1\n\ndn: uid=a,dc=x\nentryUUID: a\ncn;lang-de: Ann\nsn:: w5Y=\nmail: a\n @x.org\n\n# note\n folded\ndn: uid=a,dc=x\nchangetype: modify\nreplace: sn\nsn: B\n-\n\n';
const LDIF_WORDS = [
  ...[
    'dn: uid=z',
    'dn:: ',
    '\n',
    '\n\n',
    ' ',
    'changetype: ',
    'modify',
    'delete',
    'modrdn',
    'add: sn',
    '-',
    ':<',
    ':',
  ],
  ...['sn: x', 'control: 1 true', 'newrdn: u=1', 'deleteoldrdn: 1', 'version: 1', '#', '\xef\xbb\xbf', '\r'],
  ...['entryUUID: q', '\0', '\xc3\xa9', 'objectClass: person', 'newsuperior: ', ' , ', ' = '],
];
const CSV_WORDS = [
  '"',
  '""',
  ',',
  ';',
  '\t',
  '\n',
  '\r',
  '\r\n',
  'id',
  '-',
  '<blank>',
  '\xef\xbb\xbf',
  '\0',
  '1',
  '\xc3\xa9',
];

const threeCxPage = (rows: string) => `{"@odata.context":"x","@odata.count":2,"value":[${rows}]}`;
const threeCxRow = (n: number) =>
  `{"Id":${n},"Number":"${n}","FirstName":"Ann","LastName":null,"EmailAddress":"a@x.org","Mobile":"","OutboundCallerID":"1","Enabled":true}`;
const freepbxPage = (rows: string, total = 2) =>
  `{"data":{"fetchAllExtensions":{"status":true,"totalCount":${total},"extension":[${rows}]},"allInboundRoutes":{"inboundRoutes":[{"extension":"4930"}]},"fetchVoiceMail":{"name":"Ann","email":"a@x.org"},"system":{"version":"17","engine":null}}}`;
const freepbxRow = (n: number) =>
  `{"extensionId":"${n}","tech":"pjsip","user":{"extension":"${n}","name":"Ann","voicemail":"default"}}`;
const ownPage = (items: string, total = 1) => `{"revision":"1","total":${total},"items":[${items}]}`;
const everyRow = (n: number) =>
  `{"id":"u${n}","number":"${n}","type":"6930 IP","firstName":"Ann","email":"a@x.org","did":${n % 2 ? `["+49${n}"]` : `"+49${n}"`},"kind":"PRG","pilot":"${n}","members":["${n}"],"by":"admin","active":true,"cloudLink":true}`;

const scimUser = (n: number) =>
  `{"id":"${n}","userName":"u${n}","externalId":"x","active":"True","name":{"familyName":"A"},"emails":[{"value":"a@x.org","type":"work","primary":true}],"roles":[{"value":"admin"}],"meta":{"version":"W/1"}}`;
const scimList = (users: string) =>
  `{"totalResults":2,"Resources":[${users}],"Operations":[{"bulkId":"b1","status":{"code":"201"},"location":"/Users/1","response":${scimUser(1)}},{"method":"POST","path":"/Users","status":"201"}]}`;

async function scimRun(input: Buffer): Promise<void> {
  let body: unknown;
  try {
    body = JSON.parse(input.toString());
  } catch {
    return;
  }
  const location = typeof body === 'string' ? body : '/Users/%E0%A4%A';
  const answer = { status: 200, body, garbage: false, etag: undefined, location };
  const http = { requests: 0, send: async () => answer };
  await drain(userPages(http, never)).catch((thrown: unknown) => allow(thrown));
  const lookup = createLookup(http);
  await expectFault(() => lookup.byUserName('u1', never));
  await expectFault(() => lookup.total(never));
  const resource = resourceOf(body);
  if (resource) {
    remoteUserOf(resource, true);
    userPath(resource.id);
  }
  idOf(answer);
  const given = (body as { Operations?: unknown } | null)?.Operations;
  const sent = [
    { bulkId: 'b1', method: 'POST', path: '/Users' },
    { method: 'POST', path: '/Users' },
  ];
  if (Array.isArray(given)) matchResults(sent, given);
}

const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

export const TARGETS: readonly FuzzTarget[] = [
  {
    name: 'AMI messages',
    inputs: byteInputs({
      seeds: [Buffer.from(AMI_HEAD + AMI_MESSAGE)],
      words: [
        AMI_HEAD,
        AMI_MESSAGE,
        '\r\n',
        '\n',
        '\r',
        ':',
        ' ',
        'Key: value',
        '<',
        '>',
        '"',
        '\xff',
        '\0',
        '2001',
      ],
    }),
    run(input) {
      const reader = createAmiReader('pbx');
      try {
        for (const piece of pieces(input))
          for (const message of reader.push(piece)) for (const text of message.values()) callerIdOf(text);
        if (reader.greeting !== undefined) greetingVersion(reader.greeting, 'pbx');
      } catch (thrown) {
        allow(thrown);
      }
    },
    large: {
      messages: repeat(AMI_MESSAGE, '', AMI_HEAD),
      'a line without an end': repeat('aaaaaaaa', '', AMI_HEAD),
      'carriage returns': repeat('\r\r\r\r', 'x\n\n', AMI_HEAD),
      'short lines': repeat('a:b\n', '\n', AMI_HEAD),
    },
  },
  {
    name: 'OAI frames and fields',
    inputs: byteInputs({
      seeds: [oaiFrame('001,CF,_QX,1,0,21,F,1,1,1001,|Doe, John|,|x|\r\n')],
      words: [
        '\x04\0\0\0',
        '\x09\0\0\0',
        '001,',
        'CF,_QX,1,0',
        '|',
        ',',
        '\r\n',
        '\r',
        'a',
        '\xff',
        '|Doe, J|',
      ],
    }),
    run(input) {
      const frames = createFrames('pbx');
      try {
        for (const piece of pieces(input)) for (const message of frames.push(piece)) fieldsOf(message);
      } catch (thrown) {
        allow(thrown);
      }
    },
    large: {
      'short frames': repeat(oaiFrame('001,|a|\r\n').toString('latin1')),
      'one long frame': (units) => oaiFrame('|a,b|,'.repeat(units)),
      'carriage returns': (units) => oaiFrame(`${'\r\r\r\r\r\r'.repeat(units)}x`),
    },
  },
  {
    name: 'LDAP messages',
    inputs: byteInputs({
      seeds: [Buffer.concat([person, intermediate, ldapDone]), person, ldapDone],
      words: [
        '\x30',
        '\x04',
        '\x84\0\0\0',
        '\x64',
        '\x65',
        '\x79',
        '\xa0',
        '\x0a\x01\0',
        '\x02\x01\x02',
        'cn=a',
        '\x31\x81',
      ],
    }),
    run(input) {
      try {
        for (const message of ldapMessages(input)) if (message.kind === 'entry') void ldapRecord(message).raw;
      } catch (thrown) {
        allow(thrown);
      }
    },
    large: {
      entries: (units) => Buffer.concat(Array.from({ length: units }, () => person)),
      'an entry of many values': (units) => {
        const values = Array.from({ length: units }, () => 'a@x.org');
        return ldapEntry([attribute('entryUUID', [UUID]), attribute('mail', values)]);
      },
      'an entry of many attributes': (units) => {
        const others = Array.from({ length: units }, (_, n) => attribute(`a${n}`, ['x']));
        return ldapEntry([...others, attribute('entryUUID', [UUID])]);
      },
    },
  },
  {
    name: 'syncrepl',
    inputs: byteInputs({
      seeds: [Buffer.concat([person, intermediate, ldapDone]), Buffer.concat([intermediate, ldapDone])],
      words: [person, intermediate, ldapDone].map((message) => message.toString('latin1')),
    }),
    async run(input) {
      try {
        const messages = ldapMessages(input);
        const client = {
          exchange: async function* () {
            yield* messages;
          },
        } as unknown as Parameters<typeof syncRepl>[0];
        const query = { base: 'dc=x', scope: 'subtree' as const, filter: '(cn=*)', attributes: ['mail'] };
        await drain(syncRepl(client, query, Buffer.from('cookie')));
      } catch (thrown) {
        allow(thrown, Unusable);
      }
    },
    large: {
      'entries of one identity': (units) =>
        Buffer.concat([...Array.from({ length: units }, () => person), ldapDone]),
      'sets of identities': (units) =>
        Buffer.concat([...Array.from({ length: units }, () => intermediate), ldapDone]),
    },
  },
  {
    name: 'LDAP filters, cursors and names',
    inputs: byteInputs({
      seeds: [Buffer.from('(&(objectClass=person)(!(cn=a*b*))(|(x>=1)(y:dn:2.4:=z\\2a)))')],
      words: [
        '(',
        ')',
        '&',
        '|',
        '!',
        '=',
        '*',
        '\\2a',
        '\\',
        'cn',
        ':dn:',
        '>=',
        '~=',
        ' ',
        '{"v":1,"mode":"usn"}',
        ',',
      ],
    }),
    run(input) {
      const text = input.toString('latin1');
      readCursor(text);
      contextOf({ namingContexts: [text] } as unknown as Parameters<typeof contextOf>[0], text);
      try {
        filterBytes(text);
        filterAttributes(text);
      } catch (thrown) {
        allow(thrown, SyntaxError);
      }
    },
    large: {
      'many parts': (units) => Buffer.from(`(|${'(cn=a*b)'.repeat(units)})`),
      spaces: repeat('        ', 'x'),
      brackets: repeat('((((((((', ''),
    },
  },
  {
    name: 'CSV',
    inputs: byteInputs({
      seeds: [Buffer.from('id,email,displayName\n1,a@x.org,"A, ""B"""\n2,-,\n')],
      words: CSV_WORDS,
    }),
    run: (input) => readAll(readPeople(async () => csvOf(fileOf(input), { encoding: 'auto' }), never)),
    large: {
      rows: (units) =>
        Buffer.from(`id,email\n${Array.from({ length: units }, (_, n) => `${n},a@x.org\n`).join('')}`),
      'one identity': repeat('1,a\n', '', 'id,email\n'),
      'broken quotes': repeat('1,a"b\n', '', 'id,email\n'),
      'quotes that open': repeat('"a\n', '', 'id,email\n'),
      columns: repeat('a,', 'b\n', 'id,'),
    },
  },
  {
    name: 'LDIF',
    inputs: byteInputs({ seeds: [Buffer.from(LDIF_PERSON)], words: LDIF_WORDS }),
    run: (input) => readAll(readPeople(async () => ldifOf(fileOf(input)), never)),
    large: {
      entries: (units) =>
        Buffer.from(Array.from({ length: units }, (_, n) => `dn: uid=${n}\nentryUUID: ${n}\n\n`).join('')),
      folds: repeat('\n y', '\n', 'dn: uid=a\nentryUUID: a\nsn: x'),
      'values of one attribute': repeat('sn: x\n', '\n', 'dn: uid=a\nentryUUID: a\n'),
      'spaces in names': (units) =>
        Buffer.from(
          `dn: uid=b\nentryUUID: b\n\n${`dn: uid=a${' '.repeat(50_000)}b\nentryUUID: a\n\n`.repeat(units / 1000)}dn: uid=b\nchangetype: delete\n\n`,
        ),
      'values added one by one': repeat(
        'add: sn\nsn: x\n-\n',
        '\n',
        'dn: uid=a\nentryUUID: a\n\ndn: uid=a\nchangetype: modify\n',
      ),
      'values taken away one by one': (units) => {
        const values = Array.from({ length: units / 2 }, (_, n) => `${n}`);
        const all = values.map((value) => `sn: ${value}\n`).join('');
        const each = values.map((value) => `delete: sn\nsn: ${value}\n-\n`).join('');
        return Buffer.from(`dn: uid=a\nentryUUID: a\n${all}\ndn: uid=a\nchangetype: modify\n${each}\n`);
      },
      'values taken away': (units) => {
        const values = Array.from({ length: units }, (_, n) => `sn: ${n}\n`).join('');
        return Buffer.from(
          `dn: uid=a\nentryUUID: a\n${values}\ndn: uid=a\nchangetype: modify\ndelete: sn\n${values}-\n\n`,
        );
      },
    },
  },
  {
    name: 'Excel sheets (XML)',
    inputs: byteInputs({ seeds: [Buffer.from(SHEET.open + SHEET.row + SHEET.close)], words: XML_WORDS }),
    run: xmlRun,
    large: {
      rows: repeat(SHEET.row, SHEET.close, SHEET.open),
      'shared texts': repeat('<si><t>a</t></si>', '</sst>', '<sst>'),
      'elements in each other': repeat('<a>'),
      'character references': repeat('&#65;', '</t></si></sst>', '<sst><si><t>'),
      attributes: (units) =>
        Buffer.from(`<worksheet ${Array.from({ length: units }, (_, n) => `a${n}="1"`).join(' ')}/>`),
    },
  },
  {
    name: 'Excel workbooks (zip)',
    inputs: byteInputs({
      seeds: [
        workbook([
          ['id', 'email'],
          ['1', 'a@x.org'],
          ['2', ''],
        ]),
      ],
      words: ['PK\u0003\u0004', 'PK\u0001\u0002', 'PK\u0005\u0006', '\0\0', 'xl/workbook.xml'],
    }),
    async run(input) {
      const path = join(folder, 'people.xlsx');
      writeFileSync(path, input);
      await readAll(readPeople(() => openXlsx({ path }), never));
    },
    large: {
      rows: (units) => workbook([['id'], ...Array.from({ length: units }, (_, n) => [String(n)])]),
    },
  },
  {
    name: 'JSON of 3CX',
    inputs: jsonInputs([threeCxPage(`${threeCxRow(1)},${threeCxRow(2)}`)]),
    run: (input) => readOrFault(threeCx.readUsers(oauthOf(input), () => undefined)),
    large: { users: rows('{"@odata.count":1000000,"value":[', threeCxRow, ']}') },
  },
  {
    name: 'JSON of FreePBX',
    inputs: jsonInputs([
      freepbxPage(`${freepbxRow(1)},${freepbxRow(2)}`),
      freepbxPage('', 0),
      '{"errors":[{"message":"scope"}]}',
    ]),
    run: (input) => readOrFault(freepbx.readExtensions(oauthOf(input), 'callerId', () => undefined)),
    large: {
      extensions: (units) =>
        Buffer.from(freepbxPage(Array.from({ length: units }, (_, n) => freepbxRow(n)).join(','), units)),
    },
  },
  {
    name: 'JSON of MiVoice Business',
    inputs: jsonInputs([ownPage(everyRow(0)), ownPage(`${everyRow(0)},${everyRow(1)}`, 2)]),
    run(input) {
      const get: Client['get'] = async (_path, _token, schema) => parsed(input.toString(), schema, 'pbx');
      const client = { where: 'pbx', get } as Client;
      return expectFault(() =>
        mivoiceBusiness.readEverything(client, 'token', { node: 'n', hasReferences: true }),
      );
    },
    large: {},
  },
  {
    name: 'JSON of MX-ONE and MiVoice Office 400',
    inputs: jsonInputs([ownPage(everyRow(1)), ownPage(`${everyRow(1)},${everyRow(3)}`, 2)]),
    run: (input) =>
      expectFault(() =>
        usersOf(
          { mark: 'cloudLink' },
          { https: { where: 'pbx' }, get: (read) => read(async () => input.toString()) },
          { id: 's', name: 'S', didNumbers: 0 },
        ),
      ),
    large: {},
  },
  {
    name: 'JSON of a SCIM server',
    inputs: jsonInputs([scimList(`${scimUser(1)},${scimUser(2)}`), scimUser(1), '"/Users/%zz"']),
    run: scimRun,
    large: { users: rows('{"totalResults":2,"Resources":[', scimUser, ']}') },
  },
];
