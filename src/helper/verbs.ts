/** The table: what each verb does. Names and arguments are the contract's (contract/helper.ts). */
import { Value } from 'typebox/value';
import { HELPER_VERBS, type HelperArgs, type HelperRequest, type HelperVerb } from '../contract/helper.ts';
import { probeAddress } from './address.ts';
import { fail } from './errors.ts';
import type { Host } from './host.ts';
import { applyNetwork, confirmNetwork, revertNetwork } from './network.ts';
import { activateOther, giveUp, installBundle, installState, markGood } from './rauc.ts';
import { setTimeServers } from './time.ts';

export type VerbContext = {
  readonly host: Host;
  /** Program and arguments that run one verb of this helper, given its name. */
  readonly again: (verb: HelperVerb) => readonly string[];
  /** Nothing before this is a believable time, ms since 1970. */
  readonly clockFloor: number;
};
type Verbs = { readonly [V in HelperVerb]: (args: HelperArgs<V>, context: VerbContext) => Promise<string> };

const YEAR_2100 = Date.UTC(2100, 0, 1);

async function setClock({ to }: { to: number }, { host, clockFloor }: VerbContext): Promise<string> {
  if (to < clockFloor || to >= YEAR_2100) throw fail('CLOCK_ABSURD');
  await host.run('date', ['--utc', `--set=@${(to / 1000).toFixed(3)}`]);
  // a virtual machine or container has no hardware clock; the step itself has happened
  await host.run('hwclock', ['--systohc', '--utc']).catch(() => undefined);
  return `The clock was set to ${new Date(to).toISOString()}.`;
}

export const VERBS: Verbs = {
  ping: async () => 'The helper is here.',
  reboot: async (_args, { host }) => {
    await host.run('systemctl', ['reboot', '--no-block']);
    return 'This host reboots.';
  },
  'service.restart': async (_args, { host }) => {
    await host.run('systemctl', ['restart', '--no-block', '--', 'cloudlinkd.service']);
    return 'The gateway program restarts.';
  },
  'clock.set': setClock,
  'rauc.install': async (_args, { host }) => installBundle(host),
  'rauc.installed': async (_args, { host }) => installState(host),
  'rauc.activate-other': async (_args, { host }) => activateOther(host),
  'rauc.mark-good': async (_args, { host }) => markGood(host),
  'rauc.give-up': async (_args, { host }) => giveUp(host),
  'network.apply': async (args, { host, again }) => applyNetwork(host, args, again('network.revert')),
  'network.confirm': async (_args, { host }) => confirmNetwork(host),
  'network.revert': async (_args, { host }) => revertNetwork(host),
  'address.probe': async ({ port, address }, { host }) => probeAddress(host, port, address),
  'time.servers': async ({ servers }, { host }) => setTimeServers(host, servers),
};

function isVerb(name: string): name is HelperVerb {
  return Object.hasOwn(HELPER_VERBS, name);
}

/** First thing that is wrong with the arguments, in words. */
function wrong(verb: HelperVerb, args: unknown): string {
  const [first] = Value.Errors(HELPER_VERBS[verb].args, args);
  return `${first?.instancePath.slice(1) || 'The arguments'} ${first?.message ?? 'are not valid'}.`;
}

/**
 * Checks a request against the table and carries it out.
 *
 * @returns what happened, as a sentence
 * @throws AppError VERB_UNKNOWN, ARGS_BAD, or what the verb throws
 */
export async function perform(request: HelperRequest, context: VerbContext): Promise<string> {
  const { verb, args } = request;
  if (!isVerb(verb)) throw fail('VERB_UNKNOWN');
  if (!Value.Check(HELPER_VERBS[verb].args, args)) throw fail('ARGS_BAD', { sentence: wrong(verb, args) });
  const act = VERBS[verb] as (args: unknown, context: VerbContext) => Promise<string>;
  return await act(args, context);
}
