/** What rules make of rows that were read: the trial of a mapping before it is saved. Pure. */
import { USER_FIELDS } from '../../../contract/scim.ts';
import type { MappingTrial, ValidationProfile } from '../../../contract/sync-api.ts';
import type { MappingRule } from '../../core/ports/connector.ts';
import type { Phone } from '../../core/ports/phone.ts';
import type { SourceRow } from '../../core/ports/source-queries.ts';
import { sentenceOf } from '../../core/sync-reasons.ts';
import { type Canonical, CLEAR, normalise } from './mapping.ts';
import { merge } from './merge.ts';
import { validate } from './validate.ts';

export type TrialOptions = {
  readonly phone: Phone;
  readonly country: string | undefined;
  readonly profile: ValidationProfile;
};
type TrialRow = MappingTrial['rows'][number];

function valuesOf(
  { values, active, externalId }: Canonical,
  rules: readonly MappingRule[],
): TrialRow['values'] {
  const fields = USER_FIELDS.flatMap((field) => {
    const found = values.get(field);
    if (!found) return [];
    const { value, rule } = found;
    return value === CLEAR ? [{ field, cleared: true, rule }] : [{ field, value, cleared: false, rule }];
  });
  const identity = rules.findIndex(({ field }) => field === 'externalId');
  return [
    ...fields,
    ...(active
      ? [{ field: 'active' as const, value: String(active.value), cleared: false, rule: active.rule }]
      : []),
    ...(externalId === undefined
      ? []
      : [{ field: 'externalId' as const, value: externalId, cleared: false, rule: identity }]),
  ];
}

export function tryRules(
  rules: readonly MappingRule[],
  rows: readonly SourceRow[],
  { phone, country, profile }: TrialOptions,
): MappingTrial {
  return {
    rows: rows.map(({ anchor, raw }) => {
      const record = normalise(raw, { rules, phone, country });
      const part = { source: '', precedence: 0, absent: 'clear' as const, anchor, record };
      const issues = validate(merge([part], undefined).desired, { phone, country, profile });
      return {
        anchor,
        values: valuesOf(record, rules),
        issues: issues.map(({ code, sentence }) => ({ code, sentence: sentence ?? sentenceOf(code) })),
      };
    }),
  };
}
