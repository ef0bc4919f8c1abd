/** What the cloud's answers mean: success, or a row of the error table. */
import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { AppError } from '../../base/errors.ts';
import { fail } from '../core/errors.ts';
import type { WireAnswer } from './wire.ts';

/** What of a refusal is looked at: problem details (RFC 9457) or an OAuth error (RFC 6749 §5.2). */
const Refusal = Type.Object({
  code: Type.Optional(Type.String()),
  title: Type.Optional(Type.String()),
  remedy: Type.Optional(Type.String()),
  error: Type.Optional(Type.String()),
  error_description: Type.Optional(Type.String()),
});
type Refusal = Static<typeof Refusal>;

/** JSON of an answer; undefined when it is none, null when it is empty. */
export function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds or a date (RFC 9110 §10.2.3) as milliseconds from now. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header === '') return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

const short = (text: string) => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

/** A status that is no success, as an error. */
export function refusal(answer: WireAnswer, now: number): AppError {
  const body = parsed(answer.text);
  const said: Refusal = Value.Check(Refusal, body) ? body : {};
  const after = retryAfterMs(answer.headers['retry-after'], now);
  const { status } = answer;
  const facts = {
    status,
    ...(said.code ? { code: said.code } : {}),
    ...(said.error ? { error: said.error } : {}),
  };
  const common = { facts, ...(after === undefined ? {} : { retryAfterMs: after }) };
  if (said.code === 'ACCOUNT_DEACTIVATED' || said.error === 'account_deactivated')
    return fail('ACCOUNT_DEACTIVATED', common);
  if (status === 407) return fail('PROXY_AUTH', common);
  if (status >= 500 || status === 429 || status === 408)
    return fail('CLOUD_UNREACHABLE', {
      sentence: `The cloud cannot answer now (status ${status}).`,
      ...common,
    });
  if (status < 400)
    return fail('CLOUD_ANSWER_BAD', { sentence: `The cloud answered with status ${status}.`, ...common });
  if (said.code === 'CLAIM_TOKEN_WRONG' || said.code === 'CLAIM_NEEDS_PRESENCE')
    return fail(said.code, common);
  if (said.code === 'KEY_OFFER_BAD' || said.code === 'KEY_TAKEN')
    return fail('KEY_REFUSED', {
      ...(said.title === undefined ? {} : { sentence: short(said.title) }),
      ...common,
    });
  if (said.error === 'invalid_client')
    return fail('CLOUD_REFUSED', {
      sentence: 'The cloud does not know this gateway.',
      remedy: 'If it was removed there, unlink it here and link it again.',
      ...common,
    });
  return fail('CLOUD_REFUSED', {
    sentence: short(
      said.title ?? said.error_description ?? `The cloud refused the request (status ${status}).`,
    ),
    ...(said.remedy === undefined ? {} : { remedy: short(said.remedy) }),
    ...common,
  });
}

/**
 * The body of an answer, checked.
 * @throws AppError CLOUD_ANSWER_BAD
 */
export function bodyOf<T extends TSchema>(answer: WireAnswer, schema: T): Static<T> {
  const body = parsed(answer.text);
  if (body !== undefined && Value.Check(schema, body)) return body as Static<T>;
  throw fail('CLOUD_ANSWER_BAD', {
    facts: { status: answer.status, contentType: answer.headers['content-type'] ?? '' },
  });
}
