/** A server that answers LDAP requests as a test tells it: for what no real directory does on command. */
import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** One element: tag, length, content. Written without the code that it tests. */
export function tlv(tag: number, ...parts: (Buffer | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  return Buffer.concat([Buffer.from([tag, 0x82, length >> 8, length & 0xff]), content]);
}

const number = (value: number, tag = 0x02) =>
  value < 0x80 ? tlv(tag, Buffer.from([value])) : tlv(tag, Buffer.from([value >> 8, value & 0xff]));
export const control = (oid: string, value: Buffer) => tlv(0x30, tlv(0x04, oid), tlv(0x04, value));
const message = (id: number, op: Buffer, controls: readonly Buffer[] = []) =>
  tlv(0x30, number(id), op, ...(controls.length > 0 ? [tlv(0xa0, ...controls)] : []));

export type Asked = {
  readonly id: number;
  /** 0x60 bind, 0x63 search, 0x77 extended. */
  readonly op: number;
  /** The whole request. */
  readonly bytes: Buffer;
  /** Requests on this connection before it. */
  readonly before: number;
};

/** Builds the messages that answer one request. */
export const answers = (id: number) => ({
  result: (code: number, tag = 0x65, controls: readonly Buffer[] = []) =>
    message(id, tlv(tag, number(code, 0x0a), tlv(0x04, ''), tlv(0x04, '')), controls),
  entry: (
    dn: string,
    attributes: Readonly<Record<string, string | Buffer>>,
    controls: readonly Buffer[] = [],
  ) =>
    message(
      id,
      tlv(
        0x64,
        tlv(0x04, dn),
        tlv(
          0x30,
          ...Object.entries(attributes).map(([name, value]) =>
            tlv(0x30, tlv(0x04, name), tlv(0x31, tlv(0x04, value))),
          ),
        ),
      ),
      controls,
    ),
  reference: (url: string) => message(id, tlv(0x73, tlv(0x04, url))),
  intermediate: (oid: string, value: Buffer) => message(id, tlv(0x79, tlv(0x80, oid), tlv(0x81, value))),
});

/** `undefined` closes the connection in the middle. */
export type Script = (asked: Asked) => readonly (Buffer | undefined)[];

const BIND = 0x60;
const UNBIND = 0x42;

function serve(script: Script, seen: Asked[]) {
  return (socket: Socket) => {
    let held = Buffer.alloc(0);
    let before = 0;
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      held = Buffer.concat([held, chunk]);
      while (held.length > 2) {
        const first = held[1] ?? 0;
        const size = first < 0x80 ? 0 : first & 0x7f;
        const length = 2 + size + (size === 0 ? first : held.readUIntBE(2, size));
        if (held.length < length) return;
        const bytes = held.subarray(0, length);
        held = held.subarray(length);
        const at = 2 + size;
        const id = bytes.readUIntBE(at + 2, bytes[at + 1] ?? 1);
        const asked = { id, op: bytes[at + 2 + (bytes[at + 1] ?? 1)] ?? 0, bytes, before: before++ };
        seen.push(asked);
        if (asked.op === UNBIND) return;
        const told = asked.op === BIND ? [answers(id).result(0, 0x61)] : script(asked);
        for (const answer of told) {
          if (answer) socket.write(answer);
          else socket.end();
        }
      }
    });
  };
}

/** Binds are accepted; everything else is the script's. With `tls` it speaks LDAPS. */
export async function startScriptedLdap(
  script: Script,
  tls?: { readonly key: string; readonly cert: string },
) {
  const seen: Asked[] = [];
  const sockets = new Set<Socket>();
  const handle = serve(script, seen);
  const server = tls ? createTlsServer(tls, handle) : createServer(handle);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    seen,
    /** Connections that were ever opened. */
    get connections() {
      return sockets.size;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
