/**
 * Work in steps and not in time: how often V8 ran each block of the programs and their libraries, and what was copied or
 * searched by the built-in functions that a parser could call too often. What regular expressions do is not seen.
 */
import { Session } from 'node:inspector/promises';

let native = 0;
let session: Session | undefined;

/** Counts bytes that are joined and characters that are searched for a separator. */
function watchBuiltIns(): void {
  const { concat } = Buffer;
  Buffer.concat = (list: readonly Uint8Array[], length?: number) => {
    const joined = concat(list, length);
    native += joined.length;
    return joined;
  };
  const { split, replace } = String.prototype;
  const counted = (f: (this: string, ...args: never[]) => unknown) =>
    function (this: string, ...args: never[]) {
      native += this.length;
      return f.apply(this, args);
    };
  Object.assign(String.prototype, { split: counted(split), replace: counted(replace) });
}

/** Before the parsers are loaded: what is compiled earlier has no counters. */
export async function startSteps(): Promise<void> {
  if (session) return;
  session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  watchBuiltIns();
}

type Range = { readonly count: number };
const isOurs = (url: string) => /\/src\/gateway\/|\/node_modules\//.test(url);

/** Steps since the last call. */
async function takeSteps(): Promise<number> {
  if (!session) throw new Error('startSteps comes first');
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const ranges = result.filter(({ url }) => isOurs(url)).flatMap(({ functions }) => functions);
  const blocks = ranges.flatMap(({ ranges: own }) => own as readonly Range[]);
  const steps = blocks.reduce((sum, { count }) => sum + count, native);
  native = 0;
  return steps;
}

/** @returns how many steps the work took; the same work takes the same */
export async function stepsOf(work: () => unknown): Promise<number> {
  await takeSteps();
  await work();
  return takeSteps();
}
