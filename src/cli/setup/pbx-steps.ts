/** The PBX link of a set-up: saved, tested, read once, and its first plan sent. */
import { PbxLink, type PbxLinkInput, PbxTestResult, SyncView } from '../../contract/local-api.ts';
import { filled } from '../commands/pbx.ts';
import { exitCodeOf } from '../commands/sync.ts';
import { fail, ofFault } from '../errors.ts';
import { valuesOf } from './resolve.ts';
import type { Step, Work } from './step.ts';

const POLL_MS = 500;

function inputOf({ file, secrets }: Work): PbxLinkInput {
  const { type = '', name = '' } = file.pbx ?? {};
  return { type, name, values: valuesOf(file, secrets) };
}

async function savedLink({ context }: Work): Promise<PbxLink | undefined> {
  return context.client.get('/api/pbx', PbxLink).catch((error: unknown) => {
    if ((error as { code?: string }).code === 'NOT_FOUND') return undefined;
    throw error;
  });
}

/** The first thing that differs. A stored secret cannot be compared: that it is there is enough. */
function difference(work: Work, saved: PbxLink): string | undefined {
  const { type, name, values } = inputOf(work);
  if (saved.type !== type) return 'type';
  if (saved.name !== name) return 'name';
  const form = work.form ?? { properties: {} };
  const wanted = filled(form, values);
  return Object.keys({ ...form.properties, ...wanted, ...saved.values }).find((key) =>
    form.properties[key]?.secret
      ? wanted[key] !== undefined && !saved.secretsSet.includes(key)
      : JSON.stringify(wanted[key]) !== JSON.stringify(saved.values[key]),
  );
}

const put = (work: Work) => work.context.client.send('PUT', '/api/pbx', PbxLink, inputOf(work));

export const pbxStep: Step = {
  name: 'pbx',
  title: 'PBX link',
  async plan(work) {
    const saved = await savedLink(work);
    work.noted.connected = saved?.connected ?? false;
    if (!saved) return { change: `Save the link to ${inputOf(work).name}.` };
    const key = difference(work, saved);
    if (key !== undefined) {
      work.noted.connected = false;
      return { change: `Save the link to ${inputOf(work).name}: ${key} differs.` };
    }
    if (work.writeSecrets) return { change: 'Save the link with its secrets.' };
    return { same: `Saved already: ${saved.name}.` };
  },
  async apply(work) {
    const { name } = await put(work);
    work.noted.connected = false;
    return `Saved the link to ${name}.`;
  },
};

/** @throws AppError as the first step that failed, else PBX_TEST_FAILED */
function mustBeOk(result: PbxTestResult): void {
  if (result.ok) return;
  const wrong = result.steps.find(({ ok }) => !ok);
  if (wrong?.error) throw ofFault(wrong.error);
  throw fail('PBX_TEST_FAILED', wrong ? { sentence: `${wrong.title}: ${wrong.facts}` } : {});
}

const passed = ({ steps }: PbxTestResult) => `${steps.length} of ${steps.length} steps passed.`;

export const testStep: Step = {
  name: 'test',
  title: 'Test of the PBX connection',
  async plan(work) {
    if (!work.dryRun) return { change: 'Test the saved link.' };
    const result = await work.context.client.send('POST', '/api/pbx/test', PbxTestResult, inputOf(work));
    mustBeOk(result);
    return { same: passed(result) };
  },
  async apply(work) {
    const { client } = work.context;
    const result = await client.send('POST', '/api/pbx/test', PbxTestResult);
    const isRefused = result.steps.some(({ error }) => error?.code === 'PBX_CREDENTIALS');
    if (!isRefused) {
      mustBeOk(result);
      return passed(result);
    }
    // the password was changed at the PBX and in the file: what is stored cannot be compared, only tried
    await put(work);
    const again = await client.send('POST', '/api/pbx/test', PbxTestResult);
    mustBeOk(again);
    return `${passed(again)} The stored secrets were refused; those of the file are saved.`;
  },
};

const syncView = ({ context }: Work) => context.client.get('/api/sync', SyncView);

/** Tells what the sync is doing until `end` is there. */
async function watching<T>(work: Work, end: Promise<T>): Promise<T> {
  let isOver = false;
  const over = end.then(
    () => undefined,
    () => undefined,
  );
  void over.then(() => {
    isOver = true;
  });
  let last: string | undefined;
  while (!isOver) {
    const sentence = (await syncView(work).catch(() => undefined))?.progress?.sentence;
    if (sentence !== undefined && sentence !== last && !isOver) work.progress(sentence);
    last = sentence ?? last;
    await Promise.race([over, work.context.clock.sleep(POLL_MS)]);
  }
  return end;
}

export const connectStep: Step = {
  name: 'connect',
  title: 'Connect',
  async plan(work) {
    const view = await syncView(work);
    const wasRead = view.plan !== undefined || view.lastRunAt !== undefined;
    if (work.noted.connected && wasRead)
      return { same: `Connected already: ${view.users} users, ${view.didNumbers} DID numbers.` };
    return { change: 'Read the users once and make the plan; nothing is sent.' };
  },
  async apply(work) {
    const { client } = work.context;
    const result = await watching(work, client.send('POST', '/api/pbx/connect', PbxTestResult));
    mustBeOk(result);
    return `PBX connected: ${result.users ?? 0} users, ${result.didNumbers ?? 0} DID numbers.`;
  },
};

export const scheduleStep: Step = {
  name: 'schedule',
  title: 'Sync schedule',
  async plan(work) {
    const wanted = work.file.sync?.scheduleMinutes;
    const { scheduleMinutes } = await syncView(work);
    const words = `Every ${wanted} minutes.`;
    return scheduleMinutes === wanted ? { same: words } : { change: words };
  },
  async apply({ context, file }) {
    const body = { minutes: file.sync?.scheduleMinutes };
    const { scheduleMinutes } = await context.client.send('PUT', '/api/sync/schedule', SyncView, body);
    return `Every ${scheduleMinutes} minutes.`;
  },
};

export const firstSyncStep: Step = {
  name: 'firstSync',
  title: 'First sync',
  async plan(work) {
    const { plan, lastRunAt } = await syncView(work);
    const isApproved = plan ? plan.approved : lastRunAt !== undefined;
    if (isApproved) return { same: 'The first plan was approved already.' };
    if (work.file.sync?.approveFirstSync) return { change: 'Send the first plan.' };
    return { waits: 'Waits for a person: look at cloudlink sync preview, then cloudlink sync run.' };
  },
  async apply(work) {
    const view = await watching(work, work.context.client.send('POST', '/api/sync/run?wait=true', SyncView));
    if (view.error) throw ofFault(view.error);
    const { added = 0, changed = 0, detained = 0, held = 0 } = view.counts ?? {};
    work.noted.needsPerson = exitCodeOf(view) === 2;
    const back =
      detained + held > 0 ? ` ${detained} detained, ${held} held: see cloudlink sync changes.` : '';
    return `${added} users added, ${changed} changed.${back}`;
  },
};
