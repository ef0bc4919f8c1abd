/** The simulated directory answers OpenLDAP's own client as a directory does. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { test } from 'tap';
import { needs, program } from '../helpers/needs.ts';
import { startLdapDirectory } from './ldap-directory.ts';

const run = promisify(execFile);

test('ldapsearch pages through the simulated directory', async (t) => {
  if (!needs(t, 'ldapsearch')) return;
  const directory = await startLdapDirectory({ people: 500, bindDn: 'cn=reader', password: 'hush' });
  t.teardown(() => directory.close());
  const ask = (...args: string[]) =>
    run(program('ldapsearch') ?? '', ['-x', '-LLL', '-H', directory.url, '-b', directory.baseDn, ...args], {
      maxBuffer: 16 * 1024 * 1024,
    });
  const signedIn = ['-D', 'cn=reader', '-w', 'hush'];

  const all = await ask(...signedIn, '-E', 'pr=100/noprompt', '(objectClass=inetOrgPerson)', 'mail');
  t.equal(all.stdout.match(/^dn:/gm)?.length, 500);
  const searches = directory.log.filter((line) => line.startsWith('search'));
  t.equal(searches.length, 5, 'five pages of a hundred');
  const mails = all.stdout.match(/^mail:+ .*/gm) ?? [];
  t.ok(mails.length < 500, 'a few have no e-mail');
  t.ok(new Set(mails).size < mails.length, 'a few share one');

  const [first] = directory.people;
  if (first) first.attributes = { ...first.attributes, employeeType: 'chief' };
  const one = await ask(...signedIn, '(&(employeeType=chief)(ipPhone=20*))', 'uid');
  t.equal(one.stdout.match(/^dn:/gm)?.length, 1, 'a change is seen, filters work');

  await t.rejects(ask('(objectClass=*)'), { code: 49 }, 'anonymous is refused');
  await t.rejects(ask('-D', 'cn=reader', '-w', 'no', '(objectClass=*)'), { code: 49 });
  await t.rejects(ask(...signedIn, '-b', 'dc=other', '(objectClass=*)'), { code: 32 });
  t.notMatch(directory.log.join('\n'), /hush/);
});
