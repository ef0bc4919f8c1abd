/** Which settings a support bundle shows. A new one is in none until somebody puts it here or there. */

/** Shown with their values. */
export const SHOWN: readonly string[] = [
  ...['dataDir', 'runDir', 'helperSocket', 'licence', 'name', 'mdns.enabled', 'kind'],
  ...['cloud.url', 'cloud.ca', 'cloud.noProxy'],
  ...['http.host', 'http.port', 'http.httpsPort', 'http.allowHosts', 'http.webDir'],
  ...['log.level', 'outbox.budgetBytes', 'msl.root', 'msl.packages', 'reset.button', 'reset.reader'],
  ...['memory.ceilingMiB', 'safeMode.afterCrashes'],
  ...['update.bytesPerSecond', 'update.folder', 'update.rauc', 'update.root', 'update.trialSeconds'],
];
/** Of these only whether they are set: a proxy's address may hold its user. */
export const HIDDEN: readonly string[] = ['cloud.proxy', 'cloud.proxyUser', 'cloud.proxyPassword'];

export type ShownSettings = {
  readonly settings: Readonly<Record<string, unknown>>;
  /** Keys whose values are left out → whether they have one. */
  readonly leftOut: Readonly<Record<string, 'set' | 'not set'>>;
};

/**
 * @param keys every setting, dotted
 * @param own its value
 */
export function shownSettings(keys: Iterable<string>, own: (key: string) => unknown): ShownSettings {
  const all = [...keys];
  const isSet = (value: unknown) => value !== undefined && value !== '';
  return {
    settings: Object.fromEntries(all.filter((key) => SHOWN.includes(key)).map((key) => [key, own(key)])),
    leftOut: Object.fromEntries(
      all.filter((key) => !SHOWN.includes(key)).map((key) => [key, isSet(own(key)) ? 'set' : 'not set']),
    ),
  };
}
