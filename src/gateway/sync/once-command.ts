/** What `cloudlink sync run|preview --config FILE` does and says (once.ts is its process). */
import { parseArgs } from 'node:util';
import { toFault } from '../../base/errors.ts';
import type { Fault } from '../../contract/common.ts';
import type { PlanChange } from '../../contract/local-api.ts';
import { fail, setAside } from '../core/errors.ts';
import type { CycleReport } from '../core/sync-cycle.ts';
import { openSyncReader } from '../store/sync/database.ts';
import { createSyncQueries } from '../store/sync/queries.ts';
import { readOnceConfig } from './once-config.ts';
import { runCycle } from './run-cycle.ts';

type Arguments = {
  readonly config: string;
  readonly json: boolean;
  readonly preview: boolean;
  readonly confirm: string | undefined;
  readonly verbose: boolean;
};

function readArguments(args: readonly string[]): Arguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        config: { type: 'string' },
        json: { type: 'boolean', default: false },
        preview: { type: 'boolean', default: false },
        confirm: { type: 'string' },
        verbose: { type: 'boolean', default: false },
      },
    });
    const { config, json, preview, confirm, verbose } = values;
    if (config === undefined) throw new TypeError('--config FILE is missing');
    return { config, json, preview, confirm, verbose };
  } catch (cause) {
    const sentence = `${cause instanceof Error ? cause.message : String(cause)}.`;
    const remedy = 'Use: cloudlink sync run --config FILE [--json] [--confirm HASH], or sync preview.';
    throw fail('BAD_INPUT', { sentence, remedy, cause });
  }
}

/** Where it writes: what was found, and what is wrong. A line at a time. */
export type OnceOutput = { readonly print: (line: string) => void; readonly tell: (line: string) => void };

/** Code, sentence and remedy, as the command says them on stderr. */
export const faultLines = ({ code, sentence, remedy }: Fault) => `${code}: ${sentence}\n${remedy}`;

/** The counts, and nothing else (the contract of --json). */
function jsonOf({ counts }: CycleReport): string {
  const { added, changed, removed, detained, held, unchanged, requests } = counts;
  return JSON.stringify({ added, changed, removed, detained, held, unchanged, requests });
}

const SHOWN = 20;

function printChanges({ print }: OnceOutput, changes: readonly PlanChange[], total: number): void {
  for (const { kind, name, code, why } of changes)
    print(`  ${kind.padEnd(9)} ${name}${code ? `  ${code}` : ''}  ${why}`);
  if (total > changes.length) print(`  … and ${total - changes.length} more`);
}

function printReport(output: OnceOutput, report: CycleReport, folder: string, isPreview: boolean): void {
  const { print } = output;
  const { added, changed, removed, detained, held, unchanged, requests } = report.counts;
  print(
    isPreview ? 'Preview: nothing was sent.' : `Synchronised in ${report.endedAt - report.startedAt} ms.`,
  );
  print(`  added ${added}, changed ${changed}, removed ${removed}, unchanged ${unchanged}`);
  print(`  detained ${detained}, held ${held}, requests ${requests}`);
  const db = openSyncReader(folder);
  if (!db) return;
  const page = createSyncQueries(db).changes({ limit: SHOWN });
  db.close();
  printChanges(output, page.items, page.total);
}

function tellHeld({ tell }: OnceOutput, report: CycleReport): void {
  const { held, hash } = report.plan;
  if (!held) return;
  tell(`${held.sentence} Nobody was removed.`);
  tell(`If that is right, run it again with --confirm ${hash}`);
}

function exitCode(report: CycleReport): number {
  if (report.outcome === 'failed') return 1;
  const { detained, held } = report.counts;
  return report.outcome === 'attention' || detained + held > 0 ? 2 : 0;
}

/**
 * @param args of the command line, without program and file
 * @returns the exit code
 * @throws AppError BAD_INPUT, CONFIG_INVALID
 */
export async function syncOnce(
  args: readonly string[],
  output: OnceOutput,
  signal: AbortSignal,
): Promise<number> {
  const { print, tell } = output;
  const { config, json, preview, confirm, verbose } = readArguments(args);
  const { graceDays, incompleteChanges, ...job } = readOnceConfig(config);
  const options = {
    mode: preview ? ('preview' as const) : ('run' as const),
    onDemand: true,
    approve: true,
    actor: 'cloudlink sync',
    graceDays,
    incompleteChanges,
    ...(confirm === undefined ? {} : { confirm }),
  };
  const report = await runCycle(
    { ...job, options },
    {
      signal,
      log: (message, facts) => {
        if (verbose) tell(`${message} ${JSON.stringify(facts ?? {})}`);
      },
      progress: () => undefined,
      onSetAside: (file) => tell(faultLines(toFault(setAside('SYNC_STORE_CORRUPT', file)))),
    },
  );
  if (json) print(jsonOf(report));
  else printReport(output, report, job.folder, preview);
  tellHeld(output, report);
  if (report.fault) tell(faultLines(report.fault));
  return exitCode(report);
}
