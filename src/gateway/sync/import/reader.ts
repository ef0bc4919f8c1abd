/** Surveys in a process of their own, one at a time: a file of 256 MiB must not hold the pages up, nor two the memory. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { fail } from '../../core/errors.ts';
import type { ImportFindings, ImportReader } from '../../core/ports/imports.ts';
import { importPaths } from '../../platform/import-files.ts';
import { readImportRows } from '../../store/import-rows.ts';
import type { SurveyJob } from './survey.ts';

const run = promisify(execFile);

/** Beside this file: `.ts` in the tree, `.js` once built. */
const ENTRY = fileURLToPath(
  new URL(`./worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
);
/** As the sync process. */
const LIMITS = ['--max-old-space-size=256', '--max-semi-space-size=8'];
/** Columns and warnings: the rows themselves lie in a file. */
const MAX_OUTPUT = 16 * 1024 * 1024;

async function answerTo(job: SurveyJob, env: Readonly<Record<string, string>>): Promise<string> {
  const running = run(process.execPath, [...LIMITS, ENTRY], {
    env,
    maxBuffer: MAX_OUTPUT,
    killSignal: 'SIGKILL',
  });
  // a process that did not start closes its input; what became of it is in its answer
  running.child.stdin?.on('error', () => undefined).end(JSON.stringify(job));
  try {
    return (await running).stdout;
  } catch (cause) {
    throw fail('IMPORT_READER', { cause });
  }
}

async function survey(job: SurveyJob, env: Readonly<Record<string, string>>): Promise<ImportFindings> {
  const answer = await answerTo(job, env);
  try {
    return JSON.parse(answer) as ImportFindings;
  } catch (cause) {
    throw fail('IMPORT_READER', { cause });
  }
}

/**
 * @param root of the uploads (platform/import-files.ts)
 * @param env all of the process's environment
 */
export function createImportReader(root: string, env: Readonly<Record<string, string>>): ImportReader {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    survey(id, look) {
      const { file, rows } = importPaths(root, id);
      return inTurn(() => survey({ file, rows, look }, env));
    },
    async correct(id, look) {
      const { file, rows, corrected } = importPaths(root, id);
      await inTurn(() => answerTo({ file, rows, look, corrected }, env));
    },
    rows: (id, query) => readImportRows(importPaths(root, id).rows, query),
  };
}
