/** Finding one user: by id, userName or externalId. Never a list (C8). */
import { fail } from '../../core/errors.ts';
import { isOk, type ScimHttp } from './http.ts';
import {
  attribute,
  externalIdOf,
  numberOf,
  type Resource,
  resourceOf,
  same,
  userNameOf,
} from './resource.ts';

export type Lookup = {
  /** undefined: there is no such user. */
  byId(id: string, signal: AbortSignal): Promise<Resource | undefined>;
  byUserName(userName: string, signal: AbortSignal): Promise<Resource | undefined>;
  byExternalId(externalId: string, signal: AbortSignal): Promise<Resource | undefined>;
  /** How many there are; undefined where the server does not say. */
  total(signal: AbortSignal): Promise<number | undefined>;
};

/** An id may be any text: half a character, which no address can hold, is written as U+FFFD and finds nobody. */
export const userPath = (id: string) => `/Users/${encodeURIComponent(id.toWellFormed())}`;

export function createLookup(http: ScimHttp): Lookup {
  /**
   * The answer is looked at again, because some servers match substrings and some ignore the filter. One that ignores it
   * and shows others is no proof of absence: that is an error, or we would create people twice.
   */
  async function filtered(
    filter: string,
    matches: (resource: Resource) => boolean,
    signal: AbortSignal,
  ): Promise<Resource | undefined> {
    const query = `filter=${encodeURIComponent(filter)}&startIndex=1&count=10`;
    const answer = await http.send({ method: 'GET', path: `/Users?${query}` }, signal);
    if (answer.status === 404 && !answer.garbage) return undefined;
    const listed = attribute(answer.body, 'Resources') ?? [];
    if (!isOk(answer) || answer.body === undefined || !Array.isArray(listed))
      throw fail('SCIM_ANSWER_BAD', { facts: { status: answer.status } });
    const resources = listed.map((one) => resourceOf(one)).filter((one) => one !== undefined);
    const found = resources.find(matches);
    const total = numberOf(attribute(answer.body, 'totalResults') ?? resources.length);
    if (!found && total > resources.length)
      throw fail('SCIM_ANSWER_BAD', { sentence: 'The user directory of the cloud ignores filters.' });
    return found;
  }

  return {
    async byId(id, signal) {
      const answer = await http.send({ method: 'GET', path: userPath(id) }, signal);
      if (answer.status === 404 || answer.status === 410) return undefined;
      const found = isOk(answer) ? resourceOf(answer.body, answer.etag) : undefined;
      if (!found) throw fail('SCIM_ANSWER_BAD', { facts: { status: answer.status } });
      return found;
    },
    // JSON strings are the filter's string literals (RFC 7644 §3.4.2.2)
    byUserName: (userName, signal) =>
      filtered(`userName eq ${JSON.stringify(userName)}`, (r) => same(userNameOf(r), userName), signal),
    byExternalId: (externalId, signal) =>
      filtered(`externalId eq ${JSON.stringify(externalId)}`, (r) => externalIdOf(r) === externalId, signal),
    async total(signal) {
      // count=0 is allowed (RFC 7644 §3.4.2.4), and some servers take it for "all"
      const answer = await http.send({ method: 'GET', path: '/Users?startIndex=1&count=1' }, signal);
      const total = isOk(answer) ? numberOf(attribute(answer.body, 'totalResults')) : Number.NaN;
      return Number.isInteger(total) && total >= 0 ? total : undefined;
    },
  };
}
