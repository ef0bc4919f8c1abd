/**
 * A form from a JSON Schema: an object with properties of text, numbers, ticks and choices. Beside the standard
 * keywords it knows `secret` (never shown, never kept in the browser), `order` and `showIf: { key, equals }`.
 */
import type { Values } from './draft.ts';
import { CheckField, type FieldErrors, SelectField, TextField } from './field.tsx';
import { said } from './server-sayings.ts';
import { t } from './shared-words.ts';
import { spoken } from './spoken.ts';

/** One property, as far as a form needs it. */
export type SettingSchema = {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly { readonly const?: unknown; readonly title?: string }[];
  readonly const?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly secret?: boolean;
  readonly order?: number;
  readonly showIf?: { readonly key: string; readonly equals: unknown };
};

export type SettingsSchema = {
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly required?: readonly string[];
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
};

export type Setting = SettingSchema & {
  readonly key: string;
  readonly label: string;
  readonly required: boolean;
  /** Keys of settings that cannot be without this one. */
  readonly neededBy: readonly string[];
};

/** The settings of a schema in the order of the form, in the language of the page. Anything else has none. */
export function settingsOf(schema: unknown): readonly Setting[] {
  const { properties = {}, required = [], dependentRequired = {} } = (schema ?? {}) as SettingsSchema;
  const neededBy = (key: string) =>
    Object.keys(dependentRequired).filter((other) => dependentRequired[other]?.includes(key));
  return Object.entries(properties)
    .map(([key, s], i) => ({
      ...s,
      key,
      label: said(s.title ?? spoken(key)),
      required: required.includes(key),
      neededBy: neededBy(key),
      order: s.order ?? 1000 + i,
    }))
    .filter((s) => s.const === undefined)
    .sort((a, b) => a.order - b.order);
}

/** The value of a setting: what was typed or saved, else its default. */
export function settingValue(setting: Setting, values: Values): unknown {
  return values[setting.key] ?? setting.default;
}

/** True when a setting's condition holds (or it has none). */
export function isShown(setting: Setting, settings: readonly Setting[], values: Values): boolean {
  const { showIf } = setting;
  if (!showIf) return true;
  const other = settings.find((s) => s.key === showIf.key);
  if (!other || !isShown(other, settings, values)) return false;
  const value = settingValue(other, values);
  return Array.isArray(showIf.equals) ? showIf.equals.includes(value) : value === showIf.equals;
}

/** The settings that a form shows for these values. */
export function shownSettings(settings: readonly Setting[], values: Values): readonly Setting[] {
  return settings.filter((s) => isShown(s, settings, values));
}

/** Names of the secrets of a schema. */
export function secretsOf(settings: readonly Setting[]): readonly string[] {
  return settings.filter((s) => s.secret).map((s) => s.key);
}

type Choice = { readonly value: unknown; readonly title: string };

function choicesOf(s: Setting): readonly Choice[] | undefined {
  if (s.enum) return s.enum.map((value) => ({ value, title: said(spoken(String(value))) }));
  if (s.anyOf?.every((o) => o.const !== undefined))
    return s.anyOf.map((o) => ({ value: o.const, title: said(o.title ?? spoken(String(o.const))) }));
  return undefined;
}

const isNumber = (s: Setting) => s.type === 'integer' || s.type === 'number';

/** A typed value as the server wants it: numbers as numbers, an emptied optional field not at all. */
function wire(s: Setting, value: unknown): unknown {
  if (s.type === 'boolean') return value === true;
  if (value === undefined || value === '') return undefined;
  if (isNumber(s)) return Number(value);
  return typeof value === 'string' && !s.secret ? value.trim() : value;
}

/** The values to send: only of settings that are shown; a secret that was not typed is left out. */
export function toWire(settings: readonly Setting[], values: Values): Record<string, unknown> {
  const entries = shownSettings(settings, values)
    .map((s) => [s.key, wire(s, settingValue(s, values))] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}

/** Which sentence says what fits: by kind of number and by the limits that there are. */
function fits({ type, minimum, maximum }: Setting) {
  const kind = type === 'integer' ? 'field.whole' : 'field.number';
  if (minimum !== undefined && maximum !== undefined) return `${kind}Between` as const;
  if (minimum !== undefined) return `${kind}Least` as const;
  return maximum !== undefined ? (`${kind}Most` as const) : kind;
}

function checkNumber(s: Setting, value: unknown): string | undefined {
  const n = Number(value);
  const outside = n < (s.minimum ?? Number.NEGATIVE_INFINITY) || n > (s.maximum ?? Number.POSITIVE_INFINITY);
  const whole = s.type !== 'integer' || Number.isInteger(n);
  if (!Number.isNaN(n) && !outside && whole) return undefined;
  return t(fits(s), { value: String(value), least: s.minimum ?? 0, most: s.maximum ?? 0 });
}

function checkText(s: Setting, text: string): string | undefined {
  if (s.maxLength !== undefined && text.length > s.maxLength)
    return t('field.tooLong', { n: text.length, most: s.maxLength });
  if (s.minLength !== undefined && text.length < s.minLength)
    return t('field.tooShort', { least: s.minLength });
  if (s.pattern !== undefined && !new RegExp(s.pattern, 'u').test(text)) {
    const example = s.examples?.[0];
    return example === undefined ? t('field.form') : t('field.formExample', { example: String(example) });
  }
  return undefined;
}

const isEmpty = (value: unknown) => value === undefined || value === '';

/** Why a setting may not be left empty: for itself, or because another one was entered. */
function gap(s: Setting, settings: readonly Setting[], values: Values): string | undefined {
  if (s.required) return t('field.needed', { label: s.label });
  const entered = settings.find((other) => s.neededBy.includes(other.key) && !isEmpty(values[other.key]));
  return entered && t('field.together', { label: s.label, beside: entered.label });
}

function checkSetting(s: Setting, value: unknown): string | undefined {
  return isNumber(s) ? checkNumber(s, value) : checkText(s, String(value));
}

/**
 * What is wrong with the values, by key, in the order of the form. The server checks again and knows more.
 *
 * @param stored names of secrets that the server has: they may be left empty
 */
export function checkSettings(
  settings: readonly Setting[],
  values: Values,
  stored: readonly string[] = [],
): FieldErrors {
  const errors: Record<string, string> = {};
  for (const s of shownSettings(settings, values)) {
    if (s.type === 'boolean') continue;
    const value = settingValue(s, values);
    const left = isEmpty(value);
    const error = left ? !stored.includes(s.key) && gap(s, settings, values) : checkSetting(s, value);
    if (error) errors[s.key] = error;
  }
  return errors;
}

export type SchemaFieldsProps = {
  readonly settings: readonly Setting[];
  readonly values: Values;
  readonly errors: FieldErrors;
  readonly stored?: readonly string[];
  readonly onInput: (key: string, value: unknown) => void;
};

function helpOf(s: Setting, stored: boolean): string | undefined {
  if (stored) return t('field.stored');
  const example = s.examples?.[0];
  const sample = example === undefined ? '' : t('field.example', { example: String(example) });
  return [said(s.description ?? ''), sample].filter(Boolean).join(' ') || undefined;
}

/** The fields of a schema, without the form around them. */
export function SchemaFields({ settings, values, errors, stored = [], onInput }: SchemaFieldsProps) {
  return (
    <>
      {shownSettings(settings, values).map((s) => (
        <SchemaField
          key={s.key}
          setting={s}
          value={settingValue(s, values)}
          error={errors[s.key]}
          stored={stored.includes(s.key)}
          onInput={(value) => onInput(s.key, value)}
        />
      ))}
    </>
  );
}

function widthOf(s: Setting) {
  if (isNumber(s)) return 's' as const;
  return s.secret || (s.maxLength !== undefined && s.maxLength <= 64) || s.format === 'hostname'
    ? ('m' as const)
    : undefined;
}

function SchemaField({
  setting: s,
  value,
  error,
  stored,
  onInput,
}: {
  setting: Setting;
  value: unknown;
  error: string | undefined;
  stored: boolean;
  onInput: (value: unknown) => void;
}) {
  const help = helpOf(s, stored);
  if (s.type === 'boolean')
    return (
      <CheckField
        id={s.key}
        label={s.label}
        help={s.description && said(s.description)}
        checked={value === true}
        onInput={onInput}
      />
    );
  const common = { id: s.key, label: s.label, help, error, optional: !s.required };
  const choices = choicesOf(s);
  if (choices)
    return (
      <SelectField
        {...common}
        value={String(value ?? '')}
        options={choices.map((c) => ({ value: String(c.value), title: c.title }))}
        empty={value === undefined ? t('field.choose') : undefined}
        onInput={(text) => onInput(choices.find((c) => String(c.value) === text)?.value)}
      />
    );
  return (
    <TextField
      {...common}
      type={s.secret ? 'password' : isNumber(s) ? 'number' : 'text'}
      value={value === undefined ? '' : String(value)}
      width={widthOf(s)}
      autocomplete={s.secret ? 'new-password' : 'off'}
      min={s.minimum}
      max={s.maximum}
      onInput={onInput}
    />
  );
}
