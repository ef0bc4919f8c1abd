const MAX = 512;

/**
 * A path as the access log keeps it: names of query parameters stay, their values go, and so does a parameter
 * without `=`, which may be a value itself.
 */
export function loggedPath(path: string): string {
  const [before = '', query] = path.split('?', 2);
  const names = (query ?? '')
    .split('&')
    .map((part) => (part.includes('=') ? `${part.slice(0, part.indexOf('='))}=…` : part === '' ? '' : '…'))
    .filter((part) => part !== '');
  const text = names.length > 0 ? `${before}?${names.join('&')}` : before;
  return text.length > MAX ? `${text.slice(0, MAX)}…` : text;
}
