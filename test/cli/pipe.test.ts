/** `cloudlink … | head`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'tap';
import { programFile } from '../helpers/programs.ts';

const CLOUDLINK = programFile('cli/main');

test('who reads its output no further ends it in order', { timeout: 60_000 }, async (t) => {
  const child = spawn(process.execPath, [CLOUDLINK, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, 'close');
  t.equal(code, 0);
  t.equal(said, '');
});
