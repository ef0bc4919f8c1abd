/** One record of an LDIF file (RFC 2849): an entry, or a change of one. Nothing outside of the file is ever opened. */
import { isUtf8 } from 'node:buffer';
import type { RowFault } from '../connector.ts';
import { MAX_FIELD_BYTES } from '../files/file.ts';
import { guidText } from '../ldap/record.ts';
import type { LdifLine } from './lines.ts';

/** Name in lower case → name as it was spelt first, and its values. */
export type Attributes = Map<string, { readonly name: string; readonly values: string[] }>;

export type Modification = {
  readonly kind: 'add' | 'delete' | 'replace';
  readonly name: string;
  readonly values: readonly string[];
};
export type Entry = { readonly line: number; readonly dn: string } & (
  | { readonly kind: 'content' | 'add'; readonly attributes: Attributes }
  | { readonly kind: 'delete' }
  | { readonly kind: 'modify'; readonly modifications: readonly Modification[] }
  | {
      readonly kind: 'modrdn';
      readonly newRdn: string;
      readonly deleteOld: boolean;
      readonly newSuperior: string | undefined;
    }
);
export type Wrong = {
  readonly line: number;
  readonly fault: RowFault;
  readonly sentence: string;
  /** Its entry, where that could be read. */
  readonly dn?: string;
};

/** Bytes that are no text and nobody's field: left out, whatever their size. */
const BINARY =
  /^(jpegPhoto|thumbnailPhoto|thumbnailLogo|photo|audio|personalSignature|userCertificate|cACertificate|userSMIMECertificate|userPKCS12|objectSid|sIDHistory|nTSecurityDescriptor|msExch\w*|mS-DS-(?!ConsistencyGuid)\w+|logonHours|userParameters|replicationSignature|dSASignature|x500UniqueIdentifier|ipaNTHash|krb\w*)$/i;
/** Kept nowhere: no source needs them, and what is not kept cannot leak. */
const SECRET =
  /^(userPassword|authPassword|unicodePwd|dBCSPwd|ntPwdHistory|lmPwdHistory|supplementalCredentials|samba(NT|LM)Password|sambaPasswordHistory|pwdHistory|olcRootPW|ipaNTHash|krbPrincipalKey)$/i;
/** The server's own bookkeeping: it is another one in every export and says nothing about a person. */
const BOOKKEEPING =
  /^(modifyTimestamp|modifiersName|creatorsName|createTimestamp|entryCSN|contextCSN|structuralObjectClass|subschemaSubentry|hasSubordinates|entryDN|whenChanged|uSNChanged|uSNCreated|lastLogon|lastLogonTimestamp|lastLogoff|logonCount|badPwdCount|badPasswordTime|dSCorePropagationData|replPropertyMetaData)$/i;

class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly fault: RowFault;
  constructor(fault: RowFault, sentence: string) {
    super(sentence);
    this.fault = fault;
  }
}

const wrong = (sentence: string): never => {
  throw new Refusal('ROW_UNREADABLE', sentence);
};

/** @property raw: the value was written as bytes above 7F, which RFC 2849 wants as base64 */
type Pair = {
  readonly name: string;
  readonly options: readonly string[];
  readonly bytes: Buffer;
  readonly line: number;
};

const NAME = /^[A-Za-z][A-Za-z0-9-]*$|^[0-9]+(?:\.[0-9]+)*$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

function base64(text: string, line: number): Buffer {
  const bare = text.replace(/^ +/, '').trimEnd();
  if (bare.length % 4 === 0 && BASE64.test(bare)) return Buffer.from(bare, 'base64');
  return wrong(`The value at line ${line} is no base64.`);
}

/** `name;option: value`, `name:: base64`; `name:< url` is refused: it would open a file. */
function pairOf({ line, text, tooLong }: LdifLine, onRaw: () => void): Pair {
  const colon = text.indexOf(':');
  if (colon < 1) return wrong(`Line ${line} is no “name: value”.`);
  const [name = '', ...options] = text.slice(0, colon).split(';');
  if (!NAME.test(name)) return wrong(`Line ${line} does not begin with the name of an attribute.`);
  const isLeftOut = isBinary(name, options) || SECRET.test(name);
  if (tooLong && !isLeftOut)
    throw new Refusal('FIELD_TOO_LONG', `The value of “${name}” at line ${line} is longer than 64 KiB.`);
  const mark = text[colon + 1];
  if (mark === '<')
    throw new Refusal(
      'LDIF_URL',
      `The value of “${name}” at line ${line} is the address of a file or page (:<); none is opened.`,
    );
  if (isLeftOut) return { name, options, bytes: Buffer.alloc(0), line };
  const bytes =
    mark === ':'
      ? base64(text.slice(colon + 2), line)
      : Buffer.from(text.slice(colon + 1).replace(/^ +/, ''), 'latin1');
  if (bytes.length > MAX_FIELD_BYTES)
    throw new Refusal('FIELD_TOO_LONG', `The value of “${name}” at line ${line} is longer than 64 KiB.`);
  if (mark !== ':' && bytes.some((byte) => byte > 0x7f)) onRaw();
  return { name, options, bytes, line };
}

const isBinary = (name: string, options: readonly string[]) =>
  BINARY.test(name) || options.some((option) => option.toLowerCase() === 'binary');

function textOf({ name, bytes, line }: Pair): string {
  if (/^(objectGUID|mS-DS-ConsistencyGuid)$/i.test(name) && bytes.length === 16) return guidText(bytes);
  if (isUtf8(bytes)) return bytes.toString('utf8');
  return wrong(`The value of “${name}” at line ${line} is not UTF-8.`);
}

/** With its options, as LDAP tells tagged variants (`cn;lang-de`) apart: they are other attributes. */
const fullName = ({ name, options }: Pair) => [name, ...options].join(';');
const isKept = ({ name, options }: Pair) =>
  !isBinary(name, options) && !SECRET.test(name) && !BOOKKEEPING.test(name);

function put(into: Attributes, pair: Pair): void {
  if (!isKept(pair)) return;
  const name = fullName(pair);
  const known = into.get(name.toLowerCase());
  const value = textOf(pair);
  // `name:` alone is an empty value (RFC 2849), and an empty value says nothing
  if (known) known.values.push(...(value === '' ? [] : [value]));
  else into.set(name.toLowerCase(), { name, values: value === '' ? [] : [value] });
}

function attributesOf(pairs: readonly Pair[]): Attributes {
  const found: Attributes = new Map();
  for (const pair of pairs) put(found, pair);
  return found;
}

const single = (pairs: readonly Pair[], name: string): string | undefined => {
  const found = pairs.find((pair) => pair.name.toLowerCase() === name);
  return found && textOf(found);
};

const KINDS = new Set(['add', 'delete', 'replace']);

type Step = { readonly pair?: Pair; readonly dash?: true };

/** `add: mail` / `mail: a@b` / `-`, repeated. */
function modificationsOf(steps: readonly Step[]): Modification[] {
  const found: Modification[] = [];
  let open: { kind: Modification['kind']; name: string; pairs: Pair[] } | undefined;
  const close = () => {
    if (open) {
      const { kind, name, pairs } = open;
      const values = pairs.filter(isKept).map(textOf);
      found.push({ kind, name, values: values.filter((value) => value !== '') });
    }
    open = undefined;
  };
  for (const { pair } of steps) {
    if (!pair) close();
    else if (!open) {
      if (!KINDS.has(pair.name.toLowerCase())) wrong(`Line ${pair.line} is no add, delete or replace.`);
      open = { kind: pair.name.toLowerCase() as Modification['kind'], name: textOf(pair), pairs: [] };
    } else if (fullName(pair).toLowerCase() !== open.name.toLowerCase())
      wrong(`Line ${pair.line} names another attribute than the change that it belongs to.`);
    else open.pairs.push(pair);
  }
  close();
  return found;
}

function changeOf(kind: string, at: { line: number; dn: string }, steps: readonly Step[]): Entry {
  const pairs = steps.flatMap(({ pair }) => pair ?? []);
  if (kind !== 'modify' && pairs.length < steps.length) wrong(`The record at line ${at.line} has a “-”.`);
  if (kind === 'add') return { ...at, kind, attributes: attributesOf(pairs) };
  if (kind === 'delete')
    return pairs.length === 0
      ? { ...at, kind }
      : wrong(`The record at line ${at.line} deletes, and has values.`);
  if (kind === 'modify') return { ...at, kind, modifications: modificationsOf(steps) };
  if (kind !== 'modrdn' && kind !== 'moddn')
    return wrong(`The change at line ${at.line} is of no known kind.`);
  const newRdn = single(pairs, 'newrdn');
  const deleteOld = single(pairs, 'deleteoldrdn')?.trim();
  if (!newRdn || (deleteOld !== '0' && deleteOld !== '1'))
    return wrong(`The record at line ${at.line} has no newrdn or no deleteoldrdn.`);
  return {
    ...at,
    kind: 'modrdn',
    newRdn,
    deleteOld: deleteOld === '1',
    newSuperior: single(pairs, 'newsuperior'),
  };
}

function entryOf(
  lines: readonly LdifLine[],
  at: number,
  onRaw: () => void,
  onDn: (dn: string) => void,
): Entry {
  const [first, ...rest] = lines;
  const dnPair = first && pairOf(first, onRaw);
  if (dnPair?.name.toLowerCase() !== 'dn') return wrong(`The record at line ${at} does not begin with dn.`);
  const dn = textOf(dnPair);
  onDn(dn);
  const steps = rest.map(
    (line): Step => (line.text === '-' ? { dash: true } : { pair: pairOf(line, onRaw) }),
  );
  const begin = steps.findIndex(({ pair }) => pair?.name.toLowerCase() !== 'control');
  for (const { pair } of steps.slice(0, Math.max(0, begin)))
    if (pair && /^\S+ +true\b/.test(textOf(pair)))
      wrong(`The record at line ${at} demands a control that a file cannot carry out.`);
  const body = begin === -1 ? [] : steps.slice(begin);
  const [head] = body;
  if (head?.pair?.name.toLowerCase() === 'changetype')
    return changeOf(textOf(head.pair).trim().toLowerCase(), { line: at, dn }, body.slice(1));
  if (begin > 0) return wrong(`The record at line ${at} has a control and no changetype.`);
  if (body.some(({ dash }) => dash)) return wrong(`The record at line ${at} has a “-” and no changetype.`);
  return { line: at, dn, kind: 'content', attributes: attributesOf(body.flatMap(({ pair }) => pair ?? [])) };
}

/** @param onRaw a value has bytes above 7F that are not written as base64 */
export function readRecord(
  at: number,
  lines: readonly LdifLine[],
  onRaw: () => void = () => undefined,
): Entry | Wrong {
  let dn: string | undefined;
  try {
    return entryOf(lines, at, onRaw, (read) => {
      dn = read;
    });
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    const { fault, message: sentence } = thrown;
    return { line: at, fault, sentence, ...(dn === undefined ? {} : { dn }) };
  }
}
