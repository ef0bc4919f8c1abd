import { Type } from 'typebox';
import { LocalSession, Target, type TargetInput } from '../../contract/local-api.ts';
import { type Context, show } from '../context.ts';
import { age, table } from '../print.ts';

export const Targets = Type.Object({ targets: Type.Array(Target) });

/** `https://192.168.1.10:443`, with brackets around IPv6. */
export function addressOf(t: Pick<Target, 'protocol' | 'host' | 'port'>): string {
  if (t.protocol === 'internal') return 'this gateway';
  return `${t.protocol}://${t.host.includes(':') ? `[${t.host}]` : t.host}:${t.port}`;
}

function targetTable(targets: readonly Target[], now: number): string {
  if (targets.length === 0) return 'There are no targets. Add one: cloudlink tunnels add --help';
  const up = (fact: { up: boolean; at: number } | undefined) =>
    fact === undefined ? 'unknown' : `${fact.up ? 'up' : 'down'}, ${age(fact.at, now)}`;
  return table(
    ['Id', 'Component', 'Tunnel', 'Status', 'Tunnel up', 'Target up', 'Address'],
    targets.map((t) => [
      t.id,
      t.component,
      t.tunnel,
      t.confirmed ? t.state : 'proposed',
      up(t.tunnelUp),
      up(t.targetUp),
      addressOf(t),
    ]),
  );
}

export async function tunnels(context: Context): Promise<void> {
  const answer = await context.client.get('/api/tunnels', Targets);
  show(context, answer, (a) => targetTable(a.targets, context.now));
}

export async function addTunnel(context: Context, input: TargetInput): Promise<void> {
  const target = await context.client.send('POST', '/api/tunnels', Target, input);
  show(context, target, (t) =>
    [
      targetTable([t], context.now),
      ...(t.seenFingerprint === undefined
        ? []
        : [
            '',
            `It shows a certificate with the SHA-256 fingerprint ${t.seenFingerprint}.`,
            `Compare it, then: cloudlink tunnels confirm ${t.id} --fingerprint ${t.seenFingerprint}`,
          ]),
    ].join('\n'),
  );
}

const pathOf = (id: string) => `/api/tunnels/${encodeURIComponent(id)}`;

export async function removeTunnel(context: Context, id: string): Promise<void> {
  await context.client.send('DELETE', pathOf(id), Type.Null());
  show(context, { removed: id }, () => `Removed ${id}.`);
}

export async function changeTunnel(
  context: Context,
  id: string,
  verb: 'start' | 'stop' | 'confirm',
  body?: unknown,
): Promise<void> {
  const target = await context.client.send('POST', `${pathOf(id)}/${verb}`, Target, body);
  show(context, target, (t) => targetTable([t], context.now));
}

export async function changeAll(context: Context, verb: 'start-all' | 'stop-all'): Promise<void> {
  const answer = await context.client.send('POST', `/api/tunnels/${verb}`, Targets);
  show(context, answer, (a) => targetTable(a.targets, context.now));
}

const Sessions = Type.Object({ sessions: Type.Array(LocalSession) });

export async function sessions(context: Context): Promise<void> {
  const answer = await context.client.get('/api/sessions', Sessions);
  show(context, answer, ({ sessions: rows }) =>
    rows.length === 0
      ? 'Nobody came in through a tunnel yet.'
      : table(
          ['Id', 'Person', 'Target', 'State', 'Opened', 'Last used', 'Requests', 'Reason'],
          rows.map((s) => [
            s.id,
            s.personName,
            s.targetId,
            s.endedAt === undefined
              ? `open, ends ${age(s.expiresAt, context.now)}`
              : [`ended ${age(s.endedAt, context.now)}`, s.endedBecause].filter(Boolean).join(': '),
            age(s.openedAt, context.now),
            age(s.lastUsedAt, context.now),
            String(s.requests),
            s.reason ?? '',
          ]),
        ),
  );
}

export async function endSession(context: Context, id: string): Promise<void> {
  await context.client.send('POST', `/api/sessions/${encodeURIComponent(id)}/end`, Type.Null());
  show(context, { ended: id }, () => `Ended ${id}.`);
}
