/** The dashboard's first line: the state in one or two sentences, and the one thing to do next. */
import type { Overview, Target } from '../../../src/contract/local-api.ts';
import { nextStep, stepHref, stepTitle } from '../steps.ts';
import { t } from '../words.ts';

export type Headline = {
  readonly sentences: readonly string[];
  readonly next?: { readonly href: string; readonly words: string };
};

type Part = { readonly sentence: string; readonly next?: Headline['next'] };

const USER_SYNC = '/sync';

/** `MiCollab Administration`: how a target is called in sentences. */
export function targetName({ component, tunnel }: Pick<Target, 'component' | 'tunnel'>): string {
  return t('target.name', { component, tunnel });
}

/** What the user sync has to say, first that fits. */
export function syncPart({ sync }: Pick<Overview, 'sync'>): Part {
  const { plan, state } = sync;
  if (plan?.held) {
    const { count: n } = plan.held;
    return { sentence: t('sync.held', { n }), next: { href: USER_SYNC, words: t('sync.decide', { n }) } };
  }
  if (state === 'failed')
    return { sentence: t('sync.failed'), next: { href: USER_SYNC, words: t('sync.seeWhy') } };
  if (state === 'awaitingApproval')
    return {
      sentence: t('sync.read', { n: sync.users }),
      next: { href: USER_SYNC, words: t('sync.approve') },
    };
  if (state === 'never') return { sentence: t('sync.never') };
  if (state === 'paused') return { sentence: t('sync.paused') };
  return inSyncPart(sync.users, plan?.detained ?? sync.counts?.detained ?? 0);
}

function inSyncPart(users: number, detained: number): Part {
  if (detained === 0) return { sentence: t('sync.inSync', { n: users }) };
  return {
    sentence: t('sync.attention', { n: Math.max(0, users - detained), detained }),
    next: { href: USER_SYNC, words: t('sync.review', { n: detained }) },
  };
}

function linkSentence({ linked, account }: Overview): string {
  if (!linked) return t('head.unlinked');
  return account ? t('head.linkedTo', { account: account.name }) : t('head.linked');
}

/** The state of the whole gateway. */
export function headline(overview: Overview): Headline {
  const { account, linked } = overview;
  if (account?.state === 'deactivated')
    return {
      sentences: [t('head.deactivated', { account: account.name }), t('head.paused')],
    };
  const step = nextStep(overview);
  const first = linkSentence(overview);
  if (step) {
    const title = stepTitle(step);
    return {
      sentences: [first, t('head.setup', { step: title })],
      next: { href: stepHref(step), words: t('head.continue', { step: title }) },
    };
  }
  if (!linked) return { sentences: [first], next: { href: '/about', words: t('head.link') } };
  const { sentence, next } = syncPart(overview);
  return { sentences: [first, sentence], ...(next ? { next } : {}) };
}
