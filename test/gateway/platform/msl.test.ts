import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Test, test } from 'tap';
import {
  CONFIGURATION_DB,
  parseConfigurationDb,
  readConfigurationDb,
} from '../../../src/gateway/platform/msl/configuration-db.ts';
import { mslFacts } from '../../../src/gateway/platform/msl/msl-facts.ts';

const DB = String.raw`# DO NOT MODIFY THIS FILE
# updated: Mon Nov 23 12:00:00 2026
AccessType=dedicated
DomainName=ballad.example
SystemName=mivb1
SystemMode=servergateway
sysconfig=configuration|KeyboardType|pc|Keytable|us|Language|en_US|ReleaseVersion|11.0.110.0
ftp.x=host|ExternalIP||HostType|Self|InternalIP||Visibility|Local
10.0.0.0=network|Mask|255.255.255.0|Router|default
odd=text|a=b|x=y|piped|one\|two|lines|one\ntwo|back|\\n|spaced| kept |
last=service|status
`;

test('the grammar of the database', async (t) => {
  const db = parseConfigurationDb(DB);
  const prop = (key: string, name: string) => db.get(key)?.props.get(name);
  t.equal(db.get('SystemMode')?.type, 'servergateway', 'a bare value is the type');
  t.equal(prop('ftp.x', 'ExternalIP'), '', 'an empty value');
  t.equal(prop('ftp.x', 'HostType'), 'Self', 'and what follows it');
  t.equal(prop('10.0.0.0', 'Mask'), '255.255.255.0', 'a key with dots');
  t.equal(prop('odd', 'a=b'), 'x=y', 'equal signs in the value');
  t.equal(prop('odd', 'piped'), 'one|two', 'an escaped pipe');
  t.equal(prop('odd', 'lines'), 'one\ntwo', 'an escaped line end');
  t.equal(prop('odd', 'back'), '\\n', 'an escaped backslash');
  t.equal(prop('odd', 'spaced'), ' kept ', 'spaces');
  t.equal(prop('last', 'status'), '', 'a property without a value');
  t.equal(db.has('# updated: Mon Nov 23 12'), false, 'comments');
});

test('hostile or broken text gives nothing, not an error', async (t) => {
  for (const text of ['', '\n\n', '=x', 'no equal sign', '\\', 'k=\\', 'k=|||', '\u0000=\u0000'])
    t.doesNotThrow(() => parseConfigurationDb(text), JSON.stringify(text));
  t.equal(parseConfigurationDb('k=a\nk=b').get('k')?.type, 'b', 'the later of two lines');
});

test('what it says about the platform', async (t) => {
  t.same(mslFacts(parseConfigurationDb(DB)), { host: 'mivb1.ballad.example', version: '11.0.110.0' });
  t.same(mslFacts(parseConfigurationDb('SystemName=mivb1')), { host: 'mivb1', version: undefined });
  t.same(mslFacts(new Map()), { host: undefined, version: undefined });
});

function root(t: Test, text?: string): string {
  const path = mkdtempSync(join(tmpdir(), 'msl-'));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  if (text !== undefined) {
    mkdirSync(dirname(join(path, CONFIGURATION_DB)), { recursive: true });
    writeFileSync(join(path, CONFIGURATION_DB), text);
  }
  return path;
}

test('found below a root, or not there at all', async (t) => {
  t.equal(readConfigurationDb(root(t, DB))?.get('SystemName')?.type, 'mivb1');
  t.equal(readConfigurationDb(root(t)), undefined);
});
