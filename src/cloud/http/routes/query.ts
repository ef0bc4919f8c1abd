/** Query parameters that lists share. */
import { Type } from 'typebox';
import { AccountNumber } from '../../../contract/common.ts';

const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }));

export const ListQuery = Type.Object({
  q: text(200),
  after: text(1000),
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
});

/** With one account chosen, by its 9-digit Account ID. */
export const AccountListQuery = Type.Object({
  account: Type.Optional(AccountNumber),
  q: text(200),
  type: text(64),
  swa: text(32),
  after: text(1000),
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
});

type Given<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Without the properties that are undefined (exactOptionalPropertyTypes). */
export function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
}
