/** `cloudlink explain`, `report users`, `sync people`, `sync findings`. */
import { PageOf } from '../../contract/local-api.ts';
import { Explanation, FindingRow, Synchronisers, SyncPerson } from '../../contract/sync-api.ts';
import { type Context, show } from '../context.ts';
import { type ListOptions, list, more, withQuery } from '../pages.ts';
import { age, facts, table } from '../print.ts';

const PEOPLE = '/api/sync/people';

export type PeopleOptions = ListOptions & {
  readonly search?: string;
  readonly state?: string;
  readonly source?: string;
};

/** What people called the synchronisers; an unknown one is called by its id. */
async function namesOf({ client }: Context): Promise<(id: string) => string> {
  const { items } = await client.get('/api/synchronisers', Synchronisers);
  const names = new Map(items.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}

const rowOf = (p: SyncPerson, nameOf: (id: string) => string) => [
  p.id,
  p.name,
  p.email ?? '',
  p.extension ?? '',
  p.sources.map(nameOf).join(', '),
  p.state,
];
const HEAD = ['Person', 'Name', 'E-mail', 'Extension', 'Sources', 'State'];

export async function people(context: Context, { search: q, ...options }: PeopleOptions): Promise<void> {
  const found = await list(context.client, PEOPLE, SyncPerson, { ...options, q });
  const nameOf = await namesOf(context);
  show(context, found, ({ items }) =>
    items.length === 0
      ? 'There are no such people.'
      : [
          table(
            HEAD,
            items.map((row) => rowOf(row, nameOf)),
          ),
          more(found),
        ]
          .filter(Boolean)
          .join('\n'),
  );
}

type Field = Explanation['fields'][number];

/** Why a value is what it is, in one sentence. */
const WHY: Readonly<Record<Field['code'], (f: Field) => string>> = {
  RULE: ({ sourceName, raw, rule }) =>
    `${sourceName} says so${raw === undefined ? '' : ` from “${raw}”`}${rule === undefined ? '' : `, by ${rule}`}.`,
  PROFILE: ({ sourceName }) => `The feature profile of ${sourceName} gives it to new accounts.`,
  KEPT: ({ sourceName }) => `Kept from ${sourceName}; no source says anything about it now.`,
  PERSON: ({ by }) => `${by ?? 'A person'} set it here, in place of the source’s value.`,
  ADMIN: () => 'Somebody wrote it in the cloud; no source has it, and it stays.',
  EMAIL: () => 'Made of the e-mail address, because no rule makes it.',
  ANCHOR: () => 'Made of the identity at the source, because no rule makes it.',
  ACTIVE: () => 'No source says otherwise.',
};

const LINK: Readonly<Record<Explanation['links'][number]['code'], string>> = {
  MADE: 'This record made the user; its identity there never changes.',
  JOINED: 'It was joined to the user by its identity, e-mail address or key.',
};

const loserWords = ({ losers }: Field) =>
  losers.map(({ sourceName, value }) =>
    value === ''
      ? ` ${sourceName} has none and comes later.`
      : ` ${sourceName} says “${value}” and comes later.`,
  );

function planWords({ plan, unconfirmed, remoteId }: Explanation): string {
  if (plan === undefined)
    return unconfirmed.length === 0 || remoteId === undefined ? 'nothing to do' : 'left as it is';
  if (plan.kind === 'planned') return `${plan.action} with the next sync`;
  return `${plan.action} ${plan.kind}: ${plan.sentence ?? ''} (${plan.code ?? ''})`;
}

/** The whole way: records → rules → values → plan → decision → what the cloud confirmed. */
function words(e: Explanation, now: number): string {
  const rows = e.raw.flatMap(({ sourceName, anchor, values }) =>
    Object.entries(values).map(([name, value]) => [sourceName, anchor, name, [value].flat().join(', ')]),
  );
  const fields = e.fields.map((f) => [
    f.field,
    f.desired ?? '',
    f.applied ?? '',
    [WHY[f.code](f), ...loserWords(f)].join(''),
  ]);
  const history = e.history.map((h) => [age(h.at, now), h.kind, h.actor, h.fields.join(', ')]);
  const confirmed =
    e.remoteId === undefined
      ? 'there is no account'
      : e.unconfirmed.length === 0
        ? 'everything that is wanted'
        : `not yet: ${e.unconfirmed.join(', ')}`;
  return [
    facts([
      ['User', e.person.name],
      ['State', e.person.state],
      ['Plan', planWords(e)],
      ...e.decisions.map((d) => ['Decided', `${d.kind}, by ${d.by}, ${age(d.at, now)}`] as const),
      ['Confirmed', confirmed],
      ['Id in the cloud', e.remoteId],
      ...e.issues.map((issue) => ['Look at', `${issue.sentence} (${issue.code})`] as const),
    ]),
    table(
      ['Source', 'Record', 'Why it is this user'],
      e.links.map((l) => [l.sourceName, l.anchor, LINK[l.code]]),
    ),
    rows.length > 0 ? table(['Source', 'Record', 'Attribute', 'Value'], rows) : '',
    table(['Field', 'Wanted', 'In the cloud', 'Why'], fields),
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
      const nameOf = await namesOf(context);
      const list = only
        ? [
            table(
              HEAD,
              found.items.map((row) => rowOf(row, nameOf)),
            ),
          ]
        : [];
      show(context, found, () => [said, ...list].join('\n\n'));
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
