/** Reading data into a page: once, page by page, and the doing of changes, all with their failures kept. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Failure, failureOf, isAbort } from './api.ts';

export type Loaded<T> = {
  /** The last good answer; it stays while a later reading fails. */
  readonly data: T | undefined;
  readonly failure: Failure | undefined;
  readonly loading: boolean;
  readonly reload: () => void;
  /** Puts an answer of a change in place, without another reading. */
  readonly set: (data: T) => void;
};

/**
 * Reads when the page opens and again whenever `key` changes. Late answers of an older key are dropped.
 *
 * @param key what is read, e.g. its URL; `undefined` reads nothing yet
 */
export function useLoad<T>(
  key: string | undefined,
  read: (key: string, signal: AbortSignal) => Promise<T>,
): Loaded<T> {
  const [state, setState] = useState<{ data?: T; failure?: Failure; loading: boolean }>({ loading: true });
  const [round, setRound] = useState(0);
  const reader = useRef(read);
  reader.current = read;
  useEffect(() => {
    if (key === undefined) return;
    const abort = new AbortController();
    setState(({ data }) => ({ ...(data === undefined ? {} : { data }), loading: true }));
    reader
      .current(key, abort.signal)
      .then((data) => {
        if (!abort.signal.aborted) setState({ data, loading: false });
      })
      .catch((thrown: unknown) => {
        if (abort.signal.aborted || isAbort(thrown)) return;
        const failure = failureOf(thrown);
        setState(({ data }) => ({ ...(data === undefined ? {} : { data }), failure, loading: false }));
      });
    return () => abort.abort();
  }, [key, round]);
  const reload = useCallback(() => setRound((n) => n + 1), []);
  const set = useCallback((data: T) => setState({ data, loading: false }), []);
  return { data: state.data, failure: state.failure, loading: state.loading, reload, set };
}

export type PageOf<T> = {
  readonly items: readonly T[];
  readonly total: number;
  readonly next?: string | undefined;
};

export type Paged<T> = {
  readonly items: readonly T[];
  readonly total: number;
  readonly more: boolean;
  readonly loading: boolean;
  readonly failure: Failure | undefined;
  readonly loadMore: () => void;
  readonly reload: () => void;
  /** Puts rows before the first, without another reading. */
  readonly prepend: (items: readonly T[]) => void;
};

/**
 * A list that grows by `Load more`. A change of `key` (search, tab) starts anew; a failure keeps what is there.
 *
 * @param read gets the cursor of the next page, `undefined` for the first
 */
export function usePaged<T>(
  key: string,
  read: (after: string | undefined, signal: AbortSignal) => Promise<PageOf<T>>,
): Paged<T> {
  type S = { key: string; items: readonly T[]; total: number; next?: string | undefined };
  const [state, setState] = useState<S>({ key: '', items: [], total: 0 });
  const [failure, setFailure] = useState<Failure>();
  const [asked, setAsked] = useState<{ key?: string; after?: string | undefined; round: number }>({
    round: 0,
  });
  const [loading, setLoading] = useState(true);
  const reader = useRef(read);
  reader.current = read;
  // a cursor is a place in the list that it came from
  const after = asked.key === key ? asked.after : undefined;
  useEffect(() => {
    const abort = new AbortController();
    setLoading(true);
    setFailure(undefined);
    reader
      .current(after, abort.signal)
      .then((page) => {
        if (abort.signal.aborted) return;
        setState((old) => ({
          key,
          items: after === undefined ? page.items : [...old.items, ...page.items],
          total: page.total,
          next: page.next,
        }));
        setLoading(false);
      })
      .catch((thrown: unknown) => {
        if (abort.signal.aborted || isAbort(thrown)) return;
        setFailure(failureOf(thrown));
        setLoading(false);
      });
    return () => abort.abort();
  }, [key, after, asked.round]);
  const loadMore = () => setAsked(({ round }) => ({ key, after: state.next, round: round + 1 }));
  const reload = useCallback(() => setAsked(({ round }) => ({ round: round + 1 })), []);
  const prepend = useCallback(
    (fresh: readonly T[]) =>
      setState((old) => ({ ...old, items: [...fresh, ...old.items], total: old.total + fresh.length })),
    [],
  );
  const { items, total, next } = state;
  return { items, total, more: next !== undefined, loading, failure, loadMore, reload, prepend };
}

export type Doing<A extends readonly unknown[]> = {
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  /** True when it succeeded. A second call while busy does nothing. */
  readonly run: (...args: A) => Promise<boolean>;
  readonly clear: () => void;
};

/** One thing that a button does: busy while it runs, its failure kept until the next try. */
export function useDoing<A extends readonly unknown[]>(work: (...args: A) => Promise<unknown>): Doing<A> {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const running = useRef(false);
  const run = async (...args: A): Promise<boolean> => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setFailure(undefined);
    try {
      await work(...args);
      return true;
    } catch (thrown) {
      if (!isAbort(thrown)) setFailure(failureOf(thrown));
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { busy, failure, run, clear: () => setFailure(undefined) };
}
