/** Everybody, page by page (rule C9): for the slow check of the shadow, never for a cycle (C8). */
import { fail } from '../../core/errors.ts';
import { isOk, type ScimHttp } from './http.ts';
import { attribute, numberOf, type Resource, resourceOf } from './resource.ts';

/**
 * Advances by the number received, since servers cap the page; stops on an empty page, at totalResults, or when a page
 * begins with the user that an earlier one began with (a server that ignores startIndex never ends otherwise).
 * @throws AppError SCIM_ANSWER_BAD
 */
export async function* userPages(
  http: ScimHttp,
  signal: AbortSignal,
  count = 100,
): AsyncGenerator<readonly Resource[]> {
  const firstIds = new Set<string>();
  for (let startIndex = 1; ; ) {
    const answer = await http.send(
      { method: 'GET', path: `/Users?startIndex=${startIndex}&count=${count}` },
      signal,
    );
    const listed = attribute(answer.body, 'Resources') ?? [];
    if (!isOk(answer) || answer.body === undefined || !Array.isArray(listed))
      throw fail('SCIM_ANSWER_BAD', { facts: { status: answer.status } });
    const page = listed.map((one) => resourceOf(one)).filter((one) => one !== undefined);
    const first = page[0]?.id;
    if (first === undefined || firstIds.has(first)) return;
    firstIds.add(first);
    yield page;
    startIndex += listed.length;
    const total = numberOf(attribute(answer.body, 'totalResults'));
    if (Number.isFinite(total) && startIndex > total) return;
  }
}
