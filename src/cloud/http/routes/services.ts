/** REST interfaces behind gateways, called by the cloud's own code. */
import { Type } from 'typebox';
import { route } from '../../../base/runtime/http.ts';
import { Uuid } from '../../../contract/common.ts';
import { InterfaceCheck } from '../../../contract/console-api.ts';
import { TARGET_ID } from '../../../contract/tunnel.ts';
import type { Services } from '../../features/services/services.ts';
import type { Access } from '../access.ts';
import type { ConsoleAuth } from '../console-auth.ts';

const OfTarget = Type.Object({ id: Uuid, targetId: Type.String({ pattern: `^${TARGET_ID}$` }) });

export function serviceRoutes({
  auth,
  services,
}: {
  readonly auth: ConsoleAuth;
  readonly services: Services;
}) {
  return [
    route<Access, typeof OfTarget, undefined, undefined>({
      method: 'POST',
      url: '/api/gateways/:id/targets/:targetId/check',
      access: 'administrator',
      summary:
        'Asks a REST interface behind the gateway whether it answers, where the customer’s policy lets the cloud call it.',
      tag: 'launch',
      rateLimit: 30,
      schema: { params: OfTarget, response: { 200: InterfaceCheck } },
      handler: (request) => {
        const { me } = auth.of(request);
        const { id: gatewayId, targetId } = request.params;
        return services.check({ scope: me, gatewayId, targetId, person: { id: me.id, name: me.name } });
      },
    }),
  ];
}
