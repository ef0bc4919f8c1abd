/** How long the gateway keeps what would otherwise only grow. Days unless said; docs/running.md names them. */
export const RETENTION = {
  /** Launch sessions that have ended. */
  sessionDays: 400,
  /** Ids of commands whose results the cloud has stored; a command that comes again later has long expired. */
  commandDays: 90,
  /** Rows of sync cycles, one each 20 minutes. */
  cycleDays: 90,
  /** The access log: older records go, and the log says so itself. */
  accessLogDays: 400,
  /** … and the oldest ones beyond about this size. Bytes. */
  accessLogBytes: 256 * 1024 * 1024,
  /** The hash chain of changes at the cloud. */
  syncAuditDays: 400,
  /** Sums by day of what left the building. */
  outflowDays: 90,
  /** Support bundles. */
  supportDays: 30,
  /** … and the oldest ones beyond so many. */
  supportBundles: 5,
} as const;

export const DAY_MS = 24 * 3_600_000;
