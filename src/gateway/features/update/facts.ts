/** How the gateway stands: what the trial of a new version compares. */
import type { Clock } from '../../../base/clock.ts';
import type { UpdateFactValue } from '../../../contract/update.ts';
import type { UpdateFacts } from '../../core/ports/update.ts';

/** Undefined: there is nothing of the kind, or nothing to be known of it. */
type Known = boolean | undefined;

export type FactSources = {
  readonly page: () => Promise<Known>;
  readonly network: () => Known;
  readonly channel: () => Known;
  /** One for each tunnel that should be up. */
  readonly tunnels: () => readonly boolean[];
  readonly pbx: () => Promise<Known>;
  readonly sync: () => Known;
  readonly memoryBytes: () => number;
  readonly clock: Pick<Clock, 'monotonic'>;
};

/** A PBX need not hear a sign-in every two seconds. */
const PBX_MS = 20_000;

const value = (known: Known): UpdateFactValue => (known === undefined ? 'none' : known ? 'good' : 'bad');
/** What cannot be looked at does not work. */
const safely = (ask: () => Promise<Known>): Promise<Known> => ask().catch(() => false);

export function createUpdateFacts(sources: FactSources): () => Promise<UpdateFacts> {
  let pbx: { at: number; known: Known } | undefined;
  const pbxNow = async (): Promise<Known> => {
    const now = sources.clock.monotonic();
    if (!pbx || now - pbx.at >= PBX_MS) pbx = { at: now, known: await safely(sources.pbx) };
    return pbx.known;
  };
  return async () => {
    const tunnels = sources.tunnels();
    return {
      values: {
        page: value(await safely(sources.page)),
        network: value(sources.network()),
        channel: value(sources.channel()),
        tunnels: value(tunnels.length === 0 ? undefined : tunnels.every((up) => up)),
        pbx: value(await pbxNow()),
        sync: value(sources.sync()),
        memory: 'good',
      },
      memoryBytes: sources.memoryBytes(),
    };
  };
}
