/** The language of a person's e-mails. */
import { MAIL_LANGUAGES, type MailLanguage } from '../../../contract/deployment.ts';
import type { ScimResource } from '../../core/ports/scim-store.ts';

const LANGUAGES: ReadonlySet<string> = new Set(MAIL_LANGUAGES);

/** Tags of an Accept-Language value (RFC 9110 §12.5.4), the most wanted first; those not wanted (`q=0`) left out. */
function tagsOf(value: string): string[] {
  const ranges = value.split(',').map((range) => {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
    const weight = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2);
    return { tag, weight: weight === undefined ? 1 : Number(weight) };
  });
  return ranges
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}

/**
 * The first language of ours among a user's `preferredLanguage` and `locale` (RFC 7643 §4.1.1); undefined when there
 * is none. `fr-CA` and `fr_CA` are `fr`.
 */
export function languageOf({ preferredLanguage, locale }: ScimResource): MailLanguage | undefined {
  const tags = [preferredLanguage, locale].flatMap((value) =>
    typeof value === 'string' ? tagsOf(value) : [],
  );
  const primary = tags.map((tag) => tag.split(/[-_]/)[0]?.toLowerCase() ?? '');
  return primary.find((tag): tag is MailLanguage => LANGUAGES.has(tag));
}
