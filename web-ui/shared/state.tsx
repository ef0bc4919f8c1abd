/** A state: a word, a shape, a colour and, where it can grow old, an age. Never a colour alone. */
import type { ComponentChildren } from 'preact';
import { useCallback } from 'preact/hooks';
import { now, useTicking } from './clock.ts';
import { type AgeForm, age, exact } from './format.ts';
import { Shape } from './shapes.tsx';
import { rich, t } from './shared-words.ts';

/** How a state looks. `info` and `busy` share the accent, `add`/`edit`/`del` are kinds of change. */
export type StateKind =
  | 'ok'
  | 'warn'
  | 'bad'
  | 'off'
  | 'unknown'
  | 'stale'
  | 'busy'
  | 'info'
  | 'add'
  | 'edit'
  | 'del';

const COLOUR: Record<StateKind, string> = {
  ok: 'is-ok',
  warn: 'is-warn',
  bad: 'is-bad',
  off: 'is-off',
  unknown: 'is-unknown',
  stale: 'is-warn',
  busy: 'is-busy',
  info: 'is-info',
  add: 'is-ok',
  edit: 'is-info',
  del: 'is-bad',
};

/** The colour class of a kind, for a shape that stands without {@link State}. */
export function colourOf(kind: StateKind): string {
  return COLOUR[kind];
}

/** How long ago, for how long, since when or in how long; ticks by itself. The exact instant is its title. */
export function Age({ at, form = 'ago' }: { at: number; form?: AgeForm | undefined }) {
  const words = useTicking(useCallback((time: number) => age(at, time, form), [at, form]));
  return (
    <time class="age" dateTime={new Date(at).toISOString()} title={exact(at)}>
      {words}
    </time>
  );
}

/** True from the moment a fact of `at` is older than `after` milliseconds. */
export function useStale(at: number | undefined, after: number | undefined): boolean {
  return useTicking(
    useCallback((time: number) => at !== undefined && after !== undefined && time - at > after, [at, after]),
  );
}

export type StateProps = {
  readonly kind: StateKind;
  readonly word: ComponentChildren;
  /** When the fact was established; shown as an age. */
  readonly at?: number | undefined;
  readonly form?: AgeForm | undefined;
  /** Words in place of an age: `never checked`. */
  readonly note?: ComponentChildren;
  /** A fact older than this many milliseconds is no longer shown as one: the state becomes stale and says so. */
  readonly staleAfter?: number | undefined;
  /** The word of the stale state, as it is unknown now. Default `Stale`, with what was known. */
  readonly staleWord?: ComponentChildren;
};

/** One state. Past `staleAfter` it turns into the stale state instead of going on claiming what it once knew. */
export function State({ kind, word, at, form, note, staleAfter, staleWord }: StateProps) {
  const stale = useStale(at, staleAfter);
  const shown = stale ? (staleWord === undefined ? 'stale' : 'unknown') : kind;
  return (
    <span class={`state ${COLOUR[shown]}`}>
      <Shape name={shown} />
      <span>
        <b>{stale ? (staleWord ?? t('state.stale')) : word}</b>
        {(at !== undefined || note !== undefined) && ' '}
        <span class="age">
          {at !== undefined &&
            (stale && staleWord !== undefined ? (
              rich('age.checked', { age: <Age at={at} /> })
            ) : (
              <Age at={at} form={stale ? 'ago' : form} />
            ))}
          {note !== undefined && note}
        </span>
      </span>
    </span>
  );
}

/** Milliseconds since the fact of `at`, by the server's clock. */
export function sinceMs(at: number): number {
  return now() - at;
}
