import { createRequire } from 'node:module';
import type qrcode from 'qrcode';
import type { Qr } from '../core/ports/qr.ts';

/** Dark modules of a row as runs, so that the path stays short. */
function row(bits: readonly boolean[], y: number): string {
  let path = '';
  for (let x = 0; x < bits.length; x++) {
    if (!bits[x]) continue;
    const start = x;
    while (bits[x + 1]) x++;
    const width = x - start + 1;
    path += `M${start} ${y}h${width}v1h-${width}z`;
  }
  return path;
}

const require = createRequire(import.meta.url);

/** ISO/IEC 18004 at error correction M, by the qrcode package, which is loaded by the first code: a linked gateway shows none. */
export const qr: Qr = (text) => {
  // a page asks for it in passing, so it is loaded at once and not by a promise
  const { create } = require('qrcode') as typeof qrcode;
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const { size, data } = modules;
  const rows = Array.from({ length: size }, (_, y) =>
    row(
      Array.from({ length: size }, (_, x) => data[y * size + x] === 1),
      y,
    ),
  );
  return { path: rows.join(''), size };
};
