import { accessLogRoutes } from './access-log.ts';
import { alarmRoutes } from './alarms.ts';
import { backupRoutes } from './backup.ts';
import type { LocalRoute, RouteDeps } from './deps.ts';
import { detainedRoutes } from './detained.ts';
import { importRoutes } from './imports.ts';
import { linkRoutes } from './link.ts';
import { networkRoutes } from './network.ts';
import { onboardingRoutes } from './onboarding.ts';
import { ownRoutes, peopleRoutes, signInRoutes } from './people.ts';
import { syncPeopleRoutes } from './people-of-sync.ts';
import { resetRoutes } from './reset.ts';
import { stateRoutes } from './state.ts';
import { supportRoutes } from './support.ts';
import { syncRoutes } from './sync.ts';
import { synchroniserRoutes } from './synchronisers.ts';
import { tunnelRoutes } from './tunnels.ts';
import { updateRoutes } from './update.ts';

/** Every route of the gateway's own API. A row without schema or access does not compile. */
export function routes(deps: RouteDeps): LocalRoute[] {
  return [
    ...linkRoutes(deps),
    ...signInRoutes(deps),
    ...ownRoutes(deps),
    ...peopleRoutes(deps),
    ...onboardingRoutes(deps),
    ...networkRoutes(deps),
    ...syncRoutes(deps),
    ...detainedRoutes(deps),
    ...syncPeopleRoutes(deps),
    ...importRoutes(deps),
    ...synchroniserRoutes(deps),
    ...tunnelRoutes(deps),
    ...accessLogRoutes(deps),
    ...stateRoutes(deps),
    ...supportRoutes(deps),
    ...updateRoutes(deps),
    ...backupRoutes(deps),
    ...resetRoutes(deps),
    ...alarmRoutes(deps),
  ];
}
