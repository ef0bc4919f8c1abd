/** Form fields: label, help, error, field, in this order; the error is part of what describes the field. */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Failure } from './api.ts';
import { Button } from './button.tsx';
import { said } from './server-sayings.ts';
import { Shape } from './shapes.tsx';
import { rich, t } from './shared-words.ts';

export type FieldProps = {
  /** Id of the control; the summary links to it. */
  readonly id: string;
  readonly label: ComponentChildren;
  readonly help?: ComponentChildren;
  readonly error?: string | undefined;
  readonly optional?: boolean | undefined;
};

/** What the control takes from its field. */
export type ControlProps = {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': 'true' | undefined;
};

/** The frame around one control. */
export function Field(
  props: FieldProps & { readonly children: (control: ControlProps) => ComponentChildren },
) {
  const { id, label, help, error, optional, children } = props;
  const describedBy = [help && `${id}-h`, error && `${id}-e`].filter(Boolean).join(' ') || undefined;
  return (
    <div class={error ? 'field wrong' : 'field'}>
      <label for={id}>
        {label}
        {optional && <span class="opt"> {t('field.optional')}</span>}
      </label>
      {help && (
        <p class="help" id={`${id}-h`}>
          {help}
        </p>
      )}
      {error && <FieldError id={`${id}-e`} text={error} />}
      {children({ id, 'aria-describedby': describedBy, 'aria-invalid': error ? 'true' : undefined })}
    </div>
  );
}

/** The first sentence says what is wrong; what follows it says what to do. */
function FieldError({ id, text }: { id: string; text: string }) {
  const cut = text.search(/[.!?]\s/);
  const first = cut < 0 ? text : text.slice(0, cut + 1);
  const rest = cut < 0 ? '' : text.slice(cut + 1);
  return (
    <p class="error" id={id}>
      <Shape name="bad" />
      <span>
        {first}
        {rest && <span>{rest}</span>}
      </span>
    </p>
  );
}

export type Width = 's' | 'm' | 'code' | 'auto';

export type TextFieldProps = FieldProps & {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'password' | 'number' | 'email' | 'url' | undefined;
  readonly width?: Width | undefined;
  readonly autocomplete?: string | undefined;
  /** Name in the form's data; password managers look at it. */
  readonly name?: string | undefined;
  readonly placeholder?: string | undefined;
  /** Id of a datalist: what may be typed. */
  readonly list?: string | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly maxLength?: number | undefined;
  /** A code that is read from a label: monospaced, upper case, no corrections. */
  readonly code?: boolean | undefined;
};

/** One line of text. A password has a button that shows it. */
export function TextField(props: TextFieldProps) {
  const { type = 'text', value, onInput, width, code } = props;
  const [shown, setShown] = useState(false);
  const classes = ['input', width && `w-${width}`, code && 'code'].filter(Boolean).join(' ');
  const password = type === 'password';
  const input = (control: ControlProps) => (
    <input
      {...control}
      class={classes}
      name={props.name}
      type={(password && shown ? 'text' : type) as 'text'}
      value={value}
      autocomplete={(props.autocomplete ?? 'off') as 'off'}
      autocapitalize="off"
      spellcheck={false}
      placeholder={props.placeholder}
      list={props.list}
      min={props.min}
      max={props.max}
      maxLength={props.maxLength}
      onInput={(e) => onInput(e.currentTarget.value)}
    />
  );
  return (
    <Field {...props}>
      {(control) =>
        password ? (
          <div class="with-button">
            {input(control)}
            <Button small look="quiet" onClick={() => setShown(!shown)}>
              {rich(shown ? 'field.hide' : 'field.show', {
                label: props.label,
                sr: (chunks) => <span class="sr">{chunks}</span>,
              })}
            </Button>
          </div>
        ) : (
          input(control)
        )
      }
    </Field>
  );
}

export type Option = { readonly value: string; readonly title: string };

export function SelectField(
  props: FieldProps & {
    readonly value: string;
    readonly options: readonly Option[];
    readonly onInput: (value: string) => void;
    readonly width?: Width | undefined;
    /** Shown first while nothing is chosen. */
    readonly empty?: string | undefined;
  },
) {
  const { value, options, onInput, width, empty } = props;
  return (
    <Field {...props}>
      {(control) => (
        <select
          {...control}
          class={width ? `input w-${width}` : 'input'}
          value={value}
          onChange={(e) => onInput(e.currentTarget.value)}
        >
          {empty !== undefined && <option value="">{empty}</option>}
          {options.map((o) => (
            <option key={o.value} value={o.value}>
              {o.title}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A few answers of which one holds. Each is in sight as a whole, where a list would cut long ones on a phone. */
export function Choices<V extends string>(props: {
  /** Name of the group in the page. */
  readonly name: string;
  readonly legend: string;
  readonly options: readonly { readonly value: V; readonly title: string }[];
  readonly value: V;
  readonly onInput: (value: V) => void;
}) {
  const { name, legend, options, value, onInput } = props;
  return (
    <fieldset class="quiet-set">
      <legend>{legend}</legend>
      <div class="choices">
        {options.map((one) => (
          <label class="choice" key={one.value}>
            <input
              type="radio"
              name={name}
              checked={value === one.value}
              onChange={() => onInput(one.value)}
            />
            <span>{one.title}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A tick box with its help. */
export function CheckField({
  id,
  label,
  help,
  error,
  checked,
  onInput,
}: {
  id: string;
  label: ComponentChildren;
  help?: ComponentChildren;
  error?: string | undefined;
  checked: boolean;
  onInput: (checked: boolean) => void;
}) {
  return (
    <div class={error ? 'check wrong' : 'check'}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={[help && `${id}-h`, error && `${id}-e`].filter(Boolean).join(' ') || undefined}
        aria-invalid={error ? 'true' : undefined}
        onChange={(e) => onInput(e.currentTarget.checked)}
      />
      <div>
        <label for={id}>{label}</label>
        {help && (
          <p class="help" id={`${id}-h`}>
            {help}
          </p>
        )}
        {error && <FieldError id={`${id}-e`} text={error} />}
      </div>
    </div>
  );
}

/** Errors by field id, in the order of the fields. */
export type FieldErrors = Readonly<Record<string, string>>;

/** The label, and the first sentence of what is wrong. */
function lineOf(label: string | undefined, error: string): string {
  const text = error.split(/(?<=[.!?])\s/)[0] ?? error;
  return label ? t('form.line', { label, text }) : text;
}

/** One line per wrong field, each a link to it; takes the focus when it appears. */
export function ErrorSummary({
  title,
  errors,
  labels,
}: {
  title?: string;
  errors: FieldErrors;
  /** Field id → its label. */
  labels: Readonly<Record<string, string>>;
}) {
  const box = useRef<HTMLDivElement>(null);
  const entries = Object.entries(errors);
  // by what they say: pages make the object anew at every drawing, and typing must not lose the focus
  const said = JSON.stringify(entries);
  useEffect(() => box.current?.focus(), [said]);
  if (entries.length === 0) return null;
  const jump = (id: string) => (event: MouseEvent) => {
    event.preventDefault();
    document.getElementById(id)?.focus();
  };
  return (
    <div class="banner bad" role="alert" tabIndex={-1} ref={box}>
      <Shape name="bad" />
      <div class="body">
        <h2>{title ?? t('form.look', { n: entries.length })}</h2>
        {entries.map(([id, text]) => (
          <p key={id}>
            <a href={`#${id}`} onClick={jump(id)}>
              {lineOf(labels[id], text)}
            </a>
          </p>
        ))}
      </div>
    </div>
  );
}

/** Splits a refusal into what belongs to fields of this form and what concerns the whole. */
export function splitFailure(
  failure: Failure | undefined,
  ids: readonly string[],
): { errors: FieldErrors; rest: Failure | undefined } {
  if (!failure) return { errors: {}, rest: undefined };
  const known = Object.entries(failure.fields).filter(([field]) => ids.includes(field));
  const all = known.length > 0 && known.length === Object.keys(failure.fields).length;
  const errors = known.map(([field, sentence]) => [field, said(sentence)]);
  return { errors: Object.fromEntries(errors), rest: all ? undefined : failure };
}

export type FormProps = {
  /** @param data what the fields hold; a browser may have filled them without telling the page */
  readonly onSubmit: (data: FormData) => unknown;
  readonly children: ComponentChildren;
  readonly label?: string | undefined;
};

/** A form that this page sends itself; the browser's own validation bubbles are off. */
export function Form({ onSubmit, children, label }: FormProps) {
  return (
    <form
      class="form"
      noValidate
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(new FormData(event.currentTarget));
      }}
    >
      {children}
    </form>
  );
}

/** An id that is stable over drawings, for controls outside a schema. */
export function useFieldId(name: string): string {
  return `${name}-${useId()}`;
}
