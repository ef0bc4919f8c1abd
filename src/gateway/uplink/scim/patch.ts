/** An update as a PATCH (rule C2): only replace and remove of singular paths, and replace of whole multi-valued attributes. */
import { type CanonicalUser, SCIM_PATCH, SCIM_PLACE } from '../../../contract/scim.ts';
import { type ChangedField, type Json, type MultiName, wholeAttribute } from './resource.ts';

export type Change = {
  readonly user: CanonicalUser;
  readonly externalId: string;
  readonly fields: readonly ChangedField[];
  readonly confirmed: CanonicalUser;
};

/** The multi-valued attributes that a change touches. */
export function multiNames(change: Change): readonly MultiName[] {
  const names = change.fields.flatMap((field) => {
    const place = field === 'active' || field === 'externalId' ? undefined : SCIM_PLACE[field];
    return place && 'multi' in place ? [place.multi] : [];
  });
  return [...new Set(names)];
}

function singularOps(change: Change): Json[] {
  return change.fields.flatMap((field): Json[] => {
    if (field === 'active') return [{ op: 'replace', path: 'active', value: change.user.active }];
    if (field === 'externalId') return [{ op: 'replace', path: 'externalId', value: change.externalId }];
    const place = SCIM_PLACE[field];
    if ('multi' in place) return [];
    const value = change.user[field];
    return [
      value === undefined ? { op: 'remove', path: place.path } : { op: 'replace', path: place.path, value },
    ];
  });
}

/**
 * @param current the user as it is; needed where {@link multiNames} is not empty, else values of others would go
 */
export function patchBody(change: Change, current: Json | undefined): Json {
  const whole = multiNames(change).map((name) => ({
    op: 'replace',
    path: name,
    value: wholeAttribute(current, name, change.user, change.confirmed),
  }));
  return { schemas: [SCIM_PATCH], Operations: [...singularOps(change), ...whole] };
}
