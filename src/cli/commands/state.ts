import { Type } from 'typebox';
import type { LicenceInput, ReportedLicence } from '../../contract/inventory.ts';
import { DebugFacts, InventoryView, JobView, Licences } from '../../contract/local-api.ts';
import { type Context, show } from '../context.ts';
import { age, exact, facts, table } from '../print.ts';

const licenceWords = ({ number, type, expiresOn, enteredAt }: ReportedLicence) =>
  [
    number ? `${number}, ${type}` : 'unlicensed',
    ...(expiresOn ? [`until ${expiresOn}`] : []),
    ...(enteredAt === undefined ? [] : [`entered by hand ${exact(enteredAt)}`]),
  ].join(', ');

const inventoryWords = (now: number) => (v: InventoryView) =>
  [
    facts([
      ['Reported', age(v.lastAt, now)],
      ['Next', v.nextAt === undefined ? undefined : age(v.nextAt, now)],
      ['Licence by', v.entered && `${v.entered.by}, by hand`],
    ]),
    ...(v.report?.platforms ?? []).map((p) =>
      [
        '',
        facts([
          ['Host', p.host],
          ['Platform', `${p.platformName} ${p.version} (${p.platformType})`],
          ['Licence', licenceWords(p.licence)],
        ]),
        table(
          ['Application', 'Version'],
          p.applications.map((a) => [a.type, a.version]),
        ),
      ].join('\n'),
    ),
  ].join('\n');

export async function inventory(context: Context, options: { readonly report?: boolean }): Promise<void> {
  const view = options.report
    ? await context.client.send('POST', '/api/inventory/report', InventoryView)
    : await context.client.get('/api/inventory', InventoryView);
  show(context, view, inventoryWords(context.now));
}

/** The licence of this host by hand: where its files hold none, or a wrong one. */
export async function enterLicence(context: Context, licence: LicenceInput): Promise<void> {
  const view = await context.client.send('PUT', '/api/inventory/licence', InventoryView, licence);
  show(context, view, inventoryWords(context.now));
}

export async function removeLicence(context: Context): Promise<void> {
  const view = await context.client.send('DELETE', '/api/inventory/licence', InventoryView);
  show(context, view, inventoryWords(context.now));
}

const Jobs = Type.Object({ jobs: Type.Array(JobView) });

/** What this gateway is doing, and when it does it next. */
export async function jobs(context: Context): Promise<void> {
  const answer = await context.client.get('/api/jobs', Jobs);
  show(context, answer, (a) =>
    table(
      ['Job', 'State', 'Last', 'Next', 'Result'],
      a.jobs.map((j) => [
        j.title,
        j.running ? 'running' : 'waiting',
        age(j.lastEndedAt, context.now),
        age(j.dueAt, context.now),
        j.lastSentence ?? j.lastOutcome ?? '',
      ]),
    ),
  );
}

export async function logs(context: Context, { lines }: { readonly lines: number }): Promise<void> {
  const answer = await context.client.get(
    `/api/logs?lines=${lines}`,
    Type.Object({ lines: Type.Array(Type.String()) }),
  );
  show(context, answer, (a) => a.lines.join('\n'));
}

export async function debug(context: Context): Promise<void> {
  const found = await context.client.get('/api/debug', DebugFacts);
  const mb = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;
  show(context, found, (d) =>
    facts([
      ['Runtime', d.runtime],
      ['Start of the machine', d.bootId],
      ['Memory', `${mb(d.memory.rss)}, of that ${mb(d.memory.heapUsed)} of ${mb(d.memory.heapTotal)} heap`],
      ...d.databases.map(({ name, bytes }) => [name, mb(bytes)] as const),
      ['Access log', `${d.accessLog.count} lines, head ${d.accessLog.head}`],
    ]),
  );
}

/** Name, version and licence of everything in it; with `--text` the texts too. */
export async function licences(context: Context, { text }: { readonly text: boolean }): Promise<void> {
  const found = await context.client.get('/api/licences', Licences);
  show(context, found, ({ packages }) => {
    const list = table(
      ['Package', 'Version', 'Licence'],
      packages.map((p) => [p.name, p.version, p.licence]),
    );
    if (!text) return list;
    return [
      list,
      ...packages.map((p) => `== ${p.name} ${p.version}\n\n${p.text ?? 'It ships no text.'}`),
    ].join('\n\n');
  });
}

/** The file of the build, as it is. */
export async function sbom(context: Context): Promise<void> {
  context.out((await context.client.text('/api/sbom')).trimEnd());
}

/** For the textfile collector of a node exporter, or whatever takes the text. */
export async function metrics(context: Context): Promise<void> {
  context.out((await context.client.text('/metrics')).trimEnd());
}
