/** What a list is narrowed to and ordered by. It stands in the address: back, reload and a sent link keep it. */
import { navigate, type Sort, useRoute } from '../../shared/index.ts';
import { useInside } from '../inside.ts';

/** Several accounts of a partner; `account` itself is the scope of all pages. */
export const ACCOUNTS = 'only';

export type ListQuery = {
  /** What is searched for. */
  readonly q: string;
  /** Values of a parameter. */
  readonly values: (key: string) => readonly string[];
  /** Replaces parameters; an empty list takes one out. */
  readonly set: (change: Readonly<Record<string, readonly string[]>>) => void;
  readonly sort: Sort;
  readonly setSort: (sort: Sort) => void;
  /** Address of the API with all of it. */
  readonly api: (path: string, more?: Readonly<Record<string, string | number | undefined>>) => string;
};

/**
 * @param keys parameters of the page, named as the API's
 * @param first order while none was chosen
 */
export function useListQuery(keys: readonly string[], first: Sort): ListQuery {
  const { query, path } = useRoute();
  const { account } = useInside();
  const values = (key: string) => query.getAll(key);
  const change = (next: Readonly<Record<string, readonly string[]>>) => {
    const params = new URLSearchParams(location.search);
    for (const [key, list] of Object.entries(next)) {
      params.delete(key);
      for (const value of list) if (value !== '') params.append(key, value);
    }
    const text = params.toString();
    navigate(text === '' ? path : `${path}?${text}`, { replace: true });
  };
  const sort: Sort = {
    key: query.get('sort') ?? first.key,
    order: query.get('order') === 'asc' ? 'asc' : query.get('order') === 'desc' ? 'desc' : first.order,
  };
  return {
    q: query.get('q') ?? '',
    values,
    set: change,
    sort,
    setSort: ({ key, order }) => change({ sort: [key], order: [order] }),
    api: (url, more = {}) => {
      const params = new URLSearchParams();
      const accounts = account === undefined ? values(ACCOUNTS) : [account];
      for (const number of accounts) params.append('account', number);
      for (const key of ['q', ...keys]) {
        if (key !== ACCOUNTS) for (const value of values(key)) params.append(key, value);
      }
      for (const [key, value] of Object.entries(more)) {
        if (value !== undefined) params.set(key, String(value));
      }
      const text = params.toString();
      return text === '' ? url : `${url}?${text}`;
    },
  };
}
