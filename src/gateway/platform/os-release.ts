import { readFileSync } from 'node:fs';

export type OsRelease = {
  /** `NAME`, e.g. `Debian GNU/Linux`. */
  readonly name: string | undefined;
  /** `VERSION_ID`, e.g. `12`; a rolling release has none. */
  readonly versionId: string | undefined;
};

/** In the order of os-release(5). */
const FILES = ['/etc/os-release', '/usr/lib/os-release'];

/** Values are quoted as a shell quotes them; inside double quotes a backslash escapes `"`, `$`, `\` and a backtick. */
function unquoted(value: string): string {
  const [, quote, inner = value] = /^(["'])(.*)\1$/.exec(value) ?? [];
  return quote === "'" ? inner : inner.replaceAll(/\\(["$`\\])/g, '$1');
}

function firstFile(files: readonly string[]): string {
  for (const file of files) {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return '';
}

/** What the operating system calls itself (os-release(5)). */
export function readOsRelease(files: readonly string[] = FILES): OsRelease {
  const lines = firstFile(files).matchAll(/^([A-Z0-9_]+)=(.*?)\s*$/gm);
  const values = new Map([...lines].map(([, key = '', value = '']) => [key, unquoted(value)]));
  return { name: values.get('NAME') || undefined, versionId: values.get('VERSION_ID') || undefined };
}
