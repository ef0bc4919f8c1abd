/** A file that lies on no disk: for property tests over thousands of them. */
import type { PlainFile } from '../../src/gateway/pbx/files/file.ts';

/** @param piece bytes that come at once; all, when nothing is said */
export function memoryFile(content: Buffer, piece = Number.POSITIVE_INFINITY): PlainFile {
  const stamp = { size: content.length, mtime: 1n, ctime: 1n, ino: 1n };
  return {
    path: 'memory',
    fd: -1,
    head: content.subarray(0, 4096),
    stamp,
    async *bytes(from) {
      for (let at = from; at < content.length; at += piece) yield content.subarray(at, at + piece);
    },
    stampNow: async () => stamp,
    close: async () => undefined,
  };
}
