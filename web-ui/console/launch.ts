import type {
  LaunchAnswer,
  LaunchTicket,
  LaunchView,
  LaunchWaiting,
} from '../../src/contract/console-api.ts';
import { api } from './api.ts';
import { t } from './words.ts';

/** The cloud waits 20 s for the gateway to open the session. */
const OPEN_MS = 30_000;

/** The token goes in a posted form, so that it stands in no address, history or log. */
export function postTicket({ url, token }: Pick<LaunchTicket, 'url' | 'token'>, target: string): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = url;
  form.target = target;
  const input = document.createElement('input');
  input.type = 'hidden';
  input.name = 'token';
  input.value = token;
  form.append(input);
  document.body.append(form);
  form.submit();
  form.remove();
}

/** Why a person comes in; the customer reads it. */
export type Why = { readonly reason: string; readonly ticket: string };

/** Sessions that this page has opened and nobody has ended, as far as it knows. */
export const opened = new Set<string>();

/** The tab that a launch goes into. It is opened in the click itself: seconds later a browser would take it for a pop-up. */
export function openTab() {
  const name = `launch-${Date.now()}`;
  const tab = window.open('about:blank', name);
  const say = (words: string) => {
    if (!tab || tab.closed) return;
    tab.document.title = words;
    tab.document.body.textContent = words;
  };
  return {
    say,
    close: () => tab?.close(),
    /** Closed by the person meanwhile, or never opened. */
    isGone: () => !tab || tab.closed,
    post(ticket: LaunchTicket): void {
      opened.add(ticket.sessionId);
      postTicket(ticket, tab && !tab.closed ? name : '_blank');
      // after the form has found it by its name, and before the target's page can look back at the console
      if (tab) tab.opener = null;
    },
  };
}
export type LaunchTab = ReturnType<typeof openTab>;

/**
 * Orders a session to a target of a gateway (row C6): every call is a new session of its own. Until it is open, the tab
 * says what is waited for.
 *
 * @returns the waiting, where somebody on site is asked first; undefined when the session is open
 * @throws ApiError with the gateway's or the cloud's reason; the new tab is closed again
 */
export async function launch(
  tab: LaunchTab,
  gatewayId: string,
  order: { readonly targetId: string } & Why,
): Promise<LaunchWaiting | undefined> {
  tab.say(t('g.opening'));
  try {
    const path = `/api/gateways/${encodeURIComponent(gatewayId)}/launch`;
    const { targetId, reason, ticket } = order;
    const body = { targetId, reason, ...(ticket === '' ? {} : { ticket }) };
    const answer = await api.post<LaunchAnswer>(path, body, OPEN_MS);
    if (answer.state === 'waiting') {
      tab.say(t('launch.waits'));
      return answer;
    }
    tab.post(answer);
    return undefined;
  } catch (thrown) {
    tab.close();
    throw thrown;
  }
}

/** The ticket of a session that waited. @throws ApiError LAUNCH_WAITS, LAUNCH_ENDED */
export const collect = (sessionId: string) =>
  api.post<LaunchTicket>(`/api/launches/${encodeURIComponent(sessionId)}/ticket`);

/** How a launch of one's own stands; undefined: it is not known here. */
export async function launchOf(sessionId: string): Promise<LaunchView | undefined> {
  const { sessions } = await api.get<{ sessions: LaunchView[] }>('/api/launches');
  return sessions.find((session) => session.id === sessionId);
}
