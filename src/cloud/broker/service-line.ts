/** Calls of the cloud's own code over a channel of the broker: plain HTTP/1.1 to the gateway's front. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { toAppError } from '../../base/errors.ts';
import { request } from '../../base/runtime/node-http.ts';
import { MAX_HEADER_BYTES } from '../../base/runtime/relay.ts';
import { CONSENT_ERRORS } from '../../contract/consent-words.ts';
import { FAULT_HEADER, SESSION_HEADER } from '../../contract/tunnel.ts';
import { type ErrorCode, fail } from '../core/errors.ts';
import type { ServiceAnswer, ServiceCall, ServiceDoor, ServiceLine } from '../core/ports/services.ts';

/** Bytes of an answer's body; an interface that has more is asked for it in pages. */
export const ANSWER_MAX_BYTES = 4 * 1024 * 1024;

/** Codes of the gateway's front that have a row of their own here. */
const FAULTS: ReadonlyMap<string, ErrorCode> = new Map([
  ['SESSION_UNKNOWN', 'SERVICE_REFUSED'],
  ['TARGET_UNREACHABLE', 'TARGET_UNREACHABLE'],
  ['TARGET_CERTIFICATE', 'TARGET_CERTIFICATE'],
  ['ACCESS_LOG_FAILED', 'ACCESS_LOG_FAILED'],
]);

function faultOf(code: string) {
  if (code === 'CALL_NOT_ALLOWED' || code === 'CONSENT_OFF') {
    const { sentence, remedy } = CONSENT_ERRORS[code];
    return fail('SERVICE_REFUSED', { sentence, remedy });
  }
  return fail(FAULTS.get(code) ?? 'GATEWAY_FAILED');
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > ANSWER_MAX_BYTES) throw fail('ANSWER_TOO_LARGE');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name, value]) => value !== undefined && !name.startsWith('cloudlink-'))
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)]),
  );

function exchange(channel: Duplex, door: ServiceDoor, call: ServiceCall, signal: AbortSignal) {
  const { body } = call;
  return new Promise<ServiceAnswer>((resolve, reject) => {
    const asked = request(
      {
        createConnection: () => channel,
        method: call.method,
        path: call.path,
        signal,
        maxHeaderSize: MAX_HEADER_BYTES,
        headers: {
          ...call.headers,
          // the front puts the target's own name in its place
          host: 'target',
          connection: 'close',
          ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
          [SESSION_HEADER.id]: door.sessionId,
          [SESSION_HEADER.secret]: door.secret,
        },
      },
      (answer) => {
        const fault = answer.headers[FAULT_HEADER];
        if (typeof fault === 'string') return void reject(faultOf(fault));
        textOf(answer).then(
          (text) => resolve({ status: answer.statusCode ?? 0, headers: headersOf(answer), body: text }),
          reject,
        );
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** @param connect a channel through the gateway's tunnel (port.ts) */
export function createServiceLine(
  connect: (gatewayId: string, targetId: string) => Promise<Duplex>,
): ServiceLine {
  return async (door, call, signal) => {
    const channel = await connect(door.gatewayId, door.targetId);
    try {
      return await exchange(channel, door, call, signal);
    } catch (error) {
      throw toAppError(error).code === 'INTERNAL' ? fail('TUNNEL_DOWN', { cause: error }) : error;
    } finally {
      channel.destroy();
    }
  };
}
