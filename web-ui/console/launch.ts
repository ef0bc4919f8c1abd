import type { LaunchTicket } from '../../src/contract/console-api.ts';
import { api } from './api.ts';

/** The token goes in a posted form, so that it stands in no address, history or log. */
export function postTicket({ url, token }: Pick<LaunchTicket, 'url' | 'token'>, target = '_blank'): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = url;
  form.target = target;
  form.rel = 'noopener';
  const input = document.createElement('input');
  input.type = 'hidden';
  input.name = 'token';
  input.value = token;
  form.append(input);
  document.body.append(form);
  form.submit();
  form.remove();
}

/** Opens a target of a gateway in a new tab (row C6): every call is a new session of its own. */
export async function launch(gatewayId: string, targetId: string): Promise<void> {
  postTicket(await api.post<LaunchTicket>(`/api/gateways/${gatewayId}/launch`, { targetId }));
}
