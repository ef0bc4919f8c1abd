/**
 * What somebody typed and has not saved, kept here so that another browser goes on with it (row A4). One draft a form,
 * never a secret: a form's secret fields are not fields of its draft.
 */
import { type Static, Type } from 'typebox';
import { Draft, type DraftInput, Site } from '../../../contract/local-api.ts';
import { fail } from '../../core/errors.ts';
import type { Actor, EventBus } from '../../core/events.ts';
import type { Connector } from '../../core/ports/connector.ts';
import type { Settings } from '../../core/ports/settings.ts';
import type { Expected, SavedMarks } from '../../core/saved.ts';
import { secretKeys } from '../../core/settings-form.ts';
import { properties } from '../../core/settings-schema.ts';

const Stored = Type.Omit(Draft, ['saved']);
type Stored = Static<typeof Stored>;

/** Fields of the forms that do not come from a connector. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  site: Object.keys(Site.properties),
  'pbx-type': ['type'],
};
const PBX = 'pbx.';
/** The link's own name stands in the form beside the connector's settings. */
const PBX_NAME = 'pbx-name';

const keyOf = (form: string) => `draft.${form}`;

export type Drafts = ReturnType<typeof createDrafts>;

export function createDrafts({
  settings,
  marks,
  connectors,
  events,
}: {
  readonly settings: Settings;
  readonly marks: SavedMarks;
  readonly connectors: readonly Connector[];
  readonly events: EventBus;
}) {
  const forms = [...Object.keys(FIELDS), ...connectors.map(({ type }) => PBX + type)];

  const fieldsOf = (form: string): readonly string[] => {
    const connector = connectors.find(({ type }) => PBX + type === form);
    if (!connector) return FIELDS[form] ?? [];
    const secret = secretKeys(connector.settings);
    const open = Object.keys(properties(connector.settings)).filter((key) => !secret.includes(key));
    return [PBX_NAME, ...open];
  };

  const get = (form: string): Draft | undefined => {
    const draft = settings.get(keyOf(form), Stored);
    const saved = marks.of(keyOf(form));
    return draft && saved && { ...draft, saved };
  };

  const drop = (form: string): void => {
    if (!settings.get(keyOf(form), Stored)) return;
    settings.delete(keyOf(form));
    events.emit('draft.changed', { form });
  };

  return {
    get,

    /**
     * @param expected the draft that the page has seen; its own is always seen
     * @throws AppError NOT_FOUND for a form that does not exist; BAD_INPUT for fields that it has not, secrets among
     * them; CHANGED_MEANWHILE when another tab typed here
     */
    put(form: string, { values, base, tab }: DraftInput, actor: Actor, expected: Expected): Draft {
      if (!forms.includes(form)) throw fail('NOT_FOUND');
      const known = fieldsOf(form);
      const foreign = Object.keys(values).filter((key) => !known.includes(key));
      if (foreign.length > 0)
        throw fail('BAD_INPUT', {
          fields: foreign.map((field) => ({ field, sentence: `${field} is not kept in a draft.` })),
        });
      const before = get(form);
      const own = before?.tab === tab;
      const saved = marks.mark(keyOf(form), actor, own ? undefined : expected, before !== undefined);
      const draft: Stored = { values, tab, ...(base === undefined ? {} : { base }) };
      settings.set(keyOf(form), draft);
      events.emit('draft.changed', { form });
      return { ...draft, saved };
    },

    drop,

    list: () =>
      forms.flatMap((form) => {
        const draft = get(form);
        return draft ? [{ form, tab: draft.tab, saved: draft.saved }] : [];
      }),

    /** After unlinking. */
    forget: () => forms.forEach(drop),
  };
}
