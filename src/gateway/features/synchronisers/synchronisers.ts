/**
 * The synchronisers of this gateway (rows D1, D8, D14, D19): sources of people in their order of precedence. The PBX link
 * of the set-up pages is one of them; its settings stay with the set-up pages, all else stands here.
 */
import type { Clock } from '../../../base/clock.ts';
import type { PbxLinkInput, PbxTestResult, Saved } from '../../../contract/local-api.ts';
import { USER_FIELDS } from '../../../contract/scim.ts';
import type {
  Mapping,
  MappingTrial,
  Synchroniser,
  SynchroniserEnd,
  SynchroniserInput,
  Synchronisers as SynchroniserList,
  SynchroniserOptions,
  ValidationProfile,
} from '../../../contract/sync-api.ts';
import { fail } from '../../core/errors.ts';
import type { Actor, EventBus } from '../../core/events.ts';
import type { Connector, LinkFacts, MappingRule, Pins } from '../../core/ports/connector.ts';
import type { ImportTakers } from '../../core/ports/imports.ts';
import type { Secrets, Settings } from '../../core/ports/settings.ts';
import type { SourceQueries } from '../../core/ports/source-queries.ts';
import { createSavedMarks, type Expected } from '../../core/saved.ts';
import { checkValues, hostKeys, secretKeys, stillWanted, withoutSecrets } from '../../core/settings-form.ts';
import { completed, type Values } from '../../core/settings-schema.ts';
import type { CycleReport } from '../../core/sync-cycle.ts';
import { createRecords, type LastRead, type SynchroniserRecord } from './records.ts';

/** The PBX link's id, in sync.db too. */
export const PBX_LINK = 'pbx';
/** More than any site has; each is read in every cycle. */
const MOST = 32;
const TRIAL_ROWS = 20;

type Link = {
  readonly type: string;
  readonly name: string;
  readonly values: Values;
  readonly secretsSet: readonly string[];
};

/** The PBX link, as the set-up pages keep it. */
export type LinkPort = {
  view(): Link | undefined;
  /** With its secrets. @throws AppError SYNC_NO_SOURCE */
  source(): { readonly type: string; readonly values: Values; readonly pins: Pins | undefined };
  save(input: PbxLinkInput, actor: Actor): Promise<unknown>;
  remove(actor: Actor): void;
  test(input?: PbxLinkInput): Promise<PbxTestResult>;
};

/** The mapping language (features/user-sync). */
export type RulesPort = {
  wrong(rules: unknown): readonly { readonly field: string; readonly sentence: string }[];
  words(rules: readonly MappingRule[]): string[];
  attributes(rules: readonly MappingRule[]): readonly string[];
  trial(
    rules: readonly MappingRule[],
    rows: ReturnType<SourceQueries['rows']>,
    options: { readonly country: string | undefined; readonly profile: ValidationProfile },
  ): Promise<MappingTrial>;
};

export type SynchronisersDeps = {
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly connectors: readonly Connector[];
  readonly queries: SourceQueries;
  readonly link: LinkPort;
  readonly rules: RulesPort;
  readonly runTest: (
    connector: Connector,
    values: Values,
    pins: Pins | undefined,
    onFacts?: (facts: LinkFacts) => void,
  ) => Promise<PbxTestResult>;
  /** May a remote session point a synchroniser there? @throws AppError NOT_OVER_TUNNEL */
  readonly checkRemoteHost: (
    connector: Connector,
    link: { readonly typed: Values; readonly known: { type: string; values: Values } | undefined },
  ) => Promise<void>;
  /** ISO country of the site. */
  readonly country: () => string | undefined;
  readonly events: EventBus;
  readonly clock: Clock;
  readonly newId: () => string;
};

/** What the sync process is told of one source (sync/job.ts). */
export type SynchroniserSource = {
  readonly id: string;
  readonly type: string;
  readonly values: Values;
  readonly pins?: Pins;
  readonly country?: string;
  readonly mapping?: readonly MappingRule[];
  readonly leaving?: SynchroniserEnd;
  readonly reinitialise?: boolean;
} & Partial<Omit<SynchroniserOptions, 'country'>>;

const NEW: SynchroniserOptions = { deferAll: true, incompleteChanges: true, validation: 'cloud' };
/** What the set-up pages' `Sync Now` approves is not deferred again. */
const OF_LINK: SynchroniserOptions = { ...NEW, deferAll: false };

const thing = (id: string) => `synchroniser.${id}`;
const mappingThing = (id: string) => `synchroniser.${id}.mapping`;

export type SynchronisersFeature = ReturnType<typeof createSynchronisers>;

export function createSynchronisers(deps: SynchronisersDeps) {
  const { settings, secrets, connectors, queries, link, rules, events, clock } = deps;
  const records = createRecords(settings, secrets);
  const marks = createSavedMarks(settings, clock);

  const knownConnector = (type: string) => connectors.find((c) => c.type === type);
  const connectorOf = (type: string): Connector => {
    const connector = knownConnector(type);
    if (!connector)
      throw fail('BAD_INPUT', { fields: [{ field: 'type', sentence: `There is no PBX type ${type}.` }] });
    return connector;
  };

  const audit = (action: string, actor: Actor, asset: string, propertiesChanged: string[] = []) =>
    events.emit('audit', { action, eventType: 'Admin', actor, asset, propertiesChanged, details: {} });

  /** The PBX link comes first until somebody says otherwise. */
  function ids(): string[] {
    const known = records.ids();
    return known.includes(PBX_LINK) || !link.view() ? known : [PBX_LINK, ...known];
  }

  function find(id: string): SynchroniserRecord | undefined {
    const stored = records.get(id);
    const view = id === PBX_LINK ? link.view() : undefined;
    if (!view) return stored;
    const { type, name } = view;
    return { id, options: OF_LINK, ...stored, type, name, values: view.values };
  }
  const found = (id: string): SynchroniserRecord => find(id) ?? fail404();
  const fail404 = (): never => {
    throw fail('NOT_FOUND');
  };
  /** One that is being deleted is taken back before it is changed. */
  const standing = (id: string): SynchroniserRecord => {
    const record = found(id);
    if (record.leaving) throw fail('SYNCHRONISER_LEAVING');
    return record;
  };
  const all = () => ids().flatMap((id) => find(id) ?? []);
  const put = (record: SynchroniserRecord) =>
    records.put(record.id === PBX_LINK ? { ...record, values: {} } : record);

  const secretsOf = (id: string, connector: Connector): Values =>
    Object.fromEntries(
      secretKeys(connector.settings)
        .map((key) => [key, records.secret(id, key)] as const)
        .filter(([, value]) => value !== undefined),
    );
  const secretsSet = (record: SynchroniserRecord): string[] => {
    if (record.id === PBX_LINK) return [...(link.view()?.secretsSet ?? [])];
    const connector = knownConnector(record.type);
    return connector ? Object.keys(secretsOf(record.id, connector)) : [];
  };
  const rulesOf = ({ type, mapping }: SynchroniserRecord): readonly MappingRule[] =>
    (mapping as readonly MappingRule[] | undefined) ?? knownConnector(type)?.mapping ?? [];

  /** Typed values with the stored secrets that were left out, unless the host changed. */
  function merged(connector: Connector, input: Values, known: SynchroniserRecord | undefined) {
    const values = completed(connector.settings, input);
    const hosts = hostKeys(connector.settings);
    const hostChanged =
      known?.type !== connector.type || hosts.some((key) => known.values[key] !== values[key]);
    const kept =
      hostChanged || !known ? {} : stillWanted(connector.settings, secretsOf(known.id, connector), values);
    return { values: completed(connector.settings, { ...kept, ...values }), hostChanged };
  }

  const savedOf = (name: string): { saved?: Saved } => {
    const saved = marks.of(name);
    return saved === undefined ? {} : { saved };
  };

  function stateOf(record: SynchroniserRecord, detained: number): Synchroniser['state'] {
    if (record.leaving) return 'leaving';
    const read = records.lastRead(record.id);
    if (!read) return 'never';
    if (read.end === 'incomplete') return 'failed';
    return detained > 0 ? 'attention' : 'ok';
  }

  /** What the source itself told when it was read; else where it is. */
  function detailsOf(record: SynchroniserRecord): Synchroniser['details'] {
    const told = records.lastRead(record.id)?.details;
    if (told && told.length > 0) return told;
    try {
      const endpoint = knownConnector(record.type)?.endpoint?.(record.values);
      return endpoint ? [{ label: 'Host', text: `${endpoint.host}:${endpoint.port}` }] : [];
    } catch {
      // a PBX link that was removed has no settings any more
      return [];
    }
  }

  function view(record: SynchroniserRecord, precedence: number, counts: CountsById): Synchroniser {
    const { id, type, name, values, options, mapping, leaving } = record;
    const connector = knownConnector(type);
    const { people = 0, applied = 0, detained = 0 } = counts.get(id) ?? {};
    const { details: _told, ...lastRead } = records.lastRead(id) ?? {};
    return {
      id,
      type,
      typeTitle: connector?.title ?? type,
      note: connector?.note ?? '',
      name,
      isPbxLink: id === PBX_LINK,
      precedence,
      values,
      secretsSet: secretsSet(record),
      options,
      ...(record.firstPlan ? { firstPlan: true } : {}),
      mapping: mapping ? 'changed' : 'own',
      delta: connector?.capabilities.delta ?? false,
      state: stateOf(record, detained),
      people,
      applied,
      detained,
      ...(isRead(lastRead) ? { lastRead } : {}),
      reinitialise: record.reinitialise ?? false,
      ...(leaving ? { leaving } : {}),
      details: detailsOf(record),
      ...savedOf(thing(id)),
    };
  }
  type CountsById = ReadonlyMap<string, ReturnType<SourceQueries['counts']>[number]>;
  const countsById = (): CountsById => new Map(queries.counts().map((count) => [count.id, count]));

  /** Fields that more than one says something about. */
  function overlaps(): SynchroniserList['overlaps'] {
    const present = all().filter(({ leaving }) => !leaving);
    return USER_FIELDS.flatMap((field) => {
      const sources = present
        .filter((record) => rulesOf(record).some((rule) => rule.field === field))
        .map(({ id }) => id);
      return sources.length > 1 ? [{ field, sources }] : [];
    });
  }

  const list = (): SynchroniserList => {
    const counts = countsById();
    return { items: all().map((record, index) => view(record, index + 1, counts)), overlaps: overlaps() };
  };
  const one = (id: string): Synchroniser => view(found(id), Math.max(1, ids().indexOf(id) + 1), countsById());

  /** What is stored of typed values; secrets apart. */
  function store(record: SynchroniserRecord, connector: Connector, values: Values): void {
    for (const key of secretKeys(connector.settings)) {
      const value = values[key];
      records.setSecret(record.id, key, typeof value === 'string' ? value : undefined);
    }
    put({ ...record, values: withoutSecrets(connector.settings, values) });
  }

  async function checked(input: SynchroniserInput, actor: Actor, known: SynchroniserRecord | undefined) {
    const connector = connectorOf(input.type);
    const { values, hostChanged } = merged(connector, input.values, known);
    checkValues(connector.settings, values);
    if (actor.via === 'tunnel') await deps.checkRemoteHost(connector, { typed: values, known });
    return { connector, values, hostChanged };
  }

  const optionsOf = (
    before: SynchroniserOptions,
    input: SynchroniserInput['options'],
  ): SynchroniserOptions => {
    const given = { ...before, ...input };
    // what may be absent is absent when it is not said: a page sends all that it shows
    if (input) for (const key of OPTIONAL) if (!(key in input)) delete given[key];
    return given;
  };

  const isSameLink = (input: SynchroniserInput): boolean => {
    const now = link.view();
    if (!now || now.type !== input.type || now.name !== input.name) return false;
    const connector = connectorOf(input.type);
    const typed = completed(connector.settings, input.values);
    const keys = new Set([...Object.keys(typed), ...Object.keys(now.values)]);
    return [...keys].every((key) => JSON.stringify(typed[key]) === JSON.stringify(now.values[key]));
  };

  async function editLink(record: SynchroniserRecord, input: SynchroniserInput, actor: Actor) {
    const { type, name, values, options } = input;
    if (!isSameLink(input)) await link.save({ type, name, values }, actor);
    put(stillNew({ ...record, type, name, options: optionsOf(record.options, options) }));
  }

  /** Whose people are to move must be there, and not be leaving itself. */
  function checkEnd(id: string, end: SynchroniserEnd): void {
    if (end.people !== 'move') return;
    const to = find(end.to);
    if (to && !to.leaving && end.to !== id) return;
    throw fail('BAD_INPUT', {
      fields: [{ field: 'to', sentence: 'Choose another synchroniser that takes its people.' }],
    });
  }

  /** Nothing is known of it: there is nobody to move or to remove. */
  function drop(id: string): void {
    const record = records.get(id);
    const connector = record && knownConnector(record.type);
    records.drop(id, connector ? secretKeys(connector.settings) : []);
    marks.forget(thing(id));
    marks.forget(mappingThing(id));
  }

  function leave(record: SynchroniserRecord, leaving: SynchroniserEnd): void {
    put({ ...record, leaving });
    if (!queries.knows(record.id)) drop(record.id);
  }

  const feature = {
    list,
    one,
    any: () => ids().length > 0,
    /** Also of one that is gone: values that were kept say whose they were. */
    nameOf: (id: string): string | undefined => find(id)?.name ?? records.former(id),
    rulesOf: (id: string): readonly MappingRule[] => {
      const record = find(id);
      return record ? rulesOf(record) : [];
    },
    validationOf: (id: string): ValidationProfile | undefined => find(id)?.options.validation,

    /** @throws AppError BAD_INPUT; NOT_OVER_TUNNEL; SYNCHRONISERS_FULL */
    async add(input: SynchroniserInput, actor: Actor): Promise<Synchroniser> {
      if (ids().length >= MOST) throw fail('SYNCHRONISERS_FULL');
      const { connector, values } = await checked(input, actor, undefined);
      const { type, name } = input;
      const id = deps.newId();
      marks.mark(thing(id), actor, undefined, false);
      // the link's place is written down with the first one beside it
      records.setOrder(ids());
      const options = { ...NEW, ...input.options };
      store(stillNew({ id, type, name, values: {}, options, firstPlan: true }), connector, values);
      audit('Synchroniser added', actor, name, ['type', 'name', ...Object.keys(values)]);
      return one(id);
    },

    /** @throws AppError NOT_FOUND; BAD_INPUT; CHANGED_MEANWHILE; NOT_OVER_TUNNEL; SYNCHRONISER_LEAVING */
    async edit(
      id: string,
      input: SynchroniserInput,
      actor: Actor,
      expected?: Expected,
    ): Promise<Synchroniser> {
      const before = standing(id);
      if (id === PBX_LINK) {
        marks.mark(thing(id), actor, expected, true);
        await editLink(before, input, actor);
      } else {
        const { connector, values, hostChanged } = await checked(input, actor, before);
        marks.mark(thing(id), actor, expected, true);
        const { pins, mapping, ...rest } = before;
        const { type, name } = input;
        const own = type === before.type && mapping ? { mapping } : {};
        const known = !hostChanged && pins ? { pins } : {};
        const options = optionsOf(before.options, input.options);
        store(stillNew({ ...rest, ...own, ...known, type, name, options }), connector, values);
      }
      audit('Synchroniser saved', actor, input.name, [
        'type',
        'name',
        ...Object.keys(input.values),
        ...Object.keys(input.options ?? {}),
      ]);
      return one(id);
    },

    /** The first named wins. @throws AppError BAD_INPUT when it does not name each once */
    order(wanted: readonly string[], actor: Actor): SynchroniserList {
      const known = ids();
      const isWhole = wanted.length === known.length && known.every((id) => wanted.includes(id));
      if (!isWhole)
        throw fail('BAD_INPUT', {
          fields: [{ field: 'ids', sentence: 'Name every synchroniser once.' }],
        });
      if (wanted.join() !== known.join()) {
        records.setOrder(wanted);
        audit('Synchronisers ordered', actor, 'Synchronisers', ['precedence']);
      }
      return list();
    },

    /** @throws AppError NOT_FOUND; BAD_INPUT */
    remove(id: string, end: SynchroniserEnd, actor: Actor): SynchroniserList {
      const record = found(id);
      checkEnd(id, end);
      // whoever waits for this one's people takes them no more
      if (all().some(({ leaving }) => leaving?.people === 'move' && leaving.to === id))
        throw fail('SYNCHRONISER_AWAITED');
      leave(record, end);
      if (id === PBX_LINK && link.view()) link.remove(actor);
      audit(
        end.people === 'move'
          ? 'Synchroniser deleted, its people moved'
          : 'Synchroniser deleted with its people',
        actor,
        record.name,
      );
      return list();
    },

    /** Its deletion is taken back while it is not carried out. @throws AppError NOT_FOUND; LINK_IS_GONE */
    keep(id: string, actor: Actor): Synchroniser {
      const { leaving, ...record } = found(id);
      if (!leaving) return one(id);
      if (id === PBX_LINK && !link.view()) throw fail('LINK_IS_GONE');
      put(record);
      audit('Deletion of a synchroniser taken back', actor, record.name);
      return one(id);
    },

    /** Typed settings, or with an id over those of the saved one. */
    async test(input: SynchroniserInput): Promise<PbxTestResult> {
      const { id, type, name } = input;
      if (id === PBX_LINK && link.view()) {
        const { values } = input;
        return isSameLink(input) ? link.test() : link.test({ type, name, values });
      }
      const known = id === undefined ? undefined : found(id);
      const connector = connectorOf(type);
      const { values, hostChanged } = merged(connector, input.values, known);
      checkValues(connector.settings, values);
      const pinned = hostChanged ? undefined : known?.pins;
      return deps.runTest(connector, values, pinned, ({ pins }) => {
        const now = known && !hostChanged ? records.get(known.id) : undefined;
        if (now && pins) put({ ...now, pins: { ...now.pins, ...pins } });
      });
    },

    /** The next cycle reads everything anew (D8). @throws AppError NOT_FOUND; SYNCHRONISER_LEAVING */
    reinitialise(id: string, actor: Actor): Synchroniser {
      const record = standing(id);
      put({ ...record, reinitialise: true });
      audit('Synchroniser re-initialised', actor, record.name);
      return one(id);
    },

    mapping(id: string): Mapping {
      const record = found(id);
      const own = rulesOf(record);
      const rows = queries.rows(id, TRIAL_ROWS);
      const seen = rows.flatMap(({ raw }) => Object.keys(raw));
      return {
        rules: own.map(({ field, from }) => ({ field, from })),
        words: rules.words(own),
        changed: record.mapping !== undefined,
        attributes: [...new Set([...seen, ...rules.attributes(own)])].sort(),
        ...savedOf(mappingThing(id)),
      };
    },

    /** @param given null takes the type's own rules back @throws AppError NOT_FOUND; BAD_INPUT, naming the rule; CHANGED_MEANWHILE */
    saveMapping(id: string, given: readonly unknown[] | null, actor: Actor, expected?: Expected): Mapping {
      const { mapping: _old, ...record } = standing(id);
      if (given) checkRules(given);
      marks.mark(mappingThing(id), actor, expected, marks.of(mappingThing(id)) !== undefined);
      put(given ? { ...record, mapping: [...given] } : record);
      audit('Mapping saved', actor, record.name, ['mapping']);
      return feature.mapping(id);
    },

    /** What rules would make of rows that were read; nothing is saved. @throws AppError NOT_FOUND; BAD_INPUT */
    async tryMapping(id: string, given: readonly unknown[] | null): Promise<MappingTrial> {
      const record = found(id);
      if (given) checkRules(given);
      const tried = (given as readonly MappingRule[] | null) ?? knownConnector(record.type)?.mapping ?? [];
      const { country = deps.country(), validation: profile } = record.options;
      return rules.trial(tried, queries.rows(id, TRIAL_ROWS), { country, profile });
    },

    /**
     * Everything of these that was deferred was let go: of those that are new, that approves the first plan, and nothing
     * of theirs is deferred any more. @returns their names
     */
    approve(sources: readonly string[], actor: Actor): string[] {
      return sources.flatMap((id) => {
        const record = find(id);
        if (!record?.firstPlan || record.leaving) return [];
        put(stillNew({ ...record, options: { ...record.options, deferAll: false } }));
        // a form that was opened before must not switch it on again unseen
        marks.mark(thing(id), actor, undefined, true);
        audit('First plan approved', actor, record.name, ['deferAll']);
        return [record.name];
      });
    },

    /** In order of precedence, with their secrets. @throws AppError SYNC_NO_SOURCE */
    sources(): SynchroniserSource[] {
      const found = all();
      if (found.length === 0) throw fail('SYNC_NO_SOURCE');
      return found.map(sourceOf);
    },

    /** What a cycle found out, and what it carried out. */
    noteCycle({ reads, left }: Pick<CycleReport, 'reads' | 'left'>): void {
      records.noteReads(reads, ids());
      for (const { source } of reads) {
        const record = records.get(source);
        if (!record?.reinitialise) continue;
        const { reinitialise: _done, ...rest } = record;
        records.put(rest);
      }
      // taken back meanwhile: it stays, and the next cycle reads it as a new one
      for (const id of left) if (records.get(id)?.leaving) drop(id);
    },

    /** DELETE /api/pbx: the link's people go by plan and guard; nobody is left behind without a source (D14). */
    removeLink(actor: Actor): void {
      const record = find(PBX_LINK);
      if (record && link.view()) feature.remove(PBX_LINK, { people: 'delete' }, actor);
    },

    /** The link was saved: if it was leaving, it stays; beside others that are approved, its people wait. */
    noteLinkSaved(): void {
      const known = records.get(PBX_LINK);
      if (known?.leaving) {
        const { leaving: _back, ...record } = known;
        records.put(record);
      } else if (!known && records.ids().length > 0) {
        const view = link.view();
        const fresh = { id: PBX_LINK, values: {}, options: NEW, firstPlan: true };
        if (view) records.put({ ...fresh, type: view.type, name: view.name });
      }
    },

    /** After unlinking: the next account starts without any. */
    forget(): void {
      for (const id of records.ids()) drop(id);
      records.forgetAll();
    },
  };

  /** A file's own rules, of the columns that it has. */
  function putMapping(id: string, mapping: readonly MappingRule[] | undefined): Synchroniser {
    const { mapping: _old, ...record } = standing(id);
    put(mapping ? { ...record, mapping: [...mapping] } : record);
    return one(id);
  }

  /** For the import of files: one that reads this file, in place of another file or as a new one. */
  const takers: ImportTakers = {
    find: standing,
    async add({ mapping, name, type, values }, actor) {
      const { id } = await feature.add({ type, name, values: { ...values } }, actor);
      return putMapping(id, mapping);
    },
    async replace(id, { mapping, type, values }, actor) {
      const { name } = standing(id);
      await feature.edit(id, { type, name, values: { ...values } }, actor);
      return putMapping(id, mapping);
    },
  };

  function checkRules(given: readonly unknown[]): void {
    const wrong = rules.wrong(given);
    if (wrong.length > 0) throw fail('BAD_INPUT', { fields: [...wrong] });
  }

  function sourceOf(record: SynchroniserRecord): SynchroniserSource {
    const { id, type, mapping, leaving, reinitialise } = record;
    const { country = deps.country(), ...options } = record.options;
    const connector = knownConnector(type);
    const saved =
      id === PBX_LINK && link.view()
        ? link.source()
        : { values: { ...record.values, ...(connector ? secretsOf(id, connector) : {}) }, pins: record.pins };
    return {
      ...options,
      id,
      type,
      values: saved.values,
      ...(saved.pins ? { pins: saved.pins } : {}),
      ...(country === undefined ? {} : { country }),
      ...(mapping ? { mapping: mapping as readonly MappingRule[] } : {}),
      ...(leaving ? { leaving } : {}),
      ...(reinitialise ? { reinitialise } : {}),
    };
  }

  return { ...feature, takers };
}

/** One that defers nothing, or was once told not to, is not new. */
function stillNew({ firstPlan, ...record }: SynchroniserRecord): SynchroniserRecord {
  return firstPlan && record.options.deferAll ? { ...record, firstPlan } : record;
}

const isRead = (read: Partial<LastRead>): read is LastRead => read.at !== undefined;

const OPTIONAL = [
  'dynamicOnly',
  'featureProfile',
  'country',
  'joinBy',
] as const satisfies readonly (keyof SynchroniserOptions)[];
