/** The figures compare the gateway with an empty server that imports the same libraries: not one more, not one less. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';
import { test } from 'tap';

const ROOT = resolve(import.meta.dirname, '../..');

/** What a file loads when it is loaded: imports of types are gone by then, dynamic ones have not happened. */
function loads(file: string): string[] {
  const { module } = parseSync(file, readFileSync(file, 'utf8'));
  const imports = module.staticImports
    .filter(({ entries }) => entries.length === 0 || entries.some((e) => !e.isType))
    .map((i) => i.moduleRequest.value);
  const exports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap((e) => (e.moduleRequest && !e.isType ? [e.moduleRequest.value] : [])),
  );
  return [...imports, ...exports];
}

/** Packages that a program loads at its start, by the names it imports them under. */
function packagesOf(entry: string, seen = new Set<string>()): Set<string> {
  const found = new Set<string>();
  if (seen.has(entry)) return found;
  seen.add(entry);
  for (const name of loads(entry)) {
    if (name.startsWith('node:')) continue;
    if (!name.startsWith('.')) found.add(name);
    else for (const inner of packagesOf(resolve(dirname(entry), name), seen)) found.add(inner);
  }
  return found;
}

test('the empty server imports what the gateway imports at its start', async (t) => {
  // the second is loaded by the first, which counts its crashes
  const gateway = new Set(
    ['src/gateway/main.ts', 'src/gateway/gateway.ts'].flatMap((file) => [...packagesOf(resolve(ROOT, file))]),
  );
  const peer = packagesOf(resolve(ROOT, 'bench/empty-server.mjs'));
  t.same([...peer].sort(), [...gateway].sort());
  t.ok(gateway.has('fastify'), 'the graph was read');
});
