/** The command channel by long polling, for networks that let no WebSocket through. */
import { Type } from 'typebox';
import { toAppError } from '../../base/errors.ts';
import type { GatewayMessage } from '../../contract/channel.ts';
import { CLOUD_PATH } from '../../contract/claim.ts';
import type { CloudHttp } from '../core/ports/cloud.ts';
import { decodeValue, encode } from './codec.ts';
import type { Link, LinkEnd, LinkEvents } from './link.ts';

const WAIT_SECONDS = 25;
/** The cloud holds a poll for 25 s; an answer that takes longer than 50 s is dead, as on a WebSocket. */
const POLL_TIMEOUT_MS = 50_000;
const MAX_QUEUE = 500;
const MAX_POST_BYTES = 200 * 1024;

/** Messages are looked at one by one, so that one bad message does not hide its neighbours. */
const PollAnswer = Type.Object({ messages: Type.Array(Type.Unknown(), { maxItems: 1000 }) });

export function pollLink(http: CloudHttp, events: LinkEvents): Link {
  const abort = new AbortController();
  const queue: GatewayMessage[] = [];
  let isSending = false;
  let ended = false;

  const take = (): GatewayMessage[] => {
    const batch: GatewayMessage[] = [];
    for (let bytes = 0; queue[0]; ) {
      bytes += JSON.stringify(queue[0]).length;
      if (batch.length > 0 && bytes > MAX_POST_BYTES) break;
      batch.push(...queue.splice(0, 1));
    }
    return batch;
  };

  const flush = async () => {
    if (isSending) return;
    isSending = true;
    while (queue.length > 0 && !ended)
      await http.request({
        method: 'POST',
        path: CLOUD_PATH.channelPoll,
        json: { messages: take() },
        answer: Type.Unknown(),
        auth: 'device',
        signal: abort.signal,
      });
    isSending = false;
  };

  const deliver = (value: unknown) => {
    const decoded = decodeValue(value);
    if (decoded.kind === 'message') events.onMessage(decoded.message);
    else if (decoded.kind === 'malformed') events.onBad(decoded.why);
  };

  const poll = async () => {
    for (let first = true; !abort.signal.aborted; first = false) {
      const { body } = await http.request({
        method: 'GET',
        path: `${CLOUD_PATH.channelPoll}?wait=${first ? 0 : WAIT_SECONDS}`,
        answer: PollAnswer,
        auth: 'device',
        timeoutMs: POLL_TIMEOUT_MS,
        signal: abort.signal,
      });
      if (first) events.onUp();
      for (const message of body.messages) deliver(message);
    }
  };

  let failSending: (error: unknown) => void = () => undefined;
  const sendFailed = new Promise<never>((_, reject) => {
    failSending = reject;
  });
  sendFailed.catch(() => undefined); // heard by the race below, or too late to matter
  const end = Promise.race([poll(), sendFailed])
    .then(
      (): LinkEnd => ({ reason: 'closed' }),
      (error): LinkEnd =>
        abort.signal.aborted ? { reason: 'closed' } : { reason: toAppError(error).message, error },
    )
    .finally(() => {
      ended = true;
      abort.abort(new Error('closed'));
    });

  return {
    transport: 'poll',
    ended: end,
    close: () => abort.abort(new Error('closed')),
    send(message) {
      if (ended || abort.signal.aborted || queue.length >= MAX_QUEUE) return false;
      if (encode(message) === undefined) {
        events.onBad(`own ${message.type} message is too long`);
        return false;
      }
      queue.push(message);
      flush().catch(failSending);
      return true;
    },
  };
}
