/** Typed values survive reload, error, back and sign-out: they are kept in this tab, secrets never. */
import { useCallback, useState } from 'preact/hooks';

/** The values of a form by field name. */
export type Values = Readonly<Record<string, unknown>>;

function read(key: string): Values | undefined {
  try {
    const text = sessionStorage.getItem(`draft:${key}`);
    const value: unknown = text === null ? undefined : JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Values) : undefined;
  } catch {
    return undefined; // storage is blocked, or holds something else: there is no draft
  }
}

function write(key: string, values: Values | undefined): void {
  try {
    if (values === undefined) sessionStorage.removeItem(`draft:${key}`);
    else sessionStorage.setItem(`draft:${key}`, JSON.stringify(values));
  } catch {
    console.info('the draft is not kept: this browser blocks storage');
  }
}

export type Draft = {
  readonly values: Values;
  /** What was typed alone. */
  readonly typed: Values;
  /** True when somebody typed and has not saved. */
  readonly changed: boolean;
  readonly set: (field: string, value: unknown) => void;
  /** After saving: the draft is gone, the saved values are what counts. */
  readonly clear: () => void;
};

/**
 * A form's values: what was typed over what is saved.
 *
 * @param key  names the form; another key is another draft
 * @param saved values from the server
 * @param secret names of fields that must not be stored in the browser
 */
export function useDraft(key: string, saved: Values, secret: readonly string[] = []): Draft {
  const [state, setState] = useState<{ key: string; typed: Values }>(() => ({ key, typed: read(key) ?? {} }));
  const typed = state.key === key ? state.typed : (read(key) ?? {});
  if (state.key !== key) setState({ key, typed });
  const set = useCallback(
    (field: string, value: unknown) => {
      setState((old) => {
        const next = { ...old.typed, [field]: value };
        write(key, Object.fromEntries(Object.entries(next).filter(([name]) => !secret.includes(name))));
        return { key, typed: next };
      });
    },
    [key, secret],
  );
  const clear = useCallback(() => {
    write(key, undefined);
    setState({ key, typed: {} });
  }, [key]);
  return { values: { ...saved, ...typed }, typed, changed: Object.keys(typed).length > 0, set, clear };
}
