/** Which of two versions is newer: by semver's order (semver.org §11), where build numbers (`1.7.8+52`) count too. */

type Parts = {
  readonly numbers: readonly number[];
  readonly pre: readonly string[];
  readonly build: readonly string[];
};

function parts(version: string): Parts {
  const [plain = '', ...build] = version.split('+');
  const [numbers = '', ...pre] = plain.split('-');
  const words = (text: string) => (text === '' ? [] : text.split('.'));
  return {
    numbers: numbers.split('.').map(Number),
    pre: words(pre.join('-')),
    build: words(build.join('+')),
  };
}

const isNumber = (word: string) => /^[0-9]+$/.test(word);

function compareWords(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [x, y] = [a[i], b[i]];
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
    if (x === y) continue;
    if (isNumber(x) && isNumber(y)) {
      if (Number(x) !== Number(y)) return Number(x) - Number(y);
    } else if (isNumber(x) !== isNumber(y)) return isNumber(x) ? -1 : 1;
    else return x < y ? -1 : 1;
  }
  return 0;
}

/** @returns below 0 when `a` is older, above 0 when it is newer, 0 when they are alike */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [parts(a), parts(b)];
  for (let i = 0; i < Math.max(x.numbers.length, y.numbers.length); i++) {
    const difference = (x.numbers[i] ?? 0) - (y.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  // a version that leads up to another is older than it
  if (x.pre.length === 0 || y.pre.length === 0) {
    if (x.pre.length !== y.pre.length) return x.pre.length === 0 ? 1 : -1;
  } else {
    const difference = compareWords(x.pre, y.pre);
    if (difference !== 0) return difference;
  }
  return compareWords(x.build, y.build);
}
