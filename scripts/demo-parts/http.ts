/** A small client for the demo: JSON over HTTP to loopback, to any Host (Node does not resolve *.localhost) or a Unix socket. */
import { type IncomingHttpHeaders, request } from 'node:http';

export type Reply = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string };
export type Call = {
  readonly method?: string;
  readonly path: string;
  readonly host?: string;
  readonly port?: number;
  readonly socketPath?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
};

export function call(options: Call): Promise<Reply> {
  const { socketPath, port, host, body } = options;
  return new Promise((resolve, reject) => {
    const req = request(
      {
        method: options.method ?? 'GET',
        path: options.path,
        ...(socketPath === undefined ? { host: '127.0.0.1', port } : { socketPath }),
        headers: { host: host ?? `127.0.0.1${port === undefined ? '' : `:${port}`}`, ...options.headers },
        timeout: 60_000,
        // a connection that was kept may be closed by now: this program stands still while it runs a command
        agent: false,
      },
      (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () =>
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
        res.on('error', reject);
      },
    );
    req.on('timeout', () => req.destroy(new Error(`${options.path} did not answer within 60 s`)));
    req.on('error', reject);
    req.end(body);
  });
}

/** JSON in, JSON out; an answer of 400 and above becomes an error with the problem's sentence and remedy. */
export async function json<T>(options: Call & { readonly value?: unknown }): Promise<T> {
  const body = options.value === undefined ? undefined : JSON.stringify(options.value);
  const reply = await call({
    ...options,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...options.headers },
    ...(body === undefined ? {} : { body }),
  });
  if (reply.status >= 400) {
    const problem = reply.headers['content-type']?.includes('json')
      ? (JSON.parse(reply.text) as { title?: string; remedy?: string; errors?: { sentence: string }[] })
      : {};
    const fields = (problem.errors ?? []).map((e) => e.sentence).join(' ');
    throw new Error(
      `${options.method ?? 'GET'} ${options.path} answered ${reply.status}: ${problem.title ?? reply.text.slice(0, 200)} ${fields} ${problem.remedy ?? ''}`,
    );
  }
  return (reply.text === '' ? undefined : JSON.parse(reply.text)) as T;
}
