/** The customer's side of a launch: somebody on site is asked, and says yes by the gateway's own command. */
import type { LaunchAnswer, LaunchTicket, LaunchView } from '../../src/contract/console-api.ts';
import type { AccessRequest } from '../../src/contract/local-api.ts';
import { until, type World } from './world.ts';

/** Approves what one session waits for, on site. @returns who asked, and why */
export async function approve(world: World, sessionId: string): Promise<AccessRequest> {
  const request = await until('the question on site', async () => {
    const { requests } = world.command<{ requests: AccessRequest[] }>('access', 'requests');
    return requests.find((one) => one.sessionId === sessionId && one.state === 'waiting');
  });
  return world.command<AccessRequest>('access', 'approve', request.id);
}

/**
 * Launches a target whose customer is asked each time, as a new target does.
 * @returns the ticket, and in words what was asked and answered on site
 */
export async function launchWithConsent(
  world: World,
  targetId: string,
  why: { readonly reason: string; readonly ticket?: string },
): Promise<{ readonly ticket: LaunchTicket; readonly asked: string }> {
  const answer = await world.api<LaunchAnswer>('POST', `/api/gateways/${world.gatewayId}/launch`, {
    targetId,
    ...why,
  });
  if (answer.state !== 'waiting') throw new Error('the session opened, and nobody on site was asked');
  const request = await approve(world, answer.sessionId);
  await until('the session after the yes on site', async () => {
    const { sessions } = await world.api<{ sessions: LaunchView[] }>('GET', '/api/launches');
    return sessions.find((session) => session.id === answer.sessionId && session.state === 'opening');
  });
  const ticket = await world.api<LaunchTicket>('POST', `/api/launches/${answer.sessionId}/ticket`);
  return { ticket, asked: `${request.personName} asked (${request.reason}), approved on site` };
}
