/** One form of the network page: checked here by the rules of the server, then sent; errors at their fields. */
import { useState } from 'preact/hooks';
import { NETWORK_WRONG, type WrongEntry } from '../../../../src/contract/network.ts';
import { type Failure, type FieldErrors, said, splitFailure, useDoing } from '../../../shared/index.ts';

export type NetworkForm = {
  readonly errors: FieldErrors;
  /** What concerns the form as a whole. */
  readonly rest: Failure | undefined;
  readonly busy: boolean;
  readonly submit: () => unknown;
};

/**
 * @param prefix before the field's name in the id of its control
 * @param check what is wrong, before anything is sent
 */
export function useNetworkForm(
  prefix: string,
  fields: readonly string[],
  check: () => readonly WrongEntry[],
  send: () => Promise<unknown>,
): NetworkForm {
  const [local, setLocal] = useState<FieldErrors>({});
  const doing = useDoing(send);
  const refused = splitFailure(doing.failure, fields);
  const withId = (errors: FieldErrors) =>
    Object.fromEntries(Object.entries(errors).map(([field, text]) => [prefix + field, text]));
  const submit = () => {
    const wrong = Object.fromEntries(check().map(({ field, code }) => [field, said(NETWORK_WRONG[code])]));
    setLocal(wrong);
    return Object.keys(wrong).length > 0 ? doing.clear() : doing.run();
  };
  return { errors: withId({ ...refused.errors, ...local }), rest: refused.rest, busy: doing.busy, submit };
}
