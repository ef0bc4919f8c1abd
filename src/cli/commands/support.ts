import { Type } from 'typebox';
import { AppError } from '../../base/errors.ts';
import {
  SUPPORT_RULES,
  SUPPORT_SOURCES,
  SupportBundle,
  SupportBundles,
  SupportManifest,
  type SupportRemoved,
  type SupportRule,
} from '../../contract/support.ts';
import { type Context, show } from '../context.ts';
import { fail } from '../errors.ts';
import { ensureNamed, offlineSupport } from '../offline.ts';
import { age, exact, table } from '../print.ts';

export type SupportOptions = { readonly config?: string };

const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

/** `3 (named 2, email 1)`; empty when nothing was. */
function removedWords(removed: SupportRemoved): string {
  const rows = Object.entries(removed) as [SupportRule, number][];
  const all = rows.reduce((sum, [, n]) => sum + n, 0);
  return all === 0 ? '' : `${all} (${rows.map(([rule, n]) => `${rule} ${n}`).join(', ')})`;
}

function manifestWords(manifest: SupportManifest): string {
  const rules = Object.keys(manifest.removed) as SupportRule[];
  return [
    table(
      ['Part', 'Size', 'Removed', 'What it holds'],
      manifest.sources.map(({ name, bytes, cutBytes, removed, error }) => [
        SUPPORT_SOURCES[name].title,
        error ? 'missing' : kb(bytes),
        removedWords(removed),
        error
          ? `${error.code}: ${error.sentence}`
          : `${SUPPORT_SOURCES[name].holds}${cutBytes > 0 ? `; ${kb(cutBytes)} more did not fit` : ''}`,
      ]),
    ),
    '',
    `${kb(manifest.bytes)} before it is packed.`,
    ...(manifest.by === 'offline' ? ['Read from the data folder: the gateway does not run.'] : []),
    ...(manifest.notRecorded ?? []),
    ...rules.map((rule) => `Removed as ${rule}: ${SUPPORT_RULES[rule].toLowerCase()}.`),
  ].join('\n');
}

/**
 * Asks the daemon, and where none answers the data folder itself.
 * @param order of `cloudlinkd support`
 */
async function either<T>(
  context: Context,
  { config }: SupportOptions,
  ask: () => Promise<T>,
  order: readonly string[],
  of: (answer: Awaited<ReturnType<typeof offlineSupport>>) => T | undefined,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'DAEMON_UNREACHABLE') throw error;
    ensureNamed(context.config, config);
    context.err('The gateway does not answer: its data folder is read instead.');
    const found = of(await offlineSupport(order, config));
    if (found === undefined) throw fail('REFUSED');
    return found;
  }
}

/** What a bundle would have now; nothing is stored. */
export async function preview(context: Context, options: SupportOptions): Promise<void> {
  const ask = () => context.client.send('POST', '/api/support/preview', SupportManifest);
  const found = await either(context, options, ask, ['preview'], ({ manifest }) => manifest);
  show(context, found, manifestWords);
}

export async function create(context: Context, options: SupportOptions): Promise<void> {
  const ask = () => context.client.send('POST', '/api/support', SupportBundle);
  const found = await either(context, options, ask, ['create'], ({ bundle }) => bundle);
  show(context, found, (bundle) =>
    [
      manifestWords(bundle.manifest),
      '',
      `${bundle.name}: ${kb(bundle.size)}, SHA-256 ${bundle.sha256}`,
      `Take it with: cloudlink support save ${bundle.id} <file>`,
    ].join('\n'),
  );
}

export async function list(context: Context, options: SupportOptions): Promise<void> {
  const ask = async () => (await context.client.get('/api/support', SupportBundles)).bundles;
  const found = await either(context, options, ask, ['list'], ({ bundles }) => bundles);
  show(context, found, (bundles) =>
    bundles.length === 0
      ? 'There is no support bundle.'
      : table(
          ['Id', 'Made', '', 'Size', 'Missing', 'Removed'],
          bundles.map(({ id, size, manifest }) => [
            id,
            exact(manifest.madeAt),
            age(manifest.madeAt, context.now),
            kb(size),
            String(manifest.sources.filter(({ error }) => error).length),
            removedWords(manifest.removed),
          ]),
        ),
  );
}

/** @param file new or replaced */
export async function save(
  context: Context,
  options: SupportOptions,
  id: string,
  file: string,
): Promise<void> {
  const ask = () => context.client.download(`/api/support/${encodeURIComponent(id)}/file`, file);
  await either(context, options, ask, ['save', id, file], ({ bundle }) => bundle?.size);
  show(context, { file }, () => `Saved in ${file}.`);
}

export async function remove(context: Context, options: SupportOptions, id: string): Promise<void> {
  const ask = async () => {
    await context.client.send('DELETE', `/api/support/${encodeURIComponent(id)}`, Type.Null());
    return true;
  };
  await either(context, options, ask, ['delete', id], () => true);
  show(context, { deleted: id }, () => 'Deleted.');
}
