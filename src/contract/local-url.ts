/** Addresses of a customer's own network: where a browser may be sent back to after claiming. */

const PRIVATE_V4 = [/^10\./, /^192\.168\./, /^172\.(1[6-9]|2\d|3[01])\./, /^169\.254\./, /^127\./];
/** Loopback, unique local (fc00::/7), link-local (fe80::/10); as `URL.hostname` writes them. */
const PRIVATE_V6 = [/^\[::1\]$/, /^\[f[cd][0-9a-f]{2}:/, /^\[fe[89ab][0-9a-f]:/];

function isPrivateHost(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.local')) return true;
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return PRIVATE_V4.some((range) => range.test(host));
  return PRIVATE_V6.some((range) => range.test(host));
}

/** True for http(s) at a private, loopback or link-local address or a `.local` name, without user and password. */
export function isLocalUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  return isWeb && url.username === '' && url.password === '' && isPrivateHost(url.hostname.toLowerCase());
}
