/** Deployment e-mails to the synced people of an account (row A7). */
import { route } from '../../../base/runtime/http.ts';
import { AccountQuery } from '../../../contract/console-lists.ts';
import { DeploymentAnswer, DeploymentOrder, DeploymentProgress } from '../../../contract/deployment.ts';
import type { AccountStore } from '../../core/ports/stores.ts';
import type { Deployment } from '../../features/deployment/order.ts';
import type { Access } from '../access.ts';
import type { ConsoleAuth } from '../console-auth.ts';
import { chosenAccount } from './chosen-account.ts';

export function deploymentRoutes(deps: {
  readonly auth: ConsoleAuth;
  readonly accounts: AccountStore;
  readonly deployment: Deployment;
}) {
  const { auth, accounts, deployment } = deps;
  return [
    route<Access, undefined, undefined, typeof DeploymentOrder>({
      method: 'POST',
      url: '/api/users/deployment',
      access: 'administrator',
      summary: 'Queues deployment e-mails to chosen or all users; names those who get none, with the reason.',
      tag: 'users',
      rateLimit: 30,
      schema: { body: DeploymentOrder, response: { 200: DeploymentAnswer } },
      handler: async (request) => {
        const current = auth.of(request);
        const { account: number, ...order } = request.body;
        const account = await chosenAccount(accounts, current, number);
        return deployment.order({ id: current.me.id, name: current.me.name }, account, order);
      },
    }),
    route<Access, undefined, typeof AccountQuery, undefined>({
      method: 'GET',
      url: '/api/users/deployment',
      access: 'administrator',
      summary: 'How far the deployment e-mails of an account are, and whether a mail server is configured.',
      tag: 'users',
      schema: { querystring: AccountQuery, response: { 200: DeploymentProgress } },
      handler: async (request) =>
        deployment.progress(await chosenAccount(accounts, auth.of(request), request.query.account)),
    }),
  ];
}
