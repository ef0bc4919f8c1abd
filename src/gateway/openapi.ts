/** The gateway's OpenAPI document without a running gateway: `cloudlinkd openapi`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeRoutes } from '../base/runtime/openapi.ts';
import type { Build } from '../base/runtime/version.ts';
import { readConfig } from './config.ts';
import { createGateway } from './gateway.ts';

/** Built from the route rows of a gateway that never starts, in a throw-away data folder. */
export async function openApiDocument(build: Build): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-openapi-'));
  try {
    const config = readConfig(undefined, { dataDir: folder, runDir: folder, 'log.level': 'silent' });
    const gateway = await createGateway(config, {
      build,
      environment: { forChildren: {} },
      restart: () => undefined,
      describe: (app) =>
        describeRoutes(app, {
          title: 'CloudLink gateway',
          version: build.version,
          description: 'The gateway’s own API, for its pages and the cloudlink command.',
        }),
    });
    const document = gateway.openApi();
    await gateway.stop();
    return document;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
