/**
 * Bulk (RFC 7644 §3.7): operations one by one, each all or nothing, in transactions of a hundred. `bulkId:` references
 * may point forwards; a circle is broken by making one user without its references and completing it at the end.
 */
import { SCIM_BULK } from '../../../contract/scim.ts';
import type { ScimStore } from '../../core/ports/scim-store.ts';
import { type BulkOperation, bulkPatchOperations, bulkRequest, readBulkOperation } from './messages.ts';
import { isObject, type Json } from './path.ts';
import { etag, toResource } from './representation.ts';
import { quote, ScimError } from './scim-error.ts';
import type { Caller, UserChange, Writer, Written } from './write.ts';

/** Operations in one transaction: long enough to save commits, short enough not to hold others up. */
const BATCH = 100;
const RESPONSE = SCIM_BULK.replace('BulkRequest', 'BulkResponse');
const REFERENCE = /^bulkId:(.+)$/;

type Result = {
  readonly method: string;
  readonly bulkId?: string;
  readonly version?: string;
  readonly location?: string;
  readonly status: string;
  readonly response?: unknown;
};

type Task = {
  readonly index: number;
  /** As it came, for the answer. */
  readonly raw: unknown;
  /** It cannot be read; said when its turn comes. */
  readonly error?: ScimError;
  readonly operation: BulkOperation;
  readonly method: string;
  /** bulkIds that its data or path mention. */
  readonly references: readonly string[];
};

/** The bulkIds mentioned anywhere in a value. */
function referencesIn(value: unknown): string[] {
  if (typeof value === 'string') return [...(REFERENCE.exec(value)?.slice(1) ?? [])];
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  return isObject(value) ? Object.values(value).flatMap(referencesIn) : [];
}

/** References replaced by ids; one that has no id yet becomes null, which is "no value". */
function resolved(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    const [, bulkId] = REFERENCE.exec(value) ?? [];
    return bulkId === undefined ? value : (ids.get(bulkId) ?? null);
  }
  if (Array.isArray(value)) return value.map((item) => resolved(item, ids));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolved(inner, ids)]));
}

/** `/Users` or `/Users/<id>`; the part after the last slash where there is one. */
function userOfPath(path: string, ids: ReadonlyMap<string, string>): string | undefined {
  const [, endpoint, id, ...rest] = (path.startsWith('/') ? path : `/${path}`).split('/');
  if (endpoint?.toLowerCase() !== 'users' || rest.length > 0)
    throw new ScimError('notFound', `There is nothing at ${quote(path)}.`);
  const [, bulkId] = REFERENCE.exec(id ?? '') ?? [];
  return (bulkId === undefined ? id : ids.get(bulkId)) || undefined;
}

function required(id: string | undefined, method: string): string {
  if (id === undefined) throw new ScimError('invalidSyntax', `${method} needs the path of one user.`);
  return id;
}

function taskOf(raw: unknown, index: number): Task {
  const operation = readBulkOperation(raw);
  const method = operation.method.toUpperCase();
  if (method === 'POST' && operation.bulkId === undefined)
    throw new ScimError('invalidSyntax', 'A POST needs a bulkId.');
  const [, , inPath = ''] = operation.path.split('/');
  const references = [...new Set([...referencesIn(inPath), ...referencesIn(operation.data)])];
  return { index, raw, operation, method, references };
}

/** What the run of one request needs to know and keeps. */
type Run = {
  readonly caller: Caller;
  readonly baseUrl: string;
  readonly results: Result[];
  readonly ids: Map<string, string>;
  /** bulkIds whose POST did not succeed. */
  readonly failed: Set<string>;
  /** bulkIds that some POST of the request has. */
  readonly announced: Set<string>;
  readonly failOnErrors: number;
  errors: number;
};

function perform(writer: Writer, store: ScimStore, { caller, ids }: Run, task: Task): Promise<Written> {
  const { operation, method } = task;
  const id = userOfPath(operation.path, ids);
  const data = resolved(operation.data, ids);
  const ifMatch = operation.version === undefined ? {} : { ifMatch: operation.version };
  switch (method) {
    case 'POST':
      if (id !== undefined) throw new ScimError('invalidSyntax', 'A POST goes to /Users.');
      return writer.create(store, caller, data);
    case 'PUT':
      return writer.replace(store, caller, { ...ifMatch, id: required(id, method), body: data });
    case 'PATCH': {
      const operations = bulkPatchOperations(data);
      return writer.patch(store, caller, { ...ifMatch, id: required(id, method), operations });
    }
    case 'DELETE':
      return writer.remove(store, caller, { ...ifMatch, id: required(id, method) });
    default:
      throw new ScimError('invalidSyntax', `method is POST, PUT, PATCH or DELETE, not ${quote(method)}.`);
  }
}

function succeeded(run: Run, { index, operation, method }: Task, { user }: Written): void {
  const { bulkId } = operation;
  const shown = { method, ...(bulkId === undefined ? {} : { bulkId }) };
  const location = `${run.baseUrl}/Users/${user.id}`;
  if (method === 'DELETE') {
    run.results[index] = { ...shown, location, status: '204' };
    return;
  }
  if (method === 'POST' && bulkId !== undefined) run.ids.set(bulkId, user.id);
  run.results[index] = {
    ...shown,
    version: etag(user.version),
    location,
    status: method === 'POST' ? '201' : '200',
    // what was stored, so that a client need not ask again whether it converged
    response: toResource(user, run.baseUrl),
  };
}

function refused(run: Run, { index, raw }: Task, thrown: unknown): void {
  if (!(thrown instanceof ScimError)) throw thrown;
  run.errors += 1;
  const given = isObject(raw) ? raw : {};
  const method = typeof given.method === 'string' ? given.method.toUpperCase() : '';
  const bulkId = typeof given.bulkId === 'string' ? given.bulkId : undefined;
  if (method === 'POST' && bulkId !== undefined) run.failed.add(bulkId);
  const location =
    method !== 'POST' && typeof given.path === 'string'
      ? `${run.baseUrl}/${given.path.replace(/^\//, '')}`
      : undefined;
  run.results[index] = {
    method,
    ...(bulkId === undefined ? {} : { bulkId }),
    ...(location === undefined ? {} : { location }),
    status: String(thrown.status),
    response: thrown.body(),
  };
}

const isOver = (run: Run) => run.errors >= run.failOnErrors;

/** Notes a POST's bulkId. */
function announce({ announced }: Run, { method, operation: { bulkId } }: Task): void {
  if (method !== 'POST' || bulkId === undefined) return;
  if (announced.has(bulkId)) throw new ScimError('invalidValue', `bulkId ${quote(bulkId)} is used twice.`);
  announced.add(bulkId);
}

/** A wrong operation is a task too: it fails when its turn comes, so that `failOnErrors` counts in order. */
function readTask(run: Run, raw: unknown, index: number): Task {
  try {
    const task = taskOf(raw, index);
    announce(run, task);
    return task;
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    return { index, raw, error, operation: { method: '', path: '' }, method: '', references: [] };
  }
}

function checkReferences(run: Run, { references }: Task): void {
  const lost = references.find((bulkId) => run.failed.has(bulkId) || !run.announced.has(bulkId));
  if (lost !== undefined)
    throw new ScimError('unresolved', `bulkId ${quote(lost)} names no user that this request made.`);
}

export function createBulk(writer: Writer) {
  /** One task in the transaction at hand. False: it waits for a reference. */
  async function attempt(
    store: ScimStore,
    run: Run,
    task: Task,
    options: { readonly changes: UserChange[]; readonly forced?: boolean },
  ): Promise<boolean> {
    try {
      if (task.error) throw task.error;
      checkReferences(run, task);
      if (!options.forced && task.references.some((bulkId) => !run.ids.has(bulkId))) return false;
      const written = await perform(writer, store, run, task);
      succeeded(run, task, written);
      if (written.change) options.changes.push(written.change);
    } catch (error) {
      refused(run, task, error);
    }
    return true;
  }

  /** Every task once, in order; gives back those that still wait. */
  async function pass(store: ScimStore, run: Run, tasks: readonly Task[], tell: Tell): Promise<Task[]> {
    const waiting: Task[] = [];
    for (let from = 0; from < tasks.length && !isOver(run); from += BATCH) {
      const changes: UserChange[] = [];
      await store.batch(async (transaction) => {
        for (const task of tasks.slice(from, from + BATCH)) {
          if (isOver(run)) return;
          if (!(await attempt(transaction, run, task, { changes }))) waiting.push(task);
        }
      });
      for (const change of changes) await tell(change);
    }
    return waiting;
  }

  /** Makes the first user of a circle without the references that cannot be known yet. */
  async function breakCircle(
    store: ScimStore,
    run: Run,
    tasks: readonly Task[],
    tell: Tell,
  ): Promise<Task[]> {
    const changes: UserChange[] = [];
    const chosen = tasks.find(({ method }) => method === 'POST') ?? tasks[0];
    if (!chosen) return [];
    await store.batch((transaction) => attempt(transaction, run, chosen, { changes, forced: true }));
    for (const change of changes) await tell(change);
    return tasks.filter((task) => task !== chosen);
  }

  /** Gives a user that was made early the references that are known now; one that cannot have them is taken back. */
  async function complete(store: ScimStore, run: Run, task: Task, tell: Tell): Promise<void> {
    const { bulkId = '', data } = task.operation;
    const id = run.ids.get(bulkId);
    if (id === undefined) return;
    const changes: UserChange[] = [];
    await store.batch(async (transaction) => {
      try {
        checkReferences(run, task);
        const written = await writer.replace(transaction, run.caller, { id, body: resolved(data, run.ids) });
        succeeded(run, task, written);
        if (written.change) changes.push(written.change);
      } catch (error) {
        refused(run, task, error);
        const { change } = await writer.remove(transaction, run.caller, { id });
        if (change) changes.push(change);
      }
    });
    for (const change of changes) await tell(change);
  }

  /**
   * Carries out a BulkRequest. Every operation that was tried has its result, in the order of the request; after
   * `failOnErrors` errors the rest is left out.
   *
   * @throws ScimError when the request as a whole is wrong or too large.
   */
  return async function bulk(
    store: ScimStore,
    asked: { readonly caller: Caller; readonly baseUrl: string; readonly body: unknown },
    tell: Tell,
  ): Promise<Json> {
    const { operations, failOnErrors } = bulkRequest(asked.body);
    const { caller, baseUrl } = asked;
    const run: Run = {
      caller,
      baseUrl,
      results: [],
      ids: new Map(),
      failed: new Set(),
      announced: new Set(),
      failOnErrors,
      errors: 0,
    };
    let tasks = operations.map((raw, index) => readTask(run, raw, index));
    const early: Task[] = [];
    while (tasks.length > 0 && !isOver(run)) {
      const waiting = await pass(store, run, tasks, tell);
      const stuck = waiting.length === tasks.length;
      tasks = stuck ? await breakCircle(store, run, waiting, tell) : waiting;
      if (stuck) early.push(...waiting.filter((task) => !tasks.includes(task)));
    }
    for (const task of early) await complete(store, run, task, tell);
    return { schemas: [RESPONSE], Operations: run.results.filter((result) => result !== undefined) };
  };
}

/** Told of each change after it is committed. */
export type Tell = (change: UserChange) => Promise<void>;
