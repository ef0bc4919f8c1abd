/** The dashboard's first line: the state in one or two sentences, and the one thing to do next. */
import type { Overview } from '../../../src/contract/local-api.ts';
import { count, plural } from '../../shared/format.ts';
import { nextStep, stepHref, stepTitle } from '../steps.ts';

export type Headline = {
  readonly sentences: readonly string[];
  readonly next?: { readonly href: string; readonly words: string };
};

type Part = { readonly sentence: string; readonly next?: Headline['next'] };

const USER_SYNC = '/sync';

/** What the user sync has to say, first that fits. */
export function syncPart({ sync }: Pick<Overview, 'sync'>): Part {
  const { plan, state } = sync;
  if (plan?.held) {
    const { count: n } = plan.held;
    return {
      sentence: `${plural(n, 'removal')} ${n === 1 ? 'is' : 'are'} held until somebody decides.`,
      next: { href: USER_SYNC, words: `Decide about ${plural(n, 'removal')}` },
    };
  }
  if (state === 'failed')
    return {
      sentence: 'The last user sync failed.',
      next: { href: USER_SYNC, words: 'See why the sync failed' },
    };
  if (state === 'awaitingApproval')
    return {
      sentence: `${plural(sync.users, 'user')} read, nothing sent yet.`,
      next: { href: USER_SYNC, words: 'Approve the first sync' },
    };
  if (state === 'never') return { sentence: 'No users have been read yet.' };
  if (state === 'paused') return { sentence: 'User sync is paused.' };
  return inSyncPart(sync.users, plan?.detained ?? sync.counts?.detained ?? 0);
}

function inSyncPart(users: number, detained: number): Part {
  if (detained === 0) return { sentence: `${plural(users, 'user')} in sync.` };
  return {
    sentence: `${plural(Math.max(0, users - detained), 'user')} in sync, ${count(detained)} need attention.`,
    next: { href: USER_SYNC, words: `Review ${plural(detained, 'detained update')}` },
  };
}

/** The state of the whole gateway. */
export function headline(overview: Overview): Headline {
  const { account, linked } = overview;
  if (account?.state === 'deactivated')
    return {
      sentences: [`The account ${account.name} is deactivated.`, 'Sync, reports and tunnels are paused.'],
    };
  const step = nextStep(overview);
  const first = linked ? `Linked to ${account?.name ?? 'an account'}.` : 'This gateway is not linked yet.';
  if (step) {
    const words = `Set-up goes on with ${stepTitle(step)}.`;
    return {
      sentences: [first, words],
      next: { href: stepHref(step), words: `Continue set-up: ${stepTitle(step)}` },
    };
  }
  if (!linked)
    return { sentences: [first], next: { href: '/about', words: 'Link it to a customer account' } };
  const { sentence, next } = syncPart(overview);
  return { sentences: [first, sentence], ...(next ? { next } : {}) };
}
