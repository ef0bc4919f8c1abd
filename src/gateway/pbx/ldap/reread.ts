/** People who may have changed, read again by their identity: who does not come is no longer one of them. */
import type { LdapClient, LdapQuery } from './client.ts';
import { escaped } from './filter.ts';
import type { LdapEntry } from './message.ts';

/** Identities in one filter: 10 kB of text. */
const AT_ONCE = 200;

/** `(|(objectGUID=\..)(..))` */
export const anyOf = (anchor: string, ids: readonly Buffer[]) =>
  `(|${ids.map((id) => `(${anchor}=${escaped(id)})`).join('')})`;

const withBrackets = (filter: string) => {
  const trimmed = filter.trim();
  return trimmed.startsWith('(') ? trimmed : `(${trimmed})`;
};

/**
 * @param query of a whole read
 * @returns identities that did not come
 */
export async function* reread(
  client: LdapClient,
  query: LdapQuery,
  anchor: string,
  ids: readonly Buffer[],
): AsyncGenerator<readonly LdapEntry[], readonly Buffer[]> {
  const missing: Buffer[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE);
    const came = new Set<string>();
    const filter = `(&${withBrackets(query.filter)}${anyOf(anchor, some)})`;
    for await (const page of client.search({ ...query, filter })) {
      for (const { attributes } of page) came.add(attributes.first(anchor)?.toString('latin1') ?? '');
      yield page;
    }
    missing.push(...some.filter((id) => !came.has(id.toString('latin1'))));
  }
  return missing;
}
