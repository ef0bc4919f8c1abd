/** The promises of a connector that can be asked of a server which we did not start: nothing is changed there. */
import type { Test } from 'tap';
import type { Connector } from '../../src/gateway/core/ports/connector.ts';
import { DETAIL_LABELS } from '../../src/gateway/pbx/connector.ts';
import { readSource } from './read-source.ts';

export type RealSource = {
  readonly values: Readonly<Record<string, unknown>>;
  /** PEM, where an authority of the customer signed its certificate. */
  readonly ca?: string | undefined;
};

const secretsOf = ({ settings }: Connector, values: RealSource['values']) =>
  Object.entries(settings.properties as Record<string, { readonly secret?: boolean }>).flatMap(
    ([key, { secret }]) => (secret === true && typeof values[key] === 'string' ? [[key, values[key]]] : []),
  ) as [string, string][];

/** Names and numbers of the people are never printed: counts are. */
export async function askRealSource(
  t: Test,
  connector: Connector,
  { values, ca }: RealSource,
): Promise<void> {
  const { signal } = new AbortController();
  const trust = ca === undefined ? {} : { ca };
  const secrets = secretsOf(connector, values);
  const tells = (what: unknown) => secrets.some(([, secret]) => JSON.stringify(what ?? '').includes(secret));

  await t.test('its test passes, step by step', async (t) => {
    const session = await connector.open(values, { log: () => undefined, signal, ...trust });
    const steps = await session.test(signal);
    const details = session.details?.() ?? [];
    await session.close();
    for (const { title, ok, facts, fault } of steps) t.ok(ok, `${title}: ${facts ?? fault?.sentence}`);
    const known = new Set<string>(Object.values(DETAIL_LABELS));
    t.ok(details.every(({ label }) => known.has(label)));
    t.notOk(tells([steps, details]), 'no secret in it');
  });

  await t.test('it reads people, each with an anchor that stays', async (t) => {
    const first = await readSource(connector, values, trust);
    t.match(first.end, { kind: /^(complete|delta)$/ }, JSON.stringify(first.end).slice(0, 300));
    const good = first.records.filter(({ fault }) => !fault);
    t.comment(`${first.records.length} rows, ${first.records.length - good.length} of them in error`);
    t.ok(good.length > 0, 'somebody is there');
    t.ok(good.every(({ anchor }) => anchor !== ''));
    t.equal(new Set(good.map(({ anchor }) => anchor)).size, good.length, 'each anchor once');
    const second = await readSource(connector, values, trust);
    const anchors = (read: typeof first) => read.records.map(({ anchor }) => anchor).sort();
    t.ok(
      JSON.stringify(anchors(second)) === JSON.stringify(anchors(first)),
      'a second time the same anchors',
    );
    t.notOk(tells([first.records, first.given, first.end]), 'no secret in it');
  });

  for (const [key] of secrets)
    await t.test(`a wrong ${key} is an incomplete end with a remedy`, async (t) => {
      const { records, end } = await readSource(connector, { ...values, [key]: 'a wrong secret' }, trust);
      t.match(end, { kind: 'incomplete', fault: { code: /^[A-Z_]+$/, sentence: String, remedy: String } });
      t.not(end.kind === 'incomplete' && end.fault.code, 'INTERNAL');
      t.equal(records.length, 0);
    });

  await t.test('it stops when told to', async (t) => {
    const stop = new AbortController();
    stop.abort(new Error('stop'));
    const session = await connector.open(values, { log: () => undefined, signal, ...trust });
    await t.rejects(session.users(stop.signal).next(), /stop/);
    await session.close();
  });
}
