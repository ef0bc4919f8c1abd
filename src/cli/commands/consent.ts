import { Type } from 'typebox';
import { AccessRequest, type ConsentPolicy, LookPolicy, Target } from '../../contract/local-api.ts';
import { type Context, show } from '../context.ts';
import { fail } from '../errors.ts';
import { age, table } from '../print.ts';
import { Targets } from './tunnels.ts';

const Requests = Type.Object({ requests: Type.Array(AccessRequest) });

function requestTable(requests: readonly AccessRequest[], now: number): string {
  return table(
    ['Id', 'Person', 'E-mail', 'Target', 'Ticket', 'Reason', 'Asked', 'State'],
    requests.map((r) => [
      r.id,
      r.personName,
      r.personEmail,
      r.targetName,
      r.ticket ?? '',
      r.reason ?? '',
      age(r.askedAt, now),
      r.state === 'waiting'
        ? `waiting, ends ${age(r.expiresAt, now)}`
        : `${r.state}${r.answeredBy === undefined ? '' : `: ${r.answeredBy}`}`,
    ]),
  );
}

/** Questions for consent: those that wait, then the last that were answered. */
export async function requests(context: Context): Promise<void> {
  const answer = await context.client.get('/api/access-requests', Requests);
  show(context, answer, ({ requests: rows }) =>
    rows.length === 0 ? 'Nobody has asked to come in.' : requestTable(rows, context.now),
  );
}

export async function answer(context: Context, id: string, verb: 'approve' | 'deny'): Promise<void> {
  const path = `/api/access-requests/${encodeURIComponent(id)}/${verb}`;
  const request = await context.client.send('POST', path, AccessRequest);
  show(context, request, (r) =>
    verb === 'approve' ? `${r.personName} may enter ${r.targetName}.` : `${r.personName} stays out.`,
  );
}

/** `always: a@x, b@y`, `on: GET /api` */
function policyWords({ mode, people, calls = [] }: ConsentPolicy): string {
  const what = [...people, ...calls.map(({ method, path }) => `${method} ${path}`)];
  return what.length === 0 ? mode : `${mode}: ${what.join(', ')}`;
}

function policyTable(targets: readonly Target[]): string {
  return table(
    ['Target', 'Component', 'Tunnel', 'Consent'],
    targets.map((t) => [t.id, t.component, t.tunnel, policyWords(t.consent)]),
  );
}

/** Shows who is asked before a session opens: of all targets, or of one. */
export async function policies(context: Context, id: string | undefined): Promise<void> {
  const { targets } = await context.client.get('/api/tunnels', Targets);
  const wanted = targets.filter((t) => id === undefined || t.id === id);
  if (id !== undefined && wanted.length === 0)
    throw fail('USAGE', { sentence: `There is no target “${id}”.`, remedy: 'See cloudlink tunnels.' });
  show(context, { targets: wanted }, (a) => policyTable(a.targets));
}

export async function setPolicy(context: Context, id: string, policy: ConsentPolicy): Promise<void> {
  const path = `/api/tunnels/${encodeURIComponent(id)}/consent`;
  const target = await context.client.send('PUT', path, Target, policy);
  show(context, target, (t) => policyTable([t]));
}

const Looks = Type.Object({ looks: Type.Array(LookPolicy) });

const lookTable = (looks: readonly LookPolicy[]) =>
  table(
    ['Look', 'Consent'],
    looks.map(({ look, consent }) => [look, policyWords(consent)]),
  );

/** Who is asked before the cloud looks at logs or traces of calls. */
export async function looks(context: Context): Promise<void> {
  const answer = await context.client.get('/api/looks', Looks);
  show(context, answer, (a) => lookTable(a.looks));
}

export async function setLook(context: Context, look: string, policy: ConsentPolicy): Promise<void> {
  const path = `/api/looks/${encodeURIComponent(look)}/consent`;
  const answer = await context.client.send('PUT', path, LookPolicy, policy);
  show(context, answer, (a) => lookTable([a]));
}
