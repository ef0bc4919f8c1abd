/** How this page was reached, which decides what it may ask for. */

/** Names and addresses of this very computer; secrets may be typed there without TLS. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    /^(127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
  );
}

/** True over plain HTTP from another computer: only the signpost exists, and no secret may be typed. */
export function isSignpostOnly(at: { readonly protocol: string; readonly hostname: string }): boolean {
  return at.protocol === 'http:' && !isLoopback(at.hostname);
}
