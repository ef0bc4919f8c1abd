/** All further requests go there: plain http only on this very machine. */
export function isUsableBase(url: string): boolean {
  return /^(https:\/\/[^/]|http:\/\/(localhost|127\.[0-9.]+|\[::1\])([:/]|$))/.test(url);
}
