/** Further views of the lists that are worth a look, beside the six states (states.ts). */
import { DANA, PRIYA } from './world.ts';

const view = (name: string, who: string, path: string, text: string) => ({ name, who, path, text });

export const LIST_VIEWS = [
  view('platforms-filtered', DANA, '/platforms?type=msl&swa=Expired&swa=Inactive&q=i', 'micollab'),
  view('platforms-none', DANA, '/platforms?q=nowhere', 'Nothing matches'),
  view('events-filtered', PRIYA, '/events?type=Sync&from=1795000000000', 'sam.reed'),
  view('events-none', PRIYA, '/events?actorId=nobody', 'No events found'),
  view('users-choose', DANA, '/users', 'Choose the account'),
];
