/**
 * Takes secrets and people's addresses out of a text. The sources hold none by themselves (allow-lists, the logger's own
 * redaction): this is the second net, and what it caught stands in the manifest.
 */
import type { SupportRemoved, SupportRule } from '../../../contract/support.ts';

export type Redacted = { readonly text: string; readonly removed: SupportRemoved };

const mark = (rule: SupportRule) => `[removed: ${rule}]`;

/** A value: quoted, quoted inside another JSON text, or a bare word; one that is cut off goes to the end of its line. */
const VALUE = String.raw`"(?:[^"\\\n]|\\.)*"?|\\+"[^"\\\n]*(?:\\+")?|'[^'\n]*'?|[^\s,;&"'{}[\]\\]+`;
const NAMES = [
  ...['pass_?word', 'pass_?phrase', 'passwd', 'secret', 'token', 'credentials?', 'api[_-]?key'],
  ...['private[_-]?key', 'set[_-]?up[_-]?code', 'device[_-]?code', 'client[_-]?assertion', 'keep[_-]?code'],
];
const HEADERS = ['authorization', 'dpop', 'set-cookie', 'cookie', 'x-api-key'];
const QUOTE = String.raw`\\*["']?`;

/** Said of what is no value of a secret: whether there is one, how many, and what was taken out already. */
const HARMLESS = /^\\*["']?(?:|true|false|null|undefined|\d{1,4}|\[(?:secret|removed)[^"']*|\[?)\\*["']?$/i;

type Rule = { readonly rule: SupportRule; readonly pattern: RegExp; readonly to?: string };

const RULES: readonly Rule[] = [
  {
    rule: 'key',
    pattern: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
  },
  // the parts of a private JWK (RFC 7517) are short names, so they count only beside its kind
  { rule: 'key', pattern: /(?<=\\?"d\\?":\s?)\\?"[\w-]{22,}\\?"/g },
  {
    rule: 'header',
    pattern: new RegExp(
      String.raw`(\b(?:${HEADERS.join('|')})${QUOTE}\s{0,3}[:=]\s{0,3})(${VALUE})([^\n"\\]*)`,
      'gi',
    ),
  },
  { rule: 'header', pattern: /(\b(?:Bearer|DPoP|Basic)\s{1,3})([\w.~+/=-]{8,})()/g },
  {
    rule: 'named',
    pattern: new RegExp(String.raw`((?:${NAMES.join('|')})${QUOTE}\s{0,3}[:=]\s{0,3})(${VALUE})()`, 'gi'),
  },
  { rule: 'token', pattern: /\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g },
  { rule: 'url', pattern: /(?<=:\/\/)[^\s/@"'\\]{1,512}@/g },
  {
    rule: 'setupCode',
    pattern: /(?<![\w-])[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}(?![\w-])/g,
  },
  { rule: 'email', pattern: /[\w.!#$%&*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g },
  { rule: 'phone', pattern: /(?<![\w.+])\+\d{8,15}(?!\w)/g },
];

/** Shorter ones are words that stand for other things too; what is under a secret's name is taken out anyway. */
const SHORTEST = 3;
/** From here on it is taken out inside other words too. */
const ANYWHERE = 6;

/** A stored secret may be a record: its texts are secrets then. */
function* texts(value: string): Generator<string> {
  yield value;
  if (!/^[[{]/.test(value)) return;
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    // a password may begin with a bracket
    return;
  }
  for (const one of Object.values(parsed as object)) if (typeof one === 'string') yield* texts(one);
}

/** As it stands in JSON, in a URL, in Basic authorisation. */
function forms(value: string): string[] {
  const utf8 = Array.from(new TextEncoder().encode(value), (byte) => String.fromCharCode(byte)).join('');
  return [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value), btoa(utf8)];
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

function knownPattern(secrets: readonly string[]): RegExp | undefined {
  const all = new Set(secrets.flatMap((secret) => [...texts(secret)]).flatMap(forms));
  const words = [...all]
    .filter((word) => word.length >= SHORTEST)
    // a secret may be the start of another one
    .sort((a, b) => b.length - a.length)
    .map((word) => (word.length >= ANYWHERE ? escaped(word) : `(?<!\\w)${escaped(word)}(?!\\w)`));
  return words.length === 0 ? undefined : new RegExp(words.join('|'), 'g');
}

/** @param secrets every value that is known to be one */
export function createRedactor(secrets: readonly string[]): (text: string) => Redacted {
  const known = knownPattern(secrets);
  return (text) => {
    const removed: Partial<Record<SupportRule, number>> = {};
    const count = (rule: SupportRule) => {
      removed[rule] = (removed[rule] ?? 0) + 1;
      return mark(rule);
    };
    let rest = known ? text.replace(known, () => count('known')) : text;
    for (const { rule, pattern } of RULES)
      rest = rest.replace(pattern, (whole: string, before?: unknown, value?: unknown, after?: unknown) => {
        // without groups the second argument is the place
        if (typeof before !== 'string') return count(rule);
        if (HARMLESS.test(String(value))) return whole;
        const quote = /^(\\*["'])/.exec(String(value))?.[1] ?? '';
        // a bare header goes on to the end of its line
        return `${before}${quote}${count(rule)}${quote}${quote === '' ? '' : after}`;
      });
    return { text: rest, removed };
  };
}
