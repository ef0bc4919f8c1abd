/**
 * The one-time token of an invitation stands in the fragment of its link, which browsers send to nobody. It is read
 * once and taken out of the address at once, so that it stays in no history, bookmark or picture of the screen; it is
 * kept in this module only, never in the browser's storage.
 */
let token: string | undefined;

/** To be called before the first drawing. */
export function takeInviteToken(): void {
  if (location.pathname !== '/invite') return;
  token = new URLSearchParams(location.hash.slice(1)).get('token') ?? token;
  if (location.hash !== '') history.replaceState(null, '', '/invite');
}

export function inviteToken(): string | undefined {
  return token;
}
