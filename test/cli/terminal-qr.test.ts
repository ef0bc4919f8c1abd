import { test } from 'tap';
import { terminalQr } from '../../src/cli/terminal-qr.ts';

test('a QR code of any length, in half blocks with a quiet zone', async (t) => {
  for (const length of [1, 20, 60, 200]) {
    const lines = (await terminalQr(`http://${'a'.repeat(length)}/`))
      .split('\n')
      .filter((line) => line !== '');
    t.ok(
      lines.some((line) => /^ {2}[█▀▄ ]+ {2}$/.test(line)),
      `${length} letters`,
    );
    t.equal(new Set(lines.map((line) => line.length)).size, 1, 'a square block');
  }
});
