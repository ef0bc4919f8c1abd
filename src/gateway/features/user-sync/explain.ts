/** "Why does Ann have this number?" (row D16): each value with who says so, by which rule, from what. */
import { type CanonicalUser, USER_FIELDS, type UserField } from '../../../contract/scim.ts';
import type { Explanation } from '../../../contract/sync-api.ts';
import type { MappingRule } from '../../core/ports/connector.ts';
import type { Phone } from '../../core/ports/phone.ts';
import type { WholePerson } from '../../core/ports/sync-queries.ts';
import type { Provenance } from '../../core/ports/sync-store.ts';
import { BY_PERSON } from './decisions.ts';
import { normalise } from './mapping.ts';
import { KEPT, losersOf, type Part, PROFILE } from './merge.ts';
import { rulesInWords } from './rules.ts';

export type ExplainContext = {
  readonly nameOf: (source: string) => string;
  readonly rulesOf: (source: string) => readonly MappingRule[];
  readonly countryOf: (source: string) => string | undefined;
  /** Ids, the first wins. */
  readonly order: readonly string[];
  readonly phone: Phone;
};

type Field = Explanation['fields'][number];
type Owner = Field['owner'];

function ownerOf(provenance: Provenance | undefined, desired: string | undefined): Owner {
  if (provenance?.source === BY_PERSON) return 'person';
  if (provenance?.rule === KEPT) return 'kept';
  if (provenance) return 'source';
  return desired === undefined ? 'admin' : 'derived';
}

function sentenceFor(
  owner: Owner,
  source: string,
  rule: string | undefined,
  raw: string | undefined,
): string {
  if (owner === 'person') return 'A person set this value here, in place of the source’s.';
  if (owner === 'kept') return `Kept from ${source}; no source says anything about it now.`;
  if (owner === 'admin') return 'Somebody wrote it in the cloud; no source has it, and it stays.';
  if (owner === 'derived') return 'Made of other values, because no rule makes it.';
  const from = raw === undefined || raw === '' ? '' : ` from “${raw}”`;
  return rule === undefined ? `${source} says so${from}.` : `${source} says so${from}, by ${rule}.`;
}

const textOf = (user: CanonicalUser | undefined, field: UserField | 'active') => {
  const value = user?.[field];
  return value === undefined ? undefined : String(value);
};

function partsOf({ raw }: WholePerson, context: ExplainContext): Part[] {
  return raw
    .filter(({ present, fault }) => present && !fault)
    .map(({ source, anchor, values }) => ({
      source,
      precedence: Math.max(0, context.order.indexOf(source)),
      absent: 'clear' as const,
      anchor,
      record: normalise(values, {
        rules: context.rulesOf(source),
        phone: context.phone,
        country: context.countryOf(source),
      }),
    }));
}

function ruleInWords(provenance: Provenance | undefined, context: ExplainContext): string | undefined {
  if (provenance?.rule === PROFILE) return 'the feature profile of new accounts';
  return provenance && provenance.rule >= 0
    ? rulesInWords(context.rulesOf(provenance.source))[provenance.rule]
    : undefined;
}

function linksOf({ raw, person }: WholePerson, context: ExplainContext): Explanation['links'] {
  const [first] = raw;
  return raw.map(({ source, anchor }) => ({
    source,
    anchor,
    sentence:
      raw.length === 1 || (source === first?.source && anchor === person.externalId)
        ? `This row of ${context.nameOf(source)} made the person; its identity there never changes.`
        : `This row of ${context.nameOf(source)} was joined with the others by its identity or e-mail address.`,
  }));
}

/** Pure, but for what the context reads. */
export function explain(whole: WholePerson, context: ExplainContext): Explanation {
  const { person, raw, issues, history, shown } = whole;
  const { desired, confirmed, written } = person;
  const losers = desired ? losersOf(partsOf(whole, context), desired) : [];
  const fields = [...USER_FIELDS, 'active' as const].flatMap((field): Field[] => {
    const applied = textOf(confirmed, field);
    const wanted = textOf(desired?.user, field);
    if (applied === undefined && wanted === undefined) return [];
    const provenance = desired?.provenance[field] ?? written[field];
    const owner = ownerOf(provenance, wanted);
    const sourceName = provenance && owner !== 'person' ? context.nameOf(provenance.source) : undefined;
    const rule = owner === 'source' ? ruleInWords(provenance, context) : undefined;
    return [
      {
        field,
        ...(applied === undefined ? {} : { applied }),
        ...(wanted === undefined ? {} : { desired: wanted }),
        owner,
        ...(sourceName === undefined ? {} : { sourceId: provenance?.source ?? '', sourceName }),
        ...(rule === undefined ? {} : { rule }),
        ...(provenance && provenance.raw !== '' ? { raw: provenance.raw } : {}),
        sentence: sentenceFor(owner, sourceName ?? '', rule, provenance?.raw),
        losers: losers
          .filter((loser) => loser.field === field)
          .map(({ source, value }) => ({ sourceName: context.nameOf(source), value })),
      },
    ];
  });
  return {
    person: shown,
    ...(person.remoteId === undefined ? {} : { remoteId: person.remoteId }),
    fields,
    raw: raw.map((record) => ({ ...record, sourceName: context.nameOf(record.source) })),
    links: linksOf(whole, context),
    issues,
    history,
  };
}
