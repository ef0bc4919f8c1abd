/** People → LDIF (RFC 2849): what the gateway keeps of a file whose records were corrected. */
import { type Corrected, rawOf } from './edits.ts';

/** Of a line, before it goes on in the next one. */
const WIDTH = 76;
/** Printable ASCII that begins with no space, colon or `<`, and ends with no space; anything else is base64. */
const SAFE = /^(?![ :<])[ -~]*$(?<! )/;

function folded(line: string): string {
  if (line.length <= WIDTH) return `${line}\n`;
  const pieces = [line.slice(0, WIDTH)];
  for (let at = WIDTH; at < line.length; at += WIDTH - 1) pieces.push(line.slice(at, at + WIDTH - 1));
  return `${pieces.join('\n ')}\n`;
}

const lineOf = (name: string, value: string) =>
  folded(SAFE.test(value) ? `${name}: ${value}` : `${name}:: ${Buffer.from(value).toString('base64')}`);

/** A name is needed to be LDIF; who a person is, it does not say unless that was chosen, and then it is there. */
const nameOf = ({ line, dn }: Corrected) => (dn === undefined || dn === '' ? `line=${line}` : dn);

/** One that cannot be read has no value to it: it stays in error, and nobody's identity. */
function textOf(one: Corrected): string {
  const dn = lineOf('dn', nameOf(one));
  if ('fault' in one) return `${folded(`# ${one.sentence.replace(/[^\x20-\x7e]/g, '?')}`)}${dn}in error\n`;
  const { dn: _dn, ...attributes } = rawOf(one);
  const lines = Object.entries(attributes).flatMap(([name, values]) =>
    [values].flat().map((value) => lineOf(name, value)),
  );
  return dn + lines.join('');
}

/**
 * @param isCut the file that it is made of ends in the middle of a line: this one shall not look whole either
 */
export async function* ldifBytes(
  pages: AsyncIterable<readonly Corrected[]>,
  isCut: boolean,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(isCut ? 'version: 1' : 'version: 1\n');
  // each record brings the end of the line before it, so that the last one can go without
  for await (const page of pages) {
    const text = page.map((one) => `\n${isCut ? `\n${textOf(one).trimEnd()}` : textOf(one)}`).join('');
    if (text !== '') yield Buffer.from(text);
  }
}
