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

function codeOf(
  field: string,
  owner: Owner,
  whole: WholePerson,
  provenance: Provenance | undefined,
): Field['code'] {
  if (owner === 'kept') return 'KEPT';
  if (owner === 'person') return 'PERSON';
  if (owner === 'admin') return 'ADMIN';
  if (owner === 'source') return provenance?.rule === PROFILE ? 'PROFILE' : 'RULE';
  if (field === 'active') return 'ACTIVE';
  const { email, userName } = whole.person.desired?.user ?? {};
  return email !== undefined && email.toLowerCase() === userName ? 'EMAIL' : 'ANCHOR';
}

/** Who set a value in place of the source's. */
function setBy({ decisions }: WholePerson, field: string): Pick<Field, 'by' | 'at'> {
  const own = decisions.find(
    ({ kind, values }) => kind === 'modified' && values.some((v) => v.field === field),
  );
  return own ? { by: own.by, at: own.at } : {};
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
  return provenance && provenance.rule >= 0
    ? rulesInWords(context.rulesOf(provenance.source))[provenance.rule]
    : undefined;
}

function linksOf({ raw, person }: WholePerson, context: ExplainContext): Explanation['links'] {
  const [first] = raw;
  return raw.map(({ source, anchor }) => {
    const made = raw.length === 1 || (source === first?.source && anchor === person.externalId);
    return { source, sourceName: context.nameOf(source), anchor, code: made ? 'MADE' : 'JOINED' };
  });
}

/** What the last plan makes of the person. */
function planOf({ person: { plan, block } }: WholePerson): Pick<Explanation, 'plan'> {
  if (!plan) return {};
  const { kind, code, why: sentence, action = 'update', since } = plan;
  const stands = kind === 'detained' || kind === 'held';
  return {
    plan: {
      kind: stands ? kind : 'planned',
      action: stands ? action : (ACTION_OF[kind] ?? action),
      ...(code === undefined ? {} : { code }),
      ...(stands ? { sentence } : {}),
      ...(stands && (block?.since ?? since) !== undefined ? { since: block?.since ?? since ?? 0 } : {}),
      ...(block?.retryAt === undefined ? {} : { retryAt: block.retryAt }),
    },
  };
}

const ACTION_OF: Readonly<Record<string, NonNullable<Explanation['plan']>['action']>> = {
  added: 'add',
  changed: 'update',
  removed: 'delete',
  disabled: 'disable',
  enabled: 'enable',
};

/** Pure, but for what the context reads. */
export function explain(whole: WholePerson, context: ExplainContext): Explanation {
  const { person, raw, issues, history, shown, decisions } = whole;
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
        code: codeOf(field, owner, whole, provenance),
        ...(owner === 'person' ? setBy(whole, field) : {}),
        ...(sourceName === undefined ? {} : { sourceId: provenance?.source ?? '', sourceName }),
        ...(rule === undefined ? {} : { rule }),
        ...(provenance && provenance.raw !== '' ? { raw: provenance.raw } : {}),
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
    ...planOf(whole),
    decisions,
    unconfirmed: fields
      .filter(({ applied, desired: wanted }) => wanted !== undefined && wanted !== applied)
      .map(({ field }) => field),
    history,
  };
}
