/** Who may call a route: a name in every route row, a check here. */
import type { HttpServerOptions } from '../../base/runtime/http.ts';
import type { ConsoleAuth } from './console-auth.ts';
import type { DeviceAuth } from './device-auth.ts';

/**
 * `public`: anybody. `console`: anybody whose browser is on the console's own page. `signedIn`: any person.
 * `administrator`: of a partner or of a customer account; every query is limited to the account. `partner`: a
 * partner's. `supportFiles`: whoever may take support bundles, attachments and exports of support logs; a right of its
 * own (docs/support-logs.md), that the right to look at support logs does not give. `device`: a linked gateway.
 */
export type Access =
  | 'public'
  | 'console'
  | 'signedIn'
  | 'administrator'
  | 'partner'
  | 'supportFiles'
  | 'device';

export function accessTable(console: ConsoleAuth, device: DeviceAuth): HttpServerOptions<Access>['access'] {
  return {
    public: async () => undefined,
    console: console.sameOrigin,
    signedIn: console.want(['partner', 'admin', 'user']),
    administrator: console.want(['partner', 'admin']),
    partner: console.want(['partner']),
    // the two that answer for the account's data; a role that may only look at support logs is not to stand here
    supportFiles: console.want(['partner', 'admin']),
    device: device.check,
  };
}
