import { create } from 'qrcode';
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

/** ISO/IEC 18004 at error correction M, by the qrcode package. */
export const qr: Qr = (text) => {
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
