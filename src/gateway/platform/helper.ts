/** The daemon's end of the privileged helper's socket. One connection a request: systemd starts one helper for each. */
import { connect } from 'node:net';
import { Value } from 'typebox/value';
import { toAppError } from '../../base/errors.ts';
import { HELPER_MAX_BYTES, HelperAnswer, type HelperArgs, type HelperVerb } from '../../contract/helper.ts';
import { fail } from '../core/errors.ts';
import type { Helper } from '../core/ports/helper.ts';

/** A helper that says nothing for so long is taken as gone; its own programs end after 20 s. */
const ANSWER_TIMEOUT_MS = 30_000;

/** Sends one line and gives back the first line of the answer. */
function exchange(socketPath: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    let text = '';
    const failWith = (cause?: unknown) => {
      socket.destroy();
      reject(fail('HELPER_UNAVAILABLE', cause === undefined ? {} : { cause }));
    };
    socket.setEncoding('utf8');
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => failWith(new Error('no answer')));
    socket.on('error', failWith);
    socket.on('close', () => failWith(new Error('the connection ended without an answer')));
    socket.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end < 0 && text.length > HELPER_MAX_BYTES) return failWith(new Error('the answer has no end'));
      if (end < 0) return;
      resolve(text.slice(0, end));
      socket.end();
    });
    socket.write(`${line}\n`);
  });
}

function parse(line: string): HelperAnswer {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw fail('HELPER_UNAVAILABLE', { sentence: 'The privileged helper answered nonsense.', cause });
  }
  if (Value.Check(HelperAnswer, value)) return value;
  throw fail('HELPER_UNAVAILABLE', { sentence: 'The privileged helper answered nonsense.' });
}

/** @param socketPath `/run/cloudlinkd-helper.sock`; nothing is opened before the first call */
export function createHelper(socketPath: string): Helper {
  const ask = async <V extends HelperVerb>(verb: V, args: HelperArgs<V>): Promise<string> => {
    const answer = parse(await exchange(socketPath, JSON.stringify({ verb, args })));
    if (answer.ok) return answer.sentence;
    const { code, sentence, remedy } = answer.error;
    throw fail('HELPER_REFUSED', { sentence, remedy, facts: { code, verb } });
  };
  return {
    available: async () =>
      ask('ping', {}).then(
        () => true,
        () => false,
      ),
    reboot: async () => ask('reboot', {}),
    restartService: async () => ask('service.restart', {}),
    setClock: async (to) => ask('clock.set', { to: Math.round(to) }),
    applyNetwork: async (settings) => ask('network.apply', settings),
    confirmNetwork: async () => ask('network.confirm', {}),
    revertNetwork: async () => ask('network.revert', {}),
    async probeAddress(port, address) {
      try {
        return { taken: false, sentence: await ask('address.probe', { port, address }) };
      } catch (error) {
        const { facts, message } = toAppError(error);
        if (facts.code !== 'ADDRESS_TAKEN') throw error;
        return { taken: true, sentence: message };
      }
    },
    rauc: async (what) => ask(`rauc.${what}`, {}),
    setTimeServers: async (servers) => ask('time.servers', { servers: [...servers] }),
  };
}
