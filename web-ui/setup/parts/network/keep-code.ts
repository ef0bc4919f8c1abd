/**
 * The code that keeps network settings from the new address. It travels in the fragment of the link, which a browser
 * sends to nobody, and is only ever posted over https.
 */

const FORM = /^#keep=([\w-]{16,64})$/;
let own: string | undefined;

/** Remembered while this page stays open; a browser's storage is no place for it. */
export function rememberKeepCode(code: string): void {
  own = code;
}

/** The address of a page with the code, as far as this page knows it. */
export function keepLink(url: string): string {
  return own === undefined ? url : `${url}#keep=${own}`;
}

/** The code in the address of this page. */
export function keepCodeOf(at: { readonly hash: string }): string | undefined {
  return FORM.exec(at.hash)?.[1];
}

/** So that nobody finds it in the history, or sends it twice. */
export function dropKeepCode(): void {
  history.replaceState(history.state, '', location.pathname + location.search);
}
