/** The console's pages in the six states: who looks, where, and what stands there; or why there is none. */
import { type BrowserContext, errors, type Locator, type Page } from 'playwright-core';
import type { TestCloud } from '../../cloud/harness.ts';
import { learnLanguages, showAnew } from '../browser.ts';
import { type Depth, depthOf, isNot, type Not, STATES, type State } from '../states.ts';
import { signInAs, type View, withFault } from './browser.ts';
import { LEE, type ListsWorld } from './lists-world.ts';
import { DANA, LARGE_PARTNER, NEW_PARTNER, PRIYA, SAM, SUPPORT_LOG, type World } from './world.ts';

type Shown<W> = readonly [who: string | undefined, path: string | ((world: W) => string), text: string];
type Row<W> = Readonly<Record<'typical', Shown<W>> & Partial<Record<State, Shown<W> | Not>>>;

/** States that every page gets by itself, from its typical one: its own requests fail or hang, the console goes away. */
export const GIVEN = ['error', 'loading', 'offline'] as const;

const FORM: Not = { no: 'a form has no rows' };
const ONE: Not = { no: 'one thing, which is there or not' };
const NO_READING = {
  error: { no: 'reads nothing of its own before something is sent; refusals stand in the behaviour test' },
  loading: { no: 'reads nothing of its own' },
} as const;
const DOOR = { empty: FORM, full: FORM, ...NO_READING, offline: { no: 'nothing on it grows old' } } as const;

const ballad = ({ accounts }: World) => `/accounts/${accounts.ballad.number}`;

/** Pages of administration, over `world.ts`. */
export const ADMIN_PAGES: Readonly<Record<string, Row<World>>> = {
  '/': {
    typical: [DANA, '/', 'The PBX does not answer'],
    empty: [NEW_PARTNER, '/', 'Begin with an account'],
    full: [LARGE_PARTNER, '/', '120 accounts'],
  },
  '/accounts': {
    typical: [DANA, '/accounts', 'Ballad Industries'],
    empty: [NEW_PARTNER, '/accounts', 'No account yet'],
    full: [LARGE_PARTNER, '/accounts', 'Niederlassung 001'],
  },
  '/accounts/new': {
    typical: [DANA, '/accounts/new', 'First administrator'],
    empty: FORM,
    full: FORM,
    ...NO_READING,
  },
  '/accounts/:number': {
    typical: [DANA, ballad, 'Generate keys'],
    empty: [DANA, '/accounts/999999999', 'no account with this number'],
    full: ONE,
  },
  '/integrations': {
    typical: [PRIYA, '/integrations', 'Onboarding Complete'],
    empty: [SAM, '/integrations', 'No gateway detected'],
    full: { no: 'the integrations of one account: a handful' },
  },
  '/gateways': {
    typical: [DANA, '/gateways', 'cloudlink-gbg'],
    empty: [SAM, '/gateways', 'No gateway detected'],
    full: { no: 'a table as of the accounts, whose full page is looked at' },
  },
  '/gateways/:id': {
    typical: [DANA, ({ gateways }) => `/gateways/${gateways.ballad}`, 'HELPER_MISSING'],
    empty: [DANA, ({ gateways }) => `/gateways/${gateways.halden}`, 'has not said anything'],
    full: ONE,
  },
  '/claim-tokens': {
    typical: [PRIYA, '/claim-tokens', 'No gateway is expected.'],
    empty: [SAM, '/claim-tokens', 'No gateway is expected.'],
    full: { no: 'the gateways that one account expects: a handful' },
  },
  '/updates': {
    typical: [DANA, '/updates', 'Notes of 3.2.1.'],
    empty: [NEW_PARTNER, '/updates', 'No rollout yet'],
    full: { no: 'a release a month: some dozens' },
  },
  '/updates/new': {
    typical: [DANA, '/updates/new', 'Look who is in which ring'],
    empty: FORM,
    full: FORM,
  },
  '/updates/:id': {
    typical: [DANA, ({ rollout }) => `/updates/${rollout}`, 'cloudlink-gbg'],
    empty: [NEW_PARTNER, ({ rollout }) => `/updates/${rollout}`, 'There is no such rollout'],
    full: { no: 'a table as of the accounts, whose full page is looked at' },
  },
  '/support-logs': {
    typical: [DANA, '/support-logs', 'Support bundle of cloudlink-ott'],
    empty: [SAM, '/support-logs', 'No support logs yet'],
    full: { no: 'a table as of the events, whose full page is looked at' },
  },
  '/support-logs/new': {
    typical: [SAM, '/support-logs/new', 'Report an issue.'],
    empty: FORM,
    full: FORM,
    ...NO_READING,
  },
  '/support-logs/:id': {
    typical: [DANA, `/support-logs/${SUPPORT_LOG}`, 'Save Notes and Status'],
    empty: [DANA, '/support-logs/01930000-0000-7000-8000-00000000ffff', 'There is nothing here'],
    full: ONE,
  },
  // in front of the frame, beside the router
  '/link': { typical: [DANA, '/link', 'Where do I find the code?'], ...DOOR },
  '/sign-in': { typical: [undefined, '/', 'Sign in to the console.'], ...DOOR },
  '/invite': { typical: [undefined, '/invite#token=unknown', 'used already'], ...DOOR },
  '/nowhere': { typical: [DANA, '/nowhere', 'There is no such page.'], ...DOOR },
};

/** The lists, over `lists-world.ts`. Details stand beside their list, which has the other states. */
export const LIST_PAGES: Readonly<Record<string, Row<ListsWorld>>> = {
  '/users': {
    typical: [PRIYA, '/users', 'Ann Archer'],
    empty: [SAM, '/users', 'No users yet'],
    full: [LEE, '/users', '50 of 50,000 shown'],
  },
  '/users/:id': {
    typical: [LEE, '/users/many-0', 'Synced from'],
    empty: [PRIYA, '/users/nobody', 'There is no such user'],
    full: ONE,
  },
  '/platforms': {
    typical: [DANA, '/platforms', 'mas-quill'],
    empty: [SAM, '/platforms', 'No platforms yet'],
    full: [LEE, '/platforms', '50 of 50,001 shown'],
  },
  '/platforms/:id': {
    typical: [LEE, '/platforms/many~0', 'Intel(R) Xeon(R)'],
    empty: [DANA, '/platforms/nothing', 'There is no such platform'],
    full: ONE,
  },
  '/applications': {
    typical: [DANA, '/applications', 'mx-one'],
    empty: [SAM, '/applications', 'No applications yet'],
    full: [LEE, '/applications', '50 of 50,003 shown'],
  },
  '/applications/:id': {
    typical: [LEE, '/applications/many~0~app~0', 'cloudlink-daemon on'],
    empty: [DANA, '/applications/nothing', 'There is no such application'],
    full: ONE,
  },
  '/events': {
    typical: [PRIYA, '/events', 'No additional events found'],
    empty: [DANA, '/events?account=519003720', 'No events yet'],
    full: [LEE, '/events', '50 of 50,'],
  },
  '/events/:id': {
    typical: [LEE, '/events?event=00000000-0000-7000-8000-000000000001', 'Event Details'],
    empty: [PRIYA, '/events?event=00000000-0000-7000-8000-0000000fffff', 'There is no such event'],
    full: ONE,
  },
};

export type StateView<W> = {
  readonly name: string;
  readonly depth: Depth;
  readonly state: State;
  readonly who: string | undefined;
  readonly path: (world: W) => string;
  readonly text: string | RegExp;
  readonly fault?: View['fault'];
  /** The network goes while the page is open. */
  readonly cutOff?: boolean;
  /** What stands there before it goes: a page that is still reading would fail instead. */
  readonly whole?: string;
};

/** Requests of a page; those of the frame (who is there, what changes) are none. */
const OWN = /\/api\/(?!me\b|live\b)/;
const GIVEN_VIEWS = {
  error: { text: 'NOT_JSON', fault: ['fails', OWN] },
  loading: { text: /^Reading/, fault: ['hangs', OWN] },
  offline: { text: 'No contact with the console', cutOff: true },
} as const;

function viewOf<W>(name: string, row: Row<W>, state: State): StateView<W> | undefined {
  const cell = row[state];
  if (isNot(cell)) return undefined;
  const [who, path, text] = cell ?? row.typical;
  const view = {
    name,
    state,
    depth: depthOf(state, cell),
    who,
    path: typeof path === 'string' ? () => path : path,
    text,
  };
  if (cell) return view;
  return state === 'error' || state === 'loading' || state === 'offline'
    ? { ...view, ...GIVEN_VIEWS[state], whole: text }
    : undefined;
}

/** Every page of a table in every state that it has. */
export function stateViews<W>(table: Readonly<Record<string, Row<W>>>): StateView<W>[] {
  return Object.entries(table).flatMap(([name, row]) =>
    STATES.flatMap((state) => viewOf(name, row, state) ?? []),
  );
}

/** A page whose stream is broken asks again after so long. */
const UNTIL_ASKED_AGAIN_MS = 25_000;
const TURNS = 50;
const SETTLED_MS = 300;

/** Visible now, or as soon as what is on its way has come. */
const isThere = (words: Locator): Promise<boolean> =>
  words.waitFor({ timeout: SETTLED_MS }).then(
    () => true,
    (error) => (error instanceof errors.TimeoutError ? false : Promise.reject(error)),
  );

/** Opens a view; one that is cut off needs a page whose clock is the test's, and an order given back to the context. */
export async function openView<W extends { readonly cloud: TestCloud }>(
  context: BrowserContext,
  world: W,
  page: Page,
  view: StateView<W>,
): Promise<void> {
  await showAnew(page, world.cloud.url + view.path(world), async () => {
    await signInAs(context, world, view.who);
    await withFault(context, view);
  });
  if (view.cutOff) {
    const { whole = '' } = view;
    await page.locator('main').getByText(whole).filter({ visible: true }).first().waitFor();
    await learnLanguages(page);
    await context.route(/\/api\//, (route) => route.abort('internetdisconnected'));
    await context.setOffline(true);
  }
  const words = page.locator('main').getByText(view.text).filter({ visible: true }).first();
  // the break itself may be noticed after the first turn: its clock stands still, the network does not
  for (let turn = 0; view.cutOff && turn < TURNS && !(await isThere(words)); turn++)
    await page.clock.runFor(UNTIL_ASKED_AGAIN_MS);
  await words.waitFor();
}
