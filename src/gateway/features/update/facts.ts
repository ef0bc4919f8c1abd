/** How the gateway stands: what the trial of a new version compares. */
import type { Clock } from '../../../base/clock.ts';
import type { PbxTestResult } from '../../../contract/local-api.ts';
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
  readonly pbx: () => Promise<Pick<PbxTestResult, 'ok' | 'steps'> | undefined>;
  readonly sync: () => Known;
  readonly memoryBytes: () => number;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Its last lines stand with the reason of a failure. */
  readonly log: (message: string, facts: Readonly<Record<string, unknown>>) => void;
};

/** A PBX need not hear a sign-in every two seconds. */
const PBX_MS = 20_000;

const value = (known: Known): UpdateFactValue => (known === undefined ? 'none' : known ? 'good' : 'bad');

export function createUpdateFacts(sources: FactSources): () => Promise<UpdateFacts> {
  let pbx: { at: number; known: Known } | undefined;
  /** What cannot be looked at does not work. */
  const safely = (ask: () => Promise<Known>): Promise<Known> =>
    ask().catch((error: unknown) => {
      sources.log('a look at how the gateway stands failed', { err: error });
      return false;
    });
  const testPbx = async (): Promise<Known> => {
    const result = await sources.pbx();
    const wrong = result?.steps.find(({ ok }) => !ok);
    if (wrong) {
      const { code, sentence } = wrong.error ?? {};
      sources.log('the test of the PBX failed', { step: wrong.title, code, sentence });
    }
    return result?.ok;
  };
  const pbxNow = async (): Promise<Known> => {
    const now = sources.clock.monotonic();
    if (!pbx || now - pbx.at >= PBX_MS) pbx = { at: now, known: await safely(testPbx) };
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
