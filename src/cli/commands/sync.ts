import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { IrregularUser, PlanChange, SyncAudit, SyncView } from '../../contract/local-api.ts';
import { type Context, show } from '../context.ts';
import { type Listed, type ListOptions, list, more, withQuery } from '../pages.ts';
import { age, countWords, facts, table } from '../print.ts';

/** Exit codes: 0 in sync, 2 something is detained or held, 1 failed. */
export function exitCodeOf(view: SyncView): number {
  if (view.state === 'failed' || view.error) return 1;
  const waiting = (view.counts?.detained ?? 0) + (view.counts?.held ?? 0) + (view.plan?.held?.count ?? 0);
  return waiting > 0 ? 2 : 0;
}

function words(view: SyncView, now: number): string {
  const { counts } = view;
  return facts([
    ['State', view.state],
    ['Users', `${view.users}`],
    ['Last run', age(view.lastRunAt, now)],
    ['Next run', view.nextRunAt === undefined ? undefined : age(view.nextRunAt, now)],
    ['Every', `${view.scheduleMinutes} minutes`],
    ['Changes', counts && countWords(counts)],
    ['Held', view.plan?.held?.sentence],
    ['Plan', view.plan?.hash],
    ['Now', view.progress?.sentence],
    ['Without e-mail', `${view.withoutEmail}`],
    ['Sharing an e-mail', `${view.sharedEmail}`],
    ['Error', view.error && `${view.error.sentence} ${view.error.remedy} (${view.error.code})`],
  ]);
}

/**
 * A sync is a stream: what it holds at a time is small, and without a limit V8 would rather take memory than collect it
 * (300 MB for 10,000 people, of which 50 are in use). MB.
 */
const MEMORY = ['--max-semi-space-size=8', '--max-old-space-size=256'];

/** `cloudlink sync run|preview --config FILE`: without a daemon; the program's own exit code is ours. */
export function standAlone(args: readonly string[]): Promise<number> {
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const program = fileURLToPath(new URL(`../../gateway/sync/once.${ending}`, import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...MEMORY, program, ...args], { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

export async function status(context: Context): Promise<void> {
  show(context, await context.client.get('/api/sync', SyncView), (v) => words(v, context.clock.now()));
}

export async function run(context: Context): Promise<number> {
  const view = await context.client.send('POST', '/api/sync/run?wait=true', SyncView);
  show(context, view, (v) => words(v, context.clock.now()));
  return exitCodeOf(view);
}

function changeTable(found: Listed<PlanChange>): string {
  if (found.items.length === 0) return 'There are no such changes.';
  const rows = found.items.map((c) => [c.kind, c.name, c.extension ?? '', c.code ?? '', c.why]);
  return [table(['Change', 'User', 'Extension', 'Reason', 'Why'], rows), more(found)]
    .filter(Boolean)
    .join('\n');
}

const CHANGES = '/api/sync/changes';

export async function preview(context: Context, options: ListOptions): Promise<number> {
  const view = await context.client.send('POST', '/api/sync/preview', SyncView);
  const changes = await list(context.client, CHANGES, PlanChange, { ...options });
  show(context, { ...view, changes }, () => `${words(view, context.clock.now())}\n\n${changeTable(changes)}`);
  return exitCodeOf(view);
}

export type Search = ListOptions & { readonly search?: string };

/** The changes of the current plan, without making a new one. */
export async function changes(context: Context, options: Search & { readonly kind?: string }): Promise<void> {
  const { search: q, ...rest } = options;
  show(context, await list(context.client, CHANGES, PlanChange, { ...rest, q }), changeTable);
}

/** Users without an e-mail address, or without one of their own. */
export async function irregular(
  context: Context,
  which: string,
  { search: q, csv, ...rest }: Search & { readonly csv?: boolean },
): Promise<void> {
  if (csv) {
    const path = withQuery('/api/sync/irregular.csv', { list: which, q });
    return context.out((await context.client.text(path)).trimEnd());
  }
  const query = { ...rest, q, list: which };
  const found = await list(context.client, '/api/sync/irregular', IrregularUser, query);
  show(context, found, ({ items }) => {
    if (items.length === 0) return 'There are none.';
    const rows = items.map((u) => [u.name, u.extension ?? '', u.department ?? '', u.email ?? '']);
    return [table(['User', 'Extension', 'Department', 'E-mail'], rows), more(found)]
      .filter(Boolean)
      .join('\n');
  });
}

/** PBX Sync Schedule (in minutes). */
export async function schedule(context: Context, minutes: number): Promise<void> {
  const view = await context.client.send('PUT', '/api/sync/schedule', SyncView, { minutes });
  show(context, view, (v) => `Users are synchronised every ${v.scheduleMinutes} minutes.`);
}

/** Exit code 1 when the chain is broken. */
export async function verify(context: Context, options: { accept: boolean }): Promise<number> {
  const view = options.accept
    ? await context.client.send('POST', '/api/sync/audit/accept', SyncAudit)
    : await context.client.get('/api/sync/audit', SyncAudit);
  show(context, view, ({ known, rows, brokenAt }) => {
    if (!known) return 'There is no audit chain that can be read before the next sync.';
    if (brokenAt === undefined) return `${rows} rows, each as it was written.`;
    return `Row ${brokenAt} is not what was written, or is missing; ${rows} rows are there.`;
  });
  return view.brokenAt === undefined ? 0 : 1;
}

/** Without a hash: what is held, and how to release it. Exit code 2 while something is. */
export async function confirm(context: Context, planHash: string | undefined): Promise<number> {
  if (planHash === undefined) {
    const view = await context.client.get('/api/sync', SyncView);
    const held = await list(context.client, CHANGES, PlanChange, { limit: 50, kind: 'held' });
    const { plan } = view;
    show(context, { ...view, changes: held }, () =>
      plan?.held === undefined
        ? 'Nothing is held.'
        : [plan.held.sentence, changeTable(held), `To remove them: cloudlink sync confirm ${plan.hash}`].join(
            '\n\n',
          ),
    );
    return plan?.held === undefined ? 0 : 2;
  }
  const view = await context.client.send('POST', '/api/sync/confirm?wait=true', SyncView, { planHash });
  show(context, view, (v) => words(v, context.clock.now()));
  return exitCodeOf(view);
}
