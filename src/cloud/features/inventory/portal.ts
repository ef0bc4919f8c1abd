/** The Portal column (row C6): what can be launched in a row of the inventory, or why nothing can. */
import type { ApplicationView } from '../../../contract/console-api.ts';
import type { Gateway } from '../../core/model.ts';

export type Portal = ApplicationView['portal'];

/** Applications with a web interface of their own (S3:2539-2554). `msl` is the platform itself. */
const LAUNCHABLE = ['msl', 'mitel-border-gateway', 'mivoice-business', 'micollab', 'cloudlink-gateway'];

/**
 * @param application a known application type, or `msl` for the platform
 * @param host the inventory host of the row
 */
export function portalOf(gateway: Gateway | undefined, application: string, host: string): Portal {
  if (!gateway || !LAUNCHABLE.includes(application)) return { state: 'none' };
  const target = gateway.status?.tunnels.find(
    (t) => t.use === 'browser' && t.application === application && t.host === host,
  );
  if (!target) return { state: 'none' };
  if (!gateway.online) {
    const sentence = `The gateway ${gateway.name} is offline.`;
    return { state: 'offline', targetId: target.id, sentence };
  }
  if (target.state === 'started') return { state: 'launch', targetId: target.id };
  const sentence = `Start the tunnel ${target.component} ${target.tunnel} on ${host}; an administrator of the account can.`;
  return { state: 'stopped', targetId: target.id, sentence };
}
