/** `cloudlink explain`, `report users`, `sync people`, `sync findings`. */
import { PageOf } from '../../contract/local-api.ts';
import { Explanation, FindingRow, SyncPerson } from '../../contract/sync-api.ts';
import { type Context, show } from '../context.ts';
import { type ListOptions, list, more, withQuery } from '../pages.ts';
import { age, facts, table } from '../print.ts';

const PEOPLE = '/api/sync/people';

export type PeopleOptions = ListOptions & {
  readonly search?: string;
  readonly state?: string;
  readonly source?: string;
};

const rowOf = (p: SyncPerson) => [
  p.id,
  p.name,
  p.email ?? '',
  p.extension ?? '',
  p.sources.join(' '),
  p.state,
];
const HEAD = ['Person', 'Name', 'E-mail', 'Extension', 'Sources', 'State'];

export async function people(context: Context, { search: q, ...options }: PeopleOptions): Promise<void> {
  const found = await list(context.client, PEOPLE, SyncPerson, { ...options, q });
  show(context, found, ({ items }) =>
    items.length === 0
      ? 'There are no such people.'
      : [table(HEAD, items.map(rowOf)), more(found)].filter(Boolean).join('\n'),
  );
}

function words(e: Explanation, now: number): string {
  const fields = e.fields.map((f) => [f.field, f.desired ?? '', f.applied ?? '', f.sentence]);
  const losers = e.fields.flatMap((f) => f.losers.map((l) => [f.field, l.sourceName, l.value]));
  const history = e.history.map((h) => [age(h.at, now), h.kind, h.actor, h.fields.join(', ')]);
  return [
    facts([
      ['User', e.person.name],
      ['State', e.person.state],
      ['In the cloud', e.remoteId],
      ...e.issues.map((issue) => ['Look at', `${issue.sentence} (${issue.code})`] as const),
    ]),
    table(['Field', 'Wanted', 'In the cloud', 'Why'], fields),
    losers.length > 0 ? table(['Field', 'Says otherwise', 'Value'], losers) : '',
    table(
      ['Source', 'Row', 'Why it is this person'],
      e.links.map((l) => [l.source, l.anchor, l.sentence]),
    ),
    history.length > 0 ? table(['When', 'Change', 'By', 'Fields'], history) : '',
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** By the number of the person, or by words that only one person fits; else those that fit. */
export async function explain(context: Context, _options: object, user: string): Promise<number> {
  let id = user;
  if (!/^[0-9]+$/.test(user)) {
    const found = await context.client.get(withQuery(PEOPLE, { q: user, limit: 20 }), PageOf(SyncPerson));
    const [only] = found.items;
    if (!only || found.items.length > 1) {
      const said = only ? 'More than one person fits; name one by its number.' : 'No person fits.';
      show(context, found, ({ items }) => [said, table(HEAD, items.map(rowOf))].join('\n\n'));
      return 1;
    }
    id = only.id;
  }
  const path = `${PEOPLE}/${encodeURIComponent(id)}`;
  show(context, await context.client.get(path, Explanation), (e) => words(e, context.now));
  return 0;
}

/** The user summary (row F2). */
export async function report(
  context: Context,
  { csv, search: q, ...options }: ListOptions & { readonly csv?: boolean; readonly search?: string },
): Promise<void> {
  if (!csv) return people(context, { ...options, ...(q === undefined ? {} : { search: q }) });
  context.out((await context.client.text(withQuery('/api/sync/people.csv', { q }))).trimEnd());
}

export async function findings(
  context: Context,
  {
    search: q,
    reason: code,
    ...options
  }: ListOptions & { readonly search?: string; readonly reason?: string },
): Promise<void> {
  const found = await list(context.client, '/api/sync/findings', FindingRow, { ...options, q, code });
  show(context, found, ({ items }) => {
    if (items.length === 0) return 'There is nothing to look at.';
    const rows = items.map((f) => [f.personId, f.name, f.code, f.sentence, f.value ?? '']);
    return [table(['Person', 'Name', 'Reason', 'What', 'Value'], rows), more(found)]
      .filter(Boolean)
      .join('\n');
  });
}
