/** The dashboard's first line: the state in one or two sentences, and the one thing to do next. */
import type { SwaStatus } from '../../../src/contract/inventory.ts';
import type { Overview, Target } from '../../../src/contract/local-api.ts';
import { LOOKS, type Look, lookId } from '../../../src/contract/look.ts';
import { usersInSync } from '../../../src/contract/users-in-sync.ts';
import { nextStep, stepHref, stepTitle } from '../steps.ts';
import { t } from '../words.ts';

export type Headline = {
  readonly sentences: readonly string[];
  readonly next?: { readonly href: string; readonly words: string };
};

type Part = { readonly sentence: string; readonly next?: Headline['next'] };

/** Heading of the alarms on the dashboard. */
export const ALARMS_ID = 'alarms';
const TO_ALARMS = `#${ALARMS_ID}`;
const TUNNELS = '/tunnels';
const USER_SYNC = '/sync';
const DETAINED = '/sync/detained';

/** `MiCollab Administration`: how a target is called in sentences. */
export function targetName({ component, tunnel }: Pick<Target, 'component' | 'tunnel'>): string {
  return t('target.name', { component, tunnel });
}

/** How a look of the cloud is called where a target's name stands. */
export const lookName = (look: Look): string => t('look.name', { look });

/** A target's id, or what stands there for a look: as people call it. */
export function placeName(targets: readonly Target[], id: string): string {
  const look = LOOKS.find((one) => lookId(one) === id);
  if (look) return lookName(look);
  const target = targets.find((one) => one.id === id);
  return target ? targetName(target) : id;
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
  return inSyncPart(usersInSync(sync), plan?.detained ?? sync.counts?.detained ?? 0);
}

function inSyncPart(n: number, detained: number): Part {
  if (detained === 0) return { sentence: t('sync.inSync', { n }) };
  return {
    sentence: t('sync.attention', { n, detained }),
    next: { href: DETAINED, words: t('sync.review', { n: detained }) },
  };
}

function linkSentence({ linked, account }: Overview): string {
  if (!linked) return t('head.unlinked');
  return account ? t('head.linkedTo', { account: account.name }) : t('head.linked');
}

/** Raised for the same reason as the sentence that the cloud is not reached. */
const OF_THE_WAY = ['CL_CONNECT_FAILURE', 'AUTHSERVICE_DOWN'];

/** The worst that stands: it comes before anything else that one could do. */
function alarmPart({ alarms, cloud }: Overview, said: (english: string) => string): Part | undefined {
  const critical = alarms.filter(
    ({ severity, code }) => severity === 'critical' && (cloud.online || !OF_THE_WAY.includes(code)),
  );
  const [first, ...others] = critical;
  if (!first) return undefined;
  const title = said(first.title);
  return {
    sentence: t('head.alarm', { title, n: others.length }),
    next: { href: TO_ALARMS, words: t('head.seeAlarm') },
  };
}

/** Started, and it does not lead to where it should. */
function isBroken({ state, tunnelUp, targetUp }: Target): boolean {
  return state === 'failed' || (state === 'started' && (tunnelUp?.up === false || targetUp?.up === false));
}

/** What is no emergency, when nothing else wants a person. */
function minorPart({ alarms, targets, cloud }: Overview): Part | undefined {
  const n = alarms.filter(({ severity }) => severity === 'warning').length;
  if (n > 0)
    return {
      sentence: t('head.warnings', { n }),
      next: { href: TO_ALARMS, words: t('head.seeAlarm') },
    };
  // without the cloud no tunnel is up, and that is said already
  const broken = cloud.online ? targets.filter(isBroken).length : 0;
  if (broken === 0) return undefined;
  return {
    sentence: t('head.brokenTunnels', { n: broken }),
    next: { href: TUNNELS, words: t('head.seeTunnels') },
  };
}

function withNext(sentences: readonly string[], next: Headline['next']): Headline {
  return { sentences, ...(next ? { next } : {}) };
}

/**
 * The state of the whole gateway: whose it is, the worst first, and what to do about that.
 *
 * @param said a title of the gateway in the language of the page
 */
export function headline(overview: Overview, said: (english: string) => string): Headline {
  const { account, linked, cloud } = overview;
  if (account?.state === 'deactivated')
    return {
      sentences: [t('head.deactivated', { account: account.name }), t('head.paused')],
    };
  const first = [linkSentence(overview), ...(linked && !cloud.online ? [t('head.offline')] : [])];
  const alarm = alarmPart(overview, said);
  const bad = alarm ? [alarm.sentence] : [];
  const step = nextStep(overview);
  if (step) {
    const title = stepTitle(step);
    return {
      sentences: [...first, ...bad, t('head.setup', { step: title })],
      next: { href: stepHref(step), words: t('head.continue', { step: title }) },
    };
  }
  if (!linked) return { sentences: [...first, ...bad], next: { href: '/about', words: t('head.link') } };
  if (alarm) return withNext([...first, ...bad], alarm.next);
  const sync = syncPart(overview);
  const minor = sync.next ? undefined : minorPart(overview);
  const sentences = [...first, sync.sentence, ...(minor ? [minor.sentence] : [])];
  return withNext(sentences, sync.next ?? minor?.next);
}

/** An SWA status as its message chooses by it: a choice has no spaces in its name. */
export const swaKey = (status: SwaStatus) => status.replaceAll(' ', '');
