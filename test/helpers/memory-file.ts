/** A file that lies on no disk: for property tests over thousands of them. */
import type { PlainFile } from '../../src/gateway/pbx/files/file.ts';

export function memoryFile(content: Buffer): PlainFile {
  const stamp = { size: content.length, mtime: 1n, ctime: 1n, ino: 1n };
  return {
    path: 'memory',
    fd: -1,
    head: content.subarray(0, 4096),
    stamp,
    async *bytes(from) {
      if (content.length > from) yield content.subarray(from);
    },
    lastByte: async () => content.at(-1),
    stampNow: async () => stamp,
    close: async () => undefined,
  };
}
