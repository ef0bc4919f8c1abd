/** Entry of the process that the daemon starts: what it is told of the gateway, an order, and a path. */
import { type BackupOf, type BackupOrder, readInput, runBackup } from './orders.ts';

const [of = '{}', order, path = ''] = process.argv.slice(2);
const done = await runBackup(
  order as BackupOrder,
  path,
  await readInput(),
  JSON.parse(of) as BackupOf,
  (line) => {
    process.stdout.write(`${JSON.stringify(line)}\n`);
  },
);
process.exitCode = done ? 0 : 70;
