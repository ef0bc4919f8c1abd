/** What every page behind the sign-in knows: who is there, which account the pages are about, and what changes. */
import { createContext } from 'preact';
import { useContext, useEffect, useRef } from 'preact/hooks';
import type { ConsoleMe } from '../../src/contract/console-api.ts';
import { withQuery } from '../shared/index.ts';

/** Somebody who has signed in. */
export type Me = ConsoleMe & Required<Pick<ConsoleMe, 'person' | 'account'>>;

/** Kinds of `changed` events of `/api/live`. */
export type ChangeKind =
  | 'account'
  | 'claim'
  | 'gateway'
  | 'command'
  | 'inventory'
  | 'event'
  | 'user'
  | 'launch'
  | 'deployment'
  | 'rollout'
  | 'supportLog';

/** `id` is absent when events may have been missed: anything may have changed. */
export type Change = { readonly kind: ChangeKind; readonly id?: string } | 'anything';

export type Changes = {
  readonly tell: (change: Change) => void;
  /** @returns the function that stops it */
  readonly listen: (listener: (change: Change) => void) => () => void;
};

/** Hands changes from the one live stream to the pages. */
export function createChanges(): Changes {
  const listeners = new Set<(change: Change) => void>();
  return {
    tell: (change) => {
      for (const listener of [...listeners]) listener(change);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

type Query = Readonly<Record<string, string | number | undefined>>;

export type Inside = {
  readonly me: Me;
  /** A partner sees its customers' accounts; a customer its own. */
  readonly partner: boolean;
  /** 9-digit number of the account that the pages are about; undefined: all accounts of a partner. */
  readonly account: string | undefined;
  /** Address of a page of the console within the same account. */
  readonly href: (path: string, query?: Query) => string;
  /** Address of the API within the same account: `api('/api/events', { q: 'ann' })`. */
  readonly scoped: (path: string, query?: Query) => string;
  readonly changes: Changes;
};

export const InsideContext = createContext<Inside | undefined>(undefined);

/** The context of a page behind the sign-in. */
export function useInside(): Inside {
  const inside = useContext(InsideContext);
  if (!inside) throw new Error('a page behind the sign-in was drawn in front of it');
  return inside;
}

/** The account stands in the address (`?account=`), so that a page can be sent to somebody. */
export function insideOf(me: Me, query: URLSearchParams, changes: Changes): Inside {
  const partner = me.account.kind === 'partner';
  const chosen = partner ? (query.get('account') ?? undefined) : undefined;
  const account = partner ? chosen : me.account.number;
  return {
    me,
    partner,
    account,
    href: (path, more) => withQuery(path, { account: chosen, ...more }),
    scoped: (path, more) => withQuery(path, { account, ...more }),
    changes,
  };
}

/** A sync changes thousands of users within seconds; a page reads again at most this often. */
const GATHER_MS = 400;

/**
 * Calls `reload` soon after something of these kinds changed (of one thing, where `id` is given). Many changes at
 * once are one call.
 */
export function useChanged(kinds: readonly ChangeKind[], reload: () => void, id?: string): void {
  const { changes } = useInside();
  const current = useRef(reload);
  current.current = reload;
  const wanted = kinds.join();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = changes.listen((change) => {
      const mine =
        change === 'anything' ||
        (wanted.split(',').includes(change.kind) && (id === undefined || change.id === id));
      if (!mine || timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        current.current();
      }, GATHER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [changes, wanted, id]);
}
