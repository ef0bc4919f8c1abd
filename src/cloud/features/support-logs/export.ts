/** What stands in the zip file of a support log, beside its attachments. Pure. */
import type { SupportNote } from '../../../contract/support-logs.ts';
import type { SupportFile, SupportLog } from '../../core/ports/support-logs.ts';

export type ExportEntry =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly file: SupportFile };

const instant = (at: number) => new Date(at).toISOString();

/** As people read it. */
function textOf(log: SupportLog, notes: readonly SupportNote[]): string {
  const lines = [
    log.title,
    '',
    `Product: ${log.product}`,
    `Status: ${log.state}`,
    `Created: ${instant(log.createdAt)}`,
    `Reporter: ${log.reporter.name}${log.reporter.email === undefined ? '' : ` <${log.reporter.email}>`}`,
    `User ID: ${log.reporter.id}`,
    `Account: ${log.account.name}`,
    `Account ID: ${log.account.number}`,
    ...(log.account.partner === undefined ? [] : [`Partner ID: ${log.account.partner}`]),
    ...(log.gateway === undefined ? [] : [`Gateway: ${log.gateway.name} (${log.gateway.id})`]),
    '',
    log.description,
    '',
    ...notes.flatMap(({ at, by, state, text }) => [
      `--- ${instant(at)}, ${by}${state === undefined ? '' : `, ${state}`}`,
      text,
      '',
    ]),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** An attachment that is not kept any more is named in `log.json`, and not there. */
export function exportEntries(
  log: SupportLog,
  notes: readonly SupportNote[],
  files: readonly SupportFile[],
): ExportEntry[] {
  const kept = files.filter((file) => file.kept);
  // a number before the name: two may have the same
  const paths = new Map(kept.map(({ id, name }, i) => [id, `attachments/${i + 1}-${name}`]));
  const pathOf = ({ id }: SupportFile) => paths.get(id) ?? '';
  const facts = {
    ...log,
    notes,
    files: files.map((file) => ({
      ...file,
      bundle: file.bundle !== undefined,
      ...(file.kept ? { path: pathOf(file) } : {}),
    })),
  };
  return [
    { name: 'log.txt', text: textOf(log, notes) },
    { name: 'log.json', text: `${JSON.stringify(facts, null, 2)}\n` },
    ...kept.map((file) => ({ name: pathOf(file), file })),
  ];
}
