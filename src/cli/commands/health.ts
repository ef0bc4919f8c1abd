import { Type } from 'typebox';
import { CheckView } from '../../contract/local-api.ts';
import { type Context, show } from '../context.ts';
import { table } from '../print.ts';

const Checks = Type.Object({ checks: Type.Array(CheckView) });

const isWrong = ({ state }: CheckView) => state === 'warning' || state === 'critical';

/** A line a check; what to do stands below, so that the table stays narrow. */
function words(checks: readonly CheckView[]): string {
  const rows = checks.map(({ title, state, facts }) => [title, state, facts]);
  const wrong = checks.filter(isWrong);
  return [
    table(['Check', 'State', 'Found'], rows),
    ...(wrong.length > 0 ? ['', ...wrong.map(({ title, remedy = '' }) => `${title}: ${remedy}`)] : []),
  ].join('\n');
}

/**
 * Runs every check, those too that the gateway does not run by itself.
 * @param options `last`: what was found last, without running anything
 * @returns exit code: 2 when a check found something wrong
 */
export async function health(
  context: Context,
  options: { readonly text: boolean; readonly last: boolean },
): Promise<number> {
  const answer = options.last
    ? await context.client.get('/api/health', Checks)
    : await context.client.send('POST', '/api/health/run', Checks);
  if (options.text && !context.json) context.out((await context.client.text('/api/health/report')).trimEnd());
  else show(context, answer, ({ checks }) => words(checks));
  return answer.checks.some(isWrong) ? 2 : 0;
}
