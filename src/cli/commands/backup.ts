import { resolve } from 'node:path';
import { Type } from 'typebox';
import { AppError } from '../../base/errors.ts';
import { BackupMade, type BackupPlan, type BackupProgress, BackupView } from '../../contract/backup.ts';
import { Ordered } from '../../contract/local-api.ts';
import { type Context, show } from '../context.ts';
import { fail } from '../errors.ts';
import { backupProgram, ensureNamed } from '../offline.ts';
import { age, exact, facts, table } from '../print.ts';
import { secretOf } from '../secrets.ts';

type OfConfig = { readonly config?: string };
type Opens = OfConfig & { readonly secret: string };
type Closes = { readonly passphrase?: string; readonly recipient?: string };

const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

const tell = (context: Context) => {
  let before = '';
  return ({ step, percent }: BackupProgress) => {
    // a line each tenth: it is read in a log, too
    const line = `${step}: ${Math.floor(percent / 10) * 10} %`;
    if (line !== before) context.err(line);
    before = line;
  };
};

async function closedBy(context: Context, { passphrase, recipient }: Closes) {
  if (recipient !== undefined) return { recipient };
  if (passphrase === undefined) return {};
  return { secret: await secretOf(context, passphrase) };
}

const madeWords = (made: BackupMade) =>
  [
    `${made.file}: ${mb(made.bytes)}, ${made.files} files, SHA-256 ${made.sha256}`,
    'Verified: it was restored into a temporary folder, and every page of its databases is sound.',
    'It holds the device key and every secret of this gateway. Whoever has it and what opens it has this gateway.',
  ].join('\n');

/** Whether a gateway answers on the socket, and what it says of itself. One that is sick, or another version, may not. */
async function runningGateway(context: Context): Promise<{ runs: boolean; of?: BackupView['of'] }> {
  try {
    return { runs: true, of: (await context.client.get('/api/backup', BackupView)).of };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { runs: error.code !== 'DAEMON_UNREACHABLE' };
  }
}

/** The program that does it, on the files of the gateway that is spoken to, unless a configuration names others. */
async function ofGateway(context: Context, { config }: OfConfig) {
  const { runs, of } = await runningGateway(context);
  if (!of) ensureNamed(context.config, config);
  const isNamed = config !== undefined || context.config.namesData;
  const environment: Record<string, string> =
    of && !isNamed
      ? { CLOUDLINKD_DATA_DIR: of.dataDir, CLOUDLINKD_NAME: of.name, CLOUDLINKD_KIND: of.kind }
      : {};
  return {
    runs,
    isOwn: (dataDir: string | undefined) => (of ? of.dataDir === dataDir : !context.config.isOther),
    program: (order: string, path: string, input: { secret?: string; recipient?: string }) =>
      backupProgram([order, resolve(path)], input, config, environment, tell(context)),
  };
}

/** The copy is whole while a daemon runs, and while none does. */
export async function make(context: Context, options: OfConfig & Closes, folder: string): Promise<void> {
  const { program } = await ofGateway(context, options);
  const { made } = await program('make', folder, await closedBy(context, options));
  if (!made) throw fail('REFUSED');
  show(context, made, madeWords);
}

export async function verify(context: Context, options: Opens, file: string): Promise<void> {
  const { program } = await ofGateway(context, options);
  const { manifest } = await program('verify', file, { secret: await secretOf(context, options.secret) });
  if (!manifest) throw fail('REFUSED');
  show(context, manifest, ({ madeAt, version, gateway, files }) =>
    facts([
      ['Made', `${exact(madeAt)} (${age(madeAt, context.now)})`],
      ['Of', gateway.name],
      ['Account', gateway.account],
      ['Version', version],
      ['Device key', gateway.fingerprint],
      ['Files', `${files.length}, each as it was written`],
    ]),
  );
}

const KEY_WORDS = {
  kept: 'this gateway’s own stays',
  changed: 'that of the backup, and another one with the first word to the cloud',
  none: 'the backup has none: link the gateway again',
} as const;

const planWords = (context: Context) => (plan: BackupPlan) =>
  [
    facts([
      ['Made', `${exact(plan.backup.madeAt)} (${age(plan.backup.madeAt, context.now)})`],
      ['Of', `${plan.backup.name}${plan.sameHardware ? '' : ', on other hardware'}`],
      ['Account', plan.backup.account ?? 'not linked'],
      ['Version', `${plan.backup.version}; here is ${plan.now.version}`],
      ['Account here', plan.now.account ?? 'not linked'],
      ['Written here', plan.now.changedAt === undefined ? undefined : age(plan.now.changedAt, context.now)],
      ['Device key', KEY_WORDS[plan.key]],
      ['Replaces', plan.replaces.join(', ') || 'nothing'],
      ['Space', `${mb(plan.needsBytes)} of ${mb(plan.freeBytes)} free`],
    ]),
    ...(plan.sameHardware
      ? []
      : ['Switch the other gateway off: once this one has a new key, the cloud takes no other.']),
  ].join('\n');

export async function plan(context: Context, options: Opens, file: string): Promise<void> {
  const { program } = await ofGateway(context, options);
  const { plan: found } = await program('plan', file, { secret: await secretOf(context, options.secret) });
  if (!found) throw fail('REFUSED');
  show(context, found, planWords(context));
}

/** A running daemon is started again and puts it in place; without one it is put in place at once. */
export async function restore(
  context: Context,
  options: Opens & { readonly yes?: boolean },
  file: string,
): Promise<number | undefined> {
  const { runs, isOwn, program } = await ofGateway(context, options);
  const input = { secret: await secretOf(context, options.secret) };
  if (!options.yes) {
    const { plan: found } = await program('plan', file, input);
    if (!found) throw fail('REFUSED');
    show(context, found, planWords(context));
    context.err('Nothing was changed. To restore it, give --yes.');
    return 2;
  }
  const done = await program(runs ? 'stage' : 'restore', file, input);
  const restarts = runs && isOwn(done.dataDir);
  if (restarts) await context.client.send('POST', '/api/restart', Ordered);
  show(context, done, () => {
    if (!runs) return 'In place. What was here is kept until the gateway has started with it.';
    return restarts
      ? 'Checked. The gateway restarts now, with the data of the backup; what was here is kept until it has started.'
      : `Checked. The gateway of ${done.dataDir} is another one than that which answers here: it takes the data of the backup when it starts next.`;
  });
  return undefined;
}

function viewWords(context: Context, view: BackupView): string {
  const { schedule, last, fault, files, lastRestore } = view;
  return [
    facts([
      [
        'Schedule',
        schedule ? `every ${schedule.everyDays} d into ${schedule.folder}, ${schedule.keep} kept` : 'none',
      ],
      ['Opened by', schedule && (schedule.recipient ?? 'a passphrase')],
      ['Last', last ? `${exact(last.madeAt)} (${age(last.madeAt, context.now)})` : 'never'],
      ['Wrong', fault && `${fault.sentence} ${fault.remedy}`],
      ['Old', view.stale ? 'yes: older than twice the schedule' : undefined],
      ['Restored', lastRestore && `${exact(lastRestore.at)}: ${lastRestore.end}`],
    ]),
    ...(files.length === 0
      ? []
      : [
          '',
          table(
            ['Name', 'Size', ''],
            files.map((f) => [f.name, mb(f.bytes), age(f.at, context.now)]),
          ),
        ]),
  ].join('\n');
}

export async function status(context: Context): Promise<void> {
  show(context, await context.client.get('/api/backup', BackupView), (view) => viewWords(context, view));
}

export async function schedule(
  context: Context,
  options: Closes & { readonly everyDays: string; readonly keep: string },
  folder: string,
): Promise<void> {
  const closed = await closedBy(context, options);
  const body = {
    folder: resolve(folder),
    everyDays: Number(options.everyDays),
    keep: Number(options.keep),
    ...('recipient' in closed ? closed : {}),
    ...('secret' in closed ? { passphrase: closed.secret } : {}),
  };
  const view = await context.client.send('PUT', '/api/backup/schedule', BackupView, body);
  show(context, view, (found) => viewWords(context, found));
}

export async function unschedule(context: Context): Promise<void> {
  await context.client.send('DELETE', '/api/backup/schedule', Type.Null());
  show(context, { schedule: null }, () => 'None is made by schedule any more; those that were made stay.');
}

export async function now(context: Context): Promise<void> {
  show(context, await context.client.send('POST', '/api/backup', BackupMade), madeWords);
}

export async function remove(context: Context, _options: object, name: string): Promise<void> {
  await context.client.send('DELETE', `/api/backup/files/${encodeURIComponent(name)}`, Type.Null());
  show(context, { deleted: name }, () => 'Deleted.');
}
