/**
 * `cloudlink sync run|preview --config FILE`: one cycle from any source to any SCIM server, without daemon or cloud.
 *
 *     node once.js --config FILE [--preview | --check [--requests N]] [--json] [--confirm HASH] [--verbose]
 *
 * Exit code: 0 in sync · 2 something is detained or held by the guard, or the check found something · 1 failed (code,
 * sentence, remedy on stderr). `--check` is one turn of the slow check (C8): it compares some of the users at the server
 * with what they were confirmed to be, and changes nothing there; the next run puts right what differs.
 * Nobody has to approve the first plan: starting this is the approval. The guard holds removals all the same.
 */
import { parseArgs } from 'node:util';
import { toFault } from '../../base/errors.ts';
import type { Fault } from '../../contract/common.ts';
import type { PlanChange } from '../../contract/local-api.ts';
import { fail, setAside } from '../core/errors.ts';
import type { CycleReport, ShadowReport } from '../core/sync-cycle.ts';
import { openSyncReader } from '../store/sync/database.ts';
import { createSyncQueries } from '../store/sync/queries.ts';
import { readOnceConfig } from './once-config.ts';
import { type RunContext, runCheck, runCycle } from './run-cycle.ts';

type Arguments = {
  readonly config: string;
  readonly json: boolean;
  readonly preview: boolean;
  readonly check: boolean;
  /** Of a check, at most. */
  readonly requests: number;
  readonly confirm: string | undefined;
  readonly verbose: boolean;
};

const MOST_REQUESTS = 100_000;

function readArguments(args: readonly string[]): Arguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        config: { type: 'string' },
        json: { type: 'boolean', default: false },
        preview: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        requests: { type: 'string', default: '250' },
        confirm: { type: 'string' },
        verbose: { type: 'boolean', default: false },
      },
    });
    const { config, json, preview, check, confirm, verbose } = values;
    if (config === undefined) throw new TypeError('--config FILE is missing');
    const requests = Number(values.requests);
    if (!Number.isInteger(requests) || requests < 1 || requests > MOST_REQUESTS)
      throw new TypeError(`--requests takes 1 to ${MOST_REQUESTS}`);
    if (check && preview) throw new TypeError('--check and --preview exclude each other');
    return { config, json, preview, check, requests, confirm, verbose };
  } catch (cause) {
    const sentence = `${cause instanceof Error ? cause.message : String(cause)}.`;
    const remedy =
      'Use: cloudlink sync run --config FILE [--json] [--confirm HASH], or sync preview, or sync check.';
    throw fail('BAD_INPUT', { sentence, remedy, cause });
  }
}

const tell = (text: string) => process.stderr.write(`${text}\n`);
const print = (text: string) => process.stdout.write(`${text}\n`);
const tellFault = ({ code, sentence, remedy }: Fault) => tell(`${code}: ${sentence}\n${remedy}`);

/** The counts, and nothing else (the contract of --json). */
function jsonOf({ counts }: CycleReport): string {
  const { added, changed, removed, detained, held, unchanged, requests } = counts;
  return JSON.stringify({ added, changed, removed, detained, held, unchanged, requests });
}

const SHOWN = 20;

function printChanges(changes: readonly PlanChange[], total: number): void {
  for (const { kind, name, code, why } of changes)
    print(`  ${kind.padEnd(9)} ${name}${code ? `  ${code}` : ''}  ${why}`);
  if (total > changes.length) print(`  … and ${total - changes.length} more`);
}

function printReport(report: CycleReport, folder: string, isPreview: boolean): void {
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
  printChanges(page.items, page.total);
}

function tellHeld(report: CycleReport): void {
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

function printCheck({ read, of, drifted, missing, requests }: ShadowReport): void {
  print(`Compared ${read} of ${of} users with ${requests} requests: ${drifted} changed, ${missing} missing.`);
  if (drifted + missing > 0) print('The next run puts right what is ours, and detains who is missing.');
}

async function main(args: readonly string[]): Promise<number> {
  const { config, json, preview, check, requests, confirm, verbose } = readArguments(args);
  const { graceDays, incompleteChanges, ...job } = readOnceConfig(config);
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort());
  const context: RunContext = {
    signal: abort.signal,
    log: (message, facts) => {
      if (verbose) tell(`${message} ${JSON.stringify(facts ?? {})}`);
    },
    progress: () => undefined,
    onSetAside: (file) => tellFault(toFault(setAside('SYNC_STORE_CORRUPT', file))),
  };
  if (check) {
    const { folder, scim, remote, sources } = job;
    const found = await runCheck({ folder, scim, remote, sources, budget: requests }, context);
    if (json) print(JSON.stringify(found));
    else printCheck(found);
    return found.drifted + found.missing > 0 ? 2 : 0;
  }
  const options = {
    mode: preview ? ('preview' as const) : ('run' as const),
    onDemand: true,
    approve: true,
    actor: 'cloudlink sync',
    graceDays,
    incompleteChanges,
    ...(confirm === undefined ? {} : { confirm }),
  };
  const report = await runCycle({ ...job, options }, context);
  if (json) print(jsonOf(report));
  else printReport(report, job.folder, preview);
  tellHeld(report);
  if (report.fault) tellFault(report.fault);
  return exitCode(report);
}

// a reader that has seen enough (`| head`) is no failure of the sync
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (thrown) {
  tellFault(toFault(thrown));
  process.exitCode = 1;
}
