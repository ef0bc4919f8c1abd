/** Who may call a route: a name in every route row, a check here. */
import type { HttpServerOptions } from '../../base/runtime/http.ts';
import type { ConsoleAuth } from './console-auth.ts';
import type { DeviceAuth } from './device-auth.ts';

/**
 * `public`: anybody. `console`: anybody whose browser is on the console's own page. `signedIn`: any person.
 * `administrator`: of a partner or of a customer account; every query is limited to the account. `partner`: a
 * partner's. `device`: a linked gateway.
 */
export type Access = 'public' | 'console' | 'signedIn' | 'administrator' | 'partner' | 'device';

export function accessTable(console: ConsoleAuth, device: DeviceAuth): HttpServerOptions<Access>['access'] {
  return {
    public: async () => undefined,
    console: console.sameOrigin,
    signedIn: console.want(['partner', 'admin', 'user']),
    administrator: console.want(['partner', 'admin']),
    partner: console.want(['partner']),
    device: device.check,
  };
}
