/** What every page behind the sign-in knows: who is there, and the gateway's state as it is now. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { LocalSession, Me, Overview } from '../../src/contract/local-api.ts';

export type Inside = {
  readonly me: Me;
  readonly overview: Overview;
  readonly refresh: () => void;
  /** May change things; `support` only reads. */
  readonly mayChange: boolean;
  /** A remote session: adding targets and confirming certificates is done on the local network. */
  readonly remote: boolean;
};

export const InsideContext = createContext<Inside | undefined>(undefined);

/** The context of a page behind the sign-in. */
export function useInside(): Inside {
  const inside = useContext(InsideContext);
  if (!inside) throw new Error('a page behind the sign-in was drawn in front of it');
  return inside;
}

/** Remote sessions that are open now; the overview also has those that ended lately. */
export function openSessions({ sessions }: Overview): readonly LocalSession[] {
  return sessions.filter((session) => session.endedAt === undefined);
}
