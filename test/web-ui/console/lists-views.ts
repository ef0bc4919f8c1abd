/** Every list page in every state that is worth a look. */
import type { View } from './browser.ts';
import { LEE } from './lists-world.ts';
import { DANA, PRIYA, SAM } from './world.ts';

const at = (path: string) => () => path;
const view = (name: string, who: string, path: string, text: string, fault?: View['fault']): View => ({
  name,
  who,
  path: at(path),
  text,
  ...(fault ? { fault } : {}),
});
/** Broken and silent: the list does not come, the rest of the page does. */
const broken = (page: string, api: RegExp, failed: string, reading: string): View[] => [
  view(`${page}-error`, PRIYA, `/${page}`, failed, ['fails', api]),
  view(`${page}-loading`, PRIYA, `/${page}`, reading, ['hangs', api]),
];

export const LIST_VIEWS: readonly View[] = [
  view('platforms', DANA, '/platforms', 'mas-quill'),
  view('platforms-filtered', DANA, '/platforms?type=msl&swa=Expired&swa=Inactive&q=i', 'micollab'),
  view('platforms-empty', SAM, '/platforms', 'No platforms yet'),
  view('platforms-none', DANA, '/platforms?q=nowhere', 'Nothing matches'),
  view('platforms-full', LEE, '/platforms', '50 of 50,001 shown'),
  ...broken('platforms', /\/api\/inventory/, 'answered', 'Reading the platforms'),
  view('platform-unknown', DANA, '/platforms/nothing', 'There is no such platform'),
  view('applications', DANA, '/applications', 'mx-one'),
  view('applications-empty', SAM, '/applications', 'No applications yet'),
  view('applications-full', LEE, '/applications', '50 of 50,003 shown'),
  ...broken('applications', /\/api\/inventory/, 'answered', 'Reading the applications'),
  view('events', PRIYA, '/events', 'No additional events found'),
  view('events-filtered', PRIYA, '/events?type=Sync&from=1795000000000', 'sam.reed'),
  view('events-none', PRIYA, '/events?actorId=nobody', 'No events found'),
  view('events-empty', DANA, '/events?account=519003720', 'No events yet'),
  view('events-full', LEE, '/events', '50 of 50,'),
  ...broken('events', /\/api\/events/, 'Failed to get events', 'Reading the events'),
  view('users-choose', DANA, '/users', 'Choose the account'),
  view('users', PRIYA, '/users', 'Ann Archer'),
  view('users-empty', SAM, '/users', 'No users yet'),
  view('users-full', LEE, '/users', '50 of 50,000 shown'),
  ...broken('users', /\/api\/users/, 'answered', 'Reading the users'),
];
