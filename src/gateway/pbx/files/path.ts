import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import { fail } from '../../core/errors.ts';

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

/** Where a path leads in the end; undefined when it leads nowhere. */
const real = (path: string) =>
  realpath(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw fail('SOURCE_FILE', { sentence: `The file cannot be looked for (${path}).`, cause: error });
  });

/**
 * The file that a path names, when it lies in a folder; links are followed before that is judged. A name alone is
 * looked for in the folder. A file that is missing there is given back as it is: opening it says so.
 * @throws AppError SOURCE_FILE for a path that leads elsewhere
 */
export async function pathWithin(folder: string, path: string): Promise<string> {
  const asked = resolve(folder, path);
  const file = await real(asked);
  const root = file === undefined ? folder : ((await real(folder)) ?? folder);
  if (isWithin(root, file ?? asked)) return file ?? asked;
  throw fail('SOURCE_FILE', {
    sentence: `The file is not in the import folder (${path}).`,
    remedy: `Put the file into ${folder} and enter its name.`,
  });
}
