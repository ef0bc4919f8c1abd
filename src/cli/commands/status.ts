import { Overview, type SyncView } from '../../contract/local-api.ts';
import { usersInSync } from '../../contract/users-in-sync.ts';
import { type Context, show } from '../context.ts';
import { age, facts } from '../print.ts';
import { terminalQr } from '../terminal-qr.ts';

/** The state sentence of the dashboard. */
export function sentence(o: Overview): string {
  if (o.alarms.some(({ code }) => code === 'CRASH_LOOP'))
    return 'This gateway runs in safe mode: only pages, tunnels and logs work.';
  if (!o.linked) return 'This gateway works and is not linked yet.';
  const account = o.account?.name ?? 'an account';
  if (o.account?.state === 'deactivated')
    return `Linked to ${account}. The account is deactivated; everything waits.`;
  return `Linked to ${account}. ${usersSentence(o.sync)}`;
}

function usersSentence(sync: SyncView): string {
  if (sync.state === 'never') return 'Users were not synchronised yet.';
  if (sync.state === 'awaitingApproval')
    return `${sync.users} users were read; the first sync waits for approval.`;
  const attention = sync.counts ? sync.counts.detained + sync.counts.held : 0;
  return `${usersInSync(sync)} users in sync${attention > 0 ? `, ${attention} need attention` : ''}.`;
}

function words(o: Overview, now: number): string {
  const up = o.targets.filter((t) => t.state === 'started').length;
  return [
    sentence(o),
    '',
    facts([
      ['Gateway', `${o.name}, ${o.kindTitle}, version ${o.version}`],
      ['Open', o.pageUrl],
      ['Address', o.addresses?.join(', ') || o.lanAddress],
      ['Fingerprint', o.fingerprint],
      ['Account', o.account && `${o.account.name} (${o.account.number}), data kept in ${o.account.region}`],
      [
        'Cloud',
        `${o.cloud.online ? 'online' : 'offline'} since ${age(o.cloud.since, now)}${o.cloud.reason ? `: ${o.cloud.reason}` : ''}`,
      ],
      ['PBX', o.pbx && `${o.pbx.name} (${o.pbx.title}), ${o.pbx.connected ? 'connected' : 'not connected'}`],
      ['Last sync', `${age(o.sync.lastRunAt, now)}${o.sync.error ? `: ${o.sync.error.sentence}` : ''}`],
      ['Next sync', o.sync.nextRunAt === undefined ? undefined : age(o.sync.nextRunAt, now)],
      ['Tunnels', `${up} of ${o.targets.length} started`],
      ['Sessions', `${o.sessions.filter((s) => s.endedAt === undefined).length} open`],
      ['Inventory', `reported ${age(o.inventory.lastAt, now)}`],
      ['Waiting to send', `${o.outbox.waiting}`],
      ...o.alarms.map(
        (a) => ['Alarm', `${a.title} (${a.code}), since ${age(a.since, now)}. ${a.remedy}`] as const,
      ),
    ]),
  ].join('\n');
}

export async function status(context: Context): Promise<void> {
  const overview = await context.client.get('/api/overview', Overview);
  show(context, overview, (o) => words(o, context.now));
  // for the telephone of who stands in front of the machine
  if (!context.json && overview.pageUrl !== undefined) context.out(`\n${await terminalQr(overview.pageUrl)}`);
}
