import { Kysely, SqliteDialect } from 'kysely';
import { openDatabase } from '../../base/runtime/sqlite.ts';
import type { AccessHeadTables } from './access-head-tables.ts';
import type { CoreTables } from './core-tables.ts';
import type { DeploymentTables } from './deployment-tables.ts';
import type { FindingsMailTables } from './findings-mail-tables.ts';
import type { LaunchTables } from './launch-tables.ts';
import type { MetricTables } from './metric-tables.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { withPreparedStatements } from './prepared.ts';
import type { RolloutTables } from './rollout-tables.ts';
import type { ScimTables } from './scim-tables.ts';
import type { SupportLogTables } from './support-log-tables.ts';
import type { SupportTables } from './support-tables.ts';

export type CloudTables = CoreTables &
  ScimTables &
  LaunchTables &
  DeploymentTables &
  FindingsMailTables &
  AccessHeadTables &
  MetricTables &
  SupportTables &
  SupportLogTables &
  RolloutTables;
export type CloudDatabase = Kysely<CloudTables>;

export type OpenedCloudDatabase = {
  readonly db: CloudDatabase;
  readonly setAside?: string;
  close(): Promise<void>;
};

/** Opens the cloud's SQLite store (`:memory:` in tests). Store ports stay asynchronous, so PostgreSQL can take its place. */
export function openCloudDatabase(file: string, now: () => number): OpenedCloudDatabase {
  const opened = openDatabase(file, { migrations: MIGRATIONS, now });
  const db = new Kysely<CloudTables>({
    dialect: new SqliteDialect({ database: withPreparedStatements(opened.db) }),
  });
  return {
    db,
    ...(opened.setAside === undefined ? {} : { setAside: opened.setAside }),
    close: () => db.destroy(),
  };
}
