/** One read of a connector, whole, and what an engine would know after it. */
import type {
  Connector,
  ConnectorContext,
  ConnectorSession,
  ReadEnd,
  SourceRecord,
} from '../../src/gateway/core/ports/connector.ts';

export type Read = {
  readonly records: SourceRecord[];
  readonly end: ReadEnd;
  /** Why a way of reading was given up. */
  readonly given: readonly string[];
  /** Rows of each page. */
  readonly sizes: readonly number[];
  /** Closed; it still tells what it found. */
  readonly session: ConnectorSession;
};

export async function readSource(
  connector: Connector,
  values: Readonly<Record<string, unknown>>,
  options: { readonly cursor?: string | undefined } & Partial<ConnectorContext> = {},
): Promise<Read> {
  const { cursor, ...context } = options;
  const signal = new AbortController().signal;
  const given: string[] = [];
  const session = await connector.open(values, {
    log: (_message, facts) => given.push(`${facts?.mode}: ${facts?.why}`),
    signal,
    ...context,
  });
  const records: SourceRecord[] = [];
  const sizes: number[] = [];
  const pages = session.users(signal, cursor);
  for (;;) {
    const step = await pages.next();
    if (step.done) {
      await session.close();
      return { records, end: step.value, given, sizes, session };
    }
    sizes.push(step.value.length);
    records.push(...step.value);
  }
}

/** All anchors, by the sweep. */
export async function readIds(
  connector: Connector,
  values: Readonly<Record<string, unknown>>,
): Promise<{ readonly ids: string[]; readonly end: ReadEnd | undefined }> {
  const signal = new AbortController().signal;
  const session = await connector.open(values, { log: () => undefined, signal });
  const ids: string[] = [];
  const pages = session.ids?.(signal);
  for (;;) {
    const step = await pages?.next();
    if (!step || step.done) {
      await session.close();
      return { ids, end: step?.value };
    }
    ids.push(...step.value);
  }
}

/** What is known of a source after one read after the other: the model of the engine's first stage. */
export function createMirror(connector: Connector, values: Readonly<Record<string, unknown>>) {
  const people = new Map<string, SourceRecord['raw']>();
  const twice: string[] = [];
  let cursor: string | undefined;

  function settle({ records, end }: Read): void {
    const came = new Set<string>();
    for (const { anchor, raw } of records) {
      if (came.has(anchor)) twice.push(anchor);
      came.add(anchor);
      people.set(anchor, raw);
    }
    if (end.kind === 'incomplete') return;
    if (end.kind === 'delta') for (const anchor of end.deleted) people.delete(anchor);
    const present = end.kind === 'delta' ? end.present : came;
    for (const anchor of present ? people.keys() : [])
      if (!came.has(anchor) && !present?.has(anchor)) people.delete(anchor);
    cursor = end.cursor ?? (end.kind === 'delta' ? cursor : undefined);
  }

  return {
    people,
    /** Anchors that came twice in one read: the engine would take them for two rows of one identity. */
    twice,
    get cursor() {
      return cursor;
    },
    async read(): Promise<Read> {
      const read = await readSource(connector, values, { cursor });
      settle(read);
      return read;
    },
    /** What a whole read says now. */
    async whole(): Promise<Map<string, SourceRecord['raw']>> {
      const { records } = await readSource(connector, { ...values, read: 'everybody' });
      return new Map(records.map(({ anchor, raw }) => [anchor, raw]));
    },
  };
}
