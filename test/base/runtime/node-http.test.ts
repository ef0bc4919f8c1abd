/** What base/runtime/node-http.ts is there for. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { test } from 'tap';

const run = promisify(execFile);
const loaded = async (module: string): Promise<string> => {
  const script = `await import(${JSON.stringify(module)}); console.log(process.moduleLoadList.join('\\n')); process.exit(0)`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { env: {} });
  return stdout;
};
const ours = (path: string) => new URL(`../../../src/${path}`, import.meta.url).href;
const UNDICI = /internal\/deps\/undici\/undici/;

test('the gateway starts without the copy of undici that Node carries', async (t) => {
  t.notMatch(await loaded(ours('gateway/gateway.ts')), UNDICI);
  t.match(await loaded('node:http'), UNDICI, 'an import of node:http brings it');
});
