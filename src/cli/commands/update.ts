import { createWriteStream } from 'node:fs';
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Type } from 'typebox';
import {
  PAUSED_UNTIL_RESUMED,
  UPDATE_PIECE_BYTES,
  type UpdateSchedule,
  UpdateUploaded,
  UpdateView,
} from '../../contract/update.ts';
import { type Context, show } from '../context.ts';
import { fail } from '../errors.ts';
import { age, exact, facts } from '../print.ts';

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const clockTime = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

function scheduleWords({ automatic, every, weekdays, minute, zone }: UpdateSchedule): string {
  const days = every === 'weekly' ? weekdays.map((day) => DAYS[day]).join(', ') : 'every day';
  return `${days} at ${clockTime(minute)} (${zone}), ${automatic ? 'automatic' : 'only looked for'}`;
}

const pauseWords = (until: number | undefined) =>
  until === undefined
    ? undefined
    : until === PAUSED_UNTIL_RESUMED
      ? 'until resumed'
      : `until ${exact(until)}`;

function viewWords(view: UpdateView, now: number): string {
  const { progress, reason, available, schedule, lastCheck, obstacle, trial } = view;
  return facts([
    ['State', view.state],
    ['Running', view.running],
    ['Version', view.version],
    ['Before', view.from],
    ['Progress', progress && `${mb(progress.bytes)} of ${mb(progress.total)}`],
    ['Installed from', view.waitsUntil === undefined ? undefined : exact(view.waitsUntil)],
    ['Worse', trial?.facts.flatMap(({ fact, worse }) => (worse ? [fact] : [])).join(', ') || undefined],
    ['Reason', reason && `${reason.code}: ${reason.sentence} ${reason.remedy}`],
    ['Available', available && `${available.version}, ${mb(available.bytes)}`],
    ['Schedule', scheduleWords(schedule)],
    ['Changed by', schedule.changedBy && `${schedule.changedBy.name} (${schedule.changedBy.via})`],
    ['Paused', pauseWords(schedule.pausedUntil)],
    ['Last update', view.lastUpdateAt === undefined ? undefined : age(view.lastUpdateAt, now)],
    ['Last check', view.lastCheckAt === undefined ? undefined : age(view.lastCheckAt, now)],
    ['Check failed', lastCheck?.error && `${lastCheck.error.code}: ${lastCheck.error.sentence}`],
    ['Next check', view.nextCheckAt === undefined ? undefined : exact(view.nextCheckAt)],
    ['Obstacle', obstacle && `${obstacle.code}: ${obstacle.sentence}`],
    ...view.warnings.map((warning) => ['Warning', warning] as const),
  ]);
}

const shown = (context: Context, view: UpdateView) => show(context, view, (it) => viewWords(it, context.now));

export async function status(context: Context): Promise<void> {
  shown(context, await context.client.get('/api/update', UpdateView));
}

const post = (path: string, body?: object) => async (context: Context) =>
  shown(context, await context.client.send('POST', `/api/update/${path}`, UpdateView, body));

export const check = post('check');
export const resume = post('resume');
export const postpone = post('postpone');
export const cancel = post('cancel');

export type WhenOptions = { readonly window?: boolean };

export async function install(context: Context, { window }: WhenOptions, version?: string): Promise<void> {
  const when = window ? 'window' : 'now';
  await post('install', { when, ...(version === undefined ? {} : { version }) })(context);
}

export async function pause(context: Context, { until }: { readonly until?: string }): Promise<void> {
  const at = until === undefined ? undefined : Date.parse(until);
  if (Number.isNaN(at))
    throw fail('USAGE', { sentence: `“${until}” is no time; write it as 2026-12-24T18:00Z.` });
  await post('pause', at === undefined ? {} : { until: at })(context);
}

export type ScheduleOptions = {
  readonly daily?: boolean;
  readonly weekly?: string;
  readonly at?: string;
  readonly automatic?: boolean;
};

function minuteOf(text: string): number {
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hours === undefined)
    throw fail('USAGE', { sentence: `“${text}” is no time of day; write it as 03:15.` });
  return Number(hours) * 60 + Number(minutes);
}
function weekdaysOf(text: string): number[] {
  return text.split(',').map((name) => {
    const day = DAYS.indexOf(name.trim().toLowerCase());
    if (day < 0) throw fail('USAGE', { sentence: `“${name}” is no day of the week.` });
    return day;
  });
}

/** What is not named stays as it is. */
export async function schedule(context: Context, options: ScheduleOptions): Promise<void> {
  const { daily, weekly, at, automatic } = options;
  const { schedule: before } = await context.client.get('/api/update', UpdateView);
  const every = weekly !== undefined ? 'weekly' : daily ? 'daily' : before.every;
  const body = {
    automatic: automatic ?? before.automatic,
    every,
    weekdays: weekly === undefined ? before.weekdays : weekdaysOf(weekly),
    minute: at === undefined ? before.minute : minuteOf(at),
  };
  shown(context, await context.client.send('PUT', '/api/update/schedule', UpdateView, body));
}

/** A folder as it was copied to a stick, as one update file. */
async function packed(folder: string): Promise<{ file: string; remove: () => Promise<void> }> {
  const { ZipFile } = await import('yazl');
  const temporary = await mkdtemp(join(tmpdir(), 'cloudlink-update-'));
  const zip = new ZipFile();
  for (const part of ['metadata', 'targets'])
    for (const name of await readdir(join(folder, part)).catch(() => []))
      zip.addFile(join(folder, part, name), `${part}/${name}`, { compress: false });
  zip.end();
  const file = join(temporary, 'update.zip');
  await pipeline(zip.outputStream, createWriteStream(file, { mode: 0o600 }));
  return { file, remove: () => rm(temporary, { recursive: true, force: true }) };
}

async function send(context: Context, path: string): Promise<void> {
  const file = await open(path, 'r').catch((cause) => {
    throw fail('INPUT_FILE', { sentence: `The file ${path} cannot be read.`, cause });
  });
  try {
    const { size: total } = await file.stat();
    const here = await context.client.get('/api/update/file', UpdateUploaded);
    // what came of the same file before a break need not come again
    let offset = here.total === total && !here.complete ? here.offset : 0;
    while (offset < total) {
      const bytes = Buffer.alloc(Math.min(UPDATE_PIECE_BYTES, total - offset));
      await file.read(bytes, 0, bytes.length, offset);
      const at = { start: offset, total };
      ({ offset } = await context.client.piece('/api/update/file', bytes, at, UpdateUploaded));
      context.err(`${mb(offset)} of ${mb(total)}`);
    }
  } finally {
    await file.close();
  }
}

/** @param path an update file, or a folder (a stick) with `metadata` and `targets` */
export async function fromFile(context: Context, { window }: WhenOptions, path: string): Promise<void> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const source = isFolder ? await packed(path) : { file: path, remove: async () => undefined };
  try {
    await send(context, source.file);
  } finally {
    await source.remove();
  }
  await post('install', { from: 'file', when: window ? 'window' : 'now' })(context);
}

export async function forget(context: Context): Promise<void> {
  await context.client.send('DELETE', '/api/update/file', Type.Null());
  show(context, { deleted: true }, () => 'Deleted.');
}
