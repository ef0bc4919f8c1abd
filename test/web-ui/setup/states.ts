/** The gateway's pages in the six states: what stands there in each, or why there is none. */
import type { BrowserContext, Page } from 'playwright-core';
import type { SceneName, SetupApi } from '../../fakes/setup-api.ts';
import { learnLanguages, showAnew } from '../browser.ts';
import { type Depth, depthOf, isNot, type Not, STATES, type State } from '../states.ts';

/** What the gateway is like, and what the page then says. */
type Shown = readonly [scene: SceneName, text: string | RegExp];
type Row = Readonly<
  Record<'typical', Shown> &
    Partial<Record<State, Shown | Not>> & {
      /** An address of the pattern, where the page has one. */
      at?: string;
    }
>;

/** States that every page gets by itself, from its typical one: its own requests fail or hang, the gateway goes away. */
export const GIVEN = ['error', 'loading', 'offline'] as const;

const FORM: Not = { no: 'a form has no rows' };
/** Reading and lost contact are drawn by the same parts on every page of user sync. */
const AS_QUEUE: Not = { no: 'as “/sync/detained”' };
const SITE_SIZED: Not = { no: 'what one site has: a dozen rows, which the typical page shows' };
const ONE_THING: Not = { no: 'of one thing; without it the page is its error' };
const NO_READING = {
  error: { no: 'reads nothing of its own; its error is the one of “/”' },
  loading: { no: 'reads nothing of its own; it waits as “/” does' },
} as const;
const DOOR = {
  empty: { no: 'a form in front of the sign-in' },
  full: FORM,
  error: { no: 'reads nothing; what is refused stands in the behaviour test' },
  loading: { no: 'reads nothing' },
  offline: { no: 'nothing on it grows old; sending fails with the words of the behaviour test' },
} as const;

export const PAGES: Readonly<Record<string, Row>> = {
  '/': {
    typical: ['typical', 'CloudLink Daemon Update'],
    empty: ['empty', 'Set-up goes on with Gateway'],
    full: ['full', /50,000 removals are held/],
    error: ['unreachable', 'cannot be read'],
    loading: ['loading', 'Reading the gateway'],
  },
  '/sync': {
    typical: ['offline', 'need attention'],
    empty: ['empty', 'No users have been read yet'],
    full: ['full', '10 of 50,000 shown'],
  },
  '/sync/detained': {
    typical: ['typical', 'Mobile to send'],
    empty: ['empty', 'Nothing is detained'],
    full: ['full', '50 of 2,500 shown'],
  },
  '/sync/runs': {
    typical: ['typical', 'Some detained'],
    empty: ['empty', 'No run yet'],
    full: ['full', '25 of 2,500 shown'],
    loading: AS_QUEUE,
    offline: AS_QUEUE,
  },
  '/sync/runs/:id': {
    at: '/sync/runs/r6',
    typical: ['typical', 'Zoë Bouchard'],
    empty: ONE_THING,
    full: { no: 'the list of “/sync/people”' },
    loading: AS_QUEUE,
    offline: AS_QUEUE,
  },
  '/sync/people': {
    typical: ['typical', 'Farah Haddad'],
    empty: ['empty', 'Nobody has been read yet'],
    full: ['full', '50 of 50,000 shown'],
    loading: AS_QUEUE,
    offline: AS_QUEUE,
  },
  '/sync/people/:id': {
    at: '/sync/people/p1',
    typical: ['typical', 'Kept from an earlier source'],
    empty: ONE_THING,
    full: SITE_SIZED,
    loading: AS_QUEUE,
    offline: AS_QUEUE,
  },
  '/sync/findings': {
    typical: ['typical', 'Boardroom East'],
    empty: ['empty', 'Nothing is irregular'],
    full: ['full', '50 of 2,500 shown'],
    loading: AS_QUEUE,
    offline: AS_QUEUE,
  },
  '/sync/import': {
    typical: ['typical', '241 good, 3 wrong'],
    empty: ['empty', 'No file yet'],
    full: ['full', '25 of 2,500 shown'],
    loading: AS_QUEUE,
    offline: AS_QUEUE,
  },
  '/sync/synchronisers': {
    typical: ['typical', 'wins over Ballad directory'],
    empty: ['empty', 'Link the PBX in set-up'],
    full: SITE_SIZED,
    loading: AS_QUEUE,
    offline: AS_QUEUE,
  },
  '/sync/synchronisers/:id': {
    at: '/sync/synchronisers/ad',
    typical: ['typical', 'lower(first of: mail, userPrincipalName)'],
    empty: ONE_THING,
    full: SITE_SIZED,
  },
  '/tunnels': {
    typical: ['typical', 'Add a target by hand'],
    empty: ['empty', 'No tunnels yet'],
    full: SITE_SIZED,
    ...NO_READING,
  },
  '/access-log': {
    typical: ['typical', 'Dana Whitfield'],
    empty: ['empty', 'No remote session yet'],
    full: ['full', '25 of 50,000 shown'],
  },
  '/outflow': {
    typical: ['typical', '1 destination outside this building was contacted.'],
    empty: ['empty', 'Nothing left this building.'],
    full: ['full', 'host-490.example.net:443'],
  },
  '/inventory': {
    typical: ['typical', 'SWA Status'],
    empty: ['empty', 'Nothing has been collected yet'],
    full: SITE_SIZED,
  },
  '/people': {
    typical: ['typical', 'Wolfgang Hohenstein'],
    empty: { no: 'who looks at it is one of them' },
    full: SITE_SIZED,
  },
  '/alarms': {
    typical: ['diskFull', '3 alarms need attention'],
    empty: ['quiet', 'No alarm is active'],
    full: SITE_SIZED,
  },
  '/support': {
    typical: ['typical', '2 support bundles are kept here'],
    empty: ['empty', 'No support bundle yet'],
    full: ['full', '5 support bundles are kept here'],
  },
  '/updates': {
    typical: ['typical', 'What is new'],
    empty: ['empty', 'Not looked for yet'],
    full: ['updateTrial', 'Worse than before'],
  },
  '/backup': {
    typical: ['typical', 'The last backup is good'],
    empty: ['empty', 'There is no backup yet'],
    full: { no: 'as many files as somebody keeps, a hundred at most; the typical page shows some' },
  },
  '/factory-reset': {
    typical: ['typical', 'What goes'],
    empty: { no: 'a page of one thing' },
    full: ['full', 'has ordered that this gateway is reset'],
  },
  '/setup/gateway': {
    typical: ['typical', 'Gateway Information'],
    empty: ['empty', 'Gateway Information'],
    full: FORM,
  },
  '/setup/pbx': { typical: ['typical', 'PBX Type'], empty: ['empty', 'PBX Type'], full: FORM },
  '/setup/connect': {
    typical: ['typical', 'PBX Connected'],
    empty: ['empty', 'There is no PBX to connect to yet'],
    full: ['full', '10 of 50,000 shown'],
    ...NO_READING,
  },
  '/setup/deployment': {
    typical: ['held', 'Account ID for log in'],
    empty: ['empty', 'is not finished'],
    full: FORM,
    ...NO_READING,
  },
  '/about/licences': {
    typical: ['typical', 'This gateway is made with 170 packages.'],
    empty: { no: 'a build always has packages' },
    full: { no: 'the packages of the build, which the typical page shows' },
  },
  '/network': {
    typical: ['typical', 'HTTP proxy'],
    empty: { no: 'a host always has a network' },
    full: FORM,
  },
  '/setup/network': {
    typical: ['networkTrial', 'are on trial'],
    empty: { no: 'a host always has a network' },
    full: FORM,
  },
  '/setup/sync': {
    typical: ['smbc', 'Start syncing PBX users to the cloud'],
    empty: { no: 'begins empty: its typical state' },
    full: { no: 'the lists of “/sync”' },
    ...NO_READING,
  },
  '/setup/advanced': {
    typical: ['typical', 'Automatic Update Schedule'],
    empty: { no: 'orders, and one schedule' },
    full: { no: 'orders, and one schedule' },
  },
  '/setup/overview': {
    typical: ['typical', 'Fingerprint of the device key'],
    empty: ['empty', 'not saved'],
    full: { no: 'one gateway' },
    ...NO_READING,
  },
  // in front of the sign-in, beside the router
  '/about': {
    typical: ['linked', 'is linked to Ballad Industries'],
    empty: ['unlinked', 'This gateway works and is not linked yet.'],
    full: { no: 'one gateway' },
    error: ['unreachable', 'cannot be reached'],
    loading: ['loading', 'Asking the gateway for its state'],
    offline: { no: 'asks every few seconds and says that it cannot be reached, as in its error' },
  },
  '/first-administrator': { typical: ['unlinked', 'Make the first administrator'], ...DOOR },
  '/sign-in': { typical: ['signedOut', 'Sign in to this gateway'], ...DOOR },
  '/nowhere': {
    typical: ['typical', 'There is no such page'],
    ...DOOR,
    empty: { no: 'has no data' },
    full: { no: 'has no data' },
  },
};

export type StateView = {
  readonly path: string;
  readonly state: State;
  readonly depth: Depth;
  readonly scene: SceneName;
  readonly text: string | RegExp;
  /** What is done to the page's own requests. */
  readonly fault?: 'fails' | 'hangs' | undefined;
  readonly cutOff?: boolean | undefined;
  /** What stands there before the network goes: a page that is still reading would fail instead. */
  readonly whole?: string | RegExp;
};

const GIVEN_WORDS = { error: 'STORE_BUSY', loading: /^Reading/, offline: 'No contact with the gateway' };
const FAULT = { error: 'fails', loading: 'hangs' } as const;

/** One cell of the table as something that can be opened. */
function viewOf(path: string, row: Row, state: State): StateView | undefined {
  const cell = row[state];
  if (isNot(cell)) return undefined;
  const depth = depthOf(state, cell);
  if (cell) return { path, state, depth, scene: cell[0], text: cell[1] };
  if (state !== 'error' && state !== 'loading' && state !== 'offline') return undefined;
  return {
    path,
    state,
    depth,
    scene: row.typical[0],
    text: GIVEN_WORDS[state],
    fault: state === 'offline' ? undefined : FAULT[state],
    cutOff: state === 'offline',
    whole: row.typical[1],
  };
}

/** Every page in every state that it has. */
export const STATE_VIEWS: readonly StateView[] = Object.entries(PAGES).flatMap(([path, row]) =>
  STATES.flatMap((state) => viewOf(row.at ?? path, row, state) ?? []),
);

/** Requests of a page; those of the frame (who is there, the overview and its events) are none. */
const OWN = /\/api\/(?!me$|overview$|events\/)/;
const BUSY = {
  type: 'urn:cloudlink:error:STORE_BUSY',
  title: 'The gateway is busy with something else.',
  status: 503,
  code: 'STORE_BUSY',
  remedy: 'Try again in a minute.',
};

/** A page whose stream is broken asks again after so long. */
const UNTIL_ASKED_AGAIN_MS = 6000;
const TURNS = 50;

/** From now on the page's own requests fail or hang, until {@link mend}. */
export async function spoil(page: Page, fault: 'fails' | 'hangs'): Promise<void> {
  await page.route(OWN, (route) =>
    fault === 'hangs'
      ? undefined // never answered
      : route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(BUSY) }),
  );
}

/** Opens a view; one that is cut off needs a page whose clock is the test's. What it broke, {@link mend} puts in order. */
export async function openView(
  page: Page,
  api: SetupApi,
  { path, scene, text, fault, cutOff, whole = '' }: Omit<StateView, 'state' | 'depth'>,
): Promise<void> {
  let stream: Promise<unknown> | undefined;
  await showAnew(page, api.url + path, async () => {
    api.show(scene);
    if (fault) await spoil(page, fault);
    // a stream that is not open yet cannot be broken
    if (cutOff) stream = page.waitForResponse(/\/api\/events\/live/);
  });
  if (cutOff) {
    await stream;
    await page.locator('main').getByText(whole).filter({ visible: true }).first().waitFor();
    await learnLanguages(page);
    await page.context().setOffline(true);
    api.dropEvents();
  }
  const words = page.locator('main').getByText(text).filter({ visible: true }).first();
  // the break itself may be noticed after the first turn; a stream opened at that very moment is broken too
  for (let turn = 0; cutOff && turn < TURNS && !(await words.isVisible()); turn++) {
    api.dropEvents();
    await page.clock.runFor(UNTIL_ASKED_AGAIN_MS);
  }
  await words.waitFor();
}

export async function mend(context: BrowserContext, page: Page): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await context.setOffline(false);
}
