/** What the checks found, as text to paste into a ticket. */
import type { CheckView } from '../../../contract/local-api.ts';

export type ReportFacts = {
  readonly name: string;
  readonly version: string;
  readonly now: number;
  readonly checks: readonly CheckView[];
};

const ORDER = ['critical', 'warning', 'unknown', 'ok'] as const;

const instant = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/** Facts hold names that others chose (certificates, PBXs): none of them makes a line of its own. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
const oneLine = (text: string) => text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();

function entry({ code, title, state, facts, remedy, at }: CheckView): string {
  const when = at === undefined ? 'not checked' : `checked ${instant(at)}`;
  return [
    `[${state.toUpperCase()}] ${oneLine(title)} (${code}), ${when}`,
    `  ${oneLine(facts)}`,
    ...(remedy === undefined ? [] : [`  What to do: ${oneLine(remedy)}`]),
  ].join('\n');
}

/**
 * A plain text, what is wrong first; times are UTC. It says what the pages say, so it holds no secret: facts are
 * sentences, and no sentence has one.
 */
export function healthReport({ name, version, now, checks }: ReportFacts): string {
  const of = (state: CheckView['state']) => checks.filter((check) => check.state === state);
  const counts = ORDER.map((state) => `${of(state).length} ${state}`).join(', ');
  const head = [
    `CloudLink gateway ${oneLine(name)}, version ${version}`,
    `Health report of ${instant(now)}: ${counts}`,
  ].join('\n');
  return `${[head, ...ORDER.flatMap(of).map(entry)].join('\n\n')}\n`;
}
