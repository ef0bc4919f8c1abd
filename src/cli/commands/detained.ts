/** `cloudlink detained …`, `cloudlink sync decisions|runs|undo`: the queue, what was decided about it, and what each run did. */
import { AppError } from '../../base/errors.ts';
import {
  Decision,
  Detained,
  DetainedDetail,
  DetainedDone,
  DetainedPage,
  RunChange,
  SyncRun,
  UndoView,
} from '../../contract/sync-api.ts';
import { type Context, show } from '../context.ts';
import { fail } from '../errors.ts';
import { type ListOptions, list, more, withQuery } from '../pages.ts';
import { age, countWords, facts, table } from '../print.ts';

const QUEUE = '/api/sync/detained';

export type QueueFilter = {
  readonly reason?: string;
  readonly action?: string;
  readonly source?: string;
  readonly search?: string;
};

const filterOf = ({ reason: code, action, source, search: q }: QueueFilter) => ({ code, action, source, q });

export async function listDetained(context: Context, options: ListOptions & QueueFilter): Promise<void> {
  const { limit, all } = options;
  const found = await list(context.client, QUEUE, Detained, {
    limit,
    ...(all === undefined ? {} : { all }),
    ...filterOf(options),
  });
  show(context, found, ({ items }) => {
    if (items.length === 0) return 'Nothing is detained.';
    const rows = items.map((d) => [
      d.id,
      d.action,
      d.name,
      d.sourceName ?? d.source,
      d.code,
      age(d.since, context.now),
      d.sentence,
    ]);
    const head = ['Row', 'Action', 'User', 'Source', 'Reason', 'Since', 'Why'];
    return [table(head, rows), more(found)].filter(Boolean).join('\n');
  });
}

const text = (value: unknown) => (value === undefined ? '' : String(value));

export async function showDetained(context: Context, _options: object, id: string): Promise<void> {
  const detail = await context.client.get(`${QUEUE}/${encodeURIComponent(id)}`, DetainedDetail);
  show(context, detail, (d) => {
    const desired: Record<string, unknown> = d.desired ?? {};
    const applied: Record<string, unknown> = d.applied ?? {};
    const fields = [...new Set([...Object.keys(desired), ...Object.keys(applied)])];
    const raw = d.raw.flatMap(({ sourceName, anchor, values }) =>
      Object.entries(values).map(([name, value]) => [sourceName, anchor, name, [value].flat().join(', ')]),
    );
    return [
      facts([
        ['User', d.name],
        ['Action', d.action],
        ['Reason', `${d.sentence} (${d.code})`],
        ['Remedy', d.remedy],
        ['Proposal', d.proposal && `${d.field}: ${d.proposal}`],
        ['Attempts', d.attempts > 0 ? `${d.attempts}` : undefined],
        ['Next try', d.retryAt === undefined ? undefined : age(d.retryAt, context.now)],
        ['Possible', d.verbs.join(', ')],
      ]),
      table(
        ['Field', 'Wanted', 'In the cloud'],
        fields.map((f) => [f, text(desired[f]), text(applied[f])]),
      ),
      raw.length > 0 ? table(['Source', 'Row', 'Attribute', 'Value'], raw) : '',
    ]
      .filter(Boolean)
      .join('\n\n');
  });
}

function doneWords({ done, started }: DetainedDone): string {
  if (done === 0) return 'Nothing was decided.';
  return `${done} decided${started ? '; a sync carries it out now' : '; the next sync carries it out'}.`;
}

/** Exit code 1 when a row could not be decided. */
function told(context: Context, done: DetainedDone, back = false): number {
  show(context, done, (d) =>
    [
      doneWords(d),
      ...(d.approved ?? []).map(
        (name) => `The first plan of ${name} is approved: it defers nothing any more.`,
      ),
      ...d.failed.map((row) => `${row.name}: ${row.sentence} (${row.code})`),
      ...(back && d.orderId ? [`To take it back: cloudlink sync decisions revoke --order ${d.orderId}`] : []),
    ].join('\n'),
  );
  return done.failed.length > 0 ? 1 : 0;
}

export type DecideOptions = QueueFilter & { readonly all?: boolean; readonly set?: readonly string[] };

function valuesOf(pairs: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return at === -1 ? [pair, null] : [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/** What is named, or with `--all` what the filter names; the count that is asked first is what is decided. */
export async function decide(
  context: Context,
  verb: string,
  options: DecideOptions,
  ids: readonly string[],
): Promise<number> {
  const { all, set, ...filter } = options;
  if (!all && ids.length === 0)
    throw fail('USAGE', {
      sentence: 'Name rows by their numbers, or --all for every row that the filter names.',
    });
  const given = Object.fromEntries(
    Object.entries(filterOf(filter)).filter(([, value]) => value !== undefined),
  );
  const rows = all
    ? {
        all: {
          ...given,
          count: (await context.client.get(withQuery(QUEUE, { ...filterOf(filter), limit: 1 }), DetainedPage))
            .total,
        },
      }
    : { ids };
  const body = { verb, ...rows, ...(set ? { values: valuesOf(set) } : {}) };
  const done = await context.client.send('POST', `${QUEUE}/verb`, DetainedDone, body);
  return told(context, done, verb !== 'apply' && verb !== 'recreate');
}

export async function listDecisions(
  context: Context,
  { search: q, ...options }: ListOptions & { readonly search?: string },
): Promise<void> {
  const found = await list(context.client, '/api/sync/decisions', Decision, { ...options, q });
  show(context, found, ({ items }) => {
    if (items.length === 0) return 'Nobody decided anything that still holds.';
    const rows = items.map((d) => [
      d.id,
      d.kind,
      d.name,
      d.by,
      age(d.at, context.now),
      d.values.map(({ field, to }) => `${field}=${to ?? ''}`).join(' '),
    ]);
    const head = ['Decision', 'Kind', 'User', 'By', 'When', 'Values'];
    return [table(head, rows), more(found)].filter(Boolean).join('\n');
  });
}

/** Decisions by their ids, or all that one order made. */
export async function revoke(
  context: Context,
  { order: orderId }: { readonly order?: string },
  ids: readonly string[],
): Promise<number> {
  if ((orderId === undefined) === (ids.length === 0))
    throw fail('USAGE', { sentence: 'Name decisions, or an order; one of the two.' });
  const body = orderId === undefined ? { ids } : { orderId };
  return told(context, await context.client.send('POST', '/api/sync/decisions/revoke', DetainedDone, body));
}

export async function listRuns(context: Context, options: ListOptions): Promise<void> {
  const found = await list(context.client, '/api/sync/runs', SyncRun, { ...options });
  show(context, found, ({ items }) => {
    if (items.length === 0) return 'There was no run yet.';
    const rows = items.map((r) => [
      r.id,
      r.mode,
      age(r.startedAt, context.now),
      r.actor,
      r.outcome,
      `${r.counts.added} added, ${r.counts.changed} changed, ${r.counts.removed} removed`,
      r.canUndo ? 'can be undone' : r.undoneBy ? 'undone' : '',
    ]);
    const head = ['Run', 'Mode', 'Started', 'By', 'Outcome', 'Changes', ''];
    return [table(head, rows), more(found)].filter(Boolean).join('\n');
  });
}

const runPath = (id: string) => `/api/sync/runs/${encodeURIComponent(id)}`;

export async function showRun(context: Context, _options: object, id: string): Promise<void> {
  const run = await context.client.get(runPath(id), SyncRun);
  const undone = run.undoes ?? (run.undoneBy === undefined ? undefined : run.id);
  const view =
    undone === undefined ? undefined : await context.client.get(`${runPath(undone)}/undo`, UndoView);
  show(context, { ...run, ...(view ? { undo: view } : {}) }, () =>
    [runWords(context, run), view && undoWords(view)].filter(Boolean).join('\n\n'),
  );
}

function runWords(context: Context, run: SyncRun): string {
  const { counts } = run;
  return facts([
    ['Run', run.id],
    ['Mode', run.mode],
    ['By', run.actor],
    ['Started', age(run.startedAt, context.now)],
    ['Outcome', run.outcome],
    ['Changes', countWords(counts)],
    ['Undo', run.canUndo ? `cloudlink sync undo ${run.id}` : undefined],
    ['Error', run.fault && `${run.fault.sentence} ${run.fault.remedy} (${run.fault.code})`],
  ]);
}

const changeWords = ({ field, from, to }: RunChange['fields'][number]) =>
  (from ?? to) === undefined ? field : `${field}: ${from ?? '–'} → ${to ?? '–'}`;

export async function runChanges(
  context: Context,
  { search: q, kind, ...options }: ListOptions & { readonly search?: string; readonly kind?: string },
  id: string,
): Promise<void> {
  const found = await list(context.client, `${runPath(id)}/changes`, RunChange, { ...options, q, kind });
  show(context, found, ({ items }) => {
    if (items.length === 0) return 'It changed nobody.';
    const rows = items.map((c) => [c.kind, c.name, c.fields.map(changeWords).join('; ')]);
    return [table(['Change', 'User', 'Fields'], rows), more(found)].filter(Boolean).join('\n');
  });
}

const HEAD_OF: Readonly<Record<UndoView['state'], string>> = {
  possible: 'Undo would take back:',
  running: 'Being taken back:',
  interrupted: 'Cut off; the next sync goes on with it:',
  done: 'Taken back:',
};

const counted = (count: number, what: string) => (count > 0 ? [`  ${count} ${what}`] : []);

function undoWords({ runId, state, restored, removed, added, left, leftCount, fault }: UndoView): string {
  const more = leftCount - left.length;
  return [
    `Run ${runId}. ${HEAD_OF[state]}`,
    ...counted(restored, 'users as they were before'),
    ...counted(added, 'users active again'),
    ...counted(removed, 'users that it had added are deleted'),
    ...counted(leftCount, 'left alone'),
    ...left.map(({ name, sentence, why }) => `    ${name}: ${sentence}${why === undefined ? '' : ` ${why}`}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
    ...(fault ? [`${fault.sentence} ${fault.remedy} (${fault.code})`] : []),
  ].join('\n');
}

/** The run that can be undone: the last one that changed anybody. @throws NOT_FOUND */
async function undoable({ client }: Context): Promise<string> {
  const { items } = await list(client, '/api/sync/runs', SyncRun, { limit: 100 });
  const run = items.find(({ canUndo }) => canUndo);
  if (!run) throw fail('NO_UNDO');
  return run.id;
}

/** The gateway knows of no undo of this run. */
const notUndoable = (runId: string) => (thrown: unknown) => {
  if (!(thrown instanceof AppError) || !['NOT_FOUND', 'PLAN_STALE'].includes(thrown.code)) throw thrown;
  throw fail('NO_UNDO', { sentence: `The run ${runId} cannot be undone.`, cause: thrown });
};

/** How often an undo that runs is looked at, in ms. */
const LOOK_MS = 500;

/** Watches an undo to its end, telling what it does on the way. */
async function watch(context: Context, runId: string): Promise<UndoView> {
  let told = '';
  for (;;) {
    const view = await context.client.get(`${runPath(runId)}/undo`, UndoView);
    if (view.state !== 'running') return view;
    const { sentence = '', done = 0, total } = view.progress ?? {};
    const now = total === undefined ? sentence : `${sentence} (${done} of ${total})`;
    if (now !== told && now !== '' && !context.json) context.err(now);
    told = now;
    await context.clock.sleep(LOOK_MS);
  }
}

/**
 * Takes the last run back. What is to be done is asked first, and exactly that is confirmed. Without a run it only says
 * what the undo of the last one would do.
 */
export async function undo(
  context: Context,
  { preview }: { readonly preview?: boolean },
  named: string | undefined,
): Promise<number> {
  const runId = named ?? (await undoable(context));
  if (preview || named === undefined) {
    const view = await context.client.get(`${runPath(runId)}/undo`, UndoView).catch(notUndoable(runId));
    const how = view.state === 'possible' ? `\nTo do it: cloudlink sync undo ${runId}` : '';
    show(context, view, () => `${undoWords(view)}${how}`);
    return 0;
  }
  const seen = await context.client
    .send('POST', '/api/sync/undo', UndoView, { runId, preview: true })
    .catch(notUndoable(runId));
  const { planHash } = seen;
  await context.client.send('POST', '/api/sync/undo', UndoView, { runId, planHash, wait: false });
  const view = await watch(context, runId);
  show(context, view, undoWords);
  if (view.state !== 'done') return 1;
  return view.leftCount > 0 ? 2 : 0;
}
