/**
 * What of the gateway's views goes into a bundle: fields by name. A view that gets a new field shows it to its page, and
 * to no bundle before it stands here.
 */
import type { Overview } from '../../../contract/local-api.ts';
import type { NetworkView } from '../../../contract/network-api.ts';
import type { OutflowView } from '../../../contract/outflow.ts';
import type { SyncRun } from '../../../contract/sync-api.ts';

function pick<T extends object, K extends keyof T>(of: T, ...keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(
    keys.filter((key) => Object.hasOwn(of, key)).map((key) => [key, of[key]]),
  ) as Pick<T, K>;
}

/** Runs of a bundle, newest first. */
export const SUPPORT_RUNS = 200;

/** Who started it is an account's or a local person: left out. A fault is its code, since sentences may name people. */
export const runFacts = (run: SyncRun) => ({
  ...pick(
    run,
    'number',
    'mode',
    'startedAt',
    'endedAt',
    'outcome',
    'counts',
    'canUndo',
    'undoneBy',
    'undoes',
  ),
  ...(run.fault === undefined ? {} : { fault: run.fault.code }),
});

const targetFacts = (target: Overview['targets'][number]) => ({
  ...pick(
    target,
    'id',
    'use',
    'application',
    'protocol',
    'host',
    'port',
    'confirmed',
    'builtIn',
    'state',
    'since',
  ),
  ...pick(target, 'tunnelUp', 'targetUp', 'error', 'sessions'),
  consent: target.consent.mode,
});

export function statusFacts(overview: Overview) {
  const { account, pbx, sync, targets, sessions, accessRequests = [] } = overview;
  return {
    ...pick(
      overview,
      'time',
      'name',
      'kind',
      'version',
      'startedAt',
      'lanAddress',
      'addresses',
      'fingerprint',
    ),
    ...pick(overview, 'linked', 'cloud', 'onboarding', 'setup', 'outbox'),
    ...(account === undefined ? {} : { account: pick(account, 'number', 'region', 'state', 'linkedAt') }),
    ...(pbx === undefined ? {} : { pbx: pick(pbx, 'type', 'title', 'connected', 'checkedAt', 'error') }),
    sync: pick(
      sync,
      ...([
        'state',
        'scheduleMinutes',
        'lastRunAt',
        'lastDurationMs',
        'nextRunAt',
        'users',
        'didNumbers',
      ] as const),
      ...(['withoutEmail', 'sharedEmail', 'counts'] as const),
    ),
    targets: targets.map(targetFacts),
    sessionsOpen: sessions.filter(({ endedAt }) => endedAt === undefined).length,
    accessRequestsWaiting: accessRequests.length,
  };
}

/** Of the proxy, where it is and that it wants a sign-in; not as whom. */
export function networkFacts(view: NetworkView, outflow: OutflowView) {
  return {
    ...pick(view, 'time', 'obstacle', 'ports', 'trial', 'last', 'timeServers', 'authorities'),
    proxy: pick(view.proxy, 'source', 'host', 'port', 'hasPassword', 'bypass', 'configured'),
    outflow: pick(outflow, 'since', 'destinations', 'data'),
  };
}
