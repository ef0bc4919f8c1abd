import { Type } from 'typebox';
import { InventoryView, Target, type TargetInput } from '../../contract/local-api.ts';
import { type Context, show } from '../context.ts';
import { age, facts, table } from '../print.ts';

export async function inventory(context: Context, options: { report: boolean }): Promise<void> {
  const view = options.report
    ? await context.client.send('POST', '/api/inventory/report', InventoryView)
    : await context.client.get('/api/inventory', InventoryView);
  show(context, view, (v) =>
    [
      facts([
        ['Reported', age(v.lastAt, context.now)],
        ['Next', v.nextAt === undefined ? undefined : age(v.nextAt, context.now)],
      ]),
      ...(v.report?.platforms ?? []).map((p) =>
        [
          '',
          facts([
            ['Host', p.host],
            ['Platform', `${p.platformName} ${p.version} (${p.platformType})`],
            ['Licence', p.licence.number ? `${p.licence.number}, ${p.licence.type}` : 'unlicensed'],
          ]),
          table(
            ['Application', 'Version'],
            p.applications.map((a) => [a.type, a.version]),
          ),
        ].join('\n'),
      ),
    ].join('\n'),
  );
}

const Targets = Type.Object({ targets: Type.Array(Target) });

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
      t.protocol === 'internal' ? 'this gateway' : `${t.protocol}://${t.host}:${t.port}`,
    ]),
  );
}

export async function tunnels(context: Context): Promise<void> {
  const answer = await context.client.get('/api/tunnels', Targets);
  show(context, answer, (a) => targetTable(a.targets, context.now));
}

export async function addTunnel(context: Context, input: TargetInput): Promise<void> {
  const target = await context.client.send('POST', '/api/tunnels', Target, input);
  show(context, target, (t) => targetTable([t], context.now));
}

export async function removeTunnel(context: Context, id: string): Promise<void> {
  await context.client.send('DELETE', `/api/tunnels/${encodeURIComponent(id)}`, Type.Null());
  show(context, { removed: id }, () => `Removed ${id}.`);
}

export async function changeTunnel(
  context: Context,
  id: string,
  verb: 'start' | 'stop' | 'confirm',
  body?: unknown,
): Promise<void> {
  const target = await context.client.send(
    'POST',
    `/api/tunnels/${encodeURIComponent(id)}/${verb}`,
    Target,
    body,
  );
  show(context, target, (t) => targetTable([t], context.now));
}

export async function logs(context: Context, lines: number): Promise<void> {
  const answer = await context.client.get(
    `/api/logs?lines=${lines}`,
    Type.Object({ lines: Type.Array(Type.String()) }),
  );
  show(context, answer, (a) => a.lines.join('\n'));
}
