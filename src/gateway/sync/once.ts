/**
 * `cloudlink sync run|preview --config FILE`: one cycle from any source to any SCIM server, without daemon or cloud.
 *
 *     node once.js --config FILE [--preview] [--json] [--confirm HASH] [--verbose]
 *
 * Exit code: 0 in sync · 2 something is detained or held by the guard · 1 failed (code, sentence, remedy on stderr).
 * Nobody has to approve the first plan: starting this is the approval. The guard holds removals all the same.
 */
import { toFault } from '../../base/errors.ts';
import { faultLines, syncOnce } from './once-command.ts';

// a reader that has seen enough (`| head`) is no failure of the sync
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort());
const tell = (line: string) => void process.stderr.write(`${line}\n`);
const print = (line: string) => void process.stdout.write(`${line}\n`);
try {
  process.exitCode = await syncOnce(process.argv.slice(2), { print, tell }, abort.signal);
} catch (thrown) {
  tell(faultLines(toFault(thrown)));
  process.exitCode = 1;
}
