/**
 * A draft that the gateway keeps, too: another browser goes on with what was typed here, and is told when somebody types
 * in the same form. Secrets are in no draft. What is typed in this tab is replaced by a choice only.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Overview } from '../../src/contract/local-api.ts';
import { type Draft, type Known, useDraft, type Values } from '../shared/index.ts';
import { gateway } from './gateway.ts';
import { useInside } from './inside.ts';

/** A pause in typing; then it is sent. */
const PAUSE_MS = 400;

/** A random name of this tab; a reload keeps it. */
function tabName(): string {
  const fresh = Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) =>
    n.toString(16).padStart(2, '0'),
  ).join('');
  try {
    const kept = sessionStorage.getItem('tab');
    if (kept !== null) return kept;
    sessionStorage.setItem('tab', fresh);
  } catch {
    console.info('the tab has a new name at every reload: this browser blocks storage');
  }
  return fresh;
}
const TAB = tabName();

type There = Overview['drafts'][number];

export type SharedDraft = Draft & {
  /** What the typing began from; goes with the change. */
  readonly known: Known;
  /** Somebody saved after the typing began: theirs stands in `saved`, what was typed here in `values`. */
  readonly overtaken: boolean;
  /** Keeps what was typed here, knowing what was saved meanwhile. */
  readonly overrule: () => void;
  /** Another tab types here, or left something, that this one has not taken. */
  readonly elsewhere: There['saved'] | undefined;
  readonly takeTheirs: () => void;
  readonly keepMine: () => void;
  /** The values came from another tab when the page opened. */
  readonly resumed: There['saved'] | undefined;
  /** Forgets what was typed, here and at the gateway. */
  readonly discard: () => void;
};

type Base = { readonly base?: number; readonly seen?: number; readonly by?: string; readonly at?: number };

/**
 * @param form  as the gateway knows it (contract/local-api.ts)
 * @param saved values that are stored or proposed, and their version; `none` when nothing is stored
 */
export function useSharedDraft(
  form: string,
  saved: { readonly values: Values; readonly version: Known },
  secret: readonly string[] = [],
): SharedDraft {
  const { overview, mayChange } = useInside();
  const own = useDraft(form, saved.values, secret);
  const notes = useDraft(`${form} notes`, {});
  const { base, seen, by, at } = notes.values as Base;
  const [resumed, setResumed] = useState(false);
  const there = overview.drafts.find((draft) => draft.form === form);
  const foreign = there && there.tab !== TAB && there.saved.version !== seen ? there : undefined;
  const known = own.changed ? (base ?? 'none') : saved.version;
  const overtaken = own.changed && known !== saved.version;

  const take = useCallback(async () => {
    const draft = await gateway.draft(form);
    if (!draft) return;
    for (const [field, value] of Object.entries(draft.values)) own.set(field, value);
    notes.set('base', draft.base);
    notes.set('seen', draft.saved.version);
    notes.set('by', draft.saved.by);
    notes.set('at', draft.saved.at);
    setResumed(true);
  }, [form, own.set, notes.set]);

  // on opening only: later it would change under the eyes of whoever reads
  useEffect(() => {
    if (foreign && !own.changed) take().catch(() => undefined); // what is saved is shown; nothing was typed here
  }, [form]);

  useSending({ form, own, secret, base, seen, paused: foreign !== undefined || !mayChange });

  const set = (field: string, value: unknown) => {
    if (!own.changed && typeof saved.version === 'number') notes.set('base', saved.version);
    own.set(field, value);
  };
  const clear = () => {
    own.clear();
    notes.clear();
    setResumed(false);
  };
  return {
    ...own,
    set,
    clear,
    known,
    overtaken,
    overrule: () => notes.set('base', saved.version),
    elsewhere: foreign?.saved,
    takeTheirs: () => void take().catch(() => undefined),
    keepMine: () => notes.set('seen', foreign?.saved.version),
    resumed: resumed && by !== undefined && at !== undefined ? { version: seen ?? 0, by, at } : undefined,
    discard() {
      clear();
      gateway.forgetDraft(form).catch(() => undefined); // the next change, or saving, replaces it
    },
  };
}

type Sending = {
  readonly form: string;
  readonly own: Draft;
  readonly secret: readonly string[];
  readonly base: number | undefined;
  readonly seen: number | undefined;
  readonly paused: boolean;
};

/** Sends what is typed after a pause in typing, and before the page goes away. */
function useSending({ form, own, secret, base, seen, paused }: Sending): void {
  const open = Object.entries(own.typed).filter(
    ([key, value]) => !secret.includes(key) && value !== undefined && String(value).length <= 2048,
  );
  const text = JSON.stringify(Object.fromEntries(open));
  const sent = useRef({ form, text });
  useEffect(() => {
    if (sent.current.form !== form) sent.current = { form, text };
    if (paused || open.length === 0 || sent.current.text === text) return;
    const send = () => {
      if (sent.current.text === text) return;
      sent.current = { form, text };
      const draft = { values: JSON.parse(text) as Values, tab: TAB, ...(base === undefined ? {} : { base }) };
      // kept in this tab whatever the answer is; the overview tells of another tab
      gateway.saveDraft(form, draft, seen ?? 'none').catch(() => undefined);
    };
    const timer = setTimeout(send, PAUSE_MS);
    addEventListener('pagehide', send);
    return () => {
      clearTimeout(timer);
      removeEventListener('pagehide', send);
    };
  }, [form, text, paused, base, seen]);
}
