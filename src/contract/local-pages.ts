/**
 * Addresses of the gateway's pages behind the sign-in: the server answers each with the one document, and the router of
 * the pages has a page for each. Those of set-up are whatever lies below `/setup/`.
 */
export const LOCAL_PAGES = [
  '/',
  '/sync',
  '/sync/detained',
  '/sync/import',
  '/sync/runs',
  '/sync/runs/:id',
  '/sync/people',
  '/sync/people/:id',
  '/sync/findings',
  '/sync/synchronisers',
  '/sync/synchronisers/:id',
  '/alarms',
  '/tunnels',
  '/access-log',
  '/outflow',
  '/inventory',
  '/network',
  '/people',
  '/support',
  '/updates',
  '/backup',
  '/factory-reset',
  '/about/licences',
] as const;
export type LocalPage = (typeof LOCAL_PAGES)[number];
