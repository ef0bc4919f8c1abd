/** Which kind of data a request or a message to the cloud carries. What fits nothing here is `undeclared`. */
import type { GatewayMessage } from '../../contract/channel.ts';
import { CLOUD_PATH } from '../../contract/claim.ts';
import type { OutboxKind } from '../../contract/outbox.ts';
import { type OutflowData, type OutflowDatum, UNDECLARED } from '../../contract/outflow.ts';

/** Bytes of content. */
export type Carried = { readonly data: OutflowDatum['data']; readonly bytes: number };

const KINDS: Readonly<Record<OutboxKind, OutflowData>> = {
  event: 'events',
  dropped: 'events',
  inventory: 'inventory',
  'inventory.same': 'inventory',
  'sync.result': 'syncResults',
  'sync.findings': 'findings',
  metrics: 'metrics',
};

/** Requests by their path; `undefined`: nothing that is kept at this gateway goes with it. */
const PATHS: Readonly<Record<string, OutflowData | undefined>> = {
  [CLOUD_PATH.hello]: undefined,
  // what these hold are messages, and those are counted one by one
  [CLOUD_PATH.channelPoll]: undefined,
  [CLOUD_PATH.channel]: undefined,
  [CLOUD_PATH.tunnel]: undefined,
  [CLOUD_PATH.accessHeads]: undefined,
  // ids of targets
  [CLOUD_PATH.tunnelPlan]: 'status',
  [CLOUD_PATH.support]: 'logs',
  [CLOUD_PATH.deviceAuthorization]: 'identity',
  [CLOUD_PATH.setupCodeVerdict]: 'identity',
  [CLOUD_PATH.token]: 'identity',
  [CLOUD_PATH.self]: 'identity',
  [CLOUD_PATH.key]: 'identity',
  [CLOUD_PATH.updateMetadata]: undefined,
  [CLOUD_PATH.updateTargets]: undefined,
};

/** Releases are fetched by name. */
const isRelease = (path: string) =>
  [CLOUD_PATH.updateMetadata, CLOUD_PATH.updateTargets].some((base) => path.startsWith(`${base}/`));

const encoder = new TextEncoder();
const bytesOf = (body: string | Uint8Array) =>
  typeof body === 'string' ? encoder.encode(body).byteLength : body.byteLength;

function ofOutbox(text: string): Carried[] {
  const { items } = JSON.parse(text) as { items: readonly { readonly kind: string }[] };
  return items.map((item) => ({
    data: KINDS[item.kind as OutboxKind] ?? UNDECLARED,
    bytes: bytesOf(JSON.stringify(item)),
  }));
}

/** @param path below the public URL, with its query; `text` is the body */
export function dataOfRequest(path: string, text: string | Uint8Array = ''): readonly Carried[] {
  const [plain = ''] = path.split('?');
  if (plain === CLOUD_PATH.outbox) return ofOutbox(String(text));
  const bytes = bytesOf(text);
  if (plain === CLOUD_PATH.scim || plain.startsWith(`${CLOUD_PATH.scim}/`)) return [{ data: 'users', bytes }];
  if (plain.startsWith(`${CLOUD_PATH.support}/`)) return [{ data: 'logs', bytes }];
  if (isRelease(plain)) return [];
  if (!(plain in PATHS)) return [{ data: UNDECLARED, bytes }];
  const data = PATHS[plain];
  return data === undefined ? [] : [{ data, bytes }];
}

/** Only the orders that ask for the log are answered with lines. */
const hasLines = (value: unknown) => Array.isArray((value as { lines?: unknown } | undefined)?.lines);

const MESSAGES: Readonly<Record<GatewayMessage['type'], OutflowData>> = {
  ack: 'answers',
  progress: 'answers',
  result: 'answers',
  status: 'status',
};

/** What a message of the command channel carries. */
export function dataOfMessage(message: GatewayMessage): Carried {
  const bytes = bytesOf(JSON.stringify(message));
  const isLog = message.type === 'result' && message.result.ok && hasLines(message.result.value);
  return { data: isLog ? 'logs' : (MESSAGES[message.type] ?? UNDECLARED), bytes };
}
