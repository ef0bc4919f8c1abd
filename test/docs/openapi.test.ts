/** The OpenAPI documents under docs/ are what the route rows say today. */
import { readFileSync } from 'node:fs';
import { test } from 'tap';
import { systemClock } from '../../src/base/runtime/clock.ts';
import { createLogger } from '../../src/base/runtime/logger.ts';
import { readBuild } from '../../src/base/runtime/version.ts';
import { openApiDocument as ofCloud } from '../../src/cloud/openapi.ts';
import { openApiDocument as ofGateway } from '../../src/gateway/openapi.ts';

type Document = { openapi: string; paths: Record<string, Record<string, { summary?: string }>> };

const silent = { clock: systemClock, logger: createLogger({ level: 'silent', name: 'test' }) };
const DOCUMENTS: [string, () => Promise<object>][] = [
  ['docs/openapi-cloud.json', () => ofCloud(silent)],
  ['docs/openapi-gateway.json', () => ofGateway(readBuild())],
];

for (const [file, make] of DOCUMENTS)
  test(`${file} is not stale`, async (t) => {
    const made = JSON.parse(JSON.stringify(await make())) as Document;
    const kept = JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')) as Document;
    t.same(kept, made, `${file} says what the routes say; if not, make it anew: npm run openapi`);
    t.equal(kept.openapi, '3.1.0');
    for (const [path, methods] of Object.entries(kept.paths))
      for (const [method, { summary }] of Object.entries(methods))
        t.ok(summary, `${method} ${path} has a sentence`);
  });
