import { AccessVerdict } from '../../contract/access-log.ts';
import { AccessLine } from '../../contract/local-api.ts';
import { type Context, show } from '../context.ts';
import { type ListOptions, list, more } from '../pages.ts';
import { age, exact, table } from '../print.ts';

type LogOptions = ListOptions & {
  readonly search?: string;
  readonly target?: string;
  readonly person?: string | undefined;
  readonly session?: string;
};

/** Every request that came through a tunnel, newest first. */
export async function log(
  context: Context,
  { search, target, session, ...options }: LogOptions,
): Promise<void> {
  const found = await list(context.client, '/api/access-log', AccessLine, {
    ...options,
    q: search,
    targetId: target,
    sessionId: session,
  });
  show(context, found, ({ items }) =>
    items.length === 0
      ? [search, target, options.person, session].some((word) => word !== undefined)
        ? 'There is no such request.'
        : 'Nobody came in through a tunnel yet.'
      : [
          table(
            ['Number', 'When', 'Person', 'Why', 'Target', 'Answer', 'Request'],
            items.map((l) => [
              String(l.n),
              exact(l.at),
              l.person,
              [l.reason, l.ticket].filter(Boolean).join(', '),
              l.targetId,
              l.status === undefined ? '' : String(l.status),
              `${l.method} ${l.path}`,
            ]),
          ),
          more(found),
        ]
          .filter(Boolean)
          .join('\n'),
  );
}

function words({ ok, records, first, faults, cloud }: AccessVerdict, now: number): string {
  const kept =
    records === 0
      ? 'Nobody came in through a tunnel yet.'
      : `${records} records, from number ${first} on${ok ? ', each as it was written' : ''}.`;
  const compared =
    cloud.fault === undefined
      ? `Compared with ${cloud.compared} heads that the cloud was told${cloud.newestAt === undefined ? '' : `, the newest ${age(cloud.newestAt, now)}`}.`
      : `The cloud was not asked: ${cloud.fault}`;
  return [...faults.map(({ code, sentence }) => `${code}: ${sentence}`), kept, compared].join('\n');
}

/** Exit code 1 when the log is not what was written, 2 when the cloud could not be asked. */
export async function verify(
  context: Context,
  { offline = false }: { readonly offline?: boolean },
): Promise<number> {
  const verdict = await context.client.send('POST', '/api/access-log/verify', AccessVerdict);
  show(context, verdict, (v) => words(v, context.now));
  if (!verdict.ok) return 1;
  return verdict.cloud.fault === undefined || offline ? 0 : 2;
}

/** To standard output, as it comes. */
export async function exported(context: Context, { csv = false }: { readonly csv?: boolean }): Promise<void> {
  await context.client.stream(csv ? '/api/access-log.csv' : '/api/access-log.jsonl', context.out);
}
