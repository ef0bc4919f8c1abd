/** The licence of this host as a person entered it: where the host keeps none, or a wrong one. */
import type { Clock } from '../../../base/clock.ts';
import { EnteredLicence, type LicenceInput, wrongLicence } from '../../../contract/inventory.ts';
import { fail } from '../../core/errors.ts';
import type { Actor, EventBus } from '../../core/events.ts';
import type { Settings } from '../../core/ports/settings.ts';

const KEY = 'inventory.licence';

const FIELDS = ['number', 'type', 'expiresOn'] as const;

export function createEnteredLicence(deps: {
  readonly settings: Settings;
  readonly events: EventBus;
  readonly clock: Pick<Clock, 'now'>;
}) {
  const { settings, events, clock } = deps;
  const read = (): EnteredLicence | undefined => settings.get(KEY, EnteredLicence);
  const audit = (action: string, actor: Actor, propertiesChanged: string[], details: LicenceInput) =>
    events.emit('audit', {
      action,
      eventType: 'Admin',
      actor,
      asset: 'Licence',
      propertiesChanged,
      details,
    });
  return {
    read,
    /** @throws AppError BAD_INPUT with the fields that cannot be */
    enter(licence: LicenceInput, actor: Actor): void {
      const fields = wrongLicence(licence);
      if (fields.length > 0)
        throw fail('BAD_INPUT', { sentence: fields.map(({ sentence }) => sentence).join(' '), fields });
      const before = read()?.licence;
      settings.set(KEY, { licence, at: clock.now(), by: actor.name } satisfies EnteredLicence);
      const changed = FIELDS.filter((field) => before?.[field] !== licence[field]);
      audit('Licence entered by hand', actor, changed, licence);
    },
    /** Removing what is not there is no error, and nothing that the history tells. */
    remove(actor: Actor): void {
      const before = read();
      if (!before) return;
      settings.delete(KEY);
      audit('Licence entered by hand removed', actor, [...FIELDS], before.licence);
    },
  };
}
