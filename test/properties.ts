/**
 * Every property test with seeds that no earlier run had: `npm run properties [-- --rounds 5] [-- --file joins]`. What
 * it finds is printed with the command that shows it again; a counterexample becomes a test by name.
 */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, file: { type: 'string', default: '' } },
});
const files = globSync('test/**/*.test.ts')
  .filter((file) => file.includes(values.file) && readFileSync(file, 'utf8').includes('helpers/fc.ts'))
  .sort();
let failed = 0;
for (let round = 1; round <= Number(values.rounds); round++)
  for (const file of files) {
    const seed = String(Date.now() % 2 ** 31);
    const env = { ...process.env, FC_SEED: seed, TAP_TIMEOUT: '3600' };
    const { status, stdout } = spawnSync(process.execPath, [file], { env, encoding: 'utf8' });
    if (status === 0) continue;
    failed++;
    const why = stdout.split('\n').filter((line) => /^\s*(not ok|message:)/.test(line));
    process.stdout.write(`FC_SEED=${seed} TAP_TIMEOUT=3600 node ${file}\n${why.slice(0, 4).join('\n')}\n`);
  }
process.stdout.write(`${files.length} files, ${values.rounds} rounds, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
