/** The cloud's OpenAPI document without a running cloud: `cloudlink-cloud openapi > docs/openapi-cloud.json`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCloud, openCore, type Surroundings } from './cloud.ts';
import { readConfig } from './config.ts';

/** Built from the route rows, in a throw-away data folder; the same as `GET /openapi.json`. */
export async function openApiDocument(surroundings: Surroundings): Promise<object> {
  const data = mkdtempSync(join(tmpdir(), 'cloudlink-openapi-'));
  const config = readConfig(undefined, { data });
  const core = openCore(config, surroundings);
  try {
    const built = await buildCloud(config, { ...surroundings, core, publicUrl: 'https://cloud.example' });
    await built.app.ready();
    const document = built.app.swagger();
    await built.app.close();
    return document;
  } finally {
    await core.close();
    rmSync(data, { recursive: true, force: true });
  }
}
