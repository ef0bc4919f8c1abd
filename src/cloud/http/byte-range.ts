/** One range of bytes of a request (RFC 9110 §14); several at once are answered with the whole. */

export type ByteRange = { readonly start: number; readonly end: number };

/**
 * @param size of the whole
 * @returns the part from `start` to before `end`; undefined: the whole; `unsatisfiable`: nothing of it is there
 */
export function rangeOf(
  headers: { readonly range?: string | undefined; readonly 'if-range'?: string | undefined },
  size: number,
  etag: string,
): ByteRange | undefined | 'unsatisfiable' {
  const { range } = headers;
  const condition = headers['if-range'];
  // only the strong tag is taken as a condition: a date says nothing of bytes copied within a second
  if (range === undefined || (condition !== undefined && condition !== etag)) return undefined;
  const found = /^bytes=(\d*)-(\d*)$/.exec(range.trim());
  const [, first = '', last = ''] = found ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const many = Math.min(Number(last), size);
    return many === 0 ? 'unsatisfiable' : { start: size - many, end: size };
  }
  const start = Number(first);
  const end = last === '' ? size : Math.min(size, Number(last) + 1);
  if (last !== '' && Number(last) < start) return undefined;
  return start >= size ? 'unsatisfiable' : { start, end };
}
