/** Row A3 for a gateway and for an account: how far the integration is, and what stands beside it. */
import { integrationStatus } from '../../contract/status.ts';
import type { Gateway } from './model.ts';

/** The gateway's step; without a gateway `No gateway detected`. */
export function integrationOf(gateway: Gateway | undefined): string {
  if (!gateway) return integrationStatus({ claimed: false });
  const { status } = gateway;
  return integrationStatus({
    claimed: true,
    kind: gateway.kind,
    siteSaved: status?.onboarding.siteSaved ?? false,
    completed: status?.onboarding.completed ?? false,
    ...(status?.pbxLink ? { pbxLink: status.pbxLink } : {}),
  });
}

/** `Software update available`, or the first critical alarm's title; undefined when nothing is to be said. */
export function integrationNote(gateway: Gateway | undefined): string | undefined {
  const alarm = gateway?.status?.alarms.find((a) => a.severity === 'critical');
  if (alarm) return alarm.title;
  return gateway?.status?.update?.available === undefined ? undefined : 'Software update available';
}
