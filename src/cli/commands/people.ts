import { Type } from 'typebox';
import { type LocalRole, PersonView } from '../../contract/local-api.ts';
import { type Context, show } from '../context.ts';
import { fail } from '../errors.ts';
import { age, table } from '../print.ts';
import { secretOf } from '../secrets.ts';

const People = Type.Object({ people: Type.Array(PersonView) });

export async function peopleOf({ client }: Pick<Context, 'client'>): Promise<readonly PersonView[]> {
  return (await client.get('/api/people', People)).people;
}

const personTable = (people: readonly PersonView[], now: number) =>
  people.length === 0
    ? 'Nobody may sign in here yet. Add somebody: cloudlink people add --help'
    : table(
        ['Name', 'Role', 'Added', 'Signed in', 'Last used'],
        people.map((p) => [
          p.name,
          p.role,
          age(p.createdAt, now),
          p.sessions === 0 ? 'no' : `${p.sessions} ${p.sessions === 1 ? 'browser' : 'browsers'}`,
          p.lastUsedAt === undefined ? '' : age(p.lastUsedAt, now),
        ]),
      );

export async function people(context: Context): Promise<void> {
  const found = await peopleOf(context);
  show(context, { people: found }, () => personTable(found, context.now));
}

/** Names are the same in small and capital letters. @throws AppError USAGE */
async function pathOf(context: Context, name: string): Promise<string> {
  const wanted = name.toLowerCase();
  const found = (await peopleOf(context)).find((person) => person.name.toLowerCase() === wanted);
  if (!found)
    throw fail('USAGE', {
      sentence: `Nobody on this gateway is called ${name}.`,
      remedy: 'cloudlink people lists everybody.',
    });
  return `/api/people/${encodeURIComponent(found.id)}`;
}

const one = (context: Context, person: PersonView) =>
  show(context, person, (p) => personTable([p], context.now));

export async function addPerson(
  context: Context,
  options: { readonly role: LocalRole; readonly password: string },
  name: string,
): Promise<void> {
  const password = await secretOf(context, options.password);
  one(
    context,
    await context.client.send('POST', '/api/people', PersonView, { name, role: options.role, password }),
  );
}

export async function setPassword(
  context: Context,
  options: { readonly password: string },
  name: string,
): Promise<void> {
  const path = await pathOf(context, name);
  const password = await secretOf(context, options.password);
  one(context, await context.client.send('PUT', path, PersonView, { password }));
}

export async function setRole(context: Context, name: string, role: string): Promise<void> {
  one(context, await context.client.send('PUT', await pathOf(context, name), PersonView, { role }));
}

export async function removePerson(context: Context, name: string): Promise<void> {
  await context.client.send('DELETE', await pathOf(context, name), Type.Null());
  show(context, { removed: name }, () => `Removed ${name}; all of ${name}’s sessions have ended.`);
}

export async function signOut(context: Context, name: string): Promise<void> {
  await context.client.send('DELETE', `${await pathOf(context, name)}/sessions`, Type.Null());
  show(context, { signedOut: name }, () => `Signed ${name} out everywhere.`);
}
