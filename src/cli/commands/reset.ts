import { type ResetBy, type ResetGoes, type ResetStays, ResetView } from '../../contract/factory-reset.ts';
import { type Context, show } from '../context.ts';
import { fail } from '../errors.ts';
import { age, exact, facts } from '../print.ts';

const GOES: Record<ResetGoes, string> = {
  link: 'the link to the account',
  deviceKey: 'the device key',
  passwords: 'passwords and other secrets',
  people: 'people who may sign in here',
  pbx: 'PBX links and synchronisers',
  sync: 'the state of user sync',
  consent: 'consent policies',
  accessLog: 'the access log',
  files: 'uploaded files and support bundles',
  certificate: 'the certificate of the pages',
  way: 'proxy and authorities, unless --keep-way',
};
const STAYS: Record<ResetStays, string> = {
  program: 'the program in its version',
  host: 'the host: its system, its address, everything else on it',
  journal: 'the log in the host’s journal',
  backups: 'backups in folders outside the data folder',
  cloudData: 'what the cloud has of the account',
  way: 'proxy and authorities, with --keep-way',
};

const BY: Record<ResetBy, string> = {
  page: 'on the page',
  cli: 'by the command',
  cloud: 'by the cloud',
  button: 'by the button of the device',
};

function words(context: Context, view: ResetView): string {
  const lines = [
    facts([
      ['Customer name', view.customer ?? 'not linked'],
      ['IP address', view.address],
      ['Goes', view.goes.map((one) => GOES[one]).join('; ')],
      ['Stays', view.stays.map((one) => STAYS[one]).join('; ')],
      ['Announced for', `${view.announceMinutes} min, when the cloud orders it`],
      ['Last', view.last && `${exact(view.last.at)}, ordered ${BY[view.last.by]}`],
    ]),
  ];
  if (view.state === 'announced' && view.dueAt !== undefined)
    lines.push(
      `${view.who} has ordered a reset; it happens ${age(view.dueAt, context.now)}. Cancel it with: cloudlink factory-reset cancel`,
    );
  if (view.state === 'ordered') lines.push('A reset is under way.');
  return lines.join('\n');
}

export async function status(context: Context): Promise<void> {
  show(context, await context.client.get('/api/factory-reset', ResetView), (view) => words(context, view));
}

/** `revert` is typed, as on the page. */
export async function reset(
  context: Context,
  options: { readonly keepWay?: boolean },
  typed: string,
): Promise<void> {
  if (typed !== 'revert')
    throw fail('USAGE', {
      sentence: 'Nothing was erased.',
      remedy: 'Type: cloudlink factory-reset now revert',
    });
  const body = { typed, ...(options.keepWay ? { keepWay: true } : {}) };
  await context.client.send('POST', '/api/factory-reset', ResetView, body);
  show(context, { state: 'ordered' }, () => 'The gateway starts again now and erases its data.');
}

export async function cancel(context: Context): Promise<void> {
  await context.client.send('DELETE', '/api/factory-reset', ResetView);
  show(context, { state: 'idle' }, () => 'Cancelled. Nothing was erased.');
}

export async function announce(context: Context, _options: object, minutes: string): Promise<void> {
  const body = { announceMinutes: Number(minutes) };
  const view = await context.client.send('PUT', '/api/factory-reset/settings', ResetView, body);
  show(context, view, (found) => words(context, found));
}
