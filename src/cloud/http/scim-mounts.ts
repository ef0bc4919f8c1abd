/** The SCIM provider under both of its addresses: for third parties by bearer key, for gateways by device token. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CLOUD_PATH } from '../../contract/claim.ts';
import { fail } from '../core/errors.ts';
import type { ScimProvider } from '../features/scim/provider.ts';
import type { ScimKeyService } from '../features/scim-keys/scim-keys.ts';
import type { DeviceAuth } from './device-auth.ts';
import { type ScimIdentity, scimPlugin } from './routes/scim.ts';

export function scimMounts(deps: {
  readonly provider: ScimProvider;
  readonly keys: ScimKeyService;
  readonly device: DeviceAuth;
  readonly publicUrl: string;
}): (app: FastifyInstance) => Promise<void> {
  const { provider, keys, device, publicUrl } = deps;

  const byKey = async (request: FastifyRequest): Promise<ScimIdentity> => {
    const [, token] = /^Bearer ([A-Za-z0-9_-]{1,200})$/i.exec(request.headers.authorization ?? '') ?? [];
    if (token === undefined) throw fail('TOKEN_INVALID', { sentence: 'The request has no bearer key.' });
    const account = await keys.accountOf(token);
    // another account's address is as unknown as any
    if (account.id !== (request.params as { accountUuid?: string }).accountUuid) throw fail('TOKEN_INVALID');
    return { accountId: account.id, actor: { id: `scim:${account.id}`, name: 'SCIM' } };
  };

  /** DPoP's headers are set last: the plugin's own refusals speak of bearer keys. */
  const refusals = new WeakMap<FastifyRequest, unknown>();
  const byDevice = async (request: FastifyRequest): Promise<ScimIdentity> => {
    try {
      const { gateway } = await device.ofMessage(request.raw);
      const { id, name, accountId } = gateway;
      return { accountId, actor: { id, name, gatewayId: id } };
    } catch (error) {
      refusals.set(request, error);
      throw error;
    }
  };

  return async (app) => {
    await app.register(scimPlugin({ provider, publicUrl, authenticate: byKey }), {
      prefix: '/v1/accounts/:accountUuid/scim/v2',
    });
    await app.register(async (scope) => {
      scope.addHook('onSend', async (request, reply) => {
        reply.headers(device.headers(refusals.get(request)));
      });
      await scope.register(scimPlugin({ provider, publicUrl, authenticate: byDevice }), {
        prefix: CLOUD_PATH.scim,
      });
    });
  };
}
