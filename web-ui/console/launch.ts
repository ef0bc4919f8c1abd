import type { LaunchTicket } from '../../src/contract/console-api.ts';
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

/**
 * Opens a target of a gateway in a new tab (row C6): every call is a new session of its own.
 * Until the gateway has opened the session, the tab says that.
 *
 * @throws ApiError with the gateway's or the cloud's reason; the new tab is closed again
 */
export async function launch(gatewayId: string, targetId: string): Promise<void> {
  // the tab is opened in the click itself: seconds later a browser would take it for a pop-up
  const name = `launch-${Date.now()}`;
  const tab = window.open('about:blank', name);
  if (tab) {
    tab.document.title = t('g.opening');
    tab.document.body.textContent = t('g.opening');
  }
  try {
    const path = `/api/gateways/${encodeURIComponent(gatewayId)}/launch`;
    postTicket(await api.post<LaunchTicket>(path, { targetId }, OPEN_MS), tab ? name : '_blank');
    // after the form has found it by its name, and before the target's page can look back at the console
    if (tab) tab.opener = null;
  } catch (thrown) {
    tab?.close();
    throw thrown;
  }
}
